"""Ctrl-C, SIGTERM and SIGHUP at startup, in `emulate` and `demo`, and on a terminal."""

import os
import pty
import re
import signal
import socket
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.processes import DRIFTCHECK, REASONS, environment, files, readable, started
from tests.each import each
from tests.live.server import Script, serving, stall
from tests.support import HANGS, Project

ALL = pytest.mark.parametrize("number", list(REASONS), ids=[found.name for found in REASONS])
IMPORTING = """\
import os, sys
from driftcheck.__main__ import main

module, number = sys.argv.pop(1), int(sys.argv.pop(1))

class Finder:
    def find_spec(self, wanted, *_):
        if wanted == module:
            os.kill(os.getpid(), number)

sys.meta_path.insert(0, Finder())
main()
"""
"""The command, which gets a signal when it imports a module."""
MODULES = [
    "click",
    "driftcheck.cli.main",
    "driftcheck.cli.commands.check",
    "jsonschema_rs",
    "driftcheck.report.html",
]


def importing(module: str, number: int, *args: str) -> tuple[str, ...]:
    return (sys.executable, "-c", IMPORTING, module, str(int(number)), *args)


@each("module", MODULES)
def test_while_it_imports_modules(module: str, project: Project) -> None:
    project.write(report__json="former")
    before = files(project.folder)
    outputs = ("-o", "json=report.json", "-o", "html=page.html")
    command = importing(module, signal.SIGINT, "check", *outputs)
    with started(*command, cwd=project.folder) as process:
        process.ends_by(signal.SIGINT)
    assert files(project.folder) == before


@ALL
def test_at_startup(number: signal.Signals, project: Project) -> None:
    command = importing("driftcheck.cli", number, "check")
    with started(*command, cwd=project.folder) as process:
        process.ends_by(number)


def test_the_demo_leaves_no_folder_behind(tmp_path: Path) -> None:
    command = importing("httpx", signal.SIGTERM, "demo")
    with started(*command, cwd=tmp_path, env=environment(TMPDIR=str(tmp_path))) as process:
        done = process.end()
    assert (done.code, done.err) == (143, "Error: terminated\n")
    assert list(tmp_path.iterdir()) == []


PROMISES = """\
To use it: export AGORA_CUSTOMER_ID=emulator-id AGORA_CUSTOMER_SECRET=emulator-secret
Press Ctrl-C to stop.
"""


@ALL
def test_an_emulator_exits_with_0(number: signal.Signals, project: Project) -> None:
    with started(*DRIFTCHECK, "emulate", "live.json", cwd=project.folder) as process:
        process.until("Press Ctrl-C")
        process.send(number)
        done = process.end()
    assert (done.code, done.err) == (0, PROMISES)


def test_an_emulator_does_not_wait_for_open_requests(project: Project) -> None:
    command = (*DRIFTCHECK, "emulate", "live.json", "--delay", "3600")
    with started(*command, cwd=project.folder) as process:
        assert process.popen.stdout is not None
        url = process.popen.stdout.readline().decode()
        process.until("Press Ctrl-C")
        port = int(url.split(":")[2].split("/")[0])
        with socket.create_connection(("127.0.0.1", port), HANGS) as client:
            client.sendall(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            process.send(signal.SIGTERM)
            done = process.end()
    assert done.code == 0
    assert "Traceback" not in done.err


ON_A_TERMINAL = 'exec <"$0" >"$0" 2>&1; exec "$@"'
"""Makes a terminal its controlling terminal, then runs the command."""
CLEAR = re.compile(r"\r\x1b\[K[^\r\n]*")


@pytest.mark.parametrize("more", [[], ["-v"]])
def test_on_a_terminal_the_message_has_its_own_line(more: list[str], project: Project) -> None:
    seen = threading.Event()

    def hold(connection: socket.socket, script: Script) -> None:
        seen.set()
        stall(connection, script)

    ours, its = pty.openpty()
    shell = ("sh", "-c", ON_A_TERMINAL, os.ttyname(its))
    with serving(hold) as script:
        agora = f"{{url: '{script.url}', customer_id: id, customer_secret: s3cret}}"
        config = f"version: 1\nlive: {{agora: {agora}}}\ndeclared: [numbers.yaml]\n"
        folder = project.write(driftcheck__yaml=config).folder
        env = environment(TERM="xterm")
        command = (*shell, *DRIFTCHECK, "check", *more)
        with started(*command, cwd=folder, env=env, start_new_session=True) as process:
            assert seen.wait(HANGS)
            os.close(its)
            os.write(ours, b"\x03")
            told = everything(ours)
            assert process.end().code == 130
    os.close(ours)
    shown = CLEAR.sub("", told.replace("^C", ""))
    assert shown.endswith("\r\nError: interrupted\r\n")
    assert shown.count("Error") == 1


def everything(terminal: int) -> str:
    """Return what a terminal shows until its last process ends."""
    told = b""
    try:
        while readable(terminal) and (part := os.read(terminal, 1 << 16)):
            told += part
    except OSError:  # nobody is there any more
        pass
    return told.decode()
