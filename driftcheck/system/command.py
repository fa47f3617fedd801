"""Running a command of the user's, within bounds of time and output."""

import atexit
import contextlib
import errno
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from driftcheck.system.pipes import Printed, Reader, open_pipes, reader_of

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

    What has begun is whole when nothing more comes; for the beginning there is time until `end`.
    """
    while not out.data.endswith(b"\n"):
        begun = len(out.data)
        is_open = reader.read(_QUIET if begun else _turn(end))
        if not is_open or (begun and len(out.data) == begun):
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
