"""`--fail-on never` and `fail_on: never`: findings are reported, but do not fail the run."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from tests.ci.action import check as step
from tests.ci.action import told
from tests.ci.shell import Runner
from tests.confirming import CLEAN, A, Account, B, account
from tests.support import CONFIG, Project, number, without_config

NEVER = CONFIG + "fail_on: never\n"
DRIFTED = number(label="Other")
VERDICT = "FINDINGS: 1 low. Exit code 0 (fail_on: never).\n"
WAIVED = """\
version: 1
waivers:
  - {check: drift-changed, match: ["*"], reason: known, owner: voice, expires: 2999-12-31}
"""


@pytest.fixture
def drifted(project: Project) -> Project:
    """A project with one finding of low severity."""
    return project.live(DRIFTED)


ASKED: dict[str, Callable[[Project], tuple[tuple[str, ...], dict[str, str]]]] = {
    "by an option": lambda _: (("--fail-on", "never"), {}),
    "by a variable": lambda _: ((), {"DRIFTCHECK_FAIL_ON": "never"}),
    "in the configuration": lambda project: (project.write(driftcheck__yaml=NEVER), ((), {}))[1],
}


@pytest.mark.parametrize("how", ASKED)
def test_findings_exit_0_with_the_option_and_the_setting(drifted: Project, how: str) -> None:
    args, env = ASKED[how](drifted)
    ran = drifted.run("check", *args, env=env)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(VERDICT)
    assert "[drift-changed]" in ran.out


def test_the_option_overrides_the_configuration(drifted: Project) -> None:
    drifted.write(driftcheck__yaml=NEVER)
    assert drifted.run("check", "--fail-on", "low").code == 2


def test_the_outcome_still_shows_the_findings(drifted: Project) -> None:
    report = drifted.report("--fail-on", "never")
    told = (report["outcome"], report["exit_code"], report["fail_on"], len(report["findings"]))
    assert told == ("findings", 0, "never", 1)


def test_a_finding_of_any_severity_sets_the_outcome(project: Project) -> None:
    project.live({**number(), "brand_new": 1})
    report = project.report("--fail-on", "never")
    assert (report["outcome"], report["findings"][0]["severity"]) == ("findings", "info")


def test_waived_and_existing_findings_do_not_set_the_outcome(drifted: Project) -> None:
    drifted.write(former__json=drifted.run("check", "-o", "json").out)
    existing = drifted.run("check", "--fail-on", "never", "--baseline", "former.json", "-q")
    drifted.write(driftcheck__yaml=NEVER + "waivers: [waivers.yaml]\n", waivers__yaml=WAIVED)
    waived = drifted.run("check", "-q")
    assert existing.out == "CLEAN: no new finding (1 existing). Exit code 0.\n"
    assert waived.out == "CLEAN: no finding (1 waived). Exit code 0.\n"


def test_a_clean_run_is_only_called_clean(project: Project) -> None:
    ran = project.run("check", "--fail-on", "never", "-q")
    assert (ran.code, ran.out) == (0, "CLEAN: no finding. Exit code 0.\n")


@pytest.mark.parametrize("broken", ["{}", "[", "[]"])
def test_no_verdict_still_exits_1(project: Project, broken: str) -> None:
    project.write(driftcheck__yaml=NEVER, live__json=broken)
    ran = project.run("check")
    assert ran.code == 1
    assert "never" not in ran.out


def test_an_unreadable_configuration_still_exits_1(project: Project) -> None:
    project.write(driftcheck__yaml=NEVER, numbers__yaml="version: 1\nnumbers: [{lable: x}]\n")
    report = project.report()
    assert (report["exit_code"], report["outcome"], report["fail_on"]) == (1, "error", "never")


def test_reports_show_the_outcome(drifted: Project) -> None:
    names = ("junit", "sarif", "github", "markdown", "html", "prometheus")
    drifted.run("check", "--fail-on", "never", *(f"--output={name}={name}" for name in names))
    made = {name: without_config((drifted.folder / name).read_text()) for name in names}
    assert len(ElementTree.fromstring(made["junit"]).findall(".//failure")) == 1
    assert '<property name="fail_on" value="never"' in made["junit"]
    assert '"exitCode": 0' in made["sarif"]
    assert '"ruleId": "drift-changed"' in made["sarif"]
    assert made["github"].endswith(VERDICT)
    assert made["markdown"].startswith("### ❌ driftcheck: FINDINGS: 1 low.")
    assert "exit code 0 · fails on no finding" in made["html"]
    assert "driftcheck_exit_code 0.0" in made["prometheus"]
    assert 'driftcheck_outcome{outcome="findings"} 1.0' in made["prometheus"]


def test_the_history_records_the_outcome(drifted: Project) -> None:
    drifted.write(driftcheck__yaml=NEVER + "history: sqlite:///h.db\n")
    drifted.run("check")
    shown = drifted.run("history", "show")
    assert shown.out.splitlines()[0].endswith("findings (exit code 0, fail_on: never)")
    record = drifted.run("history", "show", "-o", "json").json["run"]["record"]
    assert (record["outcome"], record["exit_code"], record["fail_on"]) == ("findings", 0, "never")
    (run,) = drifted.run("history", "-o", "json").json["runs"]
    assert run["outcome"] == "findings"


def test_a_report_of_such_a_run_is_a_baseline(drifted: Project) -> None:
    drifted.write(former__json=drifted.run("check", "--fail-on", "never", "-o", "json").out)
    assert drifted.run("check", "--baseline", "former.json").code == 0


@pytest.fixture
def looking(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Account:
    return account(project, monkeypatch, capsys)


def test_findings_are_still_confirmed(looking: Account) -> None:
    looked = looking.confirm(A, CLEAN, args=("--fail-on", "never"))
    assert (looked.code, looked.asked, looked.report["outcome"]) == (0, 2, "clean")
    looked = looking.confirm(A, args=("--fail-on", "never"))
    assert (looked.code, looked.asked, looked.report["outcome"]) == (0, 2, "findings")


def test_two_fetches_without_a_common_finding_give_no_verdict(looking: Account) -> None:
    assert looking.confirm(A, B, args=("--fail-on", "never")).code == 1


def test_the_action_outputs_the_outcome(drifted: Project) -> None:
    runner = Runner(drifted, {})
    assert step(runner, fail_on="never").code == 0
    assert told(runner) == {"exit-code": "0", "outcome": "findings"}
