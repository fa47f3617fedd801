"""`driftcheck check --baseline`: findings of an earlier report are existing and do not fail."""

import json
from typing import Any

import pytest

from driftcheck.model import fingerprint
from driftcheck.validation.validator import Validator
from tests.each import each
from tests.support import CONFIG, Project, number

ONE, TWO, SIX = "+12025550100", "+12025550101", "+12025550106"
RULE = "{id: my-rule, title: Labels, severity: low, require: {label: Support}}"
CAPACITY = """\
- id: pipeline-capacity
  title: A pipeline takes two numbers at most
  severity: medium
  group_by: [label, associated_pipeline.pipeline_id]
  count: {maximum: 2}
"""
NO_VALID = 'this is not a valid report: "'
MAKE_ONE = "\n  Create one: driftcheck check -o json=baseline.json\n"
NO_VERDICT = "\n  Use the report of a run that exited 0 or 2.\n"
AS_FORMER = ("--baseline", "former.json")
Found = list[tuple[str, str | None]]


def pack(rules: str) -> str:
    return f"version: 1\nname: mine\nrules:\n{rules}\n"


def waivers(*texts: str) -> str:
    lines = (f"  - {{{text}, reason: legacy, owner: voice}}\n" for text in texts)
    return "version: 1\nwaivers:\n" + "".join(lines) if texts else "version: 1\nwaivers: []\n"


def waived(check: str, number: str = ONE, expires: str = "2099-12-31") -> str:
    return f"check: {check}, numbers: [{number}], expires: {expires}"


def keep(project: Project, *args: str) -> Any:
    """Save the report of a run as former.json."""
    report = project.report(*args)
    project.write(former__json=json.dumps(report))
    return report


def told(report: Any, status: str | None = None) -> Found:
    findings = [f for f in report["findings"] if status in (None, f["status"])]
    return [(finding["check"], finding["phone_number"]) for finding in findings]


def fixed(report: Any) -> Found:
    return [(former["check"], former["phone_number"]) for former in report["baseline"]["fixed"]]


@pytest.fixture
def former(project: Project) -> Project:
    """A project with a report of two findings that still exist."""
    project.live(number(label="Other"), number(phone_number=TWO))
    keep(project)
    return project


def test_findings_of_the_former_report_are_existing_and_do_not_fail(former: Project) -> None:
    assert former.run("check").code == 2
    ran = former.run("check", *AS_FORMER)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("CLEAN: no new finding at or above low (2 existing). Exit code 0.\n")
    assert "2 existing findings not shown" in ran.out
    shown = former.run("check", *AS_FORMER, "--all").out
    assert '    existing  low: label: "Support" → "Other"  [drift-changed]' in shown
    report = former.report(*AS_FORMER)
    assert (report["outcome"], report["exit_code"]) == ("clean", 0)
    assert told(report, "existing") == told(report) == told(former.report(), "new") != []


def test_the_baseline_may_come_from_the_environment(former: Project) -> None:
    ran = former.run("check", "-q", env={"DRIFTCHECK_BASELINE": "former.json"})
    assert ran.out == "CLEAN: no new finding at or above low (2 existing). Exit code 0.\n"
    assert former.run("check", "-q", env={"DRIFTCHECK_BASELINE": ""}).code == 2


def test_only_new_findings_fail_and_are_counted(former: Project) -> None:
    former.live(number(label="Other"), number(phone_number=TWO), number(phone_number=SIX))
    ran = former.run("check", *AS_FORMER)
    assert ran.code == 2
    assert ran.out.endswith("FINDINGS: 1 medium (2 existing). Exit code 2.\n")
    assert ": 2 existing, 1 new, 0 fixed since." in ran.out
    assert ran.out.count("    fix  ") == 1
    assert told(former.report(*AS_FORMER), "new") == [("drift-unmanaged", SIX)]
    assert former.run("check", *AS_FORMER, "--fail-on", "high").code == 0


def test_what_is_fixed_is_listed_in_the_json_report(former: Project) -> None:
    before = json.loads((former.folder / "former.json").read_text())
    report = former.live(number()).report(*AS_FORMER)
    kept = ("check", "severity", "account", "phone_number", "path", "message", "fingerprint")
    assert report["findings"] == []
    assert report["baseline"] == {
        "source": "former.json",
        "started_at": before["started_at"],
        "fixed": [{key: finding[key] for key in kept} for finding in before["findings"]],
    }


def test_what_is_fixed_is_listed_in_the_text(former: Project) -> None:
    out = former.live(number()).run("check", *AS_FORMER).out
    assert ": 0 existing, 0 new, 2 fixed since.\n" in out
    assert f"    fixed     {TWO}  [drift-unmanaged]\n" in out
    assert f"    fixed     {ONE} label  [drift-changed]\n" in out
    assert out.endswith("CLEAN: no finding at or above low. Exit code 0.\n")


