"""Files that are written whole or not at all: beside their place first, and then renamed."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from driftcheck.model import OutputError, Problem
from driftcheck.output.targets import real_path

PRIVATE = 0o600
"""The rights of a file that only its owner may read."""
_MOUNTED = "Mount the folder, not only the file: a file is written next to its place, then renamed."


class Staged:
    """A file that is written beside its place, under a temporary name; empty at first.

    It is in the same folder, since renaming replaces a file at once only within one file system.
    Its rights are `mode`, else those that the file has, or that the umask leaves to a new one. The
    path may be behind a link; folders that are missing are made. Raises OSError.
    """

    def __init__(self, path: Path, mode: int | None = None) -> None:
        import tempfile  # brings random; only files need it

        self.target = refuse_folder(path)
        if os.path.lexists(self.target) and not self.target.is_file():  # which renaming would end
            raise OSError(errno.EINVAL, "it is a pipe or a device, not a file")
        self.target.parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{self.target.name}."[:100]
        self.handle, self.temporary = tempfile.mkstemp(dir=self.target.parent, prefix=prefix)
        try:
            os.chmod(self.temporary, _mode(self.target) if mode is None else mode)
        except BaseException:
            self.discard()
            raise

    def write(self, text: str) -> None:
        """Write a text, in place of one that was written before. Raises OSError."""
        os.ftruncate(self.handle, 0)
        os.lseek(self.handle, 0, os.SEEK_SET)
        with os.fdopen(self.handle, "w", encoding="utf-8", newline="", closefd=False) as file:
            file.write(text)

    def commit(self) -> None:
        """Give it the name of its file. Raises OSError."""
        self._close()
        os.replace(self.temporary, self.target)

    def discard(self) -> None:
        """Leave nothing of it, where it did not get its name."""
        self._close()
        with contextlib.suppress(OSError):
            os.unlink(self.temporary)

    def _close(self) -> None:
        if self.handle >= 0:
            os.close(self.handle)
        self.handle = -1


def stage(path: Path, text: str, mode: int | None = None) -> Staged:
    """Write text beside a file, as `Staged` does. Raises OSError."""
    staged = Staged(path, mode)
    try:
        staged.write(text)
    except BaseException:
        staged.discard()
        raise
    return staged


def write_file(path: Path, text: str) -> None:
    """Write a file, whole or not at all. Raises OSError where it cannot be written."""
    staged = stage(path, text)
    try:
        staged.commit()
    finally:
        staged.discard()


def refuse_folder(path: Path) -> Path:
    """The file that is meant by a path, its links followed. Raises OSError where it is a folder."""
    target = real_path(path)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return target


class File(NamedTuple):
    """A file to be written; `mode` as in `stage`."""

    path: Path
    text: str
    mode: int | None = None


def write_all(files: Sequence[File], gone: Iterable[Path] = ()) -> None:
    """Write all of several files, or none; those in `gone` are removed. Raises OutputError.

    Should one be refused its name when all are written, those that are new are taken back, and
    those that were replaced or are gone are put back.
    """
    _refuse_twice(files)
    staged: list[Staged] = []
    aside: dict[Path, str] = {}
    made: list[Path] = []
    folders = _missing_folders(file.path for file in files)
    done = False
    try:
        for file in files:
            with _telling(file.path):
                staged.append(stage(file.path, file.text, file.mode))
        for path in gone:
            with _telling(path):
                aside[path] = _set_aside(path)
        for file, one in zip(files, staged, strict=True):
            with _telling(file.path):
                if os.path.lexists(one.target):
                    aside[one.target] = _second_name(one.target)
                else:
                    made.append(one.target)
                one.commit()
        done = True
    finally:
        for one in staged:
            one.discard()
        if not done:
            _take_back(made, folders)
        _settle(aside, done)


def _refuse_twice(files: Sequence[File]) -> None:
    """Raise OutputError where two of the files are one: the second would replace the first."""
    known: set[Path] = set()
    for file in files:
        target = real_path(file.path)
        if target in known:
            hint = "Give each a file of its own."
            raise OutputError(Problem(f'"{file.path}" would be written twice', None, hint))
        known.add(target)


def _other_name(path: Path) -> str:
    """The name of a new and empty file beside another. Raises OSError."""
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}."[:100])
    os.close(handle)
    return temporary


def _set_aside(path: Path) -> str:
    """Give a file another name in its folder, from which it may come back. Raises OSError."""
    temporary = _other_name(path)
    try:
        os.replace(path, temporary)
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def _second_name(path: Path) -> str:
    """Give a file a second name in its folder; where there are no links, a copy. Raises OSError."""
    temporary = _other_name(path)
    try:
        os.unlink(temporary)
        os.link(path, temporary)
    except OSError:
        import shutil  # few systems have no links

        try:
            shutil.copy2(path, temporary)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    return temporary


def _settle(aside: Mapping[Path, str], done: bool) -> None:
    """Remove what was set aside, or else put it back."""
    for path, temporary in aside.items():
        with contextlib.suppress(OSError):
            if not done:
                os.replace(temporary, path)
        with contextlib.suppress(OSError):  # a second name of what is there still stays
            os.unlink(temporary)


def _missing_folders(paths: Iterable[Path]) -> list[Path]:
    """The folders that have to be made for files, the innermost first."""
    above = {folder for path in paths for folder in real_path(path).parents}
    return sorted((folder for folder in above if not folder.exists()), reverse=True)


def _take_back(files: Iterable[Path], folders: Iterable[Path]) -> None:
    for path in files:
        with contextlib.suppress(OSError):
            path.unlink()
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f'cannot write "{path}": {reason(path, error)}'
        raise OutputError(Problem(message, None, advice(path, error))) from error


def reason(path: Path, error: OSError) -> str:
    """Why a file cannot be written, in words."""
    if os.path.isfile(path.parent):
        return "a part of its path is not a folder"
    return error.strerror or str(error)


def advice(path: Path, error: OSError, otherwise: str | None = None) -> str | None:
    """What to do where a file cannot be written; a file that is mounted cannot be renamed to."""
    mounted = error.errno in (errno.EBUSY, errno.EXDEV) or os.path.ismount(path)
    # In a folder that is read-only, only what is mounted there can be written to.
    if mounted or (error.errno == errno.EROFS and os.access(path, os.W_OK)):
        return _MOUNTED
    return otherwise


def audience(path: Path) -> str:
    """Who may read a file that was written with the mode `PRIVATE`: Windows keeps no modes."""
    if path.stat().st_mode & 0o077:
        return "as private as its folder is"
    return "readable only by you"


def _mode(path: Path) -> int:
    """The rights of a file: those that it has, or what the umask leaves to a new one."""
    if os.path.exists(path):
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
