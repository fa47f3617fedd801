"""The report as one self-contained page: to open, read, print and archive.

Nothing is loaded from anywhere, and nothing can be: the page forbids itself everything but its own
style and script, by their hashes. It reads the same without JavaScript, which only filters and
sorts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from markupsafe import Markup

import driftcheck
from driftcheck.model import JSON, CheckResult, Finding, Report, Severity, Summary
from driftcheck.report import notes, pages, phrases
from driftcheck.report.view import View
from driftcheck.words import inflect, shorten

MAX_ROWS = 2_000
"""How many findings are listed, the worst: a browser stays quick with them. `view.whole`: all."""
_VALUE_LIMIT = 300
_BACK = "present but declared absent"
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: what it stands for, how much, and its share of the longest in percent."""

    name: str
    about: str
    count: int
    severity: str
    share: float


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a whole: how much, and where it lies, in percent."""

    name: str
    count: int
    start: float
    share: float


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as the table shows it, all text. Every other part of `fix` is code."""

    finding: Finding
    name: str
    label: str
    title: str
    what: str
    field: str
    expected: str
    actual: str
    place: str
    state: str
    age: str
    note: str
    fix: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check or rule in all accounts together, all text; where accounts differ, both are said."""

    id: str
    title: str
    severity: str
    applied: str
    found: str


def render(report: Report, view: View) -> str:
    """The report as an HTML page."""
    listed = sorted(report.findings, key=phrases.is_accepted)
    listed = listed if view.whole else listed[:MAX_ROWS]
    opened = [finding for finding in report.findings if phrases.is_open(finding)]
    style, script = _text("page.css"), _text("page.js")
    page = pages.templates(pages.PAGE_FOLDER).get_template("page.html.jinja")
    return page.render(
        report=report,
        version=driftcheck.__version__,
        began=datetime.fromisoformat(report.started_at).strftime("%Y-%m-%d %H:%M:%S UTC"),
        notes=notes.lines(report),
        phrases=phrases,
        inflect=inflect,
        opened=opened,
        severities=_by_severity(opened),
        checks=_by_check(opened, report),
        declared=_slices(_declared(report.summary)),
        live=_slices(_live(report.summary)),
        rows=[_row(finding, report) for finding in listed],
        found={finding.check for finding in report.findings},
        held=_check_rows(report),
        style=Markup(style),  # noqa: S704 - a file of ours
        script=Markup(script),  # noqa: S704 - a file of ours
        policy=pages.page_policy(style, script),
    )


@cache
def _text(name: str) -> str:
    return (pages.PAGE_FOLDER / name).read_text(encoding="utf-8")


def _check_rows(report: Report) -> list[CheckRow]:
    """All checks and rules that were made, or are off."""
    parts: dict[str, list[CheckResult]] = {check: [] for check in report.checks}
    for account in report.accounts:
        for check in account.checks:
            if check.is_off or check.id in report.checks:
                parts.setdefault(check.id, []).append(check)
    return [_check_row(name, those, report) for name, those in parts.items()]


def _check_row(name: str, parts: Sequence[CheckResult], report: Report) -> CheckRow:
    if not parts:
        check = report.checks[name]
        return CheckRow(name, check.title, check.severity.label, "unknown", "unknown")
    levels = dict.fromkeys("off" if p.severity is None else p.severity.label for p in parts)
    counts = [part.applied for part in parts if part.applied is not None]
    applied = f"{sum(counts):,}" if counts else ""
    found = "off" if all(part.is_off for part in parts) else "nothing"
    found = "findings" if any(part.findings for part in parts) else found
    return CheckRow(name, parts[0].title, ", ".join(levels), applied, found)


def _by_severity(findings: Sequence[Finding]) -> list[Bar]:
    levels = [finding.severity for finding in findings]
    counts = {level: levels.count(level) for level in reversed(Severity)}
    most = max(counts.values(), default=0)
    return [
        Bar(level.label, "", count, level.label, _share(count, most))
        for level, count in counts.items()
    ]


def _by_check(findings: Sequence[Finding], report: Report) -> list[Bar]:
    tallies = phrases.tallies(findings)
    most = max((len(tally.findings) for tally in tallies), default=0)
    bars = []
    for tally in tallies:
        count, severity = len(tally.findings), tally.severity.label
        about = f"{report.title(tally.check)} ({severity})"
        bars.append(Bar(tally.check, about, count, severity, _share(count, most)))
    return bars


def _share(count: int, most: int) -> float:
    return round(100 * count / most, 2) if most else 0.0


def _declared(summary: Summary) -> dict[str, int]:
    parts = {"in sync": summary.in_sync, "changed": summary.changed, "missing": summary.missing}
    return {**parts, _BACK: summary.present}


def _live(summary: Summary) -> dict[str, int]:
    known = {"declared": summary.covered, "unmanaged": summary.unmanaged, _BACK: summary.present}
    left = summary.live - sum(known.values())  # without a number, or twice
    return {**known, "other entries": max(0, left)}


def _slices(parts: dict[str, int]) -> list[Slice]:
    total, start, slices = sum(parts.values()), 0.0, []
    for name, count in parts.items():
        share = 100 * count / total if total else 0.0
        slices.append(Slice(name, count, round(start, 3), round(share, 3)))
        start += share
    return [part for part in slices if part.count]


def _side(given: JSON, shown: str) -> str:
    return "nothing" if given is None else shown


def _row(finding: Finding, report: Report) -> FindingRow:
    heading = report.heading(finding)
    differs = finding.expected is not None or finding.actual is not None
    expected, actual = phrases.sides(finding, _VALUE_LIMIT)
    return FindingRow(
        finding=finding,
        name=phrases.about(finding),
        label=shorten(heading.label, _VALUE_LIMIT),
        title=report.title(finding.check),
        what=finding.message,
        field=phrases.field(finding),
        expected=_side(finding.expected, expected) if differs else "",
        actual=_side(finding.actual, f"{actual}{phrases.secret(finding)}") if differs else "",
        place=phrases.place_text(finding.location),
        state=phrases.state(finding),
        fix=tuple(_CODE.split(finding.remedy or "")),
        age=notes.age(finding),
        note=phrases.acceptance(finding).removeprefix("waived "),
    )
