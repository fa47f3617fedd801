"""Findings on one number that have one cause are one block, with the strongest first."""

from driftcheck.model import Finding, Report, Severity
from driftcheck.report import View
from driftcheck.report.causes import causes as causes_of
from driftcheck.report.text import render
from tests.each import each
from tests.reports import CHECKS, RULE, WAIVER, changed, finding, report

ONE, TWO = "+12025550100", "+12025550107"
LIST = "inbound_config.allowed_addresses"
PIPELINE = "associated_pipeline.pipeline_id"
TITLES = ("A trunk is closed", "A label is short", "x: label[0] is")
EITHER = "label is not configured, or provider is not configured"


def told(findings: list[Finding]) -> Report:
    """A report in which the title of each rule is what its message begins with."""
    checks = dict(CHECKS)
    for found in findings:
        title = next((one for one in TITLES if found.message.startswith(f"{one}: ")), "")
        checks.setdefault(found.check, RULE._replace(id=found.check, title=title))
    return report(findings, checks=checks)


def causes(findings: list[Finding]) -> list[tuple[int, ...]]:
    return causes_of(findings, told(findings))


def labelled(check: str, label: str, title: str = TITLES[1]) -> Finding:
    """A rule about a label, which the message quotes."""
    message = f'{title}: label is too long (it is "{label}")'
    made = finding(RULE.id, ONE, path="label", message=message, actual=label)
    return made._replace(check=check, remedy=check)


def missing(path: str, severity: Severity = Severity.CRITICAL, number: str = ONE) -> Finding:
    """A rule whose field is not configured."""
    message = f"{RULE.title}: {path} is not configured"
    return finding(RULE.id, number, path=path, message=message, severity=severity)


def open_to(detail: str, index: int, severity: Severity) -> Finding:
    """A rule about an item of the access list."""
    message = f"{TITLES[0]}: {LIST}[{index}] {detail}"
    made = finding(RULE.id, ONE, path=LIST, message=message, severity=severity, actual=["a", "b"])
    return made._replace(check=f"rule-{severity.label}", remedy=detail)


def cleared(number: str = ONE, pipeline: str = "pipeline_a", **more: object) -> list[Finding]:
    """A pipeline that somebody cleared: a rule and two fields."""
    return [
        missing(PIPELINE, number=number),
        changed(number, PIPELINE, pipeline, None, severity=Severity.HIGH, **more),
        changed(number, "associated_pipeline.pipeline_name", "Help", None, **more),
    ]


def test_a_cleared_pipeline_is_one_block() -> None:
    out = render(report(cleared()), View())
    assert (
        f"    critical  {PIPELINE} is not configured\n"
        '              declared: "pipeline_a"\n'
        '              associated_pipeline.pipeline_name: "Help" → null\n'
        f"              {RULE.title}  [{RULE.id}, drift-changed]\n"
        f"    fix       {RULE.remedy}\n\n"
    ) in out
    assert out.count("    fix  ") == 1


def test_numbers_with_other_pipelines_show_what_was_declared_of_each() -> None:
    out = render(report([*cleared(), *cleared(TWO, "pipeline_b")]), View())
    assert f"    critical  {PIPELINE} is not configured\n" in out
    assert '"pipeline_a" → null' in out
    assert '"pipeline_b" → null' in out


def test_findings_about_one_item_of_a_list_are_one_with_the_strongest() -> None:
    three = [
        open_to("is public", 0, Severity.MEDIUM),
        open_to("admits all", 0, Severity.CRITICAL),
        open_to("is wide", 0, Severity.HIGH),
    ]
    out = render(told(three), View(200))
    assert f"{LIST}[0] admits all  {TITLES[0]}  [rule-critical, rule-high, rule-medium]\n" in out
    assert "is wide" not in out
    assert out.count("    fix  ") == 1


@each(
    "others",
    [
        [open_to("is wide", 0, Severity.HIGH), open_to("is wide", 1, Severity.LOW)],
        [missing("label"), missing("provider")],
        [missing("outbound_config.address"), *cleared()[1:2]],
        [changed(ONE, "inbound", True, False), changed(ONE, "inbound_config.prefix", "1", None)],
        [changed(ONE, "a.b", "x", "y"), changed(ONE, "a.c", "x", "y")],
        [cleared()[1], cleared(status="existing")[2]],
        [cleared()[1], cleared(waiver=WAIVER)[2]],
        [
            finding("schema-invalid", ONE, path="label"),
            finding("live-duplicate", ONE, path="label"),
        ],
        [labelled("one", "a: label[0] b"), labelled("two", "a: label[0] b")],
        [labelled("one", "a", TITLES[2]), labelled("two", "a", TITLES[2])],
        [missing("label"), missing("label")._replace(message=f"{RULE.title}: {EITHER}")],
    ],
    ids="item rules parent fields values existing waived schema quoted title either".split(),
)
def test_other_findings_stay_apart(others: list[Finding]) -> None:
    assert len(causes(others)) == 2


def test_rules_that_miss_the_same_field_are_one() -> None:
    assert causes([missing(PIPELINE, Severity.LOW), missing(PIPELINE)]) == [(1, 0)]


def test_a_rule_says_what_is_wrong_before_drift_that_is_as_bad() -> None:
    drift = changed(ONE, PIPELINE, "pipeline_a", None, severity=Severity.HIGH)
    assert causes([drift, missing(PIPELINE, Severity.HIGH)]) == [(1, 0)]
    assert causes([drift, missing(PIPELINE, Severity.LOW)]) == [(0, 1)]


def test_a_rule_about_a_field_below_a_cleared_one_belongs_to_it() -> None:
    whole = changed(ONE, "outbound_config", {"address": "a"}, None)
    assert causes([whole, missing("outbound_config.address")]) == [(1, 0)]


def test_the_worst_comes_first_and_the_same_fix_is_said_once() -> None:
    found = [
        changed(ONE, "label", "a", "b", severity=Severity.LOW),
        finding("live-duplicate", ONE, severity=Severity.MEDIUM),
        changed(ONE, "inbound", True, False, severity=Severity.HIGH),
        changed(ONE, "provider", "a", "b", severity=Severity.CRITICAL, waiver=WAIVER),
    ]
    assert causes(found) == [(2,), (0,), (1,), (3,)]
    assert render(report(found), View()).count("declare the live value") == 1


def test_a_cause_has_the_remedy_of_the_worst_finding_that_has_one() -> None:
    found = [missing("label"), missing("label", Severity.LOW)._replace(remedy="Ask around.")]
    found[0] = found[0]._replace(remedy=None)
    assert "    fix       Ask around.\n" in render(report(found), View())


def test_numbers_whose_findings_have_other_causes_are_apart() -> None:
    """What is said of the first would hide what is wrong with the second."""
    one = [open_to("is wide", 0, Severity.HIGH), open_to("is public", 0, Severity.LOW)]
    two = [open_to("is wide", 0, Severity.HIGH), open_to("is public", 1, Severity.LOW)]
    found = [*one, *(each._replace(phone_number=TWO) for each in two)]
    out = render(told(found), View(200))
    assert f"{LIST}[1] is public" in out
    assert "2 numbers" not in out
