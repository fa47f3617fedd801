"""Atomic writes: a file is written under a temporary name, then renamed."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from driftcheck.model import OutputError, Problem
from driftcheck.output.targets import real_path
from driftcheck.system import Held

PRIVATE = 0o600
"""The mode of a file that only its owner may read."""
_MOUNTED = "Mount the folder, not only the file: a new file is written beside it, then renamed."


class Staged:
    """A file that is written under a temporary name in the same folder; empty at first.

    The folder is the same because a rename is atomic only within one file system. The mode is
    `mode`, or that of the existing file, or what the umask gives a new one. The path may be a link;
    missing folders are created. Raises OSError.
    """

    def __init__(self, path: Path, mode: int | None = None) -> None:
        import tempfile  # loads random, which only files need

        self.target = refuse_folder(path)
        if os.path.lexists(self.target) and not self.target.is_file():  # a rename would replace it
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
        """Write a text, in place of any written before. Raises OSError."""
        os.ftruncate(self.handle, 0)
        os.lseek(self.handle, 0, os.SEEK_SET)
        with os.fdopen(self.handle, "w", encoding="utf-8", newline="", closefd=False) as file:
            file.write(text)

    def commit(self) -> None:
        """Rename it to its final name. Raises OSError."""
        self._close()
        os.replace(self.temporary, self.target)

    def discard(self) -> None:
        """Remove the temporary file, unless it was renamed."""
        self._close()
        with contextlib.suppress(OSError):
            os.unlink(self.temporary)

    def _close(self) -> None:
        if self.handle >= 0:
            os.close(self.handle)
        self.handle = -1


def stage(path: Path, text: str, mode: int | None = None) -> Staged:
    """Return a `Staged` file with the text. Raises OSError."""
    staged = Staged(path, mode)
    try:
        staged.write(text)
    except BaseException:
        staged.discard()
        raise
    return staged


def write_file(path: Path, text: str) -> None:
    """Write a file atomically. Raises OSError if it cannot be written."""
    staged = stage(path, text)
    try:
        staged.commit()
    finally:
        staged.discard()


def refuse_folder(path: Path) -> Path:
    """Return the file that a path refers to, following links. Raises OSError if it is a folder."""
    target = real_path(path)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return target


class File(NamedTuple):
    """A file to write; `mode` as in `stage`."""

    path: Path
    text: str
    mode: int | None = None


def write_all(files: Sequence[File], gone: Iterable[Path] = ()) -> None:
    """Write all files or none, and remove those in `gone`. Raises OutputError.

    If a rename fails after everything is written, new files are removed, and replaced or removed
    ones are restored. Signals wait until this is done.
    """
    _refuse_twice(files)
    with Held():
        _write_all(files, gone)


def _write_all(files: Sequence[File], gone: Iterable[Path]) -> None:
    staged: list[Staged] = []
    aside: dict[Path, str] = {}
    made: list[Path] = []
    folders = _missing_folders(file.path for file in files)
    done = False
    try:
        for file in files:
            with _as_output_error(file.path):
                staged.append(stage(file.path, file.text, file.mode))
        for path in gone:
            with _as_output_error(path):
                aside[path] = _set_aside(path)
        for file, one in zip(files, staged, strict=True):
            with _as_output_error(file.path):
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
            _undo(made, folders)
        _settle(aside, done)


def _refuse_twice(files: Sequence[File]) -> None:
    """Raise OutputError if two of the paths are the same file."""
    known: set[Path] = set()
    for file in files:
        target = real_path(file.path)
        if target in known:
            hint = "Give each its own file."
            raise OutputError(Problem(f'"{file.path}" would be written twice', None, hint))
        known.add(target)


def _other_name(path: Path) -> str:
    """Create an empty file beside another and return its name. Raises OSError."""
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}."[:100])
    os.close(handle)
    return temporary


def _set_aside(path: Path) -> str:
    """Rename a file within its folder, so that it can be restored. Raises OSError."""
    temporary = _other_name(path)
    try:
        os.replace(path, temporary)
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def _second_name(path: Path) -> str:
    """Give a file a second name in its folder, by a link or else a copy. Raises OSError."""
    temporary = _other_name(path)
    try:
        os.unlink(temporary)
        os.link(path, temporary)
    except OSError:
        import shutil  # only for systems without links

        try:
            shutil.copy2(path, temporary)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    return temporary


def _settle(aside: Mapping[Path, str], done: bool) -> None:
    """Remove the files that were set aside, or restore them if not `done`."""
    for path, temporary in aside.items():
        with contextlib.suppress(OSError):
            if not done:
                os.replace(temporary, path)
        with contextlib.suppress(OSError):  # at worst, a second name remains
            os.unlink(temporary)


def _missing_folders(paths: Iterable[Path]) -> list[Path]:
    """Return the missing folders of files, the innermost first."""
    above = {folder for path in paths for folder in real_path(path).parents}
    return sorted((folder for folder in above if not folder.exists()), reverse=True)


def _undo(files: Iterable[Path], folders: Iterable[Path]) -> None:
    for path in files:
        with contextlib.suppress(OSError):
            path.unlink()
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


@contextlib.contextmanager
def _as_output_error(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f'cannot write "{path}": {reason(path, error)}'
        raise OutputError(Problem(message, None, advice(path, error))) from error


def reason(path: Path, error: OSError) -> str:
    """Return why a file cannot be written, in words."""
    if os.path.isfile(path.parent):
        return "a part of its path is not a folder"
    return error.strerror or str(error)


def advice(path: Path, error: OSError, otherwise: str | None = None) -> str | None:
    """Return what to do if a file cannot be written; nothing can be renamed onto a mounted file."""
    mounted = error.errno in (errno.EBUSY, errno.EXDEV) or os.path.ismount(path)
    # In a read-only folder, only a mounted file can be written to.
    if mounted or (error.errno == errno.EROFS and os.access(path, os.W_OK)):
        return _MOUNTED
    return otherwise


def audience(path: Path) -> str:
    """Return who can read a file written with mode `PRIVATE`, in words; Windows has no modes."""
    if path.stat().st_mode & 0o077:
        return "as private as its folder is"
    return "readable only by you"


def _mode(path: Path) -> int:
    """Return the mode of a file: its own, or what the umask gives a new one."""
    if os.path.exists(path):
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
