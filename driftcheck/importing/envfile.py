"""The secrets file. Variables are added to it, and existing ones never change."""

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
    """A file of variables and its content. Without a `path`, there is no file."""

    path: Path | None
    text: str
    values: Mapping[str, str]

    @property
    def environ(self) -> dict[str, str]:
        """The environment plus the variables of the file. The environment wins."""
        return {**self.values, **os.environ}

    def secrets(self, prefix: str, named: Iterable[str] = ()) -> Secrets:
        """Return a `Secrets` that avoids names in the environment, the file and `named`."""
        known: dict[str, str | None] = dict.fromkeys(named)
        known.update(self.environ)
        # Avoid names with two values, as either may apply later.
        odd = [name for name, value in self.values.items() if known[name] != value]
        return Secrets(prefix, {**known, **dict.fromkeys(odd)})

    def files(
        self, secrets: Secrets, read: Iterable[Path], database: Path | None = None
    ) -> list[File]:
        """Return the owner-only file with new secrets added, after an updated `.gitignore`.

        The `.gitignore` comes first so that git never sees the secrets. It also lists the
        `database` of a history, which holds numbers and labels. Raises UsageError if the file is
        one of `read`, and InputError.
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
        """Return the owner-only file with new variables added, or nothing if there are none.

        Raises UsageError if the file has a different value for a variable.
        """
        if self.path is None or not values:
            return []
        for name in values.keys() & self.values.keys():
            if values[name] != self.values[name]:
                hint = "Use another file, or pass it as --env-file, so that other names are used."
                message = f'"{display_path(self.path)}" has a different value for {name}'
                raise UsageError(Problem(message, None, hint))
        new = {name: value for name, value in values.items() if name not in self.values}
        before = self.text + ("\n" if self.text and not self.text.endswith("\n") else "")
        return [File(self.path, before + env_text(new), PRIVATE)]

    def summary(self, secrets: Secrets, files: Iterable[File]) -> Iterator[str]:
        """Yield lines about the secrets and `.gitignore`. `files` are the written files."""
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
    """Return the file of variables, which may be missing. Raises InputError if it is invalid."""
    if path is None or not os.path.isfile(path):
        return EnvFile(path, "", {})
    values = read_assignments(path)
    return EnvFile(path, read_file(path).decode(), values)
