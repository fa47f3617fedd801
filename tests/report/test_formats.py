"""What holds for every format: text from outside changes neither its form nor what it says."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from driftcheck.errors import Place, Problem
from driftcheck.model import AppliedWaiver, Check, Finding, Severity, order
from driftcheck.report import FORMATS, View, renderer
from driftcheck.result import (
    AccountResult,
    Comparison,
    Fixed,
    Heading,
    Outcome,
    Report,
    Summary,
    Terms,
)
from tests.reports import CHECKS, HOSTILE, RULE, WAIVER, changed, finding, report

ONE, TWO = "+12025550100", "+12025550101"
CHANGED = changed(ONE, "label", "Support", "Sales")
MISSING = finding("drift-missing", TWO, message="declared, but not live")
UNKNOWN = finding("schema-unknown-field", path="colour", message="no colour is known")
GROUP = finding(
    RULE.id, None, path="pipeline p1", members=(ONE, TWO), expected=1, actual=2, message="two of it"
)
NAMELESS = finding(
    "schema-invalid", None, path="[3].label", message="label must be text", location=None
)
UNUSED = finding("waiver-unused", None, path="drift-missing: *", message="it matches nothing")
MIXED = tuple(sorted([CHANGED, MISSING, UNKNOWN, GROUP, NAMELESS, UNUSED], key=order))
"""Findings of every severity and kind: on numbers, a group, an entry without number, a waiver."""

WAIVED = replace(CHANGED, waiver=WAIVER)
EXISTING = replace(MISSING, status="existing")
FIXED = Fixed("drift-changed", Severity.MEDIUM, "default", TWO, "inbound", "it differed", "0" * 32)
BASELINE = Comparison("former.json", "2025-12-31T00:00:00Z", (FIXED,))
UNREAD = Problem("401: the key is refused", Place("driftcheck.yaml", 2, 3), "Set the secret.")
UNWRITTEN = Problem('cannot write "out.csv": it is a directory')
EU = AccountResult("eu", "eu.json", 3, 5, (), ("eu.yaml",), Summary(3, 5, 3, coverage=0.6))
US = AccountResult("us", None, 7, None, (UNREAD,), ("us.yaml",))
CASES = {
    "clean": report(),
    "nothing live": report([MISSING], summary=Summary(2, 0, missing=2)),
    "findings": report(MIXED),
    "waived": report([WAIVED], summary=Summary(2, 4, 1, waived=1, coverage=0.5)),
    "existing": report([EXISTING], baseline=BASELINE),
    "below": report([UNKNOWN]),
    "unread": report(problems=[UNREAD]),
    "unwritten": replace(report(MIXED), problems=(UNWRITTEN,)),
    "accounts": report([replace(CHANGED, account="eu")], accounts=(EU, US), summary=EU.summary),
}
"""A report for each way in which a run can end."""


def filled(text: str, outcome: Outcome = Outcome.FINDINGS) -> Report:
    """A report that holds a text wherever one from outside may stand."""
    place = Place(text, 3, 5)
    given: dict[str, Any] = {"message": text, "location": place, "account": text}
    waiver = AppliedWaiver(text, text, "2027-03-31", place)
    values: dict[str, Any] = {"expected": {text: [text]}, "actual": text}
    differs = finding(number=text, path=text, **values, **given)
    grouped = finding(RULE.id, None, path=f"label={text}", members=(text, "[3]"), **values, **given)
    nameless = finding("schema-invalid", None, path=f"[3].{text}", **given)
    unused = finding("waiver-unused", None, path=f"drift-missing: {text}", **given)
    harmless = finding("schema-unknown-field", text, path=text, **given)
    findings: list[Finding] = [replace(differs, waiver=waiver), replace(grouped, waiver=waiver)]
    findings += [replace(found, status="existing") for found in (nameless, unused)]
    findings += [harmless]
    if outcome is Outcome.FINDINGS:
        findings = [grouped, nameless, differs, unused, *findings]
    problem = Problem(text, place, text)
    error = outcome is Outcome.ERROR
    unread = AccountResult("eu", text, None, None, (problem,)) if error else EU
    summary = Summary(2, 4, 1, coverage=0.5)
    rule = Check(RULE.id, RULE.kind, RULE.severity, "A title", text, text, (text,), place)
    fixed = Fixed("drift-changed", Severity.LOW, text, text, text, text, "0" * 32)
    made = report(
        findings,
        accounts=(AccountResult(text, text, 2, 4, (), (text,), summary), unread),
        headings={(text, text): Heading(text, place)},
        baseline=Comparison(text, "2025-12-31T00:00:00Z", (fixed,)),
        checks={**CHECKS, rule.id: rule},
        terms=Terms(text, (text,), (text,), (text,)),
    )
    return replace(made, problems=(problem,) if error else ())


def _by_last_line(text: str) -> str:
    found = re.fullmatch(r"(CLEAN|FINDINGS|ERROR): .* Exit code (\d)\.", text.splitlines()[-1])
    assert found
    assert (found[1].lower(), found[2]) in {("clean", "0"), ("findings", "2"), ("error", "1")}
    return found[1].lower()


def _by_exit_code(code: int) -> str:
    return {0: "clean", 1: "error", 2: "findings"}[code]


def _of_csv(text: str) -> str:
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    if any(row["kind"] == "error" for row in rows):
        return "error"
    failing = [row for row in rows if (row["state"], row["severity"] == "info") == ("new", False)]
    return "findings" if failing else "clean"


def _of_junit(text: str) -> str:
    root = ElementTree.fromstring(text.encode())
    if root.get("errors") != "0":
        return "error"
    return "clean" if root.get("failures") == "0" else "findings"


def _of_gitlab(text: str) -> str:
    issues = json.loads(text)
    if any(issue["check_name"] == "no-verdict" for issue in issues):
        return "error"
    return "findings" if any(issue["severity"] != "info" for issue in issues) else "clean"


def _of_prometheus(text: str) -> str:
    samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
    [code] = [sample.value for sample in samples if sample.name == "driftcheck_exit_code"]
    [name] = [s.labels["outcome"] for s in samples if s.name.endswith("_outcome") and s.value]
    assert name == _by_exit_code(int(code))
    return name


def _of_markdown(text: str) -> str:
    found = re.match(r"### (?:✅|❌|⚠️) driftcheck: (CLEAN|FINDINGS|ERROR): ", text)
    assert found
    return found[1].lower()


def _of_html(text: str) -> str:
    kind, word = re.findall(r'<header class="top (\w+)">.*?<h1>(\w+):', text, re.DOTALL)[0]
    assert kind == word.lower()
    return str(kind)


VERDICTS: dict[str, Callable[[str], str]] = {
    "text": _by_last_line,
    "github": _by_last_line,
    "json": lambda text: _by_exit_code(json.loads(text)["exit_code"]),
    "sarif": lambda text: _by_exit_code(json.loads(text)["runs"][0]["invocations"][0]["exitCode"]),
    "csv": _of_csv,
    "junit": _of_junit,
    "gitlab": _of_gitlab,
    "prometheus": _of_prometheus,
    "markdown": _of_markdown,
    "html": _of_html,
}
"""How a reader learns of the verdict, for each format; the report fails on `low`."""
SHORT = [text for text in HOSTILE if len(text) < 1_000]
TEXTS = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
EACH = pytest.mark.parametrize("format", FORMATS)
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
JOINER = "\u200d"


def unseen(text: str) -> set[str]:
    """What neither shows nor belongs in text: control, bidirectional and half characters."""
    signs = set(text) - {"\n", JOINER}
    return {sign for sign in signs if unicodedata.category(sign) in UNSEEN}


def rendered(format: str, report: Report) -> str:
    """A report, rendered and found to be what any format must be."""
    text = renderer(format)(report, View())
    assert text.encode("utf-8").decode("utf-8") == text
    lines = text.replace("\r\n", "\n") if format == "csv" else text
    assert not unseen(lines)
    return text


def test_the_verdict_of_every_format_can_be_read() -> None:
    assert VERDICTS.keys() == FORMATS.keys()


@EACH
@pytest.mark.parametrize("case", CASES)
def test_every_format_tells_how_every_run_ended(format: str, case: str) -> None:
    assert VERDICTS[format](rendered(format, CASES[case])) == CASES[case].outcome.value


@EACH
@TEXTS
def test_no_text_from_outside_changes_the_verdict(format: str, text: str) -> None:
    for outcome in Outcome:
        assert VERDICTS[format](rendered(format, filled(text, outcome))) == outcome.value


@EACH
@settings(max_examples=10, deadline=None)
@given(text=st.text(st.characters(), min_size=1, max_size=30), outcome=st.sampled_from(Outcome))
def test_no_text_at_all_changes_the_verdict(format: str, text: str, outcome: Outcome) -> None:
    assert VERDICTS[format](rendered(format, filled(text, outcome))) == outcome.value


@EACH
@pytest.mark.parametrize("outcome", Outcome)
def test_the_same_report_gives_the_same_text(format: str, outcome: Outcome) -> None:
    first, second = (rendered(format, filled("".join(SHORT), outcome)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("format", ["text", "github", "markdown"])
@TEXTS
def test_no_text_from_outside_begins_a_command_in_a_log(format: str, text: str) -> None:
    """CI systems read commands from what is printed: `::` first in a line, `##` anywhere in it."""
    annotation = r"::(error|warning|notice) file=[^:,]*,line=\d+,col=\d+,title=[^:,]*::.*"
    for outcome in Outcome:
        out = rendered(format, filled(text, outcome))
        commands = [line for line in out.splitlines() if line.lstrip().startswith("::")]
        assert bool(commands) is (format == "github")
        assert all(re.fullmatch(annotation, line) for line in commands)
        assert "##[" not in out
        assert "##vso" not in out
