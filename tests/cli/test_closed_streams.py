"""Closed and full streams do not change the verdict."""

import json
import os
import sys

import pytest

from tests.cli.processes import DRIFTCHECK, ran, shell
from tests.live.server import answer, serving
from tests.support import NUMBER, Project, Ran, number

VERDICT = "FINDINGS: 1 low. Exit code 2.\n"
NO_STDOUT = "Error: cannot write to stdout: it is closed\n"


@pytest.fixture
def drifted(project: Project) -> Project:
    """A project with one finding."""
    return project.live(number(label="Sales"))


CLOSED = {
    ">&-": Ran(1, "", NO_STDOUT),
    "2>&-": Ran(2, VERDICT, ""),
    ">&- 2>&-": Ran(1, "", ""),
}


@pytest.mark.parametrize("closed", CLOSED)
def test_a_report_to_a_closed_stdout_is_an_error(closed: str, drifted: Project) -> None:
    assert shell(f"driftcheck check -q {closed}", drifted.folder) == CLOSED[closed]


FILED = {">&-": Ran(2, "", VERDICT), "2>&-": Ran(2, "", ""), ">&- 2>&-": Ran(2, "", "")}


@pytest.mark.parametrize("closed", FILED)
def test_files_are_written_completely_with_closed_streams(closed: str, drifted: Project) -> None:
    """A file opened then may get the descriptor of a stream."""
    outputs = "-o json=report.json -o csv=findings.csv -o html=page.html"
    assert shell(f"driftcheck check {outputs} {closed}", drifted.folder) == FILED[closed]
    report = json.loads((drifted.folder / "report.json").read_text(encoding="utf-8"))
    assert (report["outcome"], len(report["findings"])) == ("findings", 1)
    table = (drifted.folder / "findings.csv").read_text(encoding="utf-8")
    assert len(table.splitlines()) == 2
    page = (drifted.folder / "page.html").read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>")


@pytest.mark.parametrize("args", ["--live nowhere.json", "--nonsense", "-c nowhere.yaml >&-"])
def test_an_error_sets_the_exit_code_even_if_it_cannot_be_printed(
    args: str, drifted: Project
) -> None:
    assert shell(f"driftcheck check {args} 2>&-", drifted.folder) == Ran(1, "", "")


QUIET = ["validate", "explain drift-missing", "--help"]


@pytest.mark.parametrize("command", QUIET)
def test_other_commands_are_quiet_with_a_closed_stdout(command: str, project: Project) -> None:
    assert shell(f"driftcheck {command} >&- 2>err", project.folder) == Ran(0, "", "")
    assert (project.folder / "err").read_text(encoding="utf-8") == ""


ASK = "import sys; print('s3cret'); print('asked', file=sys.stderr)"


@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_a_secret_comes_from_a_command_even_with_closed_streams(
    closed: str, project: Project
) -> None:
    project.write(ask__py=ASK)
    secret = f"{{command: [{sys.executable}, ask.py]}}"
    with serving(answer(200, json.dumps([NUMBER]).encode())) as script:
        agora = f"{{url: '{script.url}', customer_id: id, customer_secret: {secret}}}"
        config = f"version: 1\nlive: {{agora: {agora}}}\ndeclared: [numbers.yaml]\n"
        folder = project.write(driftcheck__yaml=config).folder
        done = shell(f"driftcheck check -v -o json=report.json {closed}", folder)
    assert (done.code, len(script.requests)) == (0, 1)
    assert script.requests[0].headers["authorization"] == "Basic aWQ6czNjcmV0"
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["outcome"] == "clean"


def test_a_full_stderr_does_not_change_the_exit_code_of_a_verdict(drifted: Project) -> None:
    command = (*DRIFTCHECK, "check", "-v", "-o", "json=report.json")
    with open("/dev/full", "wb") as full:
        assert ran(*command, cwd=drifted.folder, stderr=full) == Ran(2, "", "")


def test_a_closed_stderr_does_not_change_the_exit_code_of_an_error(drifted: Project) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = (*DRIFTCHECK, "check", "--live", "nowhere.json")
    done = ran(*command, cwd=drifted.folder, stderr=writer)
    os.close(writer)
    assert done == Ran(1, "", "")
