"""Reading files that a user names: never more than is wanted, and never waiting for a writer."""

import errno
import os
import stat
from pathlib import Path

MAX_BYTES = 16 << 20
"""The most that is read of what a person writes: a configuration, a pack, waivers, a schema."""
MAX_BULK_BYTES = 1 << 30
"""The most that is read of what a program writes: declarations, a live list, a former report."""
_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_STREAMS = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")


def read(path: Path, limit: int = MAX_BYTES) -> bytes:
    """All that a file holds. Raises OSError, whose `strerror` says why it cannot be read.

    A named pipe without a writer would never answer, and a device never end: both are refused.
    What the shell opened (`<(command)`) is read like a file.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _FLAGS)
    except ValueError as error:  # a NUL in the name
        raise OSError(errno.EINVAL, str(error)) from error
    try:
        _check_kind(path, os.fstat(handle).st_mode)
        if hasattr(os, "set_blocking"):
            os.set_blocking(handle, True)
        with open(handle, "rb", closefd=False) as file:
            data = file.read(limit + 1)
    finally:
        os.close(handle)
    if len(data) > limit:
        size = f"{limit >> 20} MiB" if limit >> 20 else f"{limit >> 10} KiB"
        raise OSError(errno.EFBIG, f"it is larger than {size}")
    return data


def _check_kind(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not (stat.S_ISREG(mode) or str(path).startswith(_STREAMS)):
        raise OSError(errno.EINVAL, "it is a pipe or a device, and no file")
