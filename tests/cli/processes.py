"""Real processes that tests watch, signal and end."""

import fcntl
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.support import HANGS, Ran

DRIFTCHECK = (sys.executable, "-m", "driftcheck")
REASONS = {
    signal.SIGINT: "interrupted",
    signal.SIGTERM: "terminated",
    signal.SIGHUP: "the terminal was closed",
}
"""The line on stderr after a signal."""
_TICK = 0.02
_OURS = ("DRIFTCHECK_", "AGORA_", "GITHUB_", "COV_CORE_")
_UNWANTED = (
    "COVERAGE_PROCESS_CONFIG",
    "COVERAGE_PROCESS_START",
    "PYTHONUNBUFFERED",
    "PYTHONFAULTHANDLER",
    "TERM",
    "FORCE_COLOR",
)
"""Variables that would change a test: unbuffered output hides missing flushes."""


def environment(**more: str) -> dict[str, str]:
    """Return a clean environment with more variables."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not (name.startswith(_OURS) or name in _UNWANTED or name.lower().endswith("_proxy"))
    }
    return {**kept, "NO_COLOR": "1", "COLUMNS": "100", **more}


@dataclass
class Process:
    """A running process. Its stderr is recorded."""

    popen: subprocess.Popen[bytes]
    told: str = ""

    def until(self, words: str) -> None:
        """Wait for a line on stderr that holds these words."""
        line = ""
        while words not in line:
            line = _stream(self.popen.stderr).readline().decode()
            assert line, f"it ended, and told: {self.told}"
            self.told += line

    def send(self, number: int) -> None:
        """Send a signal."""
        self.popen.send_signal(number)

    def is_blocked(self) -> bool:
        """Wait until it waits itself, for a reader say; only Linux tells that."""
        path = Path(f"/proc/{self.popen.pid}/stat")
        return eventually(lambda: path.read_text().rpartition(")")[2].split()[0] == "S")

    def interrupt(self, number: signal.Signals) -> None:
        """Send a signal, and see that it ends by it."""
        self.send(number)
        self.ends_by(number)

    def ends_by(self, number: signal.Signals) -> None:
        """See that it ends with the code and the one line of a signal, and nothing else."""
        before, done = self.told, self.end()
        told = done.code, done.out, done.err.removeprefix(before)
        assert told == (128 + number, "", f"Error: {REASONS[number]}\n"), told

    def end(self) -> Ran:
        """Wait for its end; all that it told."""
        out, err = self.popen.communicate(timeout=HANGS)
        return Ran(self.popen.returncode, (out or b"").decode(), self.told + (err or b"").decode())


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


@contextmanager
def started(
    *command: str, cwd: Path, ignored: Collection[int] = (), **given: Any
) -> Iterator[Process]:
    """Start a process, with pipes as streams unless others are given."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    options = {**streams, "env": environment(), **given}
    with starting(ignored):
        popen = subprocess.Popen(command, cwd=cwd, bufsize=0, **options)
    watchdog = threading.Timer(HANGS, popen.kill)
    watchdog.start()
    try:
        with popen:
            try:
                yield Process(popen)
            finally:
                popen.kill()
    finally:
        watchdog.cancel()
        watchdog.join()


@contextmanager
def starting(ignored: Collection[int] = ()) -> Iterator[None]:
    """Make processes started in this context ignore these signals, and no others."""
    with ExitStack() as stack:
        for number in REASONS:
            action = signal.SIG_IGN if number in ignored else signal.SIG_DFL
            stack.callback(signal.signal, number, signal.signal(number, action))
        yield


def ran(*command: str, cwd: Path, **given: Any) -> Ran:
    """Run a process, and return its result."""
    with started(*command, cwd=cwd, **given) as process:
        return process.end()


def shell(line: str, folder: Path, **given: Any) -> Ran:
    """Run a line in bash, in which `driftcheck` is the command."""
    script = f'driftcheck() {{ "$0" -m driftcheck "$@"; }}; {line}'
    return ran("bash", "-c", script, sys.executable, cwd=folder, **given)


def files(folder: Path) -> Mapping[str, bytes]:
    """Return the content of all files below a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def eventually(condition: Callable[[], bool]) -> bool:
    """Wait until a condition is true."""
    for _ in range(int(HANGS / _TICK)):
        if condition():
            return True
        threading.Event().wait(_TICK)
    return False


def readable(descriptor: int, seconds: float = HANGS) -> bool:
    """Wait until there is something to read, or the other side is closed."""
    return bool(select.select([descriptor], [], [], seconds)[0])


@contextmanager
def pipe_of(size: int) -> Iterator[tuple[int, int]]:
    """Return the ends of a pipe that holds `size` bytes."""
    reader, writer = os.pipe()
    try:
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, size)
        yield reader, writer
    finally:
        os.close(reader)
        os.close(writer)


@contextmanager
def named_pipe(path: Path, size: int) -> Iterator[tuple[int, int]]:
    """Return the ends of such a pipe with a name."""
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    writer = os.open(path, os.O_WRONLY)
    try:
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, size)
        yield reader, writer
    finally:
        os.close(reader)
        os.close(writer)
