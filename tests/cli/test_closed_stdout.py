"""Closed streams and readers that stop early do not change the verdict."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.processes import DRIFTCHECK, ran, shell, started
from tests.each import each
from tests.support import Project, Ran, number

MANY = 1_500
"""Enough findings to fill a pipe."""
DECLARED = "version: 1\nnumbers:\n  - {range: +12025550000..+12025551499, label: Support}\n"
FIRST = {"text": "Live list: live.json, fetched at an unknown time\n", "json": "{\n"}
FILES = ("-o", "json=report.json", "-o", "csv=findings.csv")


@pytest.fixture
def drifted(project: Project) -> Project:
    """A project in which the label of every number drifted."""
    live = [number(phone_number=f"+120255{50000 + i}", label=f"L{i}") for i in range(MANY)]
    return project.write(numbers__yaml=DECLARED).live(*live)


def report_of(folder: Path, name: str = "report.json") -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("format", "reader"), [("text", "head -1"), ("json", "head -1"), ("json", "true")]
)
def test_closing_stdout_early_does_not_change_a_verdict_with_findings(
    format: str, reader: str, drifted: Project
) -> None:
    check = f"driftcheck check --all -o {format} {' '.join(FILES)}"
    done = shell(f"{check} | {reader}; echo ${{PIPESTATUS[0]}}", drifted.folder)
    assert done == Ran(0, f"{FIRST[format] if reader == 'head -1' else ''}2\n", "")
    report = report_of(drifted.folder)
    assert (report["exit_code"], len(report["findings"])) == (2, MANY)
    table = (drifted.folder / "findings.csv").read_text(encoding="utf-8")
    assert len(table.splitlines()) == MANY + 1


def test_closing_stdout_at_once_does_not_change_a_clean_verdict(project: Project) -> None:
    check = f"driftcheck check -o text {' '.join(FILES)}"
    done = shell(f"{check} | true; echo ${{PIPESTATUS[0]}}", project.folder)
    assert done == Ran(0, "0\n", "")
    assert report_of(project.folder)["outcome"] == "clean"


def unread(*args: str, folder: Path) -> Ran:
    """Run a command whose stdout is closed by its reader."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return ran(*DRIFTCHECK, *args, cwd=folder, stdout=writer)
    finally:
        os.close(writer)


COMMANDS = [
    ("policy", "list"),
    ("policy", "show", "inbound-has-pipeline"),
    ("policy", "test", "builtin:baseline"),
    ("explain", "drift-missing"),
    ("schema", "report"),
    ("validate",),
    ("waivers",),
    ("doctor",),
    ("demo",),
]


@each("command", COMMANDS, ids=" ".join)
def test_a_command_with_a_closed_stdout_is_quiet(
    command: tuple[str, ...], project: Project
) -> None:
    assert unread(*command, folder=project.folder) == Ran(0, "", "")


HELP = [("check", "--help"), ("--version",)]


@pytest.mark.parametrize("command", HELP, ids=" ".join)
def test_help_to_a_closed_stdout_is_quiet(command: tuple[str, ...], project: Project) -> None:
    assert unread(*command, folder=project.folder).err == ""


def test_help_to_a_closed_stdout_is_not_an_error(project: Project) -> None:
    assert unread("--help", folder=project.folder).code == 0


def test_an_emulator_with_a_closed_stdout_still_serves(project: Project) -> None:
    """It serves until it gets a signal."""
    reader, writer = os.pipe()
    os.close(reader)
    command = (*DRIFTCHECK, "emulate", "live.json")
    with started(*command, cwd=project.folder, stdout=writer) as process:
        process.until("Press Ctrl-C")
        process.send(signal.SIGINT)
        done = process.end()
    os.close(writer)
    assert (done.code, "Exception ignored" in done.err) == (0, False)
