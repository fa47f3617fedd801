"""Running a command of the user's, within bounds of time and output, and leaving nothing of it."""

import atexit
import contextlib
import errno
import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_running: set["subprocess.Popen[bytes]"] = set()


@dataclass(frozen=True, slots=True)
class CommandOutput:
    """What a command printed, and its exit code."""

    code: int
    out: bytes
    err: bytes


def run_command(arguments: Sequence[str], folder: Path, seconds: float, most: int) -> CommandOutput:
    """Run a command without a shell, in a folder, with nothing on standard input.

    Raises TimeoutError where it, or what it has started, goes on after so many seconds, OSError
    where it cannot be run or prints more than `most` bytes. It ends together with all that it has
    started, whatever happens here: it has a session of its own, and so no terminal to ask on.
    """
    end = time.monotonic() + seconds
    process = subprocess.Popen(  # noqa: S603 - the user wrote it, and no shell reads it
        arguments,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    _running.add(process)
    try:
        return _collect(process, end, most)
    finally:
        _running.discard(process)
        _end(process)


@atexit.register
def _end_all() -> None:
    """End what threads were waiting for that nobody waits for any more."""
    for process in list(_running):
        _end(process)


def _collect(process: "subprocess.Popen[bytes]", end: float, most: int) -> CommandOutput:
    found: dict[str, bytes] = {}
    readers = [
        threading.Thread(target=_read, args=(pipe, most, name, found), daemon=True)
        for name, pipe in (("out", process.stdout), ("err", process.stderr))
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(max(0.0, end - time.monotonic()))
        if len(found.get("out", b"")) > most:
            raise OSError(errno.EFBIG, f"it prints more than {most >> 10} KiB")
        if reader.is_alive():
            raise TimeoutError
    try:
        code = process.wait(max(0.0, end - time.monotonic()))
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    return CommandOutput(code, found["out"], found["err"])


def _read(pipe: IO[bytes], most: int, name: str, found: dict[str, bytes]) -> None:
    """Read the first of what a pipe gives, and pass over the rest of standard error."""
    with contextlib.suppress(OSError, ValueError):  # it was closed, as time is up
        found[name] = pipe.read(most + 1)
        while name == "err" and pipe.read(most):
            pass


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill a command and what it has started, whatever is left of them."""
    with contextlib.suppress(OSError):
        # Windows has no process groups: there only the command itself is ended.
        if hasattr(os, "killpg"):
            os.killpg(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        process.kill()
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe:
            pipe.close()
