"""Where reports are written: files, which are renamed when complete, and everything else."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.model import Problem
from driftcheck.output.targets import Output, is_stream
from driftcheck.output.terminal import write_stdout

if TYPE_CHECKING:
    from driftcheck.output.atomic import Staged

Problems = tuple[Problem, ...]
SUMMARY_BYTES = 1 << 20
"""The size limit of a step summary on GitHub."""


class FileSink:
    """A file that is written atomically."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.staged: Staged | None = self._stage()

    def _stage(self) -> "Staged":
        from driftcheck.output.atomic import Staged  # only files need it

        return Staged(self.output.path or Path())

    def write(self, text: str) -> None:
        """Write the temporary file, again if the last one was renamed already. Raises OSError."""
        self.staged = self.staged or self._stage()
        self.staged.write(text)

    def commit(self) -> None:
        """Rename the temporary file, if one was written. Raises OSError."""
        if self.staged:
            self.staged.commit()
            self.staged = None

    def close(self) -> None:
        """Remove the temporary file."""
        if self.staged:
            self.staged.discard()


class StreamSink:
    """A device, a pipe, or a file that is appended to: written directly."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.path = output.path or Path()
        self.size: int | None = None
        self.is_new = self.is_torn = not os.path.lexists(self.path)
        self.handle: int | None = _open(self.path)
        self.waits = _waits(self.handle)

    @property
    def is_final(self) -> bool:
        """Whether it was written, and cannot be written again."""
        return self.size is not None and not (self.output.append and os.path.isfile(self.path))

    @property
    def room(self) -> int | None:
        """How many bytes may be written; None if unlimited."""
        return SUMMARY_BYTES - self._begin() if self.output.append else None

    def _begin(self) -> int:
        """Return the size of the file before anything is appended."""
        return _size(self.path) if self.size is None else self.size

    def write(self, text: str) -> None:
        """Write a text; in an appended file, replace the previous one. Raises OSError."""
        self.handle = _open(self.path) if self.handle is None else self.handle
        if self.size is not None:
            os.truncate(self.path, self.size)
        self.size, self.is_torn = self._begin(), True
        _write(self.handle, f"\n{text}" if self.size else text)
        self.is_torn = False
        self._close_handle()  # the reader of a pipe may read stdout next

    def _close_handle(self) -> None:
        if self.handle is not None:
            os.close(self.handle)
        self.handle = None

    def close(self) -> None:
        """Close it; restore a file that was not completely written."""
        self._close_handle()
        if self.is_torn and os.path.isfile(self.path):
            if self.is_new:
                os.unlink(self.path)
            else:
                os.truncate(self.path, self._begin())


class StdoutSink:
    """Stdout. If it is a file, its text can be replaced unless something was written after it.

    `ready` is called before writing.
    """

    room = None

    def __init__(self, output: Output, ready: Callable[[], None]) -> None:
        self.output = output
        self.ready = ready
        self.waits = sys.stdout is not None and _waits(_descriptor())
        self.begin: int | None = None
        self.end: int | None = None

    @property
    def is_final(self) -> bool:
        """Whether it was written, and cannot be written again."""
        return self.end is not None and (self.begin is None or _end() != self.end)

    def write(self, text: str) -> None:
        """Write a text, in place of any written before. Raises OutputError."""
        self.ready()
        if self.end is not None and self.begin is not None:
            os.truncate(_descriptor(), self.begin)
            os.lseek(_descriptor(), self.begin, os.SEEK_SET)
        self.begin = _end()
        write_stdout(text)
        self.end = _end() or 0

    def close(self) -> None:
        """Do nothing: the interpreter closes it."""


def _descriptor() -> int:
    """Return the descriptor of stdout; -1 if it has none."""
    try:
        return sys.stdout.fileno()
    except (OSError, ValueError, AttributeError):
        return -1


def _end() -> int | None:
    """Return the size of the file that stdout is, if the next text is written at its end."""
    try:
        state = os.fstat(_descriptor())
        is_there = os.lseek(_descriptor(), 0, os.SEEK_CUR) == state.st_size
        return state.st_size if stat.S_ISREG(state.st_mode) and is_there else None
    except OSError:
        return None


def _waits(handle: int) -> bool:
    """Whether writing may wait for a reader, as with pipes, sockets and terminals."""
    try:
        mode = os.fstat(handle).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not (stat.S_ISCHR(mode) and not os.isatty(handle))


def is_special(output: Output) -> bool:
    """Whether an output is appended to, or is a device or pipe: a rename cannot replace it."""
    path = output.path or Path()
    special = os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)
    return output.append or special or is_stream(path, 2)


def _size(path: Path) -> int:
    return path.stat().st_size if os.path.isfile(path) else 0


def _write(handle: int, text: str) -> None:
    """Write a whole text unbuffered: closing a buffer would wait for the reader again."""
    left = memoryview(text.encode())
    while left:
        left = left[os.write(handle, left) :]


def _open(path: Path) -> int:
    """Open a file, device or pipe for appending, without waiting for a pipe's reader."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    # Windows has no O_NONBLOCK, and without O_BINARY it would change line ends.
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o666)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, "no program reads from it") from error
        raise
    if hasattr(os, "set_blocking"):
        os.set_blocking(handle, True)
    return handle
