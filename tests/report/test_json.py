"""JSON for other programs is always valid by the published schema."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import driftcheck
from driftcheck.model import Outcome, Report, Severity, Summary
from driftcheck.report import View
from driftcheck.report.json import render
from driftcheck.system import published
from driftcheck.validation.validator import Validator
from tests.each import each
from tests.report.cases import (
    BASELINE,
    CASES,
    CHANGED,
    EXISTING,
    FIXED,
    GROUP,
    MIXED,
    NAMELESS,
    TEXTS,
    UNREAD,
    UNWRITTEN,
    WAIVED,
    filled,
)
from tests.reports import CHECKS, FETCHED, WAIVER, finding, report

VALIDATOR = Validator(published("report"))


def read(report: Report) -> Any:
    """Return the document after validation by its schema."""
    text = render(report, View())
    assert text.isascii()
    document = json.loads(text)
    assert list(VALIDATOR.faults(document)) == []
    return document


@each("case", CASES)
def test_every_report_is_valid_by_the_schema(case: str) -> None:
    made = CASES[case]
    document = read(made)
    assert document["outcome"] == made.outcome.value
    assert document["exit_code"] == made.exit_code
    assert [one["fingerprint"] for one in document["findings"]] == [
        one.fingerprint for one in made.findings
    ]


@TEXTS
@each("outcome", Outcome)
def test_every_text_is_preserved(text: str, outcome: Outcome) -> None:
    made = filled(text, outcome)
    document = read(made)
    first = document["findings"][-5 if outcome is not Outcome.FINDINGS else 2]
    assert [first[name] for name in ("phone_number", "path", "message", "actual")] == [text] * 4
    assert first["expected"] == {text: [text]}
    assert [document["accounts"][0][name] for name in ("name", "source")] == [text] * 2
    assert document["baseline"]["source"] == text


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    outcome=st.sampled_from(Outcome),
)
def test_no_text_breaks_the_schema(text: str, outcome: Outcome) -> None:
    assert read(filled(text, outcome))["outcome"] == outcome.value


@each("case", CASES)
def test_the_same_report_gives_the_same_bytes(case: str) -> None:
    text = render(CASES[case], View())
    assert text == render(CASES[case]._replace(), View(width=40, color=True, quiet=True, limit=9))
    assert text.endswith("}\n")


def test_a_clean_report_describes_its_run() -> None:
    document = read(report())
    assert {name: document[name] for name in document if name not in ("summary", "accounts")} == {
        "format": "driftcheck-report",
        "version": 1,
        "tool": {"name": "driftcheck", "version": driftcheck.__version__},
        "started_at": "2026-01-01T00:00:00Z",
        "duration_seconds": 0.1,
        "outcome": "clean",
        "exit_code": 0,
        "fail_on": "low",
        "select": [],
        "errors": [],
        "masked": False,
        "commit": None,
        "run_url": None,
        "confirmation": None,
        "baseline": None,
        "history": None,
        "findings": [],
    }


def test_a_finding_has_all_fields() -> None:
    [found] = read(report([GROUP._replace(status="existing", waiver=WAIVER)]))["findings"]
    assert found == {
        "check": "inbound-has-pipeline",
        "kind": "policy",
        "severity": "critical",
        "account": "default",
        "phone_number": None,
        "path": "pipeline p1",
        "expected": 1,
        "actual": 2,
        "message": "two of it",
        "remedy": GROUP.remedy,
        "location": {"file": "numbers.yaml", "line": 3, "column": 5},
        "fingerprint": GROUP.fingerprint,
        "status": "existing",
        "waiver": {**WAIVER._asdict(), "location": WAIVER.location._asdict()},
        "members": list(GROUP.members),
        "age": None,
        "owner": None,
    }


def test_missing_parts_of_a_finding_are_null() -> None:
    [found] = read(report([NAMELESS._replace(remedy=None)]))["findings"]
    missing = [name for name, value in found.items() if value is None]
    beside = ["remedy", "location", "waiver", "age", "owner"]
    assert missing == ["phone_number", "expected", "actual", *beside]
    assert found["members"] == []


@each("value", [None, False, 0, -1.5, "", [], {}, ["é", {"a": None}], 10**20])
def test_values_keep_their_types(value: Any) -> None:
    [found] = read(report([finding(expected=value, actual=[value])]))["findings"]
    assert (found["expected"], found["actual"]) == (value, [value])
    assert type(found["expected"]) is type(value)


@pytest.mark.parametrize("findings", [MIXED, MIXED[::-1], (WAIVED, EXISTING, CHANGED)])
def test_findings_keep_their_order(findings: tuple[Any, ...]) -> None:
    shown = read(report(findings))["findings"]
    assert [(one["check"], one["status"]) for one in shown] == [
        (one.check, one.status) for one in findings
    ]
    assert [one["waiver"] is not None for one in shown] == [
        one.waiver is not None for one in findings
    ]


def test_an_unread_account_says_why_and_the_others_are_there() -> None:
    eu, us = read(CASES["accounts"])["accounts"]
    counts = eu.pop("summary")
    assert len(eu.pop("checks")) == len(CHECKS)
    assert (counts["declared"], counts["live"], counts["in_sync"]) == (3, 5, 3)
    assert (eu.pop("fetched_at"), eu.pop("totals_ignored")) == (FETCHED, False)
    assert eu == {"name": "eu", "source": "eu.json", "declared": 3, "live": 5, "error": None}
    shown = [us.pop(name) for name in ("summary", "checks", "fetched_at", "totals_ignored")]
    assert shown == [None, [], None, False]
    why = "driftcheck.yaml:2:3: 401: the key is refused\n  Set the secret."
    assert us == {"name": "us", "source": None, "declared": 7, "live": None, "error": why}


def test_problems_outside_accounts_are_in_errors() -> None:
    document = read(report(MIXED)._replace(problems=(UNWRITTEN, UNREAD)))
    why = "driftcheck.yaml:2:3: 401: the key is refused\n  Set the secret."
    assert document["errors"] == [UNWRITTEN.message, why]
    assert document["accounts"][0]["error"] is None
    assert (document["outcome"], len(document["findings"])) == ("error", len(MIXED))


def test_the_summary_has_all_counts() -> None:
    counts = dict.fromkeys(Severity, 0) | {Severity.HIGH: 3}
    summary = Summary(1, 2, 3, 4, 5, 6, 7, 8, 9, 0.25, counts)
    assert read(report(summary=summary))["summary"] == {
        **dict(
            zip("declared live in_sync missing changed unmanaged".split(), range(1, 7), strict=True)
        ),
        "not_compared": 0,
        "not_compared_numbers": 0,
        "invalid": 7,
        "violations": 8,
        "waived": 9,
        "coverage": 0.25,
        "by_severity": {"critical": 0, "high": 3, "medium": 0, "low": 0, "info": 0},
    }
    assert read(CASES["nothing live"])["summary"]["coverage"] is None


def test_a_baseline_lists_what_is_fixed() -> None:
    assert read(report([EXISTING], baseline=BASELINE))["baseline"] == {
        "source": "former.json",
        "started_at": "2025-12-31T00:00:00Z",
        "fixed": [{**FIXED._asdict(), "severity": "medium"}],
    }


@each("level", Severity)
def test_the_threshold_decides_between_clean_and_findings(level: Severity) -> None:
    document = read(report(MIXED, fail_on=level))
    assert (document["fail_on"], document["outcome"]) == (level.label, "findings")
    mild = [one for one in MIXED if one.severity < level]
    assert read(report(mild, fail_on=level))["outcome"] == "clean"
