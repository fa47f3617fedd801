"""Commands that leave processes behind that keep their output open."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from driftcheck.system import CommandOutput, run_command
from tests.cli.processes import DRIFTCHECK, eventually, started
from tests.support import HANGS, Project

MOST = 1 << 16
LEAVES = """\
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"],
                         start_new_session=True)
with open("new", "w") as file:
    file.write(str(child.pid))
os.rename("new", "child")
"""
"""A program that leaves a child with a session of its own, which holds its output open."""
PRINTS = f"{LEAVES}print('s3cret')"
FAILS = f"{LEAVES}print('sealed', file=sys.stderr); sys.exit(3)"
HANGS_TOO = f"{LEAVES}time.sleep(3600)"
DRIPS = LEAVES.replace(
    "import time; time.sleep(3600)",
    "import os, time\\nwhile True: os.write(1, b'x'); time.sleep(0.1)",
)
CHATS = LEAVES.replace(
    "import time; time.sleep(3600)",
    "import os\\nfor _ in range(99): os.write(2, b'e' * 9999)\\nos.write(1, b'cret\\\\n')",
)
SYSTEMS = pytest.mark.parametrize("lacking", [(), ("killpg", "set_blocking")])
"""With all that POSIX has, and without what Windows lacks."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder to run in; a child left there is killed."""
    yield tmp_path
    if (found := tmp_path / "child").exists():
        with suppress(ProcessLookupError):  # some end by themselves
            os.kill(int(found.read_text()), signal.SIGKILL)


def run(folder: Path, code: str, seconds: float = HANGS) -> CommandOutput:
    """Run a program with Python."""
    return run_command((sys.executable, "-c", code), folder, seconds, MOST)


def without(lacking: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove some functions of the system."""
    for name in lacking:
        monkeypatch.delattr(os, name, raising=False)


def is_alive(folder: Path) -> bool:
    """Whether the child that was left behind is still alive."""
    try:
        os.kill(int((folder / "child").read_text()), 0)
    except ProcessLookupError:
        return False
    return True


@SYSTEMS
@pytest.mark.parametrize(
    ("code", "done"),
    [
        (PRINTS, CommandOutput(0, b"s3cret\n", b"")),
        (PRINTS.replace("print(", "sys.stdout.write("), CommandOutput(0, b"s3cret", b"")),
        (FAILS, CommandOutput(3, b"", b"sealed\n")),
    ],
)
def test_a_command_is_done_when_it_exits_even_if_its_output_stays_open(
    code: str,
    done: CommandOutput,
    lacking: tuple[str, ...],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without(lacking, monkeypatch)
    assert run(folder, code) == done
    assert is_alive(folder)


@SYSTEMS
@pytest.mark.parametrize("code", [LEAVES, HANGS_TOO, DRIPS], ids=["exits", "goes on", "drips"])
def test_a_command_without_a_complete_line_times_out(
    code: str, lacking: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(lacking, monkeypatch)
    with pytest.raises(TimeoutError):
        run(folder, code, seconds=2)


@SYSTEMS
def test_the_output_of_a_child_is_read_to_its_end(
    lacking: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(lacking, monkeypatch)
    # In two parts, once the command has exited.
    later = "import os, sys; sys.stdin.read(); os.write(1, b's3'); os.write(1, b'cret\\n')"
    child = f"subprocess.Popen([sys.executable, '-c', {later!r}], stdin=subprocess.PIPE)"
    code = f"import os, subprocess, sys; child = {child}; os._exit(0)"
    assert run(folder, code).out == b"s3cret\n"


@SYSTEMS
def test_output_on_stderr_does_not_cut_it_off(
    lacking: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(lacking, monkeypatch)
    assert run(folder, f"import os; os.write(1, b's3')\n{CHATS}").out == b"s3cret\n"


@SYSTEMS
def test_everything_that_a_command_wrote_is_read(
    lacking: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(lacking, monkeypatch)
    code = f"{LEAVES}os.write(2, b'e' * {MOST // 2}); os.write(1, b'o' * {MOST})"
    done = run(folder, code)
    assert (len(done.out), len(done.err)) == (MOST, MOST // 2)


@SYSTEMS
def test_a_command_that_never_stops_printing_is_killed(
    lacking: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(lacking, monkeypatch)
    with pytest.raises(OSError, match="more than 64 KiB"):
        run(folder, "while True: print('s3cret' * 1000)")


def test_sigterm_ends_driftcheck_while_it_waits_for_such_a_command(
    folder: Path, project: Project
) -> None:
    secret = json.dumps({"command": [sys.executable, "-c", HANGS_TOO]})
    config = (
        "version: 1\ndeclared: [numbers.yaml]\n"
        f"live: {{agora: {{customer_id: id, customer_secret: {secret}, timeout: 3600}}}}\n"
    )
    project.write(driftcheck__yaml=config)
    with started(*DRIFTCHECK, "check", cwd=folder) as process:
        assert eventually((folder / "child").exists)
        process.interrupt(signal.SIGTERM)
