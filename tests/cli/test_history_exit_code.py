"""A run is recorded with the exit code that it had, and reports name a run of the chain."""

import fcntl
import json
import os
import signal
import sqlite3
from contextlib import ExitStack, closing
from typing import Any

import pytest

from tests.cli.disks import FULL, LARGE, SUMMARY_HINT, check, limited, with_findings
from tests.cli.processes import DRIFTCHECK, pipe_of, ran, readable, shell, started
from tests.each import each
from tests.support import CONFIG, Project, number

HISTORY = "history: sqlite:///h.db\n"
AT_ONCE = 5


@pytest.fixture
def kept(project: Project) -> Project:
    """A project with a history and 20 findings."""
    return with_findings(project).write(driftcheck__yaml=CONFIG + HISTORY)


def runs(project: Project) -> list[Any]:
    """Return the records of all runs, whose chain holds."""
    assert project.run("history", "verify").code == 0
    count = len(project.run("history", "-o", "json").json["runs"])
    numbers = map(str, range(1, count + 1))
    return [project.run("history", "show", n, "-o", "json").json["run"]["record"] for n in numbers]


def only_run(project: Project) -> Any:
    (run,) = runs(project)
    return run


def assert_in_chain(project: Project, report: Any) -> None:
    """Verify that the run of a JSON report is in the history, with the same exit code."""
    told = project.run("history", "show", str(report["history"]["run"]), "-o", "json").json["run"]
    assert told["hash"] == report["history"]["hash"]
    assert told["record"]["exit_code"] == report["exit_code"]
    assert project.run("history", "verify", "--head", report["history"]["hash"]).code == 0


def read(project: Project, name: str = "report.json") -> Any:
    return json.loads((project.folder / name).read_text(encoding="utf-8"))


def test_a_path_that_is_a_folder_is_recorded_as_an_error(kept: Project) -> None:
    (kept.folder / "out").mkdir()
    assert check(kept, "csv=out", "json=report.json").code == 1
    run = only_run(kept)
    assert (run["outcome"], run["exit_code"], run["findings"]["count"]) == ("error", 1, 21)
    assert run["errors"] == [
        'cannot write "out": Is a directory\n  Choose another file with -o FORMAT=PATH.'
    ]
    assert_in_chain(kept, read(kept))


def test_a_report_that_does_not_fit_is_recorded_as_an_error(kept: Project) -> None:
    """Only writing it shows that. The history has no values, so it fits."""
    kept.live(number(label="x" * 200_000))
    assert limited(kept, 100_000, "json=report.json", "html=page.html").code == 1
    run = only_run(kept)
    assert (run["outcome"], run["exit_code"]) == ("error", 1)
    assert [error.split("\n")[0] for error in run["errors"]] == [
        f'cannot write "report.json": {LARGE}'
    ]


@each("format", ["text", "json", "html"], ids=str)
def test_a_full_stdout_is_recorded_as_an_error(format: str, kept: Project) -> None:
    with open("/dev/full", "wb") as full:
        assert check(kept, format, "json=report.json", stdout=full).code == 1
    run = only_run(kept)
    assert (run["exit_code"], run["errors"]) == (1, [f"cannot write to stdout: {FULL}"])
    assert_in_chain(kept, read(kept))


def test_a_full_stdout_is_recorded_if_there_is_no_other_report(kept: Project) -> None:
    assert shell("driftcheck check >/dev/full", kept.folder).code == 1
    assert only_run(kept)["exit_code"] == 1


def test_a_closed_stdout_is_recorded_as_an_error(kept: Project) -> None:
    assert shell("driftcheck check >&-", kept.folder).code == 1
    assert only_run(kept)["errors"] == ["cannot write to stdout: it is closed"]


def test_a_full_device_is_recorded_as_an_error(kept: Project) -> None:
    done = check(kept, "csv=/dev/full", "json")
    assert done.code == 1
    assert only_run(kept)["exit_code"] == 1
    assert_in_chain(kept, json.loads(done.out))


def test_a_step_summary_that_cannot_be_written_is_recorded_as_an_error(kept: Project) -> None:
    done = check(kept, "github", summary=kept.folder / "no" / "summary.md")
    assert (done.code, done.err.endswith(SUMMARY_HINT)) == (1, True)
    assert only_run(kept)["exit_code"] == 1


def test_a_closed_named_pipe_is_recorded_as_a_second_run(kept: Project) -> None:
    """The pipe may wait for its reader. So the run is recorded before, and then again."""
    os.mkfifo(kept.folder / "pipe")
    reader = os.open(kept.folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, 4096)
    command = (*DRIFTCHECK, "check", "-o", "html=pipe", "-o", "json=report.json")
    with started(*command, cwd=kept.folder) as process:
        assert readable(reader)
        os.close(reader)
        assert process.end().code == 1
    first, second = runs(kept)
    assert (first["exit_code"], second["exit_code"]) == (2, 1)
    assert first["started_at"] == second["started_at"]
    assert "Broken pipe" in second["errors"][0]
    assert second["errors"][1] == "run 1 is the first record of this run, before these errors"
    report = read(kept)
    assert_in_chain(kept, report)
    assert (report["history"]["run"], report["history"]["new"]) == (2, 21)


