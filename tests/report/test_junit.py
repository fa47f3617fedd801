"""JUnit XML is valid by the schema of Jenkins; every finding is a test, and no test is repeated."""

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from lxml import etree  # type: ignore[import-untyped]

from driftcheck.model import Age, AppliedWaiver, Finding, Outcome, Place, Problem, Report, Severity
from driftcheck.report import View
from driftcheck.report.junit import render
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
    SHORT,
    TWO,
    UNKNOWN,
    UNREAD,
    UNUSED,
    WAIVED,
    filled,
    unseen,
)
from tests.reports import CHECKS, FETCHED, HOSTILE, finding, report

SCHEMA = etree.XMLSchema(file=Path(__file__).parents[1] / "formats" / "junit-10.xsd")
EVERY = each(
    "given",
    [*CASES.values(), *(filled(text, outcome) for text in HOSTILE for outcome in Outcome)],
    ids=[*CASES, *(f"text {index} {end}" for index in range(len(HOSTILE)) for end in Outcome)],
)
COUNTS = ("tests", "failures", "errors")
RESULTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def root_of(given: Report) -> Element:
    return ElementTree.fromstring(render(given, View()).encode())


def cases(given: Report) -> list[Element]:
    return list(root_of(given).iter("testcase"))


def passing(given: Report) -> list[tuple[str, str]]:
    """Return the class and name of the tests that pass."""
    return [
        (case.attrib["classname"], case.attrib["name"]) for case in cases(given) if not len(case)
    ]


def result_of(given: Finding, report: Report) -> Element:
    """Return the result of the test of a finding."""
    [case] = [case for case in cases(report) if case.get("classname") == given.check]
    [result] = case
    return result


@EVERY
def test_the_document_is_valid_by_the_schema(given: Report) -> None:
    root = root_of(given)
    SCHEMA.assertValid(etree.fromstring(render(given, View()).encode()))
    assert (root.tag, root.get("name")) == ("testsuites", "driftcheck")
    assert re.fullmatch(r"\d+\.\d{3}", root.attrib["time"])


@EVERY
def test_the_counts_agree_with_the_elements(given: Report) -> None:
    root = root_of(given)
    for part in (root, *root):
        assert part.get("tests") == str(len(list(part.iter("testcase"))))
        for count, tag in RESULTS.items():
            if (part.tag, count) != ("testsuites", "skipped"):
                assert part.get(count) == str(len(list(part.iter(tag))))


@EVERY
def test_no_test_appears_twice(given: Report) -> None:
    names = Counter((case.get("classname"), case.get("name")) for case in cases(given))
    assert [name for name, count in names.items() if count > 1] == []


@EVERY
def test_a_test_has_at_most_one_result_with_a_reason(given: Report) -> None:
    for case in cases(given):
        assert len(case) <= 1
        for result in case:
            assert result.text
            assert result.text.strip()


@EVERY
def test_no_invisible_character_is_in_the_document(given: Report) -> None:
    root = root_of(given)
    texts = [text for part in root.iter() for text in (*part.attrib.values(), part.text or "")]
    assert [text for text in texts if unseen(str(text))] == []


def test_in_a_clean_run_every_check_is_a_passed_test() -> None:
    assert passing(report()) == [(check, "default") for check in CHECKS]
    root = root_of(report())
    assert [root.get(count) for count in COUNTS] == ["13", "0", "0"]


def test_a_check_with_a_finding_does_not_pass() -> None:
    found = {finding.check for finding in MIXED}
    assert passing(report(MIXED)) == [(check, "default") for check in CHECKS if check not in found]
    assert passing(report([WAIVED])) == [(c, "default") for c in CHECKS if c != WAIVED.check]


def test_a_suite_has_the_settings_of_the_run() -> None:
    [suite] = root_of(report(fail_on=Severity.HIGH))
    assert (suite.get("name"), suite.get("timestamp")) == ("default", "2026-01-01T00:00:00")
    assert suite.get("time") == "0.100"
    said = {prop.get("name"): prop.get("value") for prop in suite.iter("property")}
    counts, when = {"declared": "2", "live": "4"}, {"fetched_at": FETCHED}
    assert said == {"outcome": "clean", "fail_on": "high", "source": "live.json", **when, **counts}


def test_a_finding_is_a_failure_with_the_reason_in_its_text() -> None:
    failure = result_of(CHANGED, report([CHANGED]))
    assert (failure.tag, failure.get("type")) == ("failure", "medium")
    assert failure.get("message") == 'label: "Support" → "Sales"'
    assert (failure.text or "").splitlines() == [
        'medium: label: "Support" → "Sales"',
        'expected: "Support"',
        'actual: "Sales"',
        "at: numbers.yaml:3",
        "fix: Change the number back in the console, or declare the live value.",
    ]


@each(("nights", "is_new", "text"), [(12, False, "12 nights"), (1, True, "1 night, new")])
def test_a_finding_says_since_when_if_there_is_a_history(
    nights: int, is_new: bool, text: str
) -> None:
    age = Age("2026-01-03T02:00:00Z", nights, is_new)
    for found in (CHANGED, WAIVED, EXISTING):
        shown = result_of(found, report([found._replace(age=age)]))
        assert f"since: 2026-01-03T02:00:00Z, {text}" in (shown.text or "").splitlines()
        assert "since: " not in (result_of(found, report([found])).text or "")


def test_missing_parts_of_a_finding_are_left_out() -> None:
    bare = NAMELESS._replace(remedy=None)
    assert result_of(bare, report([bare])).text == "high: label must be text"


