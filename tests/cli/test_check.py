"""`driftcheck check` as a process."""

import json
import os
import subprocess
import sys

import pytest

from tests.each import each
from tests.support import CONFIG, HANGS, Project, number


def test_a_list_as_declared_is_clean(project: Project) -> None:
    ran = project.run("check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("CLEAN: no finding at or above low. Exit code 0.\n")


@pytest.mark.parametrize("format", ["text", "json"])
def test_drift_exits_2_in_every_format(project: Project, format: str) -> None:
    ran = project.live(number(inbound=False)).run("check", "-o", format)
    assert (ran.code, ran.err) == (2, "")


def test_several_reports_of_one_run_agree(project: Project) -> None:
    project.live(number(inbound=False))
    ran = project.run("check", "-o", "json=a/b/report.json", "-o", "text=report.txt", "-o", "json")
    written = json.loads((project.folder / "a" / "b" / "report.json").read_text())
    assert written == ran.json
    assert (project.folder / "report.txt").read_text().endswith("1 high. Exit code 2.\n")


def test_a_report_replaces_an_earlier_one_completely(project: Project) -> None:
    path = project.folder / "report.json"
    path.write_text("x" * 100_000)
    assert project.run("check", "-o", "json=report.json").code == 0
    assert json.loads(path.read_text())["outcome"] == "clean"
    assert [p.name for p in project.folder.iterdir() if "report" in p.name] == ["report.json"]


def test_a_file_is_written_instead_of_stdout(project: Project) -> None:
    assert project.run("check", "-o", "text=report.txt").out == ""


def test_fail_on_lets_lesser_findings_pass(project: Project) -> None:
    project.live(number(label="Other"))
    assert project.run("check").code == 2
    assert project.run("check", "--fail-on", "high").code == 0
    assert project.run("check", "--fail-on", "low").code == 2


def test_fail_on_of_the_command_line_is_in_the_report(project: Project) -> None:
    assert project.report("--fail-on", "critical")["fail_on"] == "critical"


def test_quiet_prints_only_the_verdict(project: Project) -> None:
    ran = project.live(number(inbound=False)).run("check", "-q")
    assert ran.out == "FINDINGS: 1 high. Exit code 2.\n"


def test_verbose_prints_steps_on_stderr(project: Project) -> None:
    first, second = project.run("check", "-v").err.splitlines()
    assert first == "driftcheck: live.json: 1 live number"
    assert second.startswith("driftcheck: numbers that checks applied to: drift-missing 1, ")


def test_options_may_come_from_the_environment(project: Project) -> None:
    project.live(number(label="Other"), number(phone_number="+12025550101"))
    variables = {
        "DRIFTCHECK_SELECT": "label=Other;inbound=true",
        "DRIFTCHECK_OUTPUT": "json;text=report.txt",
        "DRIFTCHECK_FAIL_ON": "high",
        "DRIFTCHECK_CONFIG": "driftcheck.yaml",
    }
    ran = project.run("check", env=variables)
    assert (ran.code, ran.json["summary"]["live"], ran.json["fail_on"]) == (0, 1, "high")
    assert (project.folder / "report.txt").exists()


def test_flags_may_come_from_the_environment(project: Project) -> None:
    ran = project.live().run("check", "-q", env={"DRIFTCHECK_ALLOW_EMPTY": "1"})
    assert ran.code == 2


@each(
    ("args", "env", "colored"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
        ((), {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (("--color", "never"), {"NO_COLOR": "", "FORCE_COLOR": "1"}, False),
    ],
)
def test_color_is_used_on_terminals_or_on_request(
    project: Project, args: tuple[str, ...], env: dict[str, str], colored: bool
) -> None:
    assert ("\x1b[" in project.run("check", *args, env=env).out) is colored


def test_a_file_report_is_never_colored(project: Project) -> None:
    project.run("check", "--color", "always", "-o", "text=report.txt")
    assert "\x1b" not in (project.folder / "report.txt").read_text()


@pytest.mark.parametrize("width", [60, 80, 200])
def test_lines_keep_to_the_width_of_the_terminal(project: Project, width: int) -> None:
    project.write(driftcheck__yaml=CONFIG + "policies: [builtin:baseline]\n")
    project.live(number(associated_pipeline=None, label="A label that is rather long " * 3))
    out = project.run("check", env={"COLUMNS": str(width)}).out
    assert max(map(len, out.splitlines())) <= width


def test_a_finding_points_to_the_line_of_its_field(project: Project) -> None:
    project.live(number(label="Other"))
    (finding,) = project.report()["findings"]
    assert finding["location"] == {"file": "numbers.yaml", "line": 4, "column": 5}


def test_places_are_relative_to_where_it_is_run(project: Project) -> None:
    project.live(number(label="Other"))
    folder = project.folder / "elsewhere"
    folder.mkdir()
    inner = Project(project.folder.parent)
    name = project.folder.name
    (finding,) = inner.report("-c", f"{name}/driftcheck.yaml")["findings"]
    assert finding["location"]["file"] == f"{name}/numbers.yaml"
    (finding,) = Project(folder).report("-c", "../driftcheck.yaml")["findings"]
    assert finding["location"]["file"] == str(project.folder / "numbers.yaml")


def test_the_same_input_gives_the_same_bytes_except_times(project: Project) -> None:
    project.live(number(label="b"), number(phone_number="+19"), number(phone_number="+18"))
    first, second = project.report(), project.report()
    for report in (first, second):
        del report["started_at"], report["duration_seconds"]
    assert first == second


def test_a_fingerprint_depends_only_on_account_check_number_and_path(project: Project) -> None:
    project.live(number(label="b"))
    (before,) = project.report()["findings"]
    moved = "version: 1\n\n\nnumbers:\n  - {phone_number: +12025550100, label: c}\n"
    (after,) = project.write(numbers__yaml=moved).report()["findings"]
    assert before["location"] != after["location"]
    assert before["fingerprint"] == after["fingerprint"]


def test_a_full_disk_is_an_error(project: Project) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "driftcheck", "check"],
            cwd=project.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=HANGS,
        )
    assert done.returncode == 1
    assert done.stderr == b"Error: cannot write to stdout: No space left on device\n"


def test_a_closed_stdout_reader_causes_no_message(project: Project) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "driftcheck", "check"],
        cwd=project.folder,
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
        timeout=HANGS,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@each("name", ["driftcheck.yaml", "numbers.yaml", "live.json", "./live.json"])
def test_a_report_never_overwrites_an_input(project: Project, name: str) -> None:
    before = (project.folder / name).read_text()
    ran = project.run("check", "-o", f"json={name}")
    assert (ran.code, ran.out) == (1, "")
    assert f'--output: "{name.removeprefix("./")}" is an input of this command' in ran.err
    assert (project.folder / name).read_text() == before


def test_a_report_never_overwrites_the_list_given_as_live(project: Project) -> None:
    project.write(other__json="[]")
    ran = project.run("check", "--live", "other.json", "-o", "json=other.json")
    assert (ran.code, (project.folder / "other.json").read_text()) == (1, "[]")


def test_the_verdict_goes_to_stderr_if_no_report_goes_to_stdout(project: Project) -> None:
    ran = project.run("check", "-o", "json=report.json")
    assert (ran.out, ran.err) == ("", "CLEAN: no finding at or above low. Exit code 0.\n")
    assert project.run("check", "-q", "-o", "json=report.json").err == ""


def test_quiet_affects_only_stdout(project: Project) -> None:
    project.run("check", "-q", "-o", "text=report.txt")
    assert "1 declared, 1 live" in (project.folder / "report.txt").read_text()
