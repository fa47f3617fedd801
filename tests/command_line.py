"""Runs the command line in a process that serves many runs; see `command_server`."""

import atexit
import json
import os
import selectors
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

SECONDS = 300
_SCRIPT = Path(__file__).with_name("command_server.py")


class CommandLine:
    """A process that serves runs, for as long as this one runs."""

    def __init__(self) -> None:
        self.link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.process = subprocess.Popen(
            [sys.executable, "-P", str(_SCRIPT), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": str(_SCRIPT.parent.parent)},
        )
        theirs.close()
        self.answers = self.link.makefile("r")
        self.lock = threading.Lock()
        atexit.register(self.close)

    def close(self) -> None:
        """End the process."""
        self.answers.close()
        self.link.close()
        self.process.wait()

    def run(
        self, args: tuple[str, ...], cwd: Path, stdin: bytes, env: dict[str, str]
    ) -> tuple[int, bytes, bytes]:
        """Exit code, standard output and standard error of a run in a folder."""
        request = json.dumps({"args": args, "cwd": str(cwd), "env": env})
        pipes = [os.pipe(), os.pipe(), os.pipe()]
        (in_theirs, in_ours), (out_ours, out_theirs), (err_ours, err_theirs) = pipes
        theirs = [in_theirs, out_theirs, err_theirs]
        with self.lock:
            socket.send_fds(self.link, [request.encode()], theirs)
            for descriptor in theirs:
                os.close(descriptor)
            watchdog = threading.Timer(SECONDS, self.process.kill)
            watchdog.start()
            writer = threading.Thread(target=_write, args=(in_ours, stdin))
            writer.start()
            out, err = _read(out_ours, err_ours)
            answer = self.answers.readline()
            watchdog.cancel()
            writer.join()
        if not answer:  # the run has ended the process
            command_line.cache_clear()
        return int(answer or self.process.wait()), out, err


def _write(descriptor: int, data: bytes) -> None:
    with suppress(BrokenPipeError), open(descriptor, "wb") as pipe:
        pipe.write(data)


def _read(*descriptors: int) -> list[bytes]:
    """All that is written to pipes, until they are closed."""
    found: dict[int, bytes] = dict.fromkeys(descriptors, b"")
    with selectors.DefaultSelector() as selector:
        for descriptor in descriptors:
            selector.register(descriptor, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                part = os.read(key.fd, 1 << 16)
                found[key.fd] += part
                if not part:
                    selector.unregister(key.fd)
                    os.close(key.fd)
    return list(found.values())


@cache
def command_line() -> CommandLine:
    """The process that serves runs, started at the first."""
    return CommandLine()
