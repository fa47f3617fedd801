"""Ctrl-C, SIGTERM and SIGHUP while reading: exit code, one line, and no files left."""

import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from tests.cli.processes import (
    DRIFTCHECK,
    REASONS,
    Process,
    files,
    readable,
    started,
)
from tests.live.server import Script, answer, serving, stall
from tests.support import HANGS, NUMBER, Project
from tests.support import number as number_of

BOTH = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["INT", "TERM"])
ALL = pytest.mark.parametrize("number", list(REASONS), ids=[found.name for found in REASONS])
CONFIG = """\
version: 1
live:
  agora: {{url: "{url}", customer_id: id, customer_secret: {secret}}}
declared: [numbers.yaml]
"""
OUTPUTS = ("-o", "json=report.json", "-o", "html=page.html")


@pytest.fixture
def former(project: Project) -> Project:
    """A project with an earlier report; another report is new."""
    return project.write(report__json="former")


@contextmanager
def checking(former: Project, *args: str) -> Iterator[Process]:
    """Run `driftcheck check` with two reports, and verify that the folder is unchanged."""
    before = files(former.folder)
    with started(*DRIFTCHECK, "check", *OUTPUTS, *args, cwd=former.folder) as process:
        yield process
    assert files(former.folder) == before


@dataclass
class Stalling:
    """Do not respond to a request until released."""

    then: bytes = b""
    seen: threading.Event = field(default_factory=threading.Event)
    going_on: threading.Event = field(default_factory=threading.Event)

    def __call__(self, connection: socket.socket, script: Script) -> None:
        self.seen.set()
        while not (self.going_on.wait(0.05) or script.stopping.is_set()):
            pass
        connection.sendall(self.then)


def asking(project: Project, script: Script, secret: str = "s3cret") -> Project:
    """Return the project with a live list from a server."""
    return project.write(driftcheck__yaml=CONFIG.format(url=script.url, secret=secret))


@ALL
def test_while_the_api_does_not_respond(number: signal.Signals, former: Project) -> None:
    stalling = Stalling()
    with serving(stalling) as script, checking(asking(former, script)) as process:
        assert stalling.seen.wait(HANGS)
        process.interrupt(number)


@ALL
def test_while_nobody_reads_stderr(number: signal.Signals, former: Project) -> None:
    receiving, sending = full_pipe()
    stalling = Stalling()
    with serving(stalling) as script:
        folder = asking(former, script).folder
        with started(*DRIFTCHECK, "check", cwd=folder, stderr=sending) as process:
            os.close(sending)
            assert stalling.seen.wait(HANGS)
            process.send(number)
            assert process.popen.wait() == 128 + number
    os.close(receiving)


def full_pipe() -> tuple[int, int]:
    receiving, sending = os.pipe()
    os.set_blocking(sending, False)
    with suppress(BlockingIOError):
        while True:
            os.write(sending, bytes(4096))
    os.set_blocking(sending, True)
    return receiving, sending


def test_while_a_response_arrives_byte_by_byte(former: Project) -> None:
    begun = threading.Event()

    def begin(connection: socket.socket, script: Script) -> None:
        connection.sendall(answer(200, b"[", 1 << 20))
        begun.set()
        stall(connection, script)

    with serving(begin) as script, checking(asking(former, script)) as process:
        assert begun.wait(HANGS)
        process.interrupt(signal.SIGINT)


def test_between_two_attempts(former: Project) -> None:
    busy = answer(503, retry_after="25")
    with serving(busy) as script, checking(asking(former, script), "-v") as process:
        process.until("retrying in 25.")
        process.interrupt(signal.SIGTERM)
    assert len(script.requests) == 1


@BOTH
def test_before_a_second_fetch(number: signal.Signals, former: Project) -> None:
    former.live(number_of(label="Sales"))
    with checking(former, "--confirm", "--confirm-pause", "3600", "-v") as process:
        process.until("fetching again in 3600 s")
        process.interrupt(number)


ASKED = """\
import os, signal
pipe = os.open("alive", os.O_WRONLY)
os.write(pipe, str(os.getpid()).encode())
signal.pause()
"""
"""A command that never prints a secret, and holds a pipe open until it ends."""


@BOTH
def test_while_a_secret_command_runs_which_ends_too(
    number: signal.Signals, former: Project
) -> None:
    os.mkfifo(former.folder / "alive")
    former.write(ask__py=ASKED)
    secret = f"{{command: [{sys.executable}, ask.py]}}"
    alive = os.open(former.folder / "alive", os.O_RDONLY | os.O_NONBLOCK)
    with serving() as script, checking(asking(former, script, secret)) as process:
        assert readable(alive)
        child = int(os.read(alive, 99))
        process.interrupt(number)
        ended = readable(alive)
        if not ended:
            os.kill(child, signal.SIGKILL)
    os.close(alive)
    assert ended


READING = """\
import os, signal, sys
from driftcheck import system
from driftcheck.__main__ import main

read, number = system.read_file, int(sys.argv.pop(1))

def reading(path, *limit):
    if path.name == "numbers.yaml":
        signal.signal(signal.SIGVTALRM, lambda *_: os.kill(os.getpid(), number))
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.1)
    return read(path, *limit)

system.read_file = reading
main()
"""
"""The command, which gets a signal 0.1 seconds of CPU time after opening declarations."""


@BOTH
def test_while_many_declarations_are_read(number: signal.Signals, former: Project) -> None:
    lines = (f"  - {{phone_number: +1202{line:07d}, label: a}}\n" for line in range(20_000))
    former.write(numbers__yaml="".join(["version: 1\nnumbers:\n", *lines]))
    before = files(former.folder)
    command = (sys.executable, "-c", READING, str(int(number)), "check", *OUTPUTS)
    with started(*command, cwd=former.folder) as process:
        process.ends_by(number)
    assert files(former.folder) == before


def test_a_signal_that_the_caller_ignores_is_ignored(former: Project) -> None:
    """Shells ignore SIGINT for background jobs, and nohup ignores SIGHUP."""
    stalling = Stalling(answer(200, json.dumps([NUMBER]).encode()))
    ignored = (signal.SIGINT, signal.SIGHUP)
    with serving(stalling) as script:
        folder = asking(former, script).folder
        with started(*DRIFTCHECK, "check", "-q", cwd=folder, ignored=ignored) as process:
            assert stalling.seen.wait(HANGS)
            process.send(signal.SIGINT)
            process.send(signal.SIGHUP)
            stalling.going_on.set()
            done = process.end()
    assert (done.code, done.err) == (0, "")
