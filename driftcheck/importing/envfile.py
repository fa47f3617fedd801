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
        self, secrets: Secrets, read: Iterable[Path], written: Iterable[Path] = ()
    ) -> list[File]:
        """The file with new secrets added, for its owner alone, and `.gitignore` where it needs it.

        Raises UsageError where it is a file that is `read`, or `written` with something else, and
        InputError.
        """
        if self.path is None or not secrets.values:
            return []
        for files, why in ((read, "is a file that is read"), (written, "would be written twice")):
            if real_path(self.path) in set(map(real_path, files)):
                hint = "Give the secrets a file of their own."
                raise UsageError(Problem(f'"{display_path(self.path)}" {why}', None, hint))
        before = self.text + ("\n" if self.text and not self.text.endswith("\n") else "")
        found = ignoring(self.path.parent, [self.path.name])
        return [
            File(self.path, before + env_text(self._new(secrets)), PRIVATE),
            *([found] if found else []),
        ]

    def _new(self, secrets: Secrets) -> dict[str, str]:
        """The secrets that are not in the file yet."""
        return {name: value for name, value in secrets.values.items() if name not in self.values}

    def summary(self, secrets: Secrets, files: Iterable[File]) -> Iterator[str]:
        """What became of the secrets, and of `.gitignore`; `files` are those that were written."""
        count = len(self._new(secrets))
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
                    yield f"Added it to {display_path(file.path)}."


def read_env(path: Path | None) -> EnvFile:
    """The file of variables at a path, there or not. Raises InputError where it cannot be read."""
    if path is None or not os.path.isfile(path):
        return EnvFile(path, "", {})
    values = read_assignments(path)
    return EnvFile(path, read_file(path).decode(), values)
