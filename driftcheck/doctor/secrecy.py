"""Files with secrets: who else may read them, and whether git has them."""

import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from driftcheck.doctor.setup import Remark, Setup, fix, note, ok
from driftcheck.importing import ignoring
from driftcheck.system import display_path, read_file

_ENV_FILES = (".env", "*.env")
_MOUNTED = ("/run", "/var/run", "/proc", "/dev")
"""Where a container finds its secrets; who may read them there is not for us to change."""
_THEIRS = "It belongs to another user, who must restrict its mode"
_MOST_INDEX = 64 << 20
_LENGTH, _EXTENDED = 0xFFF, 0x4000
"""Bits of the flags of a name in an index: its length, as far as there is room; more flags."""
_CHANGE = "Change the secrets, then run: git rm --cached {name}, and add it to .gitignore."


def examine(setup: Setup) -> Iterator[Remark]:
    """Whether secrets lie where others, or a repository, have them."""
    found = {**dict(_beside(setup.path)), **dict(_named(setup))}
    remarks = [one for path in sorted(found) for one in _of_file(path, found[path])]
    yield from remarks
    if not remarks:
        names = ", ".join(found[path] for path in sorted(found))
        yield ok(f"only you may read {names}" if found else "no file with secrets is known")


def _named(setup: Setup) -> Iterator[tuple[Path, str]]:
    """The files with credentials and private keys that the configuration names, as written."""
    for account in setup.live.settings.accounts if setup.live.settings else ():
        for file in account.live.secret_files if account.live else ():
            yield file.path.absolute(), file.place.as_written(f'"{file.name}"')[1:-1]


def _beside(config: Path) -> Iterator[tuple[Path, str]]:
    """The files of variables beside the configuration, as `import --env-file` writes them."""
    for form in _ENV_FILES:
        for path in config.absolute().parent.glob(form):
            if path.is_file():
                yield path, display_path(path)


def _of_file(path: Path, name: str) -> Iterator[Remark]:
    """What is wrong with a file, which is called so. That it is missing is reported elsewhere."""
    real = Path(os.path.realpath(path))
    if not real.exists():
        return
    yield from _of_mode(real, name)
    top = next((folder for folder in real.parents if os.path.lexists(folder / ".git")), None)
    if top is None:
        return
    inside = real.relative_to(top).as_posix()
    if _is_tracked(top, inside):
        yield fix(f"{name} contains secrets, and is in git", _CHANGE.format(name=name))
    elif ignoring(real.parent, [real.name]):
        yield note(
            f"{name} contains secrets, and git does not ignore it", f"Add {name} to .gitignore"
        )


def _of_mode(real: Path, name: str) -> Iterator[Remark]:
    """Whether others may read a file. Windows keeps no modes."""
    if sys.platform == "win32" or str(real).startswith(_MOUNTED):
        return
    found = real.stat()
    mode = stat.S_IMODE(found.st_mode)
    if mode & 0o077:
        text = f"{name} may be read by others (mode {mode:04o})"
        is_ours = found.st_uid == os.geteuid()
        yield fix(text, f"Run: chmod 600 {name}") if is_ours else note(text, _THEIRS)


def _is_tracked(top: Path, inside: str) -> bool:
    """Whether a file is in the index of a repository, whose names end with a NUL.

    An index of version 4 shortens names, and is not looked into.
    """
    try:
        data = read_file(top / ".git" / "index", _MOST_INDEX)
    except OSError:
        return False
    name = inside.encode("utf-8", "surrogateescape")
    found = (one.start() for one in re.finditer(re.escape(name) + b"\0", data))
    return any(_begins(data, start, len(name)) for start in found)


def _begins(data: bytes, start: int, length: int) -> bool:
    """Whether a whole name of an index begins there, and not the end of a longer one.

    Before a name stand its flags (gitformat-index(5)), and 16 more bits where a flag says so.
    """
    flags, before = (int.from_bytes(data[start - n : start - n + 2], "big") for n in (2, 4))
    shown = min(length, _LENGTH)
    return flags & _LENGTH == shown or before & (_EXTENDED | _LENGTH) == _EXTENDED | shown
