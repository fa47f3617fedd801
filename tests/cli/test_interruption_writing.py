"""Ctrl-C and SIGTERM while writing: each report is unchanged or complete."""

import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.processes import (
    DRIFTCHECK,
    eventually,
    files,
    named_pipe,
    pipe_of,
    readable,
    started,
)
from tests.support import Project
from tests.support import number as entry

PAGE = 4096
ON_LINUX = pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="Linux only")
OUTPUTS = ("-o", "json=report.json", "-o", "text=new.txt")


def drifted(project: Project, count: int) -> Project:
    """Return a project with many undeclared numbers and an earlier report."""
    many = [entry(phone_number=f"+1202555{index:04d}") for index in range(count)]
    return project.live(entry(), *many).write(report__json="former")


def are_whole(folder: Path, before: Mapping[str, bytes]) -> bool:
    """Return whether every file is unchanged or a complete report, without temporary files."""
    changed = {name: data for name, data in files(folder).items() if before.get(name) != data}
    if "report.json" in changed:
        assert json.loads(changed.pop("report.json"))["outcome"] == "findings"
    if "new.txt" in changed:
        assert changed.pop("new.txt").endswith(b"Exit code 2.\n")
    return not changed


def has_begun(folder: Path) -> bool:
    """Return whether a report is in its file or a temporary one."""
    is_beside = any(name.startswith(".report.json.") for name in os.listdir(folder))
    return is_beside or (folder / "report.json").read_bytes() != b"former"


@pytest.mark.parametrize(
    ("format", "number"), [("json", signal.SIGINT), ("html", signal.SIGTERM)], ids=["INT", "TERM"]
)
def test_while_nobody_reads_a_long_report_on_stdout(
    format: str, number: signal.Signals, project: Project
) -> None:
    before = files(drifted(project, 300).folder)
    command = (*DRIFTCHECK, "check", "-o", format, *OUTPUTS)
    with (
        pipe_of(PAGE) as (reader, writer),
        started(*command, cwd=project.folder, stdout=writer) as process,
    ):
        assert readable(reader)
        process.interrupt(number)
    assert are_whole(project.folder, before)


def test_while_nobody_reads_a_long_report_from_a_named_pipe(project: Project) -> None:
    before = files(drifted(project, 300).folder)
    path = project.folder / "pipe"
    command = (*DRIFTCHECK, "check", "-o", f"csv={path}", *OUTPUTS)
    with named_pipe(path, PAGE) as (reader, _), started(*command, cwd=project.folder) as process:
        assert readable(reader)
        process.interrupt(signal.SIGTERM)
    assert are_whole(project.folder, before)


@ON_LINUX
def test_while_stdout_accepts_nothing_of_a_short_report(project: Project) -> None:
    before = files(drifted(project, 1).folder)
    command = (*DRIFTCHECK, "check", "-o", "text", "-o", "json=report.json")
    with pipe_of(PAGE) as (_, writer):
        os.write(writer, b"x" * PAGE)
        with started(*command, cwd=project.folder, stdout=writer) as process:
            assert eventually(lambda: has_begun(project.folder))
            assert process.is_blocked()
            process.interrupt(signal.SIGINT)
    assert are_whole(project.folder, before)


@ON_LINUX
def test_while_a_named_pipe_accepts_nothing_of_a_short_report(project: Project) -> None:
    before = files(drifted(project, 1).folder)
    path = project.folder / "pipe"
    command = (*DRIFTCHECK, "check", "-o", f"text={path}", "-o", "json=report.json")
    with named_pipe(path, PAGE) as (_, writer):
        os.write(writer, b"x" * PAGE)
        with started(*command, cwd=project.folder) as process:
            assert eventually(lambda: has_begun(project.folder))
            assert process.is_blocked()
            process.interrupt(signal.SIGTERM)
    assert are_whole(project.folder, before)


CALLING = """\
import os, sys
from driftcheck.__main__ import main

name, left, number = sys.argv.pop(1), int(sys.argv.pop(1)), int(sys.argv.pop(1))
function = getattr(os, name)

def calling(*args, **more):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), number)
    return function(*args, **more)

setattr(os, name, calling)
main()
"""
"""The command, which gets a signal at the nth call of a function of `os`."""


def calling(project: Project, name: str, nth: int, number: signal.Signals) -> None:
    """Verify that it ends on a signal just before such a call."""
    command = (sys.executable, "-c", CALLING, name, str(nth), str(int(number)), "check", *OUTPUTS)
    with started(*command, cwd=project.folder) as process:
        process.ends_by(number)


def test_before_files_are_renamed(project: Project) -> None:
    before = files(drifted(project, 3).folder)
    calling(project, "chmod", 2, signal.SIGTERM)
    assert files(project.folder) == before


@pytest.mark.parametrize("nth", [1, 2])
def test_while_files_are_renamed_no_temporary_file_is_left(nth: int, project: Project) -> None:
    before = files(drifted(project, 3).folder)
    calling(project, "replace", nth, signal.SIGINT)
    assert are_whole(project.folder, before)
