"""Suggested commands are typed like the current one."""

import shlex
import sys
from pathlib import Path

import pytest

from driftcheck import __main__ as main
from driftcheck.system import program


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in an environment below the working directory."""
    path = tmp_path / ".venv" / "bin" / "driftcheck"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nonexistent")
    return path


@pytest.mark.parametrize(
    ("given", "folder", "typed"),
    [
        (".venv/bin/driftcheck", ".", ".venv/bin/driftcheck"),
        (".venv/bin/driftcheck", "my/numbers", "../../.venv/bin/driftcheck"),
        ("driftcheck", "my", "driftcheck"),
        ("/opt/it's/driftcheck", "my", shlex.quote("/opt/it's/driftcheck")),
        ("/usr/bin/pytest", ".", "driftcheck"),
        ("-c", ".", "driftcheck"),
    ],
)
def test_a_program_off_the_path_is_named_by_its_path(
    given: str, folder: str, typed: str, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [given])
    assert program(Path(folder)) == typed


def test_a_program_on_the_path_is_named_by_its_name(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(installed.parent))
    monkeypatch.setattr(sys, "argv", [str(installed)])
    assert program(Path("my")) == "driftcheck"


def test_a_module_is_suggested_as_a_module(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [str(main.__file__)])
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-m", "driftcheck"])
    assert program() == "python3 -m driftcheck"
