"""Reads files that a user names, with a size limit and without waiting for a writer."""

import errno
import os
import stat
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path  # not needed for `--version`

MAX_BYTES = 16 << 20
"""The size limit for files that people write: a configuration, a pack, waivers, a schema."""
MAX_BULK_BYTES = 1 << 30
"""The size limit for files that programs write: declarations, a live list, an earlier report."""
# Some systems lack some of these flags.
_FLAGS = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY", "O_CLOEXEC"))
_NO_FILE = "it is a pipe or a device, not a file"
_STEP = 1 << 20
_STREAMS = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")


def read_file(path: "Path", limit: int = MAX_BYTES) -> bytes:
    """Return the content of a file. Raises OSError, whose `strerror` says why it cannot be read.

    Named pipes and devices are refused, because they may block or never end. Streams that the shell
    opened (`<(command)`) are read like files.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _FLAGS)
    except ValueError as error:  # a NUL in the name
        raise OSError(errno.EINVAL, str(error)) from error
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, _NO_FILE) from error
        raise
    try:
        with open(handle, "rb", closefd=False) as file:
            data = _read(file, _expected(path, handle), limit)
    finally:
        os.close(handle)
    if len(data) > limit:
        size = f"{limit >> 20} MiB" if limit >> 20 else f"{limit >> 10} KiB"
        raise OSError(errno.EFBIG, f"it is larger than {size}")
    return data


def is_file(path: "Path") -> bool:
    """Whether a path is a file, or a stream that the shell opened."""
    return os.path.isfile(path) or (str(path).startswith(_STREAMS) and os.path.exists(path))


def _expected(path: "Path", handle: int) -> int:
    """Return the expected size in bytes. Raises OSError if it is not a file."""
    found = os.fstat(handle)
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if stat.S_ISREG(found.st_mode):
        return found.st_size
    if not str(path).startswith(_STREAMS):
        raise OSError(errno.EINVAL, _NO_FILE)
    if hasattr(os, "set_blocking"):
        # A stream of the shell has a writer, which may be slow.
        os.set_blocking(handle, True)
    return 0


def _read(file: BinaryIO, expected: int, limit: int) -> bytes:
    """Read up to `limit` bytes and one more, without allocating more than expected."""
    parts, left, step = [], limit + 1, min(expected, limit) + 1
    while left > 0:
        part = file.read(min(left, step))
        if part is None:
            raise OSError(errno.EAGAIN, "it has no end")
        if not part:
            break
        parts.append(part)
        left, step = left - len(part), _STEP
    return parts[0] if len(parts) == 1 else b"".join(parts)