@each(
    ("given", "name"),
    [
        (CHANGED, "default/+12025550100 label"),
        (MISSING, "default/+12025550101"),
        (GROUP, "default/pipeline p1"),
        (GROUP._replace(path=None), "default/all numbers"),
        (NAMELESS, "default/entry 3 of the live list (counted from 0) label"),
        (NAMELESS._replace(path="[3]"), "default/entry 3 of the live list (counted from 0)"),
        (UNUSED, "default/waiver"),
        (UNUSED._replace(phone_number=TWO), f"default/{TWO} drift-missing: *"),
    ],
)
def test_a_test_is_named_by_check_account_and_subject(given: Finding, name: str) -> None:
    [case] = [case for case in cases(report([given])) if len(case)]
    assert (case.get("classname"), case.get("name")) == (given.check, name)


@each("severity", Severity)
def test_findings_below_fail_on_are_skipped_and_the_rest_fail(severity: Severity) -> None:
    given = CHANGED._replace(severity=severity)
    result = result_of(given, report([given], fail_on=Severity.MEDIUM))
    below = severity < Severity.MEDIUM
    assert result.tag == ("skipped" if below else "failure")
    first = "below fail_on (medium)" if below else f'{severity.label}: label: "Support" → "Sales"'
    assert (result.text or "").splitlines()[0] == first


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (WAIVED, "waived by voice-team until 2027-03-31: legacy IVR"),
        (EXISTING, "in the baseline"),
        (WAIVED._replace(status="existing"), "waived by voice-team until 2027-03-31: legacy IVR"),
        (UNKNOWN._replace(status="existing"), "in the baseline"),
    ],
)
def test_accepted_findings_are_skipped_with_a_reason(given: Finding, reason: str) -> None:
    result = result_of(given, report([given], baseline=BASELINE))
    assert result.tag == "skipped"
    first, second, *_ = (result.text or "").splitlines()
    assert first == reason
    assert second.startswith(f"{given.severity.label}: ")


def test_numbers_that_look_the_same_have_separate_tests() -> None:
    alike = [finding(number=number) for number in ("\x1b", r"\x1b", "\u202e", r"\u202e")]
    names = [case.attrib["name"] for case in cases(report(alike)) if len(case)]
    assert len(set(names)) == 4
    assert names[:2] == [r"default/\x1b", rf"default/\x1b ({alike[1].fingerprint})"]


def test_fields_and_entries_without_a_number_have_separate_tests() -> None:
    alike = [NAMELESS._replace(path=path) for path in ("[3]", "[3].label", "[4].label", "[4].a\nb")]
    names = [case.get("name") for case in cases(report(alike)) if len(case)]
    assert len(set(names)) == 4


def test_an_unread_account_is_an_error_and_none_of_its_tests_passes() -> None:
    given = report(problems=[UNREAD, Problem("and more")], checks=CHECKS)
    first, second = cases(given)
    assert passing(given) == []
    assert (first.get("classname"), first.get("name")) == ("no-verdict", "default/1")
    assert (first[0].tag, first[0].get("type")) == ("error", "no-verdict")
    assert first[0].get("message") == "driftcheck.yaml:2:3: 401: the key is refused"
    said = ["driftcheck.yaml:2:3: 401: the key is refused", "  Set the secret."]
    assert (first[0].text or "").splitlines() == said
    assert (second.get("name"), second[0].text) == ("default/2", "and more")


def test_each_account_has_its_own_suite_findings_and_checks() -> None:
    eu, us = root_of(CASES["accounts"]._replace(findings=(CHANGED._replace(account="eu"),)))
    assert (eu.get("name"), us.get("name")) == ("eu", "us")
    assert [eu.get(count) for count in COUNTS] == ["13", "1", "0"]
    assert [us.get(count) for count in COUNTS] == ["1", "0", "1"]
    said = {prop.get("name"): prop.get("value") for prop in eu.iter("property")}
    assert (said["source"], said["declared"], said["live"]) == ("eu.json", "3", "5")


def test_the_same_finding_in_two_accounts_is_two_tests() -> None:
    eu, _ = CASES["accounts"].accounts
    both = [CHANGED._replace(account=account) for account in ("eu", "asia")]
    given = report(both, accounts=(eu, eu._replace(name="asia")))
    suites = [[case.get("name") for case in suite.iter("testcase")] for suite in root_of(given)]
    assert [names[-1] for names in suites] == [
        f"{name}/{CHANGED.phone_number} label" for name in ("eu", "asia")
    ]
    assert [names[0] for names in suites] == ["eu", "asia"]


def test_an_unwritten_report_is_an_error_in_its_own_suite() -> None:
    default, reports = root_of(CASES["unwritten"])
    assert (default.get("errors"), default.get("failures")) == ("0", "5")
    [case] = reports
    assert (case.get("classname"), case.get("name")) == ("no-verdict", "driftcheck reports/1")
    assert case[0].text == 'cannot write "out.csv": it is a directory'


@each("text", SHORT, ids=range(len(SHORT)))
def test_text_from_outside_is_shown_as_printed(text: str) -> None:
    shown, place = printable(text), Place(text, 3, 5)
    waiver = AppliedWaiver(text, text, "2027-03-31", place)
    given = MISSING._replace(phone_number=text, path=text, message=text, location=place)
    account = report().accounts[0]._replace(name=text, source=text)
    findings = [given._replace(account=text), UNKNOWN._replace(account=text, waiver=waiver)]
    [suite] = root_of(report(findings, accounts=(account,)))
    failed, skipped = (case for case in suite.iter("testcase") if len(case))
    assert suite.get("name") == shown
    assert failed.get("name") == f"{shown}/{shown} {shown}"
    assert failed[0].get("message") == shown
    assert f"at: {shown}:3" in (failed[0].text or "").splitlines()
    waived = f"waived by {shown} until 2027-03-31: {shown}"
    assert (skipped[0].text or "").splitlines()[0] == waived
