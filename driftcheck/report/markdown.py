"""Markdown, for a comment on a pull request and for the summary of a CI step.

Short: the verdict and counts stand open, the findings of each check are folded away below. It
never grows past what GitHub takes as a comment.
"""

from collections.abc import Iterator, Sequence
from html import escape

import driftcheck
from driftcheck.model import Finding
from driftcheck.report import phrases
from driftcheck.report.escape import code, printable, prose, shorten, value
from driftcheck.report.phrases import plural
from driftcheck.report.view import View
from driftcheck.result import Heading, Outcome, Report

LIMIT = 65_000
"""How many bytes of UTF-8 there are at most; GitHub takes 65,536 characters."""
_RESERVE = 200
_MAX_ROWS = 50
_CELL = 160
_SIGNS = {Outcome.CLEAN: "✅", Outcome.FINDINGS: "❌", Outcome.ERROR: "⚠️"}
_NO_HEADING = Heading("", None)


def render(report: Report, view: View) -> str:
    """The report as Markdown, of at most `view.limit` or else `LIMIT` bytes."""
    foot = f"<sub>driftcheck {driftcheck.__version__} · {report.started_at}</sub>"
    page = _Page((view.limit or LIMIT) - _RESERVE, foot)
    page.add("\n".join(_head(report)))
    opened = [finding for finding in report.findings if phrases.is_open(finding)]
    accepted = [finding for finding in report.findings if not phrases.is_open(finding)]
    for check, findings in phrases.by_check(opened).items():
        page.section(_title(check, findings, report), _table(findings, report), _fix(findings))
    if accepted:
        title = f"waived or existing: {len(accepted):,}"
        page.section(title, _table(accepted, report), "")
    if report.baseline and report.baseline.fixed:
        fixed = report.baseline.fixed
        rows = [f"| {_code(_named(f.phone_number, f.path))} | {_code(f.check)} |" for f in fixed]
        table = ["| what | check |", "|---|---|", *rows]
        page.section(f"fixed since the baseline: {len(fixed):,}", table, "")
    return page.text()


class _Page:
    """Text that is added to as long as there is room."""

    def __init__(self, room: int, foot: str) -> None:
        self.room = room
        self.foot = foot
        self.parts: list[str] = []
        self.cut = False

    def add(self, text: str) -> bool:
        """Add a part, if it fits."""
        size = len(text.encode("utf-8", "replace")) + 2
        if size > self.room:
            self.cut = True
            return False
        self.room -= size
        self.parts.append(text)
        return True

    def section(self, title: str, table: Sequence[str], after: str) -> None:
        """Add a table that is folded away, with as many rows as there is room for."""
        head = f"<details><summary>{title}</summary>\n"
        tail = "\n".join(["", *([after, ""] if after else []), "</details>"])
        kept, size = list(table[:2]), sum(len(text.encode()) for text in [head, tail, *table[:2]])
        for row in table[2 : 2 + _MAX_ROWS]:
            size += len(row.encode("utf-8", "replace")) + 1
            if size + _RESERVE > self.room:
                break
            kept.append(row)
        left = len(table) - len(kept)
        more = ["", f"… and {left:,} more"] if left else []
        if len(kept) > 2:
            self.add("\n".join([head, *kept, *more, tail]))
        else:
            self.cut = True

    def text(self) -> str:
        """All parts, and what is to be said if some did not fit."""
        cut = ["There is no room here for the rest; the JSON report has all."] if self.cut else []
        return "\n\n".join([*self.parts, *cut, self.foot]) + "\n"


def _head(report: Report) -> Iterator[str]:
    yield f"### {_SIGNS[report.outcome]} driftcheck: {prose(phrases.verdict(report))}"
    yield ""
    for account in report.accounts:
        if account.problems:
            yield f"{_code(account.name)} was not checked:"
            yield ""
            yield from _problem_lines(list(map(phrases.trouble, account.problems)))
    yield from _problem_lines([phrases.trouble(problem) for problem in report.problems])
    if phrases.was_read(report):
        yield f"{phrases.counts(report)} {phrases.coverage(report.summary)}"
        if report.baseline:
            yield ""
            yield prose(phrases.against(report, report.baseline))
    yield ""
    yield from _by_check(report)


def _problem_lines(problems: Sequence[str]) -> Iterator[str]:
    for problem in problems[:20]:
        yield f"- {prose(shorten(problem, 1_000))}"
    if len(problems) > 20:
        yield f"- … and {len(problems) - 20:,} more"
    if problems:
        yield ""


def _by_check(report: Report) -> Iterator[str]:
    found = phrases.by_check([f for f in report.findings if phrases.is_open(f)])
    if found:
        yield "| severity | findings | check | |"
        yield "|---|--:|---|---|"
    for check, findings in found.items():
        title = report.checks[check].title if check in report.checks else ""
        worst = findings[0].severity.label
        yield f"| {worst} | {len(findings):,} | {code(check)} | {prose(title)} |"


def _title(check: str, findings: Sequence[Finding], report: Report) -> str:
    title = report.checks[check].title if check in report.checks else ""
    counted = f"{len(findings):,} {plural(len(findings), 'finding')}"
    name = f"<code>{escape(check)}</code> {escape(printable(title))}"
    return f"{findings[0].severity.label}: {name} ({counted})"


def _table(findings: Sequence[Finding], report: Report) -> list[str]:
    """A table with its head; only as many rows as can be shown are made."""
    lines = ["| number | label | what | where |", "|---|---|---|---|"]
    several = len(report.accounts) > 1
    for finding in findings[:_MAX_ROWS]:
        heading = report.headings.get((finding.account, finding.phone_number or ""), _NO_HEADING)
        account = f"{finding.account} " if several else ""
        name = _code(shorten(f"{account}{phrases.about(finding)}", _CELL))
        label = _code(shorten(printable(heading.label), 60)) if heading.label else ""
        note = phrases.accepted(finding)
        said = _said(finding) + (f" ({prose(note)})" if note else "")
        place = _code(phrases.at(finding.location)) if finding.location else ""
        lines.append(f"| {name} | {label} | {said} | {place} |")
    return [*lines, *[""] * (len(findings) - _MAX_ROWS)]


def _said(finding: Finding) -> str:
    if finding.check != "drift-changed":
        return prose(shorten(phrases.what(finding), _CELL))
    expected, actual = value(finding.expected, _CELL), value(finding.actual, _CELL)
    arrow = phrases.arrow(expected)
    secret = " (what differs is secret)" if expected == actual else ""
    return f"{_code(phrases.field(finding))}: {code(expected)} {arrow} {code(actual)}{secret}"


def _fix(findings: Sequence[Finding]) -> str:
    remedies = list(dict.fromkeys(finding.remedy for finding in findings if finding.remedy))
    return f"**Fix:** {prose(remedies[0])}" if remedies else ""


def _named(number: str | None, path: str | None) -> str:
    return " ".join(filter(None, [number, path]))


def _code(text: str) -> str:
    return code(printable(text))
