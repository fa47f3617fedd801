"""A terminal that answers questions, such as those of `driftcheck init`."""

import codecs
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.cli.processes import Process, environment, starting
from tests.support import HANGS, Project

CTRL_C = ""
CTRL_D = "\x04"


Answer = str | Callable[[str], str]
"""The text to type, or a function of the output so far."""


def at_a_terminal(
    project: Project,
    *answers: Answer,
    args: tuple[str, ...] = (),
    env: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Run driftcheck at a terminal. Return exit code and output, like `answered`."""
    command = [sys.executable, "-m", "driftcheck", "init", *args]
    return answered(command, project.folder, answers, env or {})


def answered(
    command: Sequence[str], folder: Path, answers: Sequence[Answer], env: Mapping[str, str]
) -> tuple[int, str]:
    """Run a command at a terminal, and type each answer when it is asked for.

    Where answers run out, their end is typed. The exit code, and all that is on the terminal then.
    """
    ours, theirs = pty.openpty()
    variables = environment(TERM="dumb", **env)
    told, left = "", list(answers)
    # A terminal gives some bytes at a time, and may part a character.
    text = codecs.getincrementaldecoder("utf-8")()
    with starting(), subprocess.Popen(  # a session of its own, whose terminal it is
        command, cwd=folder, env=variables, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True, close_fds=True,
    ) as popen:  # fmt: skip
        os.close(theirs)
        try:
            while select.select([ours], [], [], HANGS)[0]:
                told += text.decode(os.read(ours, 1 << 16))
                if told.endswith(": "):
                    answer = left.pop(0) if left else CTRL_D
                    _answer(popen, ours, answer if isinstance(answer, str) else answer(told))
                    told += "\n"
        except OSError:  # they have closed it
            pass
        finally:
            os.close(ours)
        popen.wait(HANGS)
    return popen.returncode, told


def _answer(popen: subprocess.Popen[bytes], terminal: int, answer: str) -> None:
    """Type an answer or interrupt, once the process waits for input."""
    if answer != CTRL_C:
        os.write(terminal, answer.encode())
        return
    assert Process(popen).is_blocked()
    popen.send_signal(signal.SIGINT)