def test_a_reader_that_stops_early_changes_no_record(kept: Project) -> None:
    done = shell("driftcheck check | true; echo ${PIPESTATUS[0]}", kept.folder)
    assert done.out == "2\n"
    assert only_run(kept)["exit_code"] == 2


def test_a_redirected_stdout_is_written_again_if_a_file_cannot_be_renamed(
    kept: Project,
) -> None:
    """The run is recorded before the rename, so it is recorded again."""
    (kept.folder / "broken.py").write_text(
        "import os\nfrom driftcheck.__main__ import main\n"
        "replace = os.replace\n"
        "def fail(one, other):\n"
        "    if str(other).endswith('a.json'):\n"
        "        raise OSError(16, 'Device or resource busy')\n"
        "    replace(one, other)\n"
        "os.replace = fail\nmain()\n"
    )
    command = '"$0" broken.py check -o json=a.json -o json -o csv=b.csv >out.json'
    assert shell(command, kept.folder).code == 1
    assert [run["exit_code"] for run in runs(kept)] == [2, 1]
    assert "busy" in read(kept, "out.json")["errors"][0]
    assert_in_chain(kept, read(kept, "out.json"))


def test_no_run_waits_for_another_whose_report_nobody_reads(kept: Project) -> None:
    command = (*DRIFTCHECK, "check", "-o", "html")
    with (
        pipe_of(4096) as (reader, writer),
        started(*command, cwd=kept.folder, stdout=writer) as process,
    ):
        assert readable(reader)
        assert kept.run("check").code == 2
        process.interrupt(signal.SIGTERM)
    assert [run["exit_code"] for run in runs(kept)] == [2, 2]


def test_runs_at_once_all_report_runs_of_the_chain(kept: Project) -> None:
    command = (*DRIFTCHECK, "check", "-o", "json")
    with ExitStack() as stack:
        together = [started(*command, cwd=kept.folder) for _ in range(AT_ONCE)]
        done = [stack.enter_context(process) for process in together]
        reports = [json.loads(process.end().out) for process in done]
    assert sorted(report["history"]["run"] for report in reports) == [1, 2, 3, 4, 5]
    for report in reports:
        assert_in_chain(kept, report)


def test_an_interrupted_run_is_not_recorded_before_its_reports_are_ready(kept: Project) -> None:
    (kept.folder / "broken.py").write_text(
        "import os, signal\nfrom driftcheck.__main__ import main\n"
        "chmod = os.chmod\n"
        "def interrupted(*given):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    chmod(*given)\n"
        "os.chmod = interrupted\nmain()\n"
    )
    assert shell('"$0" broken.py check -o json=a.json', kept.folder).code == 130
    assert kept.run("history", "-o", "json").json["runs"] == []


def test_a_history_that_fails_at_the_last_moment_is_in_no_report(kept: Project) -> None:
    assert kept.run("check").code == 2
    with closing(sqlite3.connect(kept.folder / "h.db")) as connection, connection:
        connection.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON driftcheck_runs"
            " BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    done = shell("driftcheck check -o json=a.json -o json >out.json", kept.folder)
    assert (done.code, "cannot be used: refused" in done.err) == (1, True)
    for name in ("a.json", "out.json"):
        report = read(kept, name)
        assert (report["exit_code"], report["history"]) == (1, None)
    assert only_run(kept)["exit_code"] == 2


def test_a_run_with_no_history_is_as_before(kept: Project) -> None:
    (kept.folder / "out").mkdir()
    assert check(kept, "csv=out", "json=report.json").code == 1
    done = ran(*DRIFTCHECK, "check", "--no-history", "-o", "csv=out", cwd=kept.folder)
    assert done.code == 1
    assert len(runs(kept)) == 1


@pytest.mark.parametrize(
    "trigger",
    [
        "BEFORE INSERT ON driftcheck_runs BEGIN SELECT RAISE(IGNORE); END",
        "AFTER INSERT ON driftcheck_runs BEGIN DELETE FROM driftcheck_runs WHERE id = new.id; END",
    ],
)
def test_a_run_that_the_database_does_not_keep_is_an_error(trigger: str, kept: Project) -> None:
    assert check(kept, "json=report.json").code == 2
    with closing(sqlite3.connect(kept.folder / "h.db")) as connection:
        connection.execute(f"CREATE TRIGGER swallows {trigger}")
    ran = check(kept, "json=report.json")
    assert (ran.code, read(kept)["history"]) == (1, None)
    assert "Error: the history did not keep run 2\n" in ran.err
    assert len(runs(kept)) == 1
