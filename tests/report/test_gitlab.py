"""GitLab Code Quality: an array of findings with unique fingerprints, each shown in a file."""

import json
from typing import Any

from driftcheck.model import Outcome, Place, Problem, Report, Severity
from driftcheck.report import View
from driftcheck.report.gitlab import render
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
    UNREAD,
    UNUSED,
    WAIVED,
    filled,
    unseen,
)
from tests.reports import FILES, HOSTILE, finding, report

EVERY = each(
    "given",
    [*CASES.values(), *(filled(text, outcome) for text in HOSTILE for outcome in Outcome)],
    ids=[*CASES, *(f"text {index} {end}" for index in range(len(HOSTILE)) for end in Outcome)],
)
BELOW = {file: f"ops/{file}" for file in FILES}


def issues(given: Report) -> list[dict[str, Any]]:
    below = given._replace(paths={**given.paths, **BELOW})
    found: list[dict[str, Any]] = json.loads(render(below, View()))
    return found


def test_a_clean_run_is_an_empty_array() -> None:
    assert render(report(), View()) == "[]\n"


@EVERY
def test_the_text_is_one_array_in_ascii_without_byte_order_mark(given: Report) -> None:
    text = render(given, View())
    assert text.isascii()
    assert text.startswith("[")
    assert text.endswith("]\n")
    assert isinstance(json.loads(text), list)


@EVERY
def test_every_entry_has_what_gitlab_requires_and_no_more(given: Report) -> None:
    found = issues(given)
    assert len(found) == len(given.findings) + len(given.all_problems)
    for issue in found:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["description"]
        assert unseen(issue["description"]) == set()
        assert "\n" not in issue["description"]
        assert len(issue["fingerprint"]) == 32


@EVERY
def test_every_entry_is_in_a_line_of_a_file_of_the_repository(given: Report) -> None:
    for issue in issues(given):
        assert set(issue["location"]) == {"path", "lines"}
        assert issue["location"]["path"].split("/")[0] not in {"", ".", ".."}
        assert issue["location"]["lines"]["begin"] >= 1


@each(
    ("severity", "expected"),
    [
        ("critical", "blocker"),
        ("high", "critical"),
        ("medium", "major"),
        ("low", "minor"),
        ("info", "info"),
    ],
)
def test_a_severity_has_its_gitlab_name(severity: str, expected: str) -> None:
    [issue] = issues(report([CHANGED._replace(severity=Severity.of(severity))]))
    assert issue["severity"] == expected


def test_descriptions_name_the_subject_the_worst_first() -> None:
    assert [(issue["check_name"], issue["description"]) for issue in issues(report(MIXED))] == [
        ("inbound-has-pipeline", "pipeline p1: two of it"),
        ("schema-invalid", "entry 3 of the live list (counted from 0): label must be text"),
        ("drift-missing", "+12025550101: declared, but not live"),
        ("drift-changed", '+12025550100: label: "Support" → "Sales"'),
        ("waiver-unused", "waiver: it matches nothing"),
        ("schema-unknown-field", "+12025550100: no colour is known"),
    ]


def test_the_fingerprint_does_not_depend_on_the_line() -> None:
    moved = [found._replace(location=Place("other.yaml", 99, 1)) for found in MIXED]
    first, second = (
        [issue["fingerprint"] for issue in issues(report(given))] for given in (MIXED, moved)
    )
    assert first == second == [found.fingerprint for found in MIXED]
    assert len(set(first)) == len(first)


def test_numbers_that_look_the_same_have_fingerprints_of_their_own() -> None:
    alike = [finding(number=number) for number in ("\x1b", r"\x1b")]
    first, second = issues(report(alike))
    assert first["description"] == second["description"]
    assert first["fingerprint"] != second["fingerprint"]


