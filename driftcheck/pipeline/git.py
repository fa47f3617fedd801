"""The commit that is checked out, read from `.git` without running git.

The layout is that of gitrepository-layout(5): a worktree and a submodule have a file `.git` that
names their folder, and a worktree shares the references of another (`commondir`).
"""

import os
import re
from contextlib import suppress
from pathlib import Path

from driftcheck.system import read_file
from driftcheck.words import is_commit

_REFERENCE = re.compile(r"ref: (refs/(?!.*\.\.)[^\x00-\x20\x7f~^:?*\[\\]+)")
_SMALL = 1 << 16
_PACKED = 64 << 20
"""Bytes of a list of references that is still read: some 700,000 of them."""
_MOST_LINKS = 5
"""How many references may name one another; git follows as many."""


def commit_of(path: Path) -> str | None:
    """The commit of the repository that holds a file or folder; None where there is none.

    Raises nothing: what cannot be read is not known.
    """
    with suppress(OSError, ValueError):
        real = Path(os.path.realpath(path))
        inside = next((one for one in (real, *real.parents) if os.path.lexists(one / ".git")), None)
        return _head(_git_folder(inside / ".git")) if inside else None
    return None


def _git_folder(path: Path) -> Path:
    """The folder with HEAD that `.git` is, or names."""
    if os.path.isdir(path):
        return path
    named = _line(path)
    return path.parent / named.removeprefix("gitdir: ")


def _head(folder: Path) -> str | None:
    text, shared = _line(folder / "HEAD"), folder
    with suppress(OSError):
        shared = folder / _line(folder / "commondir")
    for _ in range(_MOST_LINKS):
        found = _REFERENCE.fullmatch(text)
        if not found:
            return text if is_commit(text) else None
        text = _reference(found[1], folder, shared)
    return None


def _reference(name: str, folder: Path, shared: Path) -> str:
    """What a reference holds: one of this worktree, or of all, or else one that is packed."""
    for home in dict.fromkeys((folder, shared)):
        with suppress(OSError):
            return _line(home / name)
    return _packed(name, read_file(shared / "packed-refs", _PACKED))


def _packed(name: str, data: bytes) -> str:
    """The commit of a reference in a list of packed ones; empty where it is not there."""
    found = re.search(rb"^([0-9a-f]+) %b\r?$" % re.escape(name.encode()), data, re.M)
    return found[1].decode() if found else ""


def _line(path: Path) -> str:
    """The text of a file of one line."""
    return read_file(path, _SMALL).decode().strip()
