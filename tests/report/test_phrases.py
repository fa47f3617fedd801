"""What reports for people say about counts, coverage, the baseline and the verdict."""

from typing import Any

import pytest

from driftcheck.model import (
    AccountResult,
    Comparison,
    Finding,
    Former,
    Place,
    Problem,
    Report,
    Severity,
    Summary,
    Terms,
)
from driftcheck.report import notes, phrases
from tests.each import each
from tests.reports import CHECKS, RULE, WAIVER, changed, finding, report

FIXED = Former("drift-missing", Severity.HIGH, "default", "+1", None, "m", "0" * 32)


def of_severities(*labels: str, **more: Any) -> Report:
    findings = [finding("drift-missing", severity=Severity.of(label)) for label in labels]
    return report(findings, **more)


def test_a_finding_is_open_unless_it_is_waived_or_in_the_baseline() -> None:
    found = [finding(), finding(waiver=WAIVER), finding(status="existing")]
    assert [phrases.is_open(f) for f in found] == [True, False, False]
    assert [phrases.state(f) for f in found] == ["new", "waived", "existing"]


def test_a_finding_both_waived_and_existing_counts_as_waived() -> None:
    both = finding(waiver=WAIVER, status="existing")
    assert phrases.state(both) == "waived"
    assert phrases.existing(report([both, finding(status="existing")])) == 1


def test_an_accepted_finding_says_why() -> None:
    shown = "waived by voice-team until 2027-03-31: legacy IVR"
    assert phrases.acceptance(finding(waiver=WAIVER)) == shown
    assert phrases.acceptance(finding(status="existing")) == "in the baseline"
    assert phrases.acceptance(finding()) == ""


@each(
    ("given", "expected"),
    [
        (finding(number="+1\x1b"), r"+1\x1b"),
        (finding(number=None, path="[3].label"), "entry 3 of the live list (counted from 0)"),
        (finding(number=None, path="[12]"), "entry 12 of the live list (counted from 0)"),
        (finding("waiver-unused", None, path="drift-missing"), "waiver"),
        (finding(RULE.id, None, path='team="a"'), 'team="a"'),
        (finding(RULE.id, None), "all numbers"),
    ],
)
def test_a_finding_is_about_a_number_an_entry_a_waiver_or_a_group(
    given: Finding, expected: str
) -> None:
    assert phrases.about(given) == expected


@each(
    ("given", "expected"),
    [
        (finding(path="a.b"), "a.b"),
        (finding(), ""),
        (finding(number=None, path="[3].a.b"), "a.b"),
        (finding(number=None, path="[3]"), ""),
        (finding(RULE.id, None, path='team="a"'), ""),
    ],
)
def test_the_field_of_a_finding_is_shown_without_its_entry(given: Finding, expected: str) -> None:
    assert phrases.field(given) == expected


@each(
    ("expected", "actual", "shown"),
    [
        ("a", "b", '"a" → "b"'),
        ("6036", None, '"6036" → null'),
        (True, 1, "true → 1"),
        ("دعم", "b", '"دعم" → live "b"'),
        ("a", "دعم", '"a" → "دعم"'),
        ([], {"a": [1]}, '[] → {"a": [1]}'),
        ("日本\n", "\x1b", '"日本\\n" → "\\u001b"'),
        ("(sensitive)", "(sensitive)", '"(sensitive)" → "(sensitive)" (the difference is secret)'),
    ],
)
def test_a_change_shows_the_declared_and_the_live_value(
    expected: Any, actual: Any, shown: str
) -> None:
    assert phrases.change(changed("+1", "label", expected, actual)) == shown


def test_long_values_are_cut_and_marked() -> None:
    shown = phrases.change(changed("+1", "label", "a" * 500, "b" * 500))
    assert shown == f'"{"a" * 118}… → "{"b" * 118}…'


def test_a_changed_field_shows_its_path_and_other_findings_their_message() -> None:
    assert phrases.what(changed("+1", "a\x1b", 1, 2)) == r"a\x1b: 1 → 2"
    assert phrases.what(finding("drift-missing", message="gone\n::x")) == r"gone\n::x"


def test_a_problem_has_its_place_and_hint_on_one_line() -> None:
    problem = Problem("no\nsense", Place("a.yaml", 2, 3), "Write sense.")
    assert phrases.trouble(problem) == r"a.yaml:2:3: no\nsense — Write sense."
    assert phrases.trouble(Problem("no sense")) == "no sense"


def test_counts_name_every_state() -> None:
    summary = Summary(2000, 1500, 1000, 4, 3, 2, 1, 5)
    assert phrases.counts(report(summary=summary)) == (
        "2,000 declared, 1,500 live: 1,000 in sync, 4 missing, 3 changed, 2 unmanaged, 1 invalid, "
        "5 policy violations."
    )


def test_counts_name_waived_findings_and_numbers_declared_absent_if_any() -> None:
    summary = Summary(2, 4, 1, violations=1, waived=3)
    shown = phrases.counts(report(summary=summary._replace(present=1)))
    assert shown.endswith("1 policy violation, 1 present but declared absent, 3 waived.")
    assert "absent" not in phrases.counts(report(summary=summary))


@each(
    ("share", "shown"),
    [(1.0, "100%"), (0.9999, "99%"), (0.995, "99%"), (0.5, "50%"), (0.0099, "0%"), (0.0, "0%")],
)
def test_coverage_is_rounded_down_so_100_percent_means_all(share: float, shown: str) -> None:
    expected = f"Coverage: {shown} of the live numbers are declared."
    assert phrases.coverage(report(summary=Summary(coverage=share))) == expected


