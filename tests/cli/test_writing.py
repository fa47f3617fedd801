"""Files are written completely or not at all, and reports agree with the exit code."""

import json
import os
import stat
from pathlib import Path

import pytest

from driftcheck.model import (
    AccountResult,
    Outcome,
    OutputError,
    Problem,
    Report,
    Severity,
    Summary,
    UsageError,
)
from driftcheck.output import (
    Output,
    Unrecorded,
    parse_outputs,
    tell_verdict,
    view_of,
    write_reports,
)
from driftcheck.output.sinks import SUMMARY_BYTES
from driftcheck.report import FORMATS, View
from tests.each import each

REPORT = Report(
    "2026-01-01T00:00:00Z",
    0.1,
    Severity.LOW,
    (AccountResult("default", "live.json", 1, 1, summary=Summary(1, 1, 1, coverage=1.0)),),
    Summary(1, 1, 1, coverage=1.0),
    (),
)


def written(*outputs: Output) -> Report:
    return write_reports(Unrecorded(REPORT), outputs, View(), lambda: None)


@pytest.mark.parametrize("failing", ["replace", "fdopen", "chmod"])
def test_an_unwritable_file_is_unchanged_and_nothing_is_left(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.json"
    path.write_text("former", encoding="utf-8")

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, fail)
    (problem,) = written(Output("json", path)).problems
    assert problem.message == f'cannot write "{path}": No space left on device'
    assert path.read_text(encoding="utf-8") == "former"
    assert list(tmp_path.iterdir()) == [path]


def test_the_other_reports_are_written_with_no_verdict(tmp_path: Path) -> None:
    good, bad = tmp_path / "report.json", tmp_path / "folder"
    bad.mkdir()
    report = written(Output("json", good), Output("csv", bad))
    assert report.outcome is Outcome.ERROR
    told = json.loads(good.read_text(encoding="utf-8"))
    assert (told["outcome"], told["exit_code"]) == ("error", 1)
    hint = "Choose another file with -o FORMAT=PATH."
    assert told["errors"] == [f'cannot write "{bad}": Is a directory\n  {hint}']
    assert sorted(tmp_path.iterdir()) == [bad, good]


def test_a_new_file_follows_the_umask_and_its_folders_are_created(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        assert written(Output("json", tmp_path / "a" / "b" / "report.json")).problems == ()
    finally:
        os.umask(before)
    assert (tmp_path / "a" / "b" / "report.json").stat().st_mode & 0o777 == 0o640


def test_a_report_is_the_same_bytes_on_every_system(tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    written(Output("csv", path))
    assert path.read_bytes().endswith(b",nights,new\r\n")
    assert b"\r\r" not in path.read_bytes()


def test_a_pipe_is_written_directly(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    written(Output("json", path))
    assert json.loads(os.read(reader, 1 << 20))["outcome"] == "clean"
    os.close(reader)
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_the_step_summary_is_appended_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    path.write_text("before\n", encoding="utf-8")
    assert written(*parse_outputs(["github"], FORMATS, str(path))).problems == ()
    assert path.read_text(encoding="utf-8").startswith("before\n\n### \u2705 driftcheck")


def test_the_step_summary_stays_within_githubs_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"x" * (SUMMARY_BYTES - 1500))
    written(*parse_outputs(["github"], FORMATS, str(path)))
    assert path.stat().st_size <= SUMMARY_BYTES


def test_a_summary_is_written_only_with_the_github_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "summary.md"
    written(*parse_outputs(["text"], FORMATS, str(path)))
    assert not path.exists()


def test_an_unwritable_summary_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = written(*parse_outputs(["github"], FORMATS, str(tmp_path))).problems
    assert problem.message == f'cannot write "{tmp_path}": Is a directory'
    assert problem.hint == "Check GITHUB_STEP_SUMMARY, or unset it."


def test_without_a_report_on_stdout_the_verdict_goes_to_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_verdict(REPORT, [Output("json", tmp_path / "x.json")], View())
    assert capsys.readouterr() == ("", "CLEAN: no finding at or above low. Exit code 0.\n")


def outcome_of(path: Path) -> str:
    """Return the outcome of a JSON report."""
    return str(json.loads(path.read_text(encoding="utf-8"))["outcome"])


def full(text: str) -> None:
    raise OutputError(Problem("cannot write to stdout: No space left on device"))


@pytest.mark.parametrize("failing", ["summary", "device", "stdout"])
def test_any_write_error_is_in_the_files(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, outputs = tmp_path / "report.json", [Output("json", tmp_path / "report.json")]
    if failing == "summary":
        outputs += parse_outputs(["github"], FORMATS, str(tmp_path / "no" / "summary.md"))
    elif failing == "device":
        outputs.append(Output("csv", Path("/dev/full")))
    else:
        monkeypatch.setattr("driftcheck.output.sinks.write_stdout", full)
        outputs.append(Output("text", None))
    assert written(*outputs).outcome is Outcome.ERROR
    assert outcome_of(path) == "error"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(report: Report, view: View) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("driftcheck.report.csv.render", interrupt)
    with pytest.raises(KeyboardInterrupt):
        written(Output("json", tmp_path / "a.json"), Output("csv", tmp_path / "a.csv"))
    assert list(tmp_path.iterdir()) == []


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.touch(mode=0o600)
    written(Output("json", path))
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_full_summary_is_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"x" * (SUMMARY_BYTES - 200))
    assert written(*parse_outputs(["github"], FORMATS, str(path))).problems == ()
    assert path.stat().st_size == SUMMARY_BYTES - 200


@each(("columns", "width"), [("20", 40), ("60", 60), ("200", 200), ("abc", 100)])
def test_text_is_as_wide_as_the_terminal(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("os.get_terminal_size", lambda *_: os.terminal_size((100, 24)))
    assert view_of().width == width


def test_a_summary_does_not_overwrite_another_report(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="two reports go to"):
        parse_outputs(["github", f"json={tmp_path / 'x'}"], FORMATS, str(tmp_path / "x"))


@pytest.mark.parametrize("path", ["folder/", "a.json/b.json"])
def test_a_path_that_cannot_be_a_file_is_refused(path: str) -> None:
    with pytest.raises(UsageError, match="folder"):
        parse_outputs(["json=a.json", f"csv={path}"], FORMATS)


def test_a_name_that_is_too_long_is_reported_and_others_are_written(tmp_path: Path) -> None:
    long = tmp_path / ("a" * 300) / "x.json"
    (problem,) = written(Output("json", long), Output("json", tmp_path / "b.json")).problems
    assert problem.message == f'cannot write "{long}": File name too long'
    assert outcome_of(tmp_path / "b.json") == "error"


def test_stdout_agrees_with_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    written(Output("csv", Path("/dev/full")), Output("text", None))
    assert capsys.readouterr().out.endswith("ERROR: a report could not be written. Exit code 1.\n")
