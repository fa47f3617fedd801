"""Runs commands of the user with limits on time and output.

A process that the command started may inherit its pipes and keep them open, so no read may wait for
the end of a pipe. Pipes are read by file descriptor, because a buffered file cannot be closed while
a thread is reading from it.
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
"""The capacity of a pipe, so that one read gets everything in it."""
_GRACE = 0.5
"""How long threads may read the rest of a pipe that does not end, in seconds."""
_TURN = 0.05
"""How often to check whether a command has exited that keeps its pipes open, in seconds."""
_QUIET = 0.5
"""How long an unfinished line must be quiet to be complete after the exit, in seconds."""
_running: set["subprocess.Popen[bytes]"] = set()


@dataclass(frozen=True, slots=True)
class CommandOutput:
    """The output of a command and its exit code."""

    code: int
    out: bytes
    err: bytes


class Printed:
    """The first `most` bytes from a pipe; the rest is only counted."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.data = bytearray()

    def add(self, data: bytes) -> None:
        """Add bytes, as far as there is room."""
        self.data += data[: self.most + 1 - len(self.data)]

    @property
    def is_too_long(self) -> bool:
        """Whether there were more bytes than it keeps."""
        return len(self.data) > self.most


class Reader(Protocol):
    """Reads pipes into their `Printed`."""

    def read(self, seconds: float) -> bool:
        """Read what arrives within `seconds`; return False if all pipes have ended."""

    def finish(self) -> None:
        """Read what is left after the process has exited."""

    def close(self) -> None:
        """Close the pipes, even if other processes still hold them."""


def reader_of(pipes: "dict[IO[bytes], Printed]") -> Reader:
    """Return a reader for this system: Windows can select only sockets."""
    return _Selecting(pipes) if hasattr(os, "killpg") else _Waiting(pipes)


class _Selecting:
    """Reads pipes by `select`."""

    def __init__(self, pipes: "dict[IO[bytes], Printed]") -> None:
        self.pipes = pipes
        self.selector = selectors.DefaultSelector()
        for pipe, printed in pipes.items():
            self.selector.register(pipe, selectors.EVENT_READ, printed)

    def read(self, seconds: float) -> bool:
        """Read once from each pipe that is ready; wait up to `seconds` for one."""
        is_open = bool(self.selector.get_map())
        for key, _ in self.selector.select(seconds if is_open else 0):
            data = os.read(key.fd, _CHUNK)
            key.data.add(data)
            if not data:
                self.selector.unregister(key.fileobj)
        return is_open

    def finish(self) -> None:
        """Read what is in the pipes, which is everything that the process wrote."""
        self.read(0)

    def close(self) -> None:
        """Close the pipes."""
        self.selector.close()
        for pipe in self.pipes:
            pipe.close()


class _Waiting:
    """Reads each pipe in its own thread, which closes the pipe at its end."""

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
        """Wait up to `seconds` for new data."""
        is_open = any(thread.is_alive() for thread in self.threads)
        if is_open:
            self.changed.wait(seconds)
            self.changed.clear()
        return is_open

    def finish(self) -> None:
        """Give the threads a moment to read what is in the pipes."""
        for thread in self.threads:
            thread.join(_GRACE)
        self.changed.clear()

    def close(self) -> None:
        """Leave open pipes to their threads, because closing one would block."""


def open_pipes(process: "subprocess.Popen[bytes]", most: int) -> "dict[IO[bytes], Printed]":
    """Return the pipes of stdout and stderr, each with an empty `Printed`."""
    pipes = (process.stdout, process.stderr)
    return {pipe: Printed(most) for pipe in pipes if pipe is not None}


def run_command(arguments: Sequence[str], folder: Path, seconds: float, most: int) -> CommandOutput:
    """Run a command in a folder, without a shell and with empty standard input.

    It ends when the process exits, even if another one keeps its output open. Raises TimeoutError
    if it runs longer than `seconds`, and OSError if it cannot be run or prints more than `most`
    bytes. It runs in its own session, so it cannot ask on a terminal. The rest of its process group
    is always killed at the end.
    """
    end = time.monotonic() + seconds
    process = subprocess.Popen(  # noqa: S603 - the user's own command; no shell
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
    """Kill the commands of threads that were left behind."""
    for process in list(_running):
        _kill(process)


def _wait(process: "subprocess.Popen[bytes]", reader: Reader, out: Printed, end: float) -> int:
    """Return the exit code of a process after it exited and its output was read."""
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
    """Read on if the last line is unfinished, because the command may have left a child printing.

    The line is complete when nothing more arrives. Raises TimeoutError if it continues at `end`.
    """
    grew = time.monotonic()
    while not out.data.endswith(b"\n"):
        size = len(out.data)
        is_open = reader.read(_turn(end))
        grew = time.monotonic() if len(out.data) > size else grew
        # By the clock, because reading stderr may end a read early.
        if not is_open or (size and time.monotonic() - grew > _QUIET):
            return


def _turn(end: float) -> float:
    """Return how long to wait before the next check; raises TimeoutError at the end."""
    if (left := end - time.monotonic()) <= 0:
        raise TimeoutError
    return min(_TURN, left)


def _refuse_more(out: Printed) -> None:
    if out.is_too_long:
        raise OSError(errno.EFBIG, f"it prints more than {out.most >> 10} KiB")


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a command and the rest of its process group."""
    with contextlib.suppress(OSError):
        # Windows has no process groups, so only the command itself is killed.
        if hasattr(os, "killpg"):
            os.killpg(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        process.kill()
    process.wait()
