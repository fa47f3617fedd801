"""Credentials from commands: how they run, and the errors of those that fail."""

import json
import math
import os
import select
import signal
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest

from driftcheck.config import credentials
from driftcheck.config.credentials import SecretCommand
from driftcheck.model import InputError, Problem
from tests.credentials_support import PLACE, SECRET, WHAT, command, refused, revealed
from tests.support import HANGS

ASKED = "Run driftcheck with -v to see what the command prints on stderr."


def test_a_command_that_prints_far_too_much_is_refused(tmp_path: Path) -> None:
    refused(command(tmp_path, "print('a' * (1 << 22))"))


def test_the_log_has_the_program_and_its_stderr(tmp_path: Path) -> None:
    log: list[str] = []
    code = f"import sys; print({SECRET!r}); print('one\\ntwo \\x1b[2J', file=sys.stderr)"
    assert revealed(command(tmp_path, code, "hidd3n"), log) == SECRET
    name = sys.executable
    assert log == [f"asking {name} for {WHAT}", f"{name}: one", f"{name}: two \x1b[2J"]


def test_stderr_is_shown_without_the_secret_in_any_form(tmp_path: Path) -> None:
    log: list[str] = []
    secret = 's3/"cret&424'
    quoted = [quote(secret, safe=""), json.dumps(secret)[1:-1], b64encode(secret.encode()).decode()]
    code = f"import sys; print({secret!r}); print(*{quoted!r}, sep='\\n', file=sys.stderr)"
    assert revealed(command(tmp_path, code), log) == secret
    assert log[1:] == [f"{sys.executable}: (sensitive)"] * len(quoted)


def test_a_failing_command_is_reported_without_its_output(tmp_path: Path) -> None:
    log: list[str] = []
    code = f"import sys; print({SECRET!r}); print('sealed', file=sys.stderr); sys.exit(3)"
    message = f'"{sys.executable}" exited with 3 instead of giving {WHAT}'
    assert refused(command(tmp_path, code, "hidd3n"), log) == Problem(message, PLACE, ASKED)
    assert log[1:] == [f"{sys.executable}: sealed"]


def test_a_command_killed_by_a_signal_is_reported(tmp_path: Path) -> None:
    problem = refused(command(tmp_path, "import os; os.kill(os.getpid(), 9)"))
    assert problem.message == f'"{sys.executable}" exited with -9 instead of giving {WHAT}'


def test_a_missing_command_is_reported(tmp_path: Path) -> None:
    problem = refused(SecretCommand(("no-such-command", SECRET), tmp_path, PLACE))
    assert problem == Problem('cannot run "no-such-command": No such file or directory', PLACE)


def test_a_command_without_permission_is_reported(tmp_path: Path) -> None:
    (tmp_path / "tool").write_text("#!/bin/sh\n")
    problem = refused(SecretCommand(("./tool", SECRET), tmp_path, PLACE))
    assert problem == Problem('cannot run "./tool": Permission denied', PLACE)


def test_an_impossible_argument_is_reported(tmp_path: Path) -> None:
    problem = refused(command(tmp_path, f"\0{SECRET}"))
    assert problem == Problem(f'cannot run "{sys.executable}": it is not a command', PLACE)


HANGING = (
    "import os, time; pipe = os.open('alive', os.O_WRONLY); "
    "os.write(pipe, str(os.getpid()).encode()); time.sleep(3600)"
)
"""A program that holds a pipe open until it ends."""


@pytest.fixture
def alive(tmp_path: Path) -> Iterator[int]:
    """The other end of that pipe."""
    os.mkfifo(tmp_path / "alive")
    pipe = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    yield pipe
    os.close(pipe)


@pytest.fixture
def deadline(alive: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the deadline pass only after the program has opened the pipe."""
    readings = iter([0.0])

    def monotonic() -> float:
        for reading in readings:
            return reading
        select.select([alive], [], [], HANGS)
        return math.inf

    clock = SimpleNamespace(monotonic=monotonic)
    monkeypatch.setattr("driftcheck.system.command.time", clock)


def has_ended(alive: int) -> bool:
    """Return whether the program has ended. If not, end it now."""
    pid = int(os.read(alive, 99))
    ready, _, _ = select.select([alive], [], [], HANGS)
    if not ready:
        os.kill(pid, signal.SIGKILL)
    return bool(ready)


@pytest.mark.usefixtures("deadline")
def test_a_hanging_command_is_ended_at_the_deadline(tmp_path: Path, alive: int) -> None:
    problem = refused(command(tmp_path, HANGING), seconds=2)
    assert has_ended(alive)
    message = f'"{sys.executable}" did not return {WHAT} in 2 seconds'
    hint = "It may be waiting for input: it has no terminal, and standard input is empty."
    assert problem == Problem(message, PLACE, hint)


@pytest.mark.usefixtures("deadline")
def test_children_of_a_hanging_command_are_ended_too(tmp_path: Path, alive: int) -> None:
    """Such as those of a wrapper script around a vault's command."""
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HANGING!r}])"
    refused(command(tmp_path, code), seconds=2)
    assert has_ended(alive)


def test_a_command_does_not_use_a_shell(tmp_path: Path) -> None:
    words = ("a; touch x", "$(touch x)", "`touch x`", "$HOME", "*", "a b", ">x", "'")
    code = "import json, sys; print(json.dumps(sys.argv[1:]))"
    assert json.loads(revealed(command(tmp_path, code, *words))) == list(words)
    assert not (tmp_path / "x").exists()


def test_a_command_runs_in_the_folder_of_the_configuration(tmp_path: Path) -> None:
    assert revealed(command(tmp_path, "import os; print(os.getcwd())")) == str(tmp_path.resolve())


def test_a_command_has_an_empty_stdin(tmp_path: Path) -> None:
    assert revealed(command(tmp_path, "import sys; print(len(sys.stdin.read()))")) == "0"


def tool(path: Path) -> None:
    """Write a program that prints the secret."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {SECRET}\n")
    path.chmod(0o700)


@pytest.mark.parametrize("name", ["./tool", "bin/tool"])
def test_the_path_of_a_program_is_relative_to_the_configuration(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").mkdir()
    tool(tmp_path / "config" / name)
    monkeypatch.chdir(tmp_path)
    secret = SecretCommand((name,), Path("config"), PLACE)
    credentials.check(WHAT, secret)
    assert revealed(secret) == SECRET


def test_a_program_name_is_looked_up_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool(tmp_path / "bin" / "give-secret")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    secret = SecretCommand(("give-secret",), tmp_path, PLACE)
    credentials.check(WHAT, secret)
    assert revealed(secret) == SECRET


def test_a_program_name_is_not_looked_up_in_the_folder(tmp_path: Path) -> None:
    tool(tmp_path / "give-secret")
    with pytest.raises(InputError, match='there is no command "give-secret"'):
        credentials.check(WHAT, SecretCommand(("give-secret",), tmp_path, PLACE))
