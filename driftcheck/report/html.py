"""The report as one self-contained page: to open, read, print and archive.

Nothing is loaded from anywhere, and nothing can be: the page forbids itself everything but its own
style and script, by their hashes. It reads the same without JavaScript, which only filters and
sorts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from markupsafe import Markup

import driftcheck
from driftcheck.model import CheckResult, Finding, Report, Severity, Summary
from driftcheck.report import notes, pages, phrases
from driftcheck.report.cards import cards
from driftcheck.report.view import View
from driftcheck.words import counted, inflect

MAX_ROWS = 2_000
"""The page lists this many findings, the worst, so that a browser stays fast. `view.whole`: all."""
_MAX_BARS = 8
_ACCEPTED = ("waived", "existing")
_BACK = "present but declared absent"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: its name, count, and length in percent of the longest bar."""

    name: str
    about: str
    count: int
    severity: str
    share: float


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a whole: its count, start and share, in percent."""

    name: str
    count: int
    start: float
    share: float


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check or rule in all accounts, as text; `severity` lists all that accounts use."""

    id: str
    title: str
    severity: str
    applied: str
    found: str


def render(report: Report, view: View) -> str:
    """Return the report as an HTML page."""
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
        max_bars=_MAX_BARS,
        tiles=list(_tiles(report)),
        several=len(report.accounts) > 1,
        declared=_slices(_declared(report.summary)),
        live=_slices(_live(report.summary)),
        cards=cards(report._replace(findings=tuple(listed))),
        listed=len(listed),
        states=sorted({phrases.state(finding) for finding in listed}),
        found=sorted({finding.check for finding in report.findings}),
        held=_check_rows(report),
        style=Markup(style),  # noqa: S704 - a file of ours
        script=Markup(script),  # noqa: S704 - a file of ours
        policy=pages.page_policy(style, script),
    )


@cache
def _text(name: str) -> str:
    return (pages.PAGE_FOLDER / name).read_text(encoding="utf-8")


def _tiles(report: Report) -> Iterator[tuple[str, str]]:
    """Return the counts at the top with their names. Counts of problems that are 0 are left out."""
    summary = report.summary
    yield f"{summary.declared:,}", "declared"
    yield f"{summary.live:,}", "live"
    yield f"{summary.in_sync:,}", "in sync"
    if summary.coverage is not None:
        yield phrases.percent(summary.coverage), "coverage"
    counts = {
        "missing": summary.missing,
        "changed": summary.changed,
        "unmanaged": summary.unmanaged,
        _BACK: summary.present,
        "invalid": summary.invalid,
        inflect(summary.violations, "policy violation"): summary.violations,
        "waived": summary.waived,
        "existing": phrases.existing(report),
        "fixed since the baseline": len(report.baseline.fixed) if report.baseline else 0,
    }
    for name, count in counts.items():
        if count:
            yield f"{count:,}", name


def _check_rows(report: Report) -> list[CheckRow]:
    """Return all checks and rules that ran or are off."""
    parts: dict[str, list[CheckResult]] = {check: [] for check in report.checks}
    for account in report.accounts:
        for check in account.checks:
            if check.is_off or check.id in report.checks:
                parts.setdefault(check.id, []).append(check)
    counts = Counter((finding.check, phrases.state(finding)) for finding in report.findings)
    return [_check_row(name, those, report, counts) for name, those in parts.items()]


def _check_row(
    name: str, parts: Sequence[CheckResult], report: Report, counts: Counter[tuple[str, str]]
) -> CheckRow:
    if not parts:
        check = report.checks[name]
        return CheckRow(name, check.title, check.severity.label, "unknown", "unknown")
    levels = dict.fromkeys("off" if p.severity is None else p.severity.label for p in parts)
    numbers = [part.applied for part in parts if part.applied is not None]
    applied = counted(sum(numbers), "number") if numbers else "—"
    found = [counted(counts[name, "new"], "finding")] if counts[name, "new"] else []
    found += [f"{counts[name, state]:,} {state}" for state in _ACCEPTED if counts[name, state]]
    nothing = "off" if all(part.is_off for part in parts) else "none"
    return CheckRow(name, parts[0].title, ", ".join(levels), applied, ", ".join(found) or nothing)


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