def test_the_text_lists_twenty_of_many_fixed_findings(project: Project) -> None:
    keep(project.live(number(), *(number(phone_number=f"+120255502{i}") for i in range(10, 33))))
    out = project.live(number()).run("check", *AS_FORMER).out
    assert out.count("    fixed     +") == 20
    assert "    … and 3 more fixed\n" in out


def test_a_waived_finding_fails_once_its_waiver_is_gone(project: Project) -> None:
    project.write(driftcheck__yaml=CONFIG + "waivers: [w.yaml]\n").live(number(label="Other"))
    project.write(w__yaml=waivers(waived("drift-changed")))
    assert keep(project)["summary"]["waived"] == 1
    assert project.run("check", *AS_FORMER, "--no-waivers").code == 2
    report = project.write(w__yaml=waivers()).report(*AS_FORMER)
    assert told(report, "new") == [("drift-changed", ONE)]
    assert fixed(project.live(number()).report(*AS_FORMER)) == []


def test_an_existing_finding_can_be_waived_as_well(project: Project) -> None:
    keep(project.live(number(label="Other")))
    project.write(driftcheck__yaml=CONFIG + "waivers: [w.yaml]\n")
    project.write(w__yaml=waivers(waived("drift-changed")))
    (finding,) = project.report(*AS_FORMER)["findings"]
    assert (finding["status"], finding["waiver"]["owner"]) == ("existing", "voice")
    out = project.run("check", *AS_FORMER).out
    assert "    waived    low: " in out
    assert out.endswith("(1 waived). Exit code 0.\n")


def test_a_waiver_that_has_expired_since_is_a_new_finding(project: Project) -> None:
    keep(project.live(number(label="Other")))
    project.write(driftcheck__yaml=CONFIG + "waivers: [w.yaml]\n")
    project.write(w__yaml=waivers(waived("drift-changed", expires="2020-01-01")))
    assert told(project.report(*AS_FORMER), "new") == [("waiver-expired", ONE)]


def test_a_finding_with_another_severity_is_still_existing(former: Project) -> None:
    former.write(driftcheck__yaml=CONFIG + "severity: {drift-changed: critical}\n")
    report = former.report(*AS_FORMER)
    assert report["findings"][0]["severity"] == "critical"
    assert (report["outcome"], report["summary"]["by_severity"]["critical"]) == ("clean", 1)


def test_a_check_that_is_off_fixes_nothing(former: Project) -> None:
    levels = "severity: {drift-changed: high, drift-unmanaged: off}\n"
    former.live(number()).write(driftcheck__yaml=CONFIG + levels)
    assert fixed(former.report(*AS_FORMER)) == [("drift-changed", ONE)]


def test_a_rule_that_is_no_longer_configured_fixes_nothing(project: Project) -> None:
    policies = CONFIG + "policies: [p.yaml]\n"
    project.write(driftcheck__yaml=policies, p__yaml=pack(f"- {RULE}"))
    keep(project.live(number(label="Other")))
    changed = ("drift-changed", ONE)
    assert fixed(project.live(number()).report(*AS_FORMER)) == [changed, ("my-rule", ONE)]
    assert fixed(project.write(driftcheck__yaml=CONFIG).report(*AS_FORMER)) == [changed]


def test_an_account_that_could_not_be_read_fixes_nothing(former: Project) -> None:
    former.write(live__json="[")
    ran = former.run("check", *AS_FORMER, "-o", "json")
    assert (ran.code, ran.json["outcome"]) == (1, "error")
    assert (ran.json["findings"], fixed(ran.json)) == ([], [])
    assert "fixed" not in former.run("check", *AS_FORMER, "-o", "text").out


def test_findings_of_an_unconfigured_account_are_not_fixed(former: Project) -> None:
    report = json.loads((former.folder / "former.json").read_text())
    for finding in report["findings"]:
        named = ("eu", finding["check"], finding["phone_number"], finding["path"])
        finding |= {"account": "eu", "fingerprint": fingerprint(*named)}
    former.write(former__json=json.dumps(report))
    assert fixed(former.live(number()).report(*AS_FORMER)) == []


def test_findings_on_unselected_numbers_are_not_fixed(former: Project) -> None:
    former.live(number(), number(phone_number=SIX, label="Sales"))
    assert fixed(former.report(*AS_FORMER, "--select", f"phone_number={SIX}")) == []
    selected = former.report(*AS_FORMER, "--select", "label=Support")
    assert fixed(selected) == [("drift-changed", ONE)]