def test_without_live_numbers_there_is_no_coverage() -> None:
    assert phrases.coverage(report(summary=Summary())) == "Coverage: no number is live."


def test_coverage_is_that_of_the_accounts_that_were_checked() -> None:
    read, unread = AccountResult("a", "a.json", 1, 1), AccountResult("b", None, 1, None)
    known = read, unread._replace(problems=(Problem("no list"),))
    made = report(accounts=known, summary=Summary(coverage=1.0))
    part = "in the accounts that were checked"
    assert phrases.coverage(made) == f"Coverage: 100% of the live numbers {part} are declared."
    none = phrases.coverage(made._replace(summary=Summary()))
    assert none == f"Coverage: no number is live {part}."


def test_a_baseline_counts_existing_new_and_fixed_findings() -> None:
    findings = [finding(), finding(status="existing"), finding(status="existing", waiver=WAIVER)]
    baseline = Comparison("for\x1bmer.json", "2026-01-01T00:00:00Z", (FIXED,) * 1234)
    assert phrases.comparison(report(findings), baseline) == (
        r"Baseline: for\x1bmer.json of 2026-01-01T00:00:00Z: "
        "1 existing, 1 new, 1,234 fixed since."
    )


def test_severities_are_counted_worst_first() -> None:
    found = of_severities("low", "critical", "info", "low").findings
    assert phrases.severities(found) == "1 critical, 2 low, 1 info"


@each("fail_on", list(Severity))
def test_a_clean_run_names_its_threshold(fail_on: Severity) -> None:
    shown = f"CLEAN: no finding at or above {fail_on.label}."
    assert phrases.verdict(report(fail_on=fail_on)) == shown


def test_a_clean_run_counts_accepted_findings() -> None:
    findings = [finding(waiver=WAIVER), finding(status="existing"), finding(status="existing")]
    shown = phrases.verdict(report(findings, summary=Summary(waived=1)))
    assert shown == "CLEAN: no new finding at or above low (1 waived, 2 existing)."


def test_the_verdict_counts_only_findings_that_fail() -> None:
    found = of_severities("high", "medium", "medium", "low", fail_on=Severity.MEDIUM)
    waived = found.findings[0]._replace(waiver=WAIVER)
    existing = found.findings[0]._replace(status="existing")
    shown = phrases.verdict(found._replace(findings=(*found.findings, waived, existing)))
    assert shown == "FINDINGS: 1 high, 2 medium (1 low, which does not fail; 1 existing)."


def test_an_unread_account_gives_no_verdict() -> None:
    shown = "ERROR: not everything was read, so there is no verdict."
    assert phrases.verdict(report([finding()], [Problem("no")])) == shown


def test_an_unwritten_report_is_an_error() -> None:
    shown = "ERROR: a report could not be written."
    assert phrases.verdict(report([finding()], problems=[])).startswith("FINDINGS")
    unwritten = report([finding()])._replace(problems=(Problem("no"),))
    assert phrases.verdict(unwritten) == shown


def test_findings_are_counted_by_severity_then_check() -> None:
    found = [finding("live-duplicate"), finding("drift-missing", "+1"), finding("drift-missing")]
    found.append(finding("drift-missing", severity=Severity.CRITICAL))
    shown = [(one.severity.label, one.check, len(one.findings)) for one in phrases.tallies(found)]
    assert shown == [
        ("critical", "drift-missing", 1),
        ("high", "drift-missing", 2),
        ("high", "live-duplicate", 1),
    ]


def test_the_verdict_mentions_a_selection() -> None:
    made = report(terms=Terms("driftcheck.yaml", select=("label=Sales*", "inbound=true")))
    selected = "Selected: label=Sales* and inbound=true. The rest was not checked."
    assert notes.selection(made) == selected
    assert phrases.verdict(made) == "CLEAN: no finding at or above low, in what was selected."


def test_findings_fail_from_the_threshold_upwards() -> None:
    found = [finding(name, severity=check.severity) for name, check in CHECKS.items()]
    assert phrases.failing(report(found, fail_on=Severity.INFO)) == found
    worst = phrases.failing(report(found, fail_on=Severity.CRITICAL))
    assert [f.check for f in worst] == [RULE.id]


@pytest.mark.parametrize(("share", "shown"), [(0.29, "29%"), (0.57, "57%"), (0.9999, "99%")])
def test_a_share_is_rounded_down_to_a_whole_percent(share: float, shown: str) -> None:
    assert phrases.percent(share) == shown


def test_long_values_show_the_part_that_differs() -> None:
    """The difference is not called secret."""
    same = [f"10.0.0.{index}/32" for index in range(12)]
    shown = phrases.change(changed("+12025550100", "x", [*same, "1.1.1.1"], [*same, "2.2.2.2"]))
    assert "1.1.1.1" in shown
    assert "2.2.2.2" in shown
    assert "secret" not in shown


def test_true_and_1_differ_without_being_secret() -> None:
    assert phrases.change(changed("+12025550100", "x", True, 1)) == "true → 1"


def test_only_an_index_stands_for_an_entry() -> None:
    group = finding("inbound-has-pipeline", None, path="[\x1b](y)")
    assert phrases.about(group) == "[\\x1b](y)"
    assert not phrases.is_entry(group)


def test_very_long_text_is_cut() -> None:
    assert len(phrases.what(finding("drift-missing", message="x" * 10_000))) == 600
