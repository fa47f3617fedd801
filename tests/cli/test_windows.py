"""What Windows does not have is done without, and what it does otherwise changes no report.

There is no Windows here: what it lacks is taken away, and what it does is done in its place.
"""

import json
import os
import re
import sys
from contextlib import ExitStack
from pathlib import Path, PureWindowsPath
from typing import cast

import pytest

from driftcheck import system
from driftcheck.output import PRIVATE, File, audience, write_all
from driftcheck.pipeline.checkout import folder_from
from driftcheck.report.anchor import Anchors
from tests.each import each
from tests.fleets import Fleet, Given, numbers
from tests.reports import report
from tests.support import Project, number, python

LACKING = """\
import os, shutil, signal, sys
shutil._use_fd_functions = False  # as there: else it needs O_NONBLOCK, from Python 3.13 on
for module, names in ((os, "killpg set_blocking O_NONBLOCK O_NOCTTY O_CLOEXEC getuid geteuid"),
                      (signal, "SIGHUP")):
    for name in names.split():
        delattr(module, name)
from driftcheck.__main__ import main
main(sys.argv[1:])
"""
"""The command without features that Windows lacks."""


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("check", "-o", "json=r.json", "-o", "text"), 0),
        (("check", "-o", "csv=/dev/stderr"), 0),
        (("check", "--live", "-"), 0),
        (("check", "-c", "none.yaml"), 1),
        (("validate",), 0),
        (("import", "--live", "live.json", "-o", "new"), 0),
        (("fetch", "-o", "saved.json"), 0),
        (("demo",), 0),
    ],
)
def test_commands_work_without_unix_features(
    project: Project, args: tuple[str, ...], code: int
) -> None:
    stdin = (project.folder / "live.json").read_text()
    ran = python("-c", LACKING, *args, cwd=project.folder, stdin=stdin)
    assert (ran.code, "internal error" in ran.err) == (code, False), ran.err


def test_credential_commands_work_without_unix_features(project: Project) -> None:
    command = json.dumps([sys.executable, "-c", "print('s3cret-424')"])
    with ExitStack() as stack:
        fleet = Fleet(project, stack)
        fleet.write(eu=Given(numbers(12025550100), secret=f"{{command: {command}}}"))
        assert project.python("-c", LACKING, "check").code == 0


def test_a_step_summary_is_appended_without_unix_features(project: Project) -> None:
    path = project.write(summary__md="before\n").folder / "summary.md"
    variables = {"GITHUB_STEP_SUMMARY": str(path)}
    args = ("-c", LACKING, "check", "-o", "github")
    ran = python(*args, cwd=project.folder, env=variables)
    assert ran.code == 0
    assert path.read_text().startswith("before\n\n")


ELSEWHERE = """\
import sys
from driftcheck.cli import main
sys.platform = "win32"
sys.exit(main.run(sys.argv[1:]))
"""
"""The command with Windows as its platform."""


def test_a_report_is_utf_8_whatever_stdout_would_be(project: Project) -> None:
    project.live(number(label="Süd → Ost"))
    args, variables = ("check", "-o", "csv"), {"PYTHONIOENCODING": "cp1252"}
    ran = python("-c", ELSEWHERE, *args, cwd=project.folder, env=variables)
    assert "Süd → Ost" in ran.out


@each(
    ("folder", "expected"),
    [
        (r"C:\repo\numbers\eu", "numbers/eu/"),
        (r"c:\Repo", ""),
        (r"D:\elsewhere", None),
    ],
)
def test_folders_are_named_from_the_root_with_slashes(folder: str, expected: str | None) -> None:
    assert folder_from(PureWindowsPath(r"C:\repo"), PureWindowsPath(folder)) == expected


@pytest.mark.parametrize("path", [r"C:/phones/driftcheck.yaml", "//host/share/driftcheck.yaml"])
def test_a_configuration_is_not_identified_by_folders_of_the_machine(path: str) -> None:
    inside = report(config_path=path, paths={"driftcheck.yaml": "ops/driftcheck.yaml"})
    assert Anchors(inside).config == "ops/driftcheck.yaml"
    assert re.fullmatch("[0-9a-f]{32}", Anchors(report(config_path=path, paths={})).config)


class WindowsPath(PureWindowsPath):
    """Return a Windows path in a Windows working directory."""

    @classmethod
    def cwd(cls) -> "WindowsPath":
        return cls(r"C:\repo")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (r"C:\repo\numbers\eu.yaml", "numbers/eu.yaml"),
        (r"D:\elsewhere\eu.yaml", "D:/elsewhere/eu.yaml"),
    ],
)
def test_a_path_is_shown_with_slashes(path: str, shown: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pathlib.Path", WindowsPath)
        patch.setattr(os.path, "abspath", str)
        found = system.display_path(cast("Path", WindowsPath(path)))
    assert found == shown


def test_without_file_modes_no_file_is_called_private(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "secrets.env"
    write_all([File(path, "A='b'\n", PRIVATE)])
    assert audience(path) == "readable only by you"
    chmod = os.chmod
    monkeypatch.setattr(os, "chmod", lambda path, _mode: chmod(path, 0o666))  # as Windows has it
    write_all([File(path, "A='b'\n", PRIVATE)])
    assert audience(path) == "as private as its folder is"
