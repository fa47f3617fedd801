"""The reports that every format is tested with: each outcome, and hostile text in every field."""

import unicodedata
from typing import Any

from driftcheck.model import (
    AccountResult,
    AppliedWaiver,
    Check,
    Comparison,
    Finding,
    Former,
    Heading,
    Outcome,
    Place,
    Problem,
    Report,
    Severity,
    Summary,
    Terms,
    order,
)
from tests.each import each
from tests.reports import CHECKS, FETCHED, HOSTILE, RULE, WAIVER, changed, finding, held_to, report

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
JOINER = "\u200d"
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
"""Findings of every severity and kind: numbers, a group, an entry without a number, a waiver."""
WAIVED = CHANGED._replace(waiver=WAIVER)
EXISTING = MISSING._replace(status="existing")
FIXED = Former("drift-changed", Severity.MEDIUM, "default", TWO, "inbound", "it differed", "0" * 32)
BASELINE = Comparison("former.json", "2025-12-31T00:00:00Z", (FIXED,))
UNREAD = Problem("401: the key is refused", Place("driftcheck.yaml", 2, 3), "Set the secret.")
UNWRITTEN = Problem('cannot write "out.csv": it is a directory')
COUNTS = Summary(3, 5, 3, coverage=0.6)
EU = AccountResult(
    "eu", "eu.json", 3, 5, (), ("eu.yaml",), COUNTS, FETCHED, checks=held_to(CHECKS, ())
)
US = AccountResult("us", None, 7, None, (UNREAD,), ("us.yaml",))
CASES = {
    "clean": report(),
    "nothing live": report([MISSING], summary=Summary(2, 0, missing=2)),
    "findings": report(MIXED),
    "waived": report([WAIVED], summary=Summary(2, 4, 1, waived=1, coverage=0.5)),
    "existing": report([EXISTING], baseline=BASELINE),
    "below": report([UNKNOWN]),
    "unread": report(problems=[UNREAD]),
    "unwritten": report(MIXED)._replace(problems=(UNWRITTEN,)),
    "accounts": report([CHANGED._replace(account="eu")], accounts=(EU, US), summary=EU.summary),
}
"""A report for each way a run can end."""


def filled(text: str, outcome: Outcome = Outcome.FINDINGS) -> Report:
    """Return a report with a text in every place for text from outside."""
    place = Place(text, 3, 5)
    given: dict[str, Any] = {"message": text, "location": place, "account": text}
    waiver = AppliedWaiver(text, text, "2027-03-31", place)
    values: dict[str, Any] = {"expected": {text: [text]}, "actual": text}
    differs = finding(number=text, path=text, **values, **given)
    grouped = finding(RULE.id, None, path=f"label={text}", members=(text, "[3]"), **values, **given)
    nameless = finding("schema-invalid", None, path=f"[3].{text}", **given)
    unused = finding("waiver-unused", None, path=f"drift-missing: {text}", **given)
    harmless = finding("schema-unknown-field", text, path=text, **given)
    findings: list[Finding] = [differs._replace(waiver=waiver), grouped._replace(waiver=waiver)]
    findings += [found._replace(status="existing") for found in (nameless, unused)]
    findings += [harmless]
    if outcome is Outcome.FINDINGS:
        findings = [grouped, nameless, differs, unused, *findings]
    problem = Problem(text, place, text)
    error = outcome is Outcome.ERROR
    unread = AccountResult("eu", text, None, None, (problem,)) if error else EU
    summary = Summary(2, 4, 1, coverage=0.5)
    rule = Check(RULE.id, RULE.kind, RULE.severity, "A title", text, text, (text,), place)
    fixed = Former("drift-changed", Severity.LOW, text, text, text, text, "0" * 32)
    made = report(
        findings,
        accounts=(AccountResult(text, text, 2, 4, (), (text,), summary), unread),
        headings={(text, text): Heading(text, place)},
        baseline=Comparison(text, "2025-12-31T00:00:00Z", (fixed,)),
        checks={**CHECKS, rule.id: rule},
        terms=Terms(text, (text,), (text,), (text,)),
    )
    return made._replace(problems=(problem,) if error else ())


SHORT = [text for text in HOSTILE if len(text) < 1_000]
TEXTS = each("text", HOSTILE, ids=range(len(HOSTILE)))


def unseen(text: str) -> set[str]:
    """Return the control and bidirectional characters and the surrogates of a text."""
    signs = set(text) - {"\n", JOINER}
    return {sign for sign in signs if unicodedata.category(sign) in UNSEEN}