def test_a_selection_keeps_existing_findings(former: Project) -> None:
    report = former.report(*AS_FORMER, "--select", f"phone_number={TWO}")
    assert told(report, "existing") == [("drift-unmanaged", TWO)]
    assert (report["outcome"], fixed(report)) == ("clean", [])


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((), ["waiver-expired", "waiver-unused"]),
        (("--no-waivers",), []),
        (("--select", "label=Support"), ["waiver-expired"]),
    ],
)
def test_findings_on_unchecked_waivers_are_not_fixed(
    project: Project, args: tuple[str, ...], expected: list[str]
) -> None:
    old = waived("drift-changed", expires="2020-01-01")
    project.write(driftcheck__yaml=CONFIG + "waivers: [w.yaml]\n")
    keep(project.write(w__yaml=waivers(old, waived("drift-missing"))))
    report = project.write(w__yaml=waivers()).report(*AS_FORMER, *args)
    assert [check for check, _ in fixed(report)] == expected


@each("label", ["Support", '\x1b[31m"]\n\u202e${x}</b>', "", "é" * 9, "x" * 500])
def test_the_report_of_one_run_is_a_baseline_for_the_next(project: Project, label: str) -> None:
    project.write(driftcheck__yaml=CONFIG + "policies: [p.yaml]\n", p__yaml=pack(CAPACITY))
    numbers = [number(phone_number=f"{ONE[:-1]}{i}", label=label) for i in range(3)]
    assert ("pipeline-capacity", None) in told(keep(project.live(*numbers, {"label": label})))
    again = keep(project, *AS_FORMER)
    assert (again["outcome"], told(again, "new"), fixed(again)) == ("clean", [], [])
    third = project.report(*AS_FORMER)
    assert (third["outcome"], third["findings"]) == ("clean", again["findings"])
    out = project.live(*numbers[:2]).run("check", *AS_FORMER).out
    assert "[pipeline-capacity]" in out
    assert not {"\x1b", "\u202e"} & set(out)


def test_a_finding_that_is_fixed_and_comes_back_is_new(former: Project) -> None:
    keep(former.live(number()), *AS_FORMER)
    assert former.live(number(label="Other")).run("check", *AS_FORMER).code == 2


def test_the_same_baseline_gives_the_same_bytes_except_times(former: Project) -> None:
    def lines() -> list[str]:
        text = former.live(number(inbound=False)).run("check", *AS_FORMER, "-o", "json").out
        return [line for line in text.splitlines() if '"duration_sec' not in line]

    first, second = lines(), lines()
    assert "fixed" in str(first)
    assert [
        a for a, b in zip(first, second, strict=True) if a != b and '"started_at"' not in a
    ] == []


def test_the_report_of_a_comparison_is_valid_by_its_schema(former: Project) -> None:
    report = former.live(number(inbound=False)).report(*AS_FORMER)
    assert fixed(report)
    assert list(Validator(json.loads(former.run("schema", "report").out)).faults(report)) == []


@each(
    ("changes", "message"),
    [
        ({"format": None}, "this is not a JSON report of driftcheck"),
        ({"version": 2}, "only version 1 of the JSON report is supported"),
        ({"findings": None}, NO_VALID + 'findings" is missing'),
        ({"findings": {}}, NO_VALID + 'findings" must be a list, not a mapping'),
        ({"findings": [{}]}, NO_VALID + 'findings[0].account" is missing'),
        (
            {"fail_on": 3},
            NO_VALID + 'fail_on" must be one of critical, high, medium, low, info, never',
        ),
        ({"baseline": []}, NO_VALID + 'baseline" must be a mapping or null, not a list'),
        ({"outcome": "error"}, "this report is from a run without a verdict"),
    ],
)
def test_an_unusable_report_is_refused(
    former: Project, changes: dict[str, Any], message: str
) -> None:
    report = {**json.loads((former.folder / "former.json").read_text()), **changes}
    left = {name: value for name, value in report.items() if value is not None}
    ran = former.write(former__json=json.dumps(left)).run("check", *AS_FORMER)
    hint = NO_VERDICT if "outcome" in changes else MAKE_ONE
    assert (ran.code, ran.out, ran.err) == (1, "", f"Error: former.json:1:1: {message}{hint}")


@pytest.mark.parametrize("name", ["former.json", "./former.json", "b/../link.json"])
def test_a_report_is_never_written_over_the_baseline(former: Project, name: str) -> None:
    (former.folder / "b").mkdir()
    (former.folder / "link.json").symlink_to("former.json")
    before = (former.folder / "former.json").read_text()
    ran = former.run("check", *AS_FORMER, "-o", f"json={name}")
    assert (ran.code, ran.out) == (1, "")
    assert "is an input of this command\n" in ran.err
    assert (former.folder / "former.json").read_text() == before


def test_a_mistake_in_the_baseline_is_reported_with_the_others(former: Project) -> None:
    ran = former.write(numbers__yaml="version: 2\n", former__json="[]").run("check", *AS_FORMER)
    assert (ran.code, ran.out) == (1, "")
    assert "former.json:1:1: " in ran.err
    assert "numbers.yaml:1:1: " in ran.err
