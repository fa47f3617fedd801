"""The types of the model."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.model import (
    AccountResult,
    AppliedWaiver,
    Declaration,
    ExitCode,
    Finding,
    Kind,
    Outcome,
    Place,
    Problem,
    Report,
    Severity,
    Summary,
    fingerprint,
    number_of,
    order,
    path_of,
)

PLACE = Place("numbers.yaml", 4, 5)
FINDING = Finding("drift-changed", Kind.DRIFT, Severity.HIGH, "+12025550100", "label", "it differs")
WAIVER = AppliedWaiver("legacy", "voice", "2027-03-31", PLACE)


def declaration(**marks: tuple[int, int]) -> Declaration:
    """Return a declaration with marked fields; `__` in a name means a dot."""
    dotted = {name.replace("__", "."): mark for name, mark in marks.items()}
    return Declaration({}, {}, frozenset(), False, PLACE, dotted)


def report(*findings: Finding, problems: tuple[Problem, ...] = ()) -> Report:
    """A report on one account."""
    account = AccountResult("default", "live.json", 1, 1, problems)
    return Report("2026-01-01T00:00:00Z", 0.1, Severity.MEDIUM, (account,), Summary(), findings)


def test_severities_are_ordered_from_info_to_critical() -> None:
    assert [severity.label for severity in sorted(Severity)] == [
        "info",
        "low",
        "medium",
        "high",
        "critical",
    ]


@pytest.mark.parametrize("severity", Severity)
def test_a_severity_is_found_by_its_label(severity: Severity) -> None:
    assert Severity.of(severity.label) is severity


def test_a_field_is_declared_at_its_mark() -> None:
    assert declaration(label=(1, 7)).place_of("label") == Place("numbers.yaml", 5, 7)


def test_a_field_inside_one_that_is_marked_is_declared_there() -> None:
    made = declaration(outbound_config=(2, 1))
    assert made.place_of("outbound_config.address.x") == Place("numbers.yaml", 6, 1)


def test_the_deepest_mark_decides() -> None:
    made = declaration(outbound_config=(2, 1), outbound_config__address=(3, 3))
    assert made.place_of("outbound_config.address") == Place("numbers.yaml", 7, 3)


def test_a_field_of_the_defaults_is_declared_there() -> None:
    made = declaration(outbound_config=(2, 1))._replace(
        defaults={"label": (2, 3), "outbound_config": (3, 3), "outbound_config.address": (4, 5)}
    )
    assert made.place_of("label") == Place("numbers.yaml", 2, 3)
    assert made.place_of("outbound_config.address") == Place("numbers.yaml", 4, 5)
    assert made.place_of("outbound_config.user") == Place("numbers.yaml", 6, 1)


@pytest.mark.parametrize("path", [None, "", "inbound", "labels", "inbound.label"])
def test_a_field_that_is_not_declared_is_placed_at_its_entry(path: str | None) -> None:
    assert declaration(label=(5, 7)).place_of(path) == PLACE


def test_an_entry_has_its_phone_number() -> None:
    assert number_of({"phone_number": "+12025550100"}) == "+12025550100"


def test_an_entry_without_a_usable_phone_number_has_none(subtests: pytest.Subtests) -> None:
    entry: Any
    for entry in [None, "+12025550100", [], {}, {"phone_number": None}, {"phone_number": ""}] + [
        {"phone_number": number} for number in (12025550100, True, ["+1"], {"a": 1})
    ]:
        with subtests.test(entry=entry):
            assert number_of(entry) is None


def test_a_path_in_an_entry_with_a_number_is_unchanged() -> None:
    assert path_of({"phone_number": "+12025550100"}, 3, "label") == "label"


def test_an_entry_with_a_number_needs_no_path() -> None:
    assert path_of({"phone_number": "+12025550100"}, 3, None) is None


@pytest.mark.parametrize(("path", "expected"), [("label", "[3].label"), (None, "[3]")])
def test_an_entry_without_a_number_is_named_by_its_index(path: str | None, expected: str) -> None:
    assert path_of({"label": "x"}, 3, path) == expected


def test_a_fingerprint_is_32_hexadecimal_digits_that_never_change() -> None:
    assert FINDING.fingerprint == "5ca4a09dbcef1d7e40d2976c90947332"


@given(st.text(), st.text(), st.none() | st.text(), st.none() | st.text())
def test_a_fingerprint_is_a_hash_of_json(
    account: str, check: str, number: str | None, path: str | None
) -> None:
    text = json.dumps([account, check, number, path])
    expected = hashlib.sha256(text.encode()).hexdigest()[:32]
    assert fingerprint(account, check, number, path) == expected


def test_account_check_number_and_path_change_the_fingerprint(
    subtests: pytest.Subtests,
) -> None:
    for other in [
        FINDING._replace(check="drift-missing"),
        FINDING._replace(phone_number="+12025550101"),
        FINDING._replace(phone_number=None),
        FINDING._replace(path="inbound"),
        FINDING._replace(path=None),
        FINDING._replace(account="staging"),
    ]:
        with subtests.test(other=other):
            assert other.fingerprint != FINDING.fingerprint


def test_nothing_else_changes_the_fingerprint() -> None:
    other = FINDING._replace(
        kind=Kind.POLICY,
        severity=Severity.LOW,
        message="x",
        expected=1,
        actual=2,
        remedy="y",
        location=PLACE,
        status="existing",
        waiver=WAIVER,
    )
    assert (other.fingerprint, other.key) == (FINDING.fingerprint, FINDING.key)


def test_account_check_number_and_path_identify_a_finding() -> None:
    assert FINDING.key == ("default", "drift-changed", "+12025550100", "label")
    assert FINDING._replace(phone_number=None, path=None).key == (
        "default",
        "drift-changed",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("fail_on", "fails"),
    [(Severity.CRITICAL, False), (Severity.HIGH, True), (Severity.MEDIUM, True)],
)
def test_a_finding_fails_at_or_above_the_threshold(fail_on: Severity, fails: bool) -> None:
    assert FINDING.fails(fail_on) is fails


def test_a_waived_finding_does_not_fail() -> None:
    assert not FINDING._replace(waiver=WAIVER).fails(Severity.INFO)


def test_a_finding_that_existed_before_does_not_fail() -> None:
    assert not FINDING._replace(status="existing").fails(Severity.INFO)


def test_findings_are_sorted_by_severity_number_check_path_and_account() -> None:
    ordered = [
        FINDING._replace(severity=Severity.CRITICAL, phone_number="+9"),
        FINDING._replace(phone_number=None),
        FINDING._replace(phone_number="+1", check="b", path="z"),
        FINDING._replace(phone_number="+2", check="a", path="z"),
        FINDING._replace(phone_number="+2", check="b", path=None),
        FINDING._replace(phone_number="+2", check="b", path="y", account="a"),
        FINDING._replace(phone_number="+2", check="b", path="y", account="b"),
        FINDING._replace(severity=Severity.INFO, phone_number="+0"),
    ]
    shuffled = ordered[1::2] + ordered[::2]
    assert sorted(shuffled, key=order) == ordered


def test_an_account_that_was_read_has_no_error() -> None:
    assert AccountResult("default", "live.json", 1, 1).error is None


def test_the_error_of_an_account_is_its_problems_with_each_hint_below() -> None:
    problems = Problem("one", PLACE, "Mend it."), Problem("two")
    assert AccountResult("default", None, None, None, problems).error == (
        "numbers.yaml:4:5: one\n  Mend it.\ntwo"
    )


def test_a_summary_of_nothing_counts_every_severity_from_the_worst() -> None:
    assert list(Summary().by_severity.items()) == [
        (severity, 0) for severity in sorted(Severity, reverse=True)
    ]


def test_a_report_without_a_failing_finding_is_clean() -> None:
    made = report(FINDING._replace(severity=Severity.LOW), FINDING._replace(waiver=WAIVER))
    assert (made.outcome, made.exit_code) == (Outcome.CLEAN, ExitCode.CLEAN)


def test_a_report_with_a_failing_finding_is_findings() -> None:
    made = report(FINDING)
    assert (made.outcome, made.exit_code) == (Outcome.FINDINGS, ExitCode.FINDINGS)


def test_an_unread_account_outweighs_every_finding() -> None:
    made = report(FINDING, problems=(Problem("down"),))
    assert (made.outcome, made.exit_code) == (Outcome.ERROR, ExitCode.ERROR)
