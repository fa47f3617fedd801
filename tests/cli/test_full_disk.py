"""A full disk is exit code 1 with one message, and leaves no partial report."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.disks import (
    FULL,
    LARGE,
    SUMMARY_HINT,
    VERDICT,
    check,
    limited,
    not_written,
    report_of,
    with_findings,
)
from tests.cli.processes import files, shell
from tests.support import Project, Ran

NO_STDOUT = f"Error: cannot write to stdout: {FULL}\n"


@pytest.fixture
def drifted(project: Project) -> Project:
    return with_findings(project)


@pytest.mark.parametrize("format", ["text", "json"])
def test_a_full_stdout_is_an_error(format: str, drifted: Project) -> None:
    with open("/dev/full", "wb") as full:
        done = check(drifted, format, "json=report.json", stdout=full)
    assert done == Ran(1, "", NO_STDOUT)
    report = report_of(drifted.folder)
    assert (report["outcome"], report["exit_code"]) == ("error", 1)
    assert report["errors"] == [f"cannot write to stdout: {FULL}"]


OTHERS = ["validate", "policy list", "--help"]


@pytest.mark.parametrize("command", OTHERS)
def test_a_full_stdout_is_an_error_of_every_command(command: str, project: Project) -> None:
    done = shell(f"driftcheck {command} >/dev/full", project.folder)
    assert done == Ran(1, "", NO_STDOUT)


def test_an_emulator_reports_a_full_stdout(project: Project) -> None:
    done = shell("driftcheck emulate live.json >/dev/full", project.folder)
    assert done == Ran(1, "", NO_STDOUT)


def test_a_full_device_is_an_error_in_the_other_reports_too(drifted: Project) -> None:
    done = check(drifted, "csv=/dev/full", "json=report.json", "text")
    assert (done.code, done.err) == (1, not_written("/dev/full", FULL))
    assert done.out.endswith(VERDICT)
    assert report_of(drifted.folder)["outcome"] == "error"


@pytest.mark.parametrize("format", ["json", "html"])
def test_a_report_that_does_not_fit_keeps_the_earlier_one(format: str, drifted: Project) -> None:
    before = files(drifted.write(report__out="former").folder)
    done = limited(drifted, 1000, f"{format}=report.out")
    assert done == Ran(1, "", not_written("report.out", LARGE) + VERDICT)
    assert files(drifted.folder) == before


def test_a_new_report_that_does_not_fit_is_not_created(drifted: Project) -> None:
    before = files(drifted.folder)
    done = limited(drifted, 1000, "json=reports/new/report.json")
    assert done == Ran(1, "", not_written("reports/new/report.json", LARGE) + VERDICT)
    assert files(drifted.folder) == before


def test_a_report_that_fits_shows_no_verdict_if_another_does_not_fit(drifted: Project) -> None:
    drifted.write(report__json="former")
    done = limited(drifted, 2000, "json=report.json", "text=small.txt")
    assert done == Ran(1, "", not_written("report.json", LARGE) + VERDICT)
    assert (drifted.folder / "report.json").read_text(encoding="utf-8") == "former"
    text = (drifted.folder / "small.txt").read_text(encoding="utf-8")
    assert 'cannot write "report.json": File too large' in text
    assert text.endswith(VERDICT)


def test_two_reports_that_do_not_fit_are_both_reported(drifted: Project) -> None:
    before = files(drifted.folder)
    done = limited(drifted, 1000, "json=a.json", "csv=b.csv", "text")
    assert (done.code, files(drifted.folder)) == (1, before)
    assert done.err == not_written("a.json", LARGE) + not_written("b.csv", LARGE)
    assert done.out.endswith(VERDICT)


@pytest.mark.parametrize(
    "before",
    [
        "### Before\n",
        "",
        None,
    ],
    ids=["begun", "empty", "new"],
)
def test_a_step_summary_that_does_not_fit_stays_unchanged(
    before: str | None, drifted: Project
) -> None:
    """GitHub creates it empty for each step."""
    summary = drifted.folder / "summary.md"
    if before is not None:
        summary.write_text(before, encoding="utf-8")
    done = limited(drifted, 300, "github", summary=summary)
    assert (done.code, done.err) == (1, not_written(summary, LARGE, SUMMARY_HINT))
    assert done.out.endswith(VERDICT)
    assert (summary.read_text(encoding="utf-8") if summary.exists() else "") == (before or "")


def test_a_step_summary_agrees_with_the_exit_code(drifted: Project) -> None:
    summary = drifted.folder / "summary.md"
    with open("/dev/full", "wb") as full:
        done = check(drifted, "github", summary=summary, stdout=full)
    assert done == Ran(1, "", NO_STDOUT)
    assert "FINDINGS" not in summary.read_text(encoding="utf-8")


ON_A_SMALL_DISK = """\
mount -t tmpfs -o size=8k none small && printf former >small/report.json &&
driftcheck check -o json=small/report.json -o csv=small/sub/new.csv -o text=said.txt
code=$?
find small -type f; cat small/report.json
exit $code
"""


def can_mount(folder: Path) -> bool:
    """Return whether a disk can be mounted in a new namespace."""
    if shutil.which("unshare") is None:
        return False
    command = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_full_disk_keeps_the_earlier_report(drifted: Project) -> None:
    (drifted.folder / "small").mkdir()
    if not can_mount(drifted.folder / "small"):
        pytest.skip("no disk can be mounted here")
    drifted.write(full__sh=f'driftcheck() {{ "$0" -m driftcheck "$@"; }}\n{ON_A_SMALL_DISK}')
    script = 'unshare -rm bash -c "$(cat full.sh)" "$0"'
    done = shell(script, drifted.folder)
    told = not_written("small/report.json", FULL) + not_written("small/sub/new.csv", FULL)
    assert done == Ran(1, "small/report.json\nformer", told + VERDICT)
    assert (drifted.folder / "said.txt").read_text(encoding="utf-8").endswith(VERDICT)
