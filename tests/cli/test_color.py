"""Colour is used only on a terminal."""

import os
import pty
import re
import subprocess
import sys

import pytest

from tests.support import HANGS, Project


@pytest.mark.parametrize(("term", "colored"), [("xterm", True), ("dumb", False)])
def test_a_terminal_gets_color_unless_it_is_dumb(
    project: Project, term: str, colored: bool
) -> None:
    terminal, stdout = pty.openpty()
    env = {name: value for name, value in os.environ.items() if not name.endswith("_COLOR")}
    done = subprocess.run(
        [sys.executable, "-m", "driftcheck", "check", "-q"],
        cwd=project.folder,
        stdout=stdout,
        env={**env, "TERM": term},
        check=False,
        timeout=HANGS,
    )
    os.close(stdout)
    shown = os.read(terminal, 4096)
    os.close(terminal)
    assert done.returncode == 0
    assert b"CLEAN" in shown
    assert (b"\x1b[" in shown) is colored


def test_carets_have_the_colour_of_the_error(project: Project) -> None:
    project.write(numbers__yaml="version: 1\nnumbers:\n  - lable: x\n")
    plain = project.run("validate").stderr
    ran = project.run("validate", env={"NO_COLOR": "", "FORCE_COLOR": "1"})
    blue, red, reset = "\x1b[34m\x1b[1m", "\x1b[31m\x1b[1m", "\x1b[0m"
    assert f"\n{blue}   3 |{reset}   - lable: …\n" in ran.stderr
    assert f"\n     {blue}|{reset} {red}    ^^^^^{reset}\n" in ran.stderr
    assert re.sub(r"\x1b\[[0-9;]*m", "", ran.stderr) == plain


def test_an_excerpt_that_stderr_cannot_encode_is_left_out(project: Project) -> None:
    project.write(numbers__yaml="version: 1\nnumbers:\n  - lable: x\n")
    ran = project.run("validate", env={"PYTHONIOENCODING": "ascii"})
    assert ran.stderr == ('Error: numbers.yaml:3:5: unknown key "lable"\n  Did you mean "label"?\n')
