"""What a process prints, read within bounds of time: no read waits for whoever keeps a pipe open.

A process that was started by a command may inherit its pipes and live on, so that their end never
comes. What is read is read by file descriptor, as a buffered file cannot be closed while a thread
waits for more of it.
"""

import contextlib
import os
import selectors
import subprocess
import threading
from typing import IO, Protocol

_CHUNK = 1 << 20
"""As much as a pipe can hold, so that one read takes all that is there."""
_GRACE = 0.5
"""How long threads have for what is left in a pipe, in seconds; a pipe that ends needs none."""


class Printed:
    """The first bytes of what came out of a pipe; more than `most` of them are counted only."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.data = bytearray()

    def add(self, data: bytes) -> None:
        """Keep what is needed of some bytes."""
        self.data += data[: self.most + 1 - len(self.data)]

    @property
    def is_too_long(self) -> bool:
        """Whether there was more than is kept."""
        return len(self.data) > self.most


class Reader(Protocol):
    """Reads pipes into what was `Printed`."""

    def read(self, seconds: float) -> bool:
        """Read what is there, or comes within so many seconds; False where all pipes had ended."""

    def finish(self) -> None:
        """Read what is left of a process that has exited."""

    def close(self) -> None:
        """Give up the pipes, whoever else holds them."""


def reader_of(pipes: "dict[IO[bytes], Printed]") -> Reader:
    """A reader of pipes, by what the system can do: Windows can only select sockets."""
    return _Selecting(pipes) if hasattr(os, "killpg") else _Waiting(pipes)


class _Selecting:
    """Asks the system which pipes can be read."""

    def __init__(self, pipes: "dict[IO[bytes], Printed]") -> None:
        self.pipes = pipes
        self.selector = selectors.DefaultSelector()
        for pipe, printed in pipes.items():
            self.selector.register(pipe, selectors.EVENT_READ, printed)

    def read(self, seconds: float) -> bool:
        """Read once from each pipe that has something, which may take so many seconds."""
        is_open = bool(self.selector.get_map())
        for key, _ in self.selector.select(seconds if is_open else 0):
            data = os.read(key.fd, _CHUNK)
            key.data.add(data)
            if not data:
                self.selector.unregister(key.fileobj)
        return is_open

    def finish(self) -> None:
        """Read what is in the pipes: all of what a process wrote before it exited."""
        self.read(0)

    def close(self) -> None:
        """Close the pipes."""
        self.selector.close()
        for pipe in self.pipes:
            pipe.close()


class _Waiting:
    """Has a thread wait for each pipe, which it closes when the pipe ends."""

    def __init__(self, pipes: "dict[IO[bytes], Printed]") -> None:
        self.changed = threading.Event()
        self.threads = [
            threading.Thread(target=self._read, args=item, daemon=True, name="driftcheck-pipe")
            for item in pipes.items()
        ]
        for thread in self.threads:
            thread.start()

    def _read(self, pipe: IO[bytes], printed: Printed) -> None:
        with contextlib.suppress(OSError), pipe:
            while data := os.read(pipe.fileno(), _CHUNK):
                printed.add(data)
                self.changed.set()
        self.changed.set()

    def read(self, seconds: float) -> bool:
        """Wait until something was read, but no longer than that."""
        is_open = any(thread.is_alive() for thread in self.threads)
        if is_open:
            self.changed.wait(seconds)
            self.changed.clear()
        return is_open

    def finish(self) -> None:
        """Give the threads a moment for what is in the pipes."""
        for thread in self.threads:
            thread.join(_GRACE)
        self.changed.clear()

    def close(self) -> None:
        """Leave pipes that have not ended to their threads: closing one would wait for it."""


def open_pipes(process: "subprocess.Popen[bytes]", most: int) -> "dict[IO[bytes], Printed]":
    """What is printed to standard output and to standard error, by pipe, nothing read yet."""
    pipes = (process.stdout, process.stderr)
    return {pipe: Printed(most) for pipe in pipes if pipe is not None}
