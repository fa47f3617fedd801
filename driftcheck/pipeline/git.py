"""Reads the root of a repository and the checked-out commit from `.git` without running git.

The layout is described in gitrepository-layout(5): in a worktree or submodule, `.git` is a file
that names the folder, and a worktree shares the references of another one (`commondir`).
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
"""The size limit of a list of references, in bytes: about 700,000 references."""
_MOST_LINKS = 5
"""How many references may refer to each other in a row; the same limit as git's."""


def commit_of(path: Path) -> str | None:
    """Return the commit of the repository that holds a path; None if there is none.

    Never raises: what cannot be read counts as unknown.
    """
    with suppress(OSError, ValueError):
        inside = root_of(path)
        return _head(_git_folder(inside / ".git")) if inside else None
    return None


def root_of(path: Path) -> Path | None:
    """Return the root of the repository that holds a path, without symlinks; None if there is none.

    Like git, it passes over a `.git` that is no repository, such as an empty folder. If there is no
    other, such a `.git` still marks the root, because a container may hide its content. Raises
    OSError if the path cannot be resolved.
    """
    real = Path(os.path.realpath(path))
    marked = [one for one in (real, *real.parents) if os.path.lexists(one / ".git")]
    return next(filter(_is_whole, marked), marked[0] if marked else None)


def _is_whole(root: Path) -> bool:
    git = root / ".git"
    return os.path.isfile(git) or os.path.lexists(git / "HEAD")


def _git_folder(path: Path) -> Path:
    """Return the folder with HEAD, which `.git` is or names."""
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
    """Return the value of a reference: of this worktree, shared, or packed."""
    for home in dict.fromkeys((folder, shared)):
        with suppress(OSError):
            return _line(home / name)
    return _packed(name, read_file(shared / "packed-refs", _PACKED))


def _packed(name: str, data: bytes) -> str:
    """Return the commit of a reference in a packed list; empty if it is missing."""
    found = re.search(rb"^([0-9a-f]+) %b\r?$" % re.escape(name.encode()), data, re.M)
    return found[1].decode() if found else ""


def _line(path: Path) -> str:
    """Return the text of a one-line file."""
    return read_file(path, _SMALL).decode().strip()
