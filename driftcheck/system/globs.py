"""Globs that skip nothing silently: a folder that cannot be read is reported.

`*`, `?` and `[...]` match within one name, `**` any number of folders. As in a shell, they do not
match a leading dot. The standard library's `glob` silently skips what it cannot read.
"""

import errno
import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

MAX_NAMES = 250_000
"""How many files and folders a glob may visit; one for `/` would visit all of them."""


class _TooManyError(Exception):
    """The glob visits too many files and folders."""


class Globber:
    """Expands patterns below a folder; `denied` has the folders that could not be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.denied: list[OSError] = []
        self._visited = 0

    def expand(self, pattern: str) -> list[Path]:
        """Return the paths that a pattern matches, sorted, each once."""
        path = Path(pattern)
        base = Path(path.anchor) if path.is_absolute() else self.folder
        parts = path.parts[1:] if path.is_absolute() else path.parts
        if not parts:
            return []
        try:
            return sorted(set(self._below(base, parts, frozenset())))
        except _TooManyError:
            reason = f"it contains more than {MAX_NAMES:,} files and folders"
            self.denied = [OSError(errno.E2BIG, reason, str(base))]
            return []

    def _below(self, base: Path, parts: tuple[str, ...], above: frozenset[str]) -> Iterator[Path]:
        head, rest = parts[0], parts[1:]
        if head == "**":
            yield from self._anywhere(base, rest, above)
            return
        for found in self._matches(base, head):
            if not rest:
                yield found
            elif self._is_folder(found):
                yield from self._below(found, rest, above)

    def _anywhere(self, base: Path, rest: tuple[str, ...], above: frozenset[str]) -> Iterator[Path]:
        """Expand `**`: this folder and all below, following links but not into loops."""
        real = os.path.realpath(base)
        if real in above:
            return
        yield from self._below(base, rest or ("*",), above)
        for found in self._matches(base, "*"):
            if self._is_folder(found):
                yield from self._anywhere(found, rest, above | {real})

    def _is_folder(self, path: Path) -> bool:
        """Whether a path is a folder; records it as denied if that cannot be decided."""
        try:
            return stat.S_ISDIR(os.stat(path).st_mode)
        except OSError as error:  # a folder that may not be entered, a link to nowhere
            self.denied.append(error)
            return False

    def _is_there(self, path: Path) -> bool:
        try:
            os.lstat(path)
        except (FileNotFoundError, NotADirectoryError, ValueError):  # a NUL in the name
            return False
        except OSError as error:
            self.denied.append(error)
            return False
        return True

    def _matches(self, base: Path, pattern: str) -> Iterator[Path]:
        if not any(sign in pattern for sign in "*?["):
            if self._is_there(base / pattern):
                yield base / pattern
            return
        try:
            names = sorted(os.listdir(base))
        except OSError as error:
            self.denied.append(error)
            return
        self._visited += len(names)
        if self._visited > MAX_NAMES:
            raise _TooManyError
        for name in names:
            hidden = name.startswith(".") and not pattern.startswith(".")
            if fnmatchcase(name, pattern) and not hidden:
                yield base / name
