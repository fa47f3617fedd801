"""The file of secrets: added to, and never with a second meaning for a name that is taken."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from driftcheck.config.assignments import read_assignments
from driftcheck.draft import Secrets, env_text
from driftcheck.importing.ignored import ignoring
from driftcheck.model import Problem, UsageError
from driftcheck.output import PRIVATE, File, audience, real_path
from driftcheck.system import display_path, read_file
from driftcheck.words import inflect


@dataclass(frozen=True, slots=True)
class EnvFile:
    """A file of variables, and what it holds; without a `path` there is none."""

    path: Path | None
    text: str
    values: Mapping[str, str]

    @property
    def environ(self) -> dict[str, str]:
        """The environment, with the variables of the file that are not set in it."""
        return {**self.values, **os.environ}

    def secrets(self, prefix: str, named: Iterable[str] = ()) -> Secrets:
        """Names for secrets: what is set, in the file, or `named` by declarations is taken."""
        known: dict[str, str | None] = dict.fromkeys(named)
        known.update(self.environ)
        # Two values for one name: nobody knows which will be in force.
        odd = [name for name, value in self.values.items() if known[name] != value]
        return Secrets(prefix, {**known, **dict.fromkeys(odd)})

    def files(
        self, secrets: Secrets, read: Iterable[Path], database: Path | None = None
    ) -> list[File]:
        """The file with new secrets added, for its owner alone, and `.gitignore` where it needs it.

        That is to name the file, and the `database` of a history, which has numbers and labels.
        Git ignores the file before it is there. Raises UsageError where it is a file that is
        `read`, and InputError.
        """
        if self.path is None or not secrets.values:
            return []
        if real_path(self.path) in set(map(real_path, read)):
            hint = "Give the secrets a file of their own."
            message = f'"{display_path(self.path)}" is an input of this command'
            raise UsageError(Problem(message, None, hint))
        found = ignoring(self.path.parent, [self.path.name])
        more = database and ignoring(database.parent, [f"{database.name}*"], pending=found)
        ignored = {file.path: file for file in (found, more) if file}
        return [*ignored.values(), *self.written(secrets.values)]

    def written(self, values: Mapping[str, str]) -> list[File]:
        """The file with what is new among some variables, for its owner alone.

        Raises UsageError where a name has another value in it.
        """
        if self.path is None or not values:
            return []
        for name in values.keys() & self.values.keys():
            if values[name] != self.values[name]:
                hint = "Name another file, or name it with --env-file: then other names are found."
                message = f'"{display_path(self.path)}" has another value of {name}'
                raise UsageError(Problem(message, None, hint))
        new = {name: value for name, value in values.items() if name not in self.values}
        before = self.text + ("\n" if self.text and not self.text.endswith("\n") else "")
        return [File(self.path, before + env_text(new), PRIVATE)]

    def summary(self, secrets: Secrets, files: Iterable[File]) -> Iterator[str]:
        """What became of the secrets, and of `.gitignore`; `files` are those that were written."""
        count = len(secrets.values.keys() - self.values.keys())
        what = inflect(count, "One secret is", f"{count} secrets are")
        if self.path is None:
            if count:
                way = "or save them with --env-file FILE"
                yield f"{what} left out. Set these variables, {way}:"
                yield from (f"  {name}" for name in secrets.values)
        elif not secrets.values:
            yield f"There are no secrets, so {display_path(self.path)} was not written."
        elif not count:
            yield f"All secrets are already in {display_path(self.path)}."
        else:
            what = f"{what} added to" if self.text else f"{what} in"
            whom = audience(self.path)
            yield f"{what} {display_path(self.path)}, {whom}: keep it out of version control."
            for file in files:
                if file.path.name == ".gitignore":
                    yield f"Updated {display_path(file.path)}."


def read_env(path: Path | None) -> EnvFile:
    """The file of variables at a path, there or not. Raises InputError where it cannot be read."""
    if path is None or not os.path.isfile(path):
        return EnvFile(path, "", {})
    values = read_assignments(path)
    return EnvFile(path, read_file(path).decode(), values)
