"""Findings as CSV, a row each, for spreadsheets: no cell is read as a formula."""

import csv
import io
import json
import sys
from collections.abc import Iterator

from driftcheck.model import JSON, NO_VERDICT, Finding, Report
from driftcheck.report import phrases
from driftcheck.report.view import View
from driftcheck.words import cell, shorten, tell_apart

COLUMNS = (
    "severity", "state", "check", "kind", "account", "phone_number", "label", "path", "expected",
    "actual", "message", "remedy", "file", "line", "column", "waiver_owner", "waiver_expires",
    "waiver_reason", "members", "fingerprint", "fetched_at", "since", "nights", "new",
)  # fmt: skip
"""The columns, in order. New ones come last."""
_CELL_LIMIT = 16_000  # a spreadsheet accepts 32,767, and counts some characters twice


def render(report: Report, _view: View) -> str:
    """Return the findings as CSV (RFC 4180) with a header.

    The rows of a run without a verdict begin with one for each problem, so that nobody takes it
    for a clean one.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    times = {account.name: account.fetched_at or "" for account in report.accounts}
    rows = (_row(f, report) | {"fetched_at": times.get(f.account, "")} for f in report.findings)
    for row in (*_problems(report), *rows):
        writer.writerow({name: text and _cell(text) for name, text in row.items()})
    return text.getvalue()


def _cell(text: str) -> str:
    return shorten(cell(text), _CELL_LIMIT)


def _problems(report: Report) -> Iterator[dict[str, str]]:
    accounts = [
        (account.name, problem) for account in report.accounts for problem in account.problems
    ]
    for name, problem in [*accounts, *(("", problem) for problem in report.problems)]:
        place = problem.place
        yield {
            "account": name,
            "severity": "critical",
            "state": "new",
            "check": NO_VERDICT.id,
            "kind": "error",
            "message": phrases.trouble(problem),
            "file": place.file if place else "",
            "line": str(place.line) if place else "",
            "column": str(place.column) if place else "",
        }


def _row(finding: Finding, report: Report) -> dict[str, str]:
    place, waiver, age = finding.location, finding.waiver, finding.age
    expected, actual = tell_apart(_text(finding.expected), _text(finding.actual), sys.maxsize)
    return {
        "account": finding.account,
        "severity": finding.severity.label,
        "state": phrases.state(finding),
        "check": finding.check,
        "kind": finding.kind.value,
        "phone_number": finding.phone_number or "",
        "label": report.heading(finding).label,
        "path": finding.path or "",
        "expected": expected,
        "actual": actual,
        "message": finding.message,
        "remedy": finding.remedy or "",
        "file": place.file if place else "",
        "line": str(place.line) if place else "",
        "column": str(place.column) if place else "",
        "waiver_owner": waiver.owner if waiver else "",
        "waiver_expires": waiver.expires if waiver else "",
        "waiver_reason": waiver.reason if waiver else "",
        "members": " ".join(finding.members),
        "fingerprint": finding.fingerprint,
        **{name: _text(value) for name, value in (age.shown if age else {}).items()},
    }


def _text(value: JSON) -> str:
    """Return a text as it is, any other value as JSON, and None as an empty text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
