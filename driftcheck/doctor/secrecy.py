"""Files with secrets: whether other users can read them, and whether git tracks them."""

import os
import re
import shlex
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from driftcheck.doctor.setup import Remark, Setup, fix, note, ok
from driftcheck.importing import ignoring
from driftcheck.system import display_path, read_file

_ENV_FILES = (".env", "*.env")
_MOUNTED = ("/run", "/var/run", "/proc", "/dev")
"""Folders where containers mount secrets; their file modes cannot be changed here."""
_THEIRS = "It belongs to another user, who must restrict its mode"
_MOST_INDEX = 64 << 20
_LENGTH, _EXTENDED = 0xFFF, 0x4000
"""Bits in the flags of an index entry: the length of its name, and the extended flag."""
_CHANGE = "Change the secrets, then run: git rm --cached {name}, and add it to .gitignore."


def examine(setup: Setup) -> Iterator[Remark]:
    """Yield remarks on files with secrets that other users can read or that git tracks."""
    found = {**dict(_beside(setup.path)), **dict(_named(setup))}
    remarks = [one for path in sorted(found) for one in _of_file(path, found[path])]
    yield from remarks
    if not remarks:
        names = ", ".join(found[path] for path in sorted(found))
        yield ok(f"only you can read {names}" if found else "no files with secrets were found")


def _named(setup: Setup) -> Iterator[tuple[Path, str]]:
    """Yield the configured files with credentials and private keys, with their names as written."""
    for account in setup.live.settings.accounts if setup.live.settings else ():
        for file in account.live.secret_files if account.live else ():
            yield file.path.absolute(), file.place.as_written(f'"{file.name}"')[1:-1]


def _beside(config: Path) -> Iterator[tuple[Path, str]]:
    """Yield the `.env` files next to the configuration, as written by `import --env-file`."""
    for form in _ENV_FILES:
        for path in config.absolute().parent.glob(form):
            if path.is_file():
                yield path, display_path(path)


def _of_file(path: Path, name: str) -> Iterator[Remark]:
    """Yield remarks on a file, shown as `name`. A missing file is reported elsewhere."""
    real = Path(os.path.realpath(path))
    if not real.exists():
        return
    yield from _of_mode(real, name)
    top = next((folder for folder in real.parents if os.path.lexists(folder / ".git")), None)
    if top is None:
        return
    inside = real.relative_to(top).as_posix()
    if _is_tracked(top, inside):
        yield fix(f"{name} contains secrets and is in git", _CHANGE.format(name=_typed(name)))
    elif ignoring(real.parent, [real.name]):
        yield note(
            f"{name} contains secrets, but git does not ignore it", f"Add {name} to .gitignore"
        )


def _of_mode(real: Path, name: str) -> Iterator[Remark]:
    """Yield a remark if other users can read a file. Windows has no modes."""
    if sys.platform == "win32" or str(real).startswith(_MOUNTED):
        return
    found = real.stat()
    mode = stat.S_IMODE(found.st_mode)
    if mode & 0o077:
        text = f"{name} can be read by other users (mode {mode:04o})"
        is_ours = found.st_uid == os.geteuid()
        yield fix(text, f"Run: chmod 600 {_typed(name)}") if is_ours else note(text, _THEIRS)


def _typed(name: str) -> str:
    """Return a file name quoted for a shell; a variable is not quoted."""
    return name if name.startswith("${") else shlex.quote(name)


def _is_tracked(top: Path, inside: str) -> bool:
    """Return whether a file is in the index of a repository, where names end with NUL.

    Finds nothing in an index of version 4, which compresses names.
    """
    try:
        data = read_file(top / ".git" / "index", _MOST_INDEX)
    except OSError:
        return False
    name = inside.encode("utf-8", "surrogateescape")
    found = (one.start() for one in re.finditer(re.escape(name) + b"\0", data))
    return any(_begins(data, start, len(name)) for start in found)


def _begins(data: bytes, start: int, length: int) -> bool:
    """Return whether a name in an index starts here, and is not the end of a longer one.

    The flags precede the name (gitformat-index(5)), with 16 more bits if the extended flag is set.
    """
    flags, before = (int.from_bytes(data[start - n : start - n + 2], "big") for n in (2, 4))
    shown = min(length, _LENGTH)
    return flags & _LENGTH == shown or before & (_EXTENDED | _LENGTH) == _EXTENDED | shown
