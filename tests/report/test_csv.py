"""CSV: a row for each finding, and no cell that a spreadsheet would run."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.model import Age, Finding, Heading, Outcome, Report, Severity
from driftcheck.report import View
from driftcheck.report.csv import COLUMNS, render
from driftcheck.words.escape import printable
from tests.each import each
from tests.report.cases import (
    BASELINE,
    CASES,
    CHANGED,
    EXISTING,
    GROUP,
    MISSING,
    MIXED,
    NAMELESS,
    ONE,
    TEXTS,
    TWO,
    UNKNOWN,
    UNREAD,
    UNUSED,
    UNWRITTEN,
    WAIVED,
    filled,
    unseen,
)
from tests.reports import FETCHED, PLACE, finding, report

FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def rows(report: Report) -> list[dict[str, str]]:
    text = io.StringIO(render(report, View()), newline="")
    return list(csv.DictReader(text, strict=True))


def row(found: Finding, **more: Any) -> dict[str, str]:
    [only] = rows(report([found], **more))
    return only


@each("case", CASES)
def test_the_header_has_every_column_and_lines_end_as_the_standard_asks(case: str) -> None:
    text = render(CASES[case], View())
    assert text.startswith(",".join(COLUMNS) + "\r\n")
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r") == text.count("\r\n")


@each("case", CASES)
def test_every_problem_and_every_finding_is_a_row(case: str) -> None:
    made = CASES[case]
    checks = ["no-verdict"] * len(made.all_problems) + [found.check for found in made.findings]
    assert [row["check"] for row in rows(made)] == checks


def test_a_clean_run_has_the_header_only() -> None:
    assert rows(report()) == []


def test_a_finding_has_a_value_in_each_column() -> None:
    found = CHANGED._replace(location=PLACE._replace(line=7))
    assert row(found) == {
        "account": "default",
        "severity": "medium",
        "state": "new",
        "check": "drift-changed",
        "kind": "drift",
        "phone_number": f"'{ONE}",
        "label": "Support",
        "path": "label",
        "expected": "Support",
        "actual": "Sales",
        "message": "label is Sales, but Support is declared",
        "remedy": found.remedy,
        "file": "numbers.yaml",
        "line": "7",
        "column": "5",
        "waiver_owner": "",
        "waiver_expires": "",
        "waiver_reason": "",
        "members": "",
        "fingerprint": found.fingerprint,
        "fetched_at": FETCHED,
        "since": "",
        "nights": "",
        "new": "",
    }


@each("is_new", [False, True])
def test_a_finding_has_its_age_if_there_is_a_history(is_new: bool) -> None:
    age = Age("2026-01-03T02:00:00Z", 12, is_new)
    for found in (CHANGED, WAIVED, EXISTING):
        shown = row(found._replace(age=age))
        assert shown["since"] == "2026-01-03T02:00:00Z"
        assert (shown["nights"], shown["new"]) == ("12", str(is_new).lower())


def test_findings_of_every_severity_and_kind_keep_their_order() -> None:
    shown = [(row["severity"], row["kind"], row["fingerprint"]) for row in rows(report(MIXED))]
    assert shown == [(one.severity.label, one.kind.value, one.fingerprint) for one in MIXED]


@each(
    ("found", "expected"),
    [
        (GROUP, {"phone_number": "", "path": "pipeline p1", "members": f"'{ONE} {TWO}"}),
        (NAMELESS, {"phone_number": "", "path": "[3].label", "file": "", "line": "", "column": ""}),
        (UNUSED, {"phone_number": "", "kind": "waiver", "path": "drift-missing: *"}),
        (EXISTING, {"state": "existing", "waiver_owner": ""}),
        (
            WAIVED,
            {
                "state": "waived",
                "waiver_owner": "voice-team",
                "waiver_expires": "2027-03-31",
                "waiver_reason": "legacy IVR",
            },
        ),
    ],
)
def test_findings_without_a_number_or_that_do_not_fail_are_rows_too(
    found: Finding, expected: dict[str, str]
) -> None:
    shown = row(found, baseline=BASELINE)
    assert {name: shown[name] for name in expected} == expected


@each(
    ("value", "cell"),
    [
        (None, ""),
        ("", ""),
        ("two words", "two words"),
        (True, "true"),
        (5, "5"),
        (-5, "'-5"),
        (["é", 1], '["é", 1]'),
        ({"pipeline_id": None}, '{"pipeline_id": null}'),
    ],
)
def test_a_text_is_written_as_it_is_and_other_values_as_json(value: Any, cell: str) -> None:
    assert row(finding(actual=value))["actual"] == cell


def test_a_run_without_a_verdict_begins_with_a_row_for_each_problem() -> None:
    made = report([CHANGED], problems=[UNREAD])
    first, second, third = rows(made._replace(problems=(UNWRITTEN,)))
    about = ("account", "severity", "state", "kind", "file", "line", "column")
    assert [first[name] for name in about] == [
        *("default", "critical", "new", "error", "driftcheck.yaml", "2", "3")
    ]
    assert "401: the key is refused" in first["message"]
    assert "Set the secret." in first["message"]
    assert [second[name] for name in about] == ["", "critical", "new", "error", "", "", ""]
    assert (second["message"], third["check"]) == (UNWRITTEN.message, "drift-changed")


def test_a_row_names_its_account_and_the_label_within_it() -> None:
    headings = {(name, ONE): Heading(f"of {name}", None) for name in ("eu", "us")}
    found = [CHANGED._replace(account=name) for name in ("us", "eu")]
    shown = [(row["account"], row["label"]) for row in rows(report(found, headings=headings))]
    assert shown == [("us", "of us"), ("eu", "of eu")]


def test_a_finding_below_the_threshold_is_a_row_too() -> None:
    assert row(UNKNOWN, fail_on=Severity.CRITICAL)["severity"] == "info"


def assert_harmless(made: Report) -> None:
    """Assert one row for each finding, and no cell that runs, hides text, or is too long."""
    found = rows(made)
    assert len(found) == len(made.all_problems) + len(made.findings)
    for shown in found:
        assert list(shown) == list(COLUMNS)
        for text in shown.values():
            assert not text.lstrip().startswith(FORMULA)
            assert not unseen(text)
            assert "\n" not in text
            assert len(text) < 32_767


@TEXTS
@each("outcome", Outcome)
def test_no_sample_text_becomes_a_formula_or_another_row(text: str, outcome: Outcome) -> None:
    assert_harmless(filled(text, outcome))


@given(
    blank=st.text(" \t\r\n\u00a0\u2003\u3000\x0b\x1f\u200b", max_size=3),
    sign=st.sampled_from(["", *FORMULA]),
    text=st.text(st.characters(), max_size=20),
    outcome=st.sampled_from(Outcome),
)
def test_no_text_becomes_a_formula(blank: str, sign: str, text: str, outcome: Outcome) -> None:
    assert_harmless(filled(blank + sign + text, outcome))


@TEXTS
def test_a_cell_is_the_printable_text_perhaps_after_an_apostrophe(text: str) -> None:
    headings = {("default", text): Heading(text, PLACE)}
    shown = row(finding(number=text, path=text, actual=text, message=text), headings=headings)
    for name in ("phone_number", "label", "path", "actual", "message"):
        assert shown[name].removeprefix("'") == printable(text)


@pytest.mark.parametrize("text", ["x" * 40_000, "\x00" * 20_000, '"' * 40_000, "=" * 40_000])
def test_a_cell_that_is_too_long_is_cut_and_says_so(text: str) -> None:
    shown = row(finding(message=text, path=text, actual=[text]))
    for name in ("message", "path", "actual"):
        assert 15_000 < len(shown[name]) <= 16_000
        assert shown[name].endswith("…")


def test_all_of_many_findings_are_rows() -> None:
    found = [MISSING._replace(phone_number=f"+1202{index:07}") for index in range(3_000)]
    assert len(rows(report(found))) == 3_000