@each(
    ("given", "expected"),
    [
        (WAIVED, "waived by voice-team until 2027-03-31: legacy IVR"),
        (EXISTING, "in the baseline"),
        (WAIVED._replace(status="existing"), "waived by voice-team until 2027-03-31: legacy IVR"),
        (GROUP._replace(status="existing"), "in the baseline"),
        (UNUSED._replace(status="existing"), "in the baseline"),
    ],
)
def test_accepted_findings_are_info_with_a_reason(given: Any, expected: str) -> None:
    [issue] = issues(report([given], baseline=BASELINE))
    assert issue["severity"] == "info"
    assert issue["description"].endswith(f" ({expected})")


def test_a_finding_below_fail_on_keeps_its_severity() -> None:
    [issue] = issues(report([CHANGED], fail_on=Severity.CRITICAL))
    assert issue["severity"] == "major"


def test_a_run_without_a_verdict_is_a_blocker_at_the_place_of_the_problem() -> None:
    [issue] = issues(report(problems=[UNREAD]))
    fingerprint = issue.pop("fingerprint")
    assert len(fingerprint) == 32
    shown = "ops/driftcheck.yaml:2:3: 401: the key is refused — Set the secret."
    assert issue == {
        "description": f"No verdict: {shown}",
        "check_name": "no-verdict",
        "severity": "blocker",
        "location": {"path": "ops/driftcheck.yaml", "lines": {"begin": 2}},
    }


def test_a_problem_without_a_place_is_shown_at_the_configuration() -> None:
    [issue] = issues(report(problems=[Problem("the network is down")]))
    assert issue["description"] == "No verdict: the network is down"
    assert issue["location"] == {"path": "ops/driftcheck.yaml", "lines": {"begin": 1}}


def test_an_unwritten_report_is_a_blocker_next_to_the_findings() -> None:
    first, *others = issues(CASES["unwritten"])
    assert (first["check_name"], first["severity"]) == ("no-verdict", "blocker")
    assert first["description"].startswith('No verdict: cannot write "out.csv"')
    assert others == issues(CASES["findings"])


def test_problems_with_the_same_text_have_different_fingerprints() -> None:
    found = issues(report(problems=[Problem("no", Place("a", 1, 1)), Problem("no")]))
    assert len({issue["fingerprint"] for issue in found}) == 2


def test_a_finding_without_a_place_is_shown_at_the_declarations_of_its_account() -> None:
    nowhere = [NAMELESS._replace(account=account) for account in ("eu", "us")]
    accounts = CASES["accounts"].accounts
    no_verdict, *found = issues(report(nowhere, accounts=accounts))
    assert no_verdict["check_name"] == "no-verdict"
    assert [issue["location"]["path"] for issue in found] == ["ops/eu.yaml", "ops/us.yaml"]
    assert [issue["location"]["lines"]["begin"] for issue in found] == [1, 1]
    assert found[0]["fingerprint"] != found[1]["fingerprint"]


@each("text", SHORT, ids=range(len(SHORT)))
def test_text_from_outside_is_shown_and_has_no_effect(text: str) -> None:
    shown = printable(text)
    given = MISSING._replace(phone_number=text, message=text)
    waiver = WAIVED.waiver._replace(reason=text, owner=text) if WAIVED.waiver else None
    plain, waived = issues(report([given, given._replace(waiver=waiver)]))
    assert plain["description"] == f"{shown}: {shown}"
    said = f"waived by {shown} until 2027-03-31: {shown}"
    assert waived["description"] == f"{shown}: {shown} ({said})"
    [problem] = issues(report(problems=[Problem(text, None, text)]))
    assert problem["description"] == f"No verdict: {shown} — {shown}"


@each("name", ["a b.yaml", "100%.yaml", "#1.yaml", "ü.yaml", "c:d.yaml"])
def test_a_path_is_the_unchanged_name_of_the_file(name: str) -> None:
    found = CHANGED._replace(location=Place("/a.yaml", 7, 2))
    [issue] = issues(report([found], paths={"/a.yaml": name}))
    assert issue["location"] == {"path": name, "lines": {"begin": 7}}
