"""The command line as a whole: help, version and error handling."""

import importlib
import re
import sys

import click
import pytest

from driftcheck import __version__
from driftcheck.cli.main import COMMANDS, run
from tests.each import each
from tests.support import Project


def test_the_version_is_printed(project: Project) -> None:
    ran = project.run("--version")
    assert (ran.code, ran.out) == (0, f"driftcheck, version {__version__}\n")


@each("args", [(), *((name,) for name in COMMANDS)])
def test_help_exits_0(project: Project, args: tuple[str, ...]) -> None:
    ran = project.run(*args, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: driftcheck {' '.join(args)}".rstrip())


def test_no_command_shows_the_help_and_is_an_error(project: Project) -> None:
    ran = project.run()
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Usage: driftcheck COMMAND [OPTIONS]")


def test_every_command_is_listed_with_a_sentence(project: Project) -> None:
    out = project.run("--help").out
    lines = [re.search(f"^  {name} +[A-Z].*", out, re.M) for name in COMMANDS]
    assert all(line and line[0].endswith(".") and "..." not in line[0] for line in lines)


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make the command line raise an unexpected error."""

    def fail(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(importlib.import_module("driftcheck.cli.main").cli, "main", fail)


def test_an_internal_error_is_one_line_that_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, KeyError("s3cret"))
    assert run([]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "Error: internal error: KeyError\n  This is a bug in driftcheck. Set "
        "DRIFTCHECK_TRACEBACK=1 to see where, and please report it.\n"
    )


def test_a_traceback_is_shown_on_request_and_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message of an error or of its cause may hold anything."""
    monkeypatch.setenv("DRIFTCHECK_TRACEBACK", "1")
    failing(monkeypatch, KeyError("s3cret"))
    assert run([]) == 1
    told = capsys.readouterr().err
    assert "in fail\n    raise error\n" in told
    assert told.endswith(
        "Error: internal error: KeyError\n  This is a bug in driftcheck; please report it.\n"
    )
    assert "s3cret" not in told


@pytest.mark.parametrize("broken", [True, False], ids=["cannot be imported", "fails itself"])
def test_an_error_is_one_line_even_if_reporting_fails(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], broken: bool
) -> None:
    """Error reporting needs memory, and may be broken itself."""
    failing(monkeypatch, KeyError("s3cret"))
    trouble = importlib.import_module("driftcheck.cli.trouble")
    monkeypatch.setattr(trouble, "tell", None)
    if broken:
        monkeypatch.setitem(sys.modules, trouble.__name__, None)
        monkeypatch.delattr("driftcheck.cli.trouble")
    assert run([]) == 1
    assert capfd.readouterr() == ("", "Error: internal error: KeyError\n")


def test_an_error_about_a_file_names_the_file_and_not_stdout(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, PermissionError(13, "Permission denied", "/some/file"))
    assert run([]) == 1
    assert capsys.readouterr().err == 'Error: cannot use "/some/file": Permission denied\n'


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_an_interruption_is_130_and_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException
) -> None:
    failing(monkeypatch, error)
    assert run([]) == 130
    assert capsys.readouterr().err == "Error: interrupted\n"
