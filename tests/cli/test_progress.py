"""Progress is shown on stderr if it is a terminal."""

import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from driftcheck import config
from driftcheck.model import Collector, Item
from driftcheck.output import Progress
from driftcheck.pipeline import expected, run
from tests.support import Project, number

CLEAR = "\r\x1b[K"


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def terminal_of_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that advances a second with every reading."""
    ticks = iter(range(1_000_000))
    monkeypatch.setattr("driftcheck.output.progress.time.monotonic", lambda: float(next(ticks)))


def test_the_last_line_shows_the_step_and_is_erased_at_the_end() -> None:
    terminal = Terminal()
    with Progress(stream=terminal) as progress:
        progress("fetching https://api.example.com")
        progress("503; retrying in 1.5 s")
    told = terminal.getvalue().split(CLEAR)
    assert told == ["", "fetching https://api.example.com", "503; retrying in 1.5 s", ""]


def test_nothing_is_shown_without_a_terminal() -> None:
    stream = io.StringIO()
    with Progress(stream=stream) as progress:
        progress("fetching")
        assert progress.over("validating", range(10_000)) == range(10_000)
    assert stream.getvalue() == ""


@pytest.mark.parametrize("verbose", [True, False])
def test_a_dumb_terminal_gets_no_moving_line(
    verbose: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    terminal = Terminal()
    with Progress(verbose, stream=terminal) as progress:
        progress("fetching")
        progress.show("reading")
    assert terminal.getvalue() == ("driftcheck: fetching\n" if verbose else "")


def test_quiet_shows_nothing() -> None:
    terminal = Terminal()
    with Progress(quiet=True, stream=terminal) as progress:
        progress("fetching")
        progress.show("reading")
    assert terminal.getvalue() == ""


@pytest.mark.usefixtures("hurried")
def test_verbose_keeps_each_step_and_shows_counts() -> None:
    terminal = Terminal()
    with Progress(verbose=True, stream=terminal) as progress:
        list(progress.over("validating", range(600)))
        progress("done")
    assert terminal.getvalue() == (
        f"{CLEAR}validating 0 of 600{CLEAR}validating 512 of 600{CLEAR}driftcheck: done\n"
    )


@pytest.mark.usefixtures("hurried")
def test_it_shows_how_many_are_done_and_yields_every_item() -> None:
    terminal = Terminal()
    items = list(Progress(stream=terminal).over("validating", range(100_000)))
    assert items == list(range(100_000))
    assert f"{CLEAR}validating 40,960 of 100,000{CLEAR}" in terminal.getvalue()


def test_it_updates_only_a_few_times_per_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("driftcheck.output.progress.time.monotonic", lambda: 0.0)
    terminal = Terminal()
    list(Progress(stream=terminal).over("validating", range(100_000)))
    assert terminal.getvalue() == ""


def test_a_few_items_are_not_counted() -> None:
    assert Progress(stream=Terminal()).over("validating", (1, 2)) == (1, 2)


def test_a_line_never_wraps_and_has_no_control_characters() -> None:
    terminal = Terminal()
    Progress(stream=terminal).show("\x1b]0;title\x07" + "é" * 200)
    (line,) = terminal.getvalue().split(CLEAR)[1:]
    assert len(line) == 79
    assert "\x1b" not in line


def run_on_a_terminal(project: Project, *args: str) -> str:
    """Run the real command line with a terminal as stderr, and return its output."""
    ours, its = pty.openpty()
    environ = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
    done = subprocess.Popen(
        [sys.executable, "-m", "driftcheck", "check", *args],
        cwd=project.folder,
        stdout=subprocess.DEVNULL,
        stderr=its,
        env=environ,
    )
    os.close(its)
    told = b""
    while part := _read(ours):
        told += part
    os.close(ours)
    assert done.wait() == 0
    return told.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # the other side is closed
        return b""


def test_a_run_on_a_terminal_leaves_a_clean_line(project: Project) -> None:
    told = run_on_a_terminal(project)
    assert "reading the configuration and the declarations" in told
    assert "live.json: 1 live number" in told
    assert told.endswith(CLEAR)
    assert re.sub(r"\r\x1b\[K[^\r\n]*", "", told) == ""


def test_a_quiet_run_on_a_terminal_shows_no_progress(project: Project) -> None:
    assert run_on_a_terminal(project.live(number()), "-q") == ""


class Recorder:
    """A watch that records its messages."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.gone_over: list[tuple[str, int]] = []

    def __call__(self, line: str) -> None:
        self.lines.append(line)

    def over(self, what: str, items: Sequence[Item]) -> Iterable[Item]:
        self.gone_over.append((what, len(items)))
        return items


def test_a_run_reports_its_steps_with_counts(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.live(number(), number(phone_number="+12025550101")).folder)
    problems, watch = Collector(), Recorder()
    settings = config.load(Path("driftcheck.yaml"), {}, problems)
    run.check_task(expected.load_task(settings, problems), watch)
    first, second = watch.lines
    assert first == "live.json: 2 live numbers"
    assert second.startswith("numbers that checks applied to: drift-missing 1, drift-changed 1, ")
    assert watch.gone_over == [("validating", 2), ("applying policies to", 2)]
