"""Running a command of the user's, within bounds of time and output.

A process that it started may inherit its pipes and live on, so that their end never comes: no read
waits for whoever keeps a pipe open. It is read by file descriptor, as a buffered file cannot be
closed while a thread waits for more of it.
"""

import atexit
import contextlib
import errno
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

_CHUNK = 1 << 20
"""As much as a pipe can hold, so that one read takes all that is there."""
_GRACE = 0.5
"""How long threads have for what is left in a pipe, in seconds; a pipe that ends needs none."""
_TURN = 0.05
"""How often to look whether a command has exited whose pipes are kept open, in seconds."""
_QUIET = 0.5
"""How long nothing more comes of a line that goes on after the command exited, in seconds."""
_running: set["subprocess.Popen[bytes]"] = set()


@dataclass(frozen=True, slots=True)
class CommandOutput:
    """What a command printed, and its exit code."""

    code: int
    out: bytes
    err: bytes


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


def run_command(arguments: Sequence[str], folder: Path, seconds: float, most: int) -> CommandOutput:
    """Run a command without a shell, in a folder, with nothing on standard input.

    It is done when it has exited, whoever keeps its output open. Raises TimeoutError where it goes
    on after so many seconds, OSError where it cannot be run or prints more than `most` bytes. It
    has a session of its own, and so no terminal to ask on; what is left of its process group is
    killed, whatever happens here.
    """
    end = time.monotonic() + seconds
    process = subprocess.Popen(  # noqa: S603 - the user wrote it, and no shell reads it
        arguments,
        bufsize=0,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    _running.add(process)
    pipes = open_pipes(process, most)
    reader = reader_of(pipes)
    try:
        out, err = pipes.values()
        return CommandOutput(_wait(process, reader, out, end), bytes(out.data), bytes(err.data))
    finally:
        _running.discard(process)
        _kill(process)
        reader.close()


@atexit.register
def _kill_all() -> None:
    """Kill what threads were waiting for that nobody waits for any more."""
    for process in list(_running):
        _kill(process)


def _wait(process: "subprocess.Popen[bytes]", reader: Reader, out: Printed, end: float) -> int:
    """The exit code of a process, once it has exited and what it wrote was read."""
    is_open = True
    while (code := process.poll()) is None:
        turn = _turn(end)
        if is_open:
            is_open = reader.read(turn)
        else:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(turn)
        _refuse_more(out)
    reader.finish()
    if code == 0:
        _wait_for_others(reader, out, end)
    _refuse_more(out)
    return code


def _wait_for_others(reader: Reader, out: Printed, end: float) -> None:
    """Read on where a line has not ended: a command may leave printing to one that it started.

    What has begun is whole when nothing more comes. Raises TimeoutError where it goes on at `end`.
    """
    grew = time.monotonic()
    while not out.data.endswith(b"\n"):
        size = len(out.data)
        is_open = reader.read(_turn(end))
        grew = time.monotonic() if len(out.data) > size else grew
        # By the clock: a read may end early, as standard error is read too.
        if not is_open or (size and time.monotonic() - grew > _QUIET):
            return


def _turn(end: float) -> float:
    """How long to wait before looking again; raises TimeoutError where time is up."""
    if (left := end - time.monotonic()) <= 0:
        raise TimeoutError
    return min(_TURN, left)


def _refuse_more(out: Printed) -> None:
    if out.is_too_long:
        raise OSError(errno.EFBIG, f"it prints more than {out.most >> 10} KiB")


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a command and what is left of its process group."""
    with contextlib.suppress(OSError):
        # Windows has no process groups: there only the command itself is ended.
        if hasattr(os, "killpg"):
            os.killpg(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        process.kill()
    process.wait()
