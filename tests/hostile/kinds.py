"""What can be in the place of a file, and the expected message."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Kind:
    """Something that is not a readable file: how to make it, and a pattern of the expected reason.

    `stands` says whether this can be seen without opening it.
    """

    id: str
    make: Callable[[Path], None]
    reason: str
    stands: bool = True

    def __str__(self) -> str:
        return self.id


def link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _socket(path: Path) -> None:
    os.mknod(path, stat.S_IFSOCK | 0o600)


def _nothing(path: Path) -> None:
    assert not path.exists()


NO_FILE = "pipe or a device, not a file"
MISSING = "[Tt]here is no |No such file"
FOLDER = Kind("a folder", Path.mkdir, "is a folder|Is a directory")
PIPE = Kind("a pipe without a writer", os.mkfifo, NO_FILE)
SOCKET = Kind("a socket", _socket, NO_FILE)
CIRCLE = Kind("links in a circle", lambda path: path.symlink_to(path.name), "links")
MEMORY = Kind("memory that cannot be read", link("/proc/self/mem"), "Input/output error", False)
TERMINAL = Kind("a terminal there is not", link("/dev/tty"), f"{NO_FILE}|No such device")
KINDS = (
    FOLDER,
    PIPE,
    SOCKET,
    CIRCLE,
    MEMORY,
    TERMINAL,
    Kind("an endless device", link("/dev/zero"), NO_FILE),
    Kind("an empty device", link("/dev/null"), NO_FILE),
    Kind("nothing", _nothing, MISSING),
    Kind("a link to nothing", link("gone"), MISSING),
    Kind("a link through a file", link("numbers.yaml/x"), f"{MISSING}|Not a directory"),
)
