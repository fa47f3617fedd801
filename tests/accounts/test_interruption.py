"""Ctrl-C and SIGTERM while several accounts are looked at: one line, and nothing is left."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.cli.processes import DRIFTCHECK, files, readable, started
from tests.fleets import Fleet, Given, numbers
from tests.live.server import serving, stall

BOTH = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["INT", "TERM"])
ASKED = """\
import os, signal, sys
pipe = os.open(sys.argv[1], os.O_WRONLY)
os.write(pipe, str(os.getpid()).encode())
signal.pause()
"""
"""A command that never gives a secret, and holds a pipe open for as long as it lives."""


@BOTH
def test_while_apis_do_not_answer(number: signal.Signals, fleet: Fleet) -> None:
    with serving(stall, stall) as script:
        url = f"http://127.0.0.1:{script.port}/"
        fleet.write(
            eu=Given(numbers(12025550100), url=url), us=Given(numbers(12025550200), url=url)
        )
        before = files(fleet.project.folder)
        command = (*DRIFTCHECK, "check", "-v", "-o", "json=report.json")
        with started(*command, cwd=fleet.project.folder) as process:
            process.until(": fetching")
            process.until(": fetching")
            process.interrupt(number)
    assert files(fleet.project.folder) == before


@BOTH
def test_while_commands_are_asked_for_secrets_which_end_too(
    number: signal.Signals, fleet: Fleet
) -> None:
    folder = fleet.project.write(ask__py=ASKED).folder
    given = {name: _asking(folder, name, 12025550100 + 100 * n) for n, name in enumerate("ab")}
    fleet.write_all(given)
    pipes = [os.open(folder / f"alive-{name}", os.O_RDONLY | os.O_NONBLOCK) for name in given]
    with started(*DRIFTCHECK, "check", cwd=folder) as process:
        assert all(readable(pipe) for pipe in pipes)
        children = [int(os.read(pipe, 99)) for pipe in pipes]
        process.interrupt(number)
        ended = [readable(pipe) for pipe in pipes]
    for child, pipe, has_ended in zip(children, pipes, ended, strict=True):
        os.close(pipe)
        if not has_ended:
            os.kill(child, signal.SIGKILL)
    assert all(ended)


def _asking(folder: Path, name: str, start: int) -> Given:
    os.mkfifo(folder / f"alive-{name}")
    secret = f"{{command: [{sys.executable}, ask.py, alive-{name}]}}"
    return Given(numbers(start), secret=secret, url="http://127.0.0.1:9/")
