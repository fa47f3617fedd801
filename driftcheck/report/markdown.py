"""Markdown, for a comment on a pull request and for the summary of a CI step.

Short: the verdict and counts stand open, the findings of each check are folded away below. It
never grows past what GitHub takes as a comment.
"""

from collections.abc import Iterator, Sequence
from html import escape

import driftcheck
from driftcheck.model import AccountResult, Finding, Outcome, Report, State, state_of
from driftcheck.report import notes, phrases
from driftcheck.report.markup import code, instruction, prose, summary
from driftcheck.report.phrases import Tally
from driftcheck.report.view import View
from driftcheck.words import counted, printable, short_commit, shorten

LIMIT = 65_000
"""How many bytes of UTF-8 there are at most; GitHub takes 65,536 characters."""
_RESERVE = 200
"""How many bytes are kept for what says that something was left out."""
_HEAD = 2
"""How many lines of a table are its head."""
_MAX_ROWS = 50
_MAX_PROBLEMS = 20
_CELL = 160
_SIGNS = {Outcome.CLEAN: "✅", Outcome.FINDINGS: "❌", Outcome.ERROR: "⚠️"}


def render(report: Report, view: View) -> str:
    """The report as Markdown, of at most `view.limit` or else `LIMIT` bytes."""
    foot = f"<sub>{' · '.join(_foot(report))}</sub>"
    page = _Page(_title(report), (view.limit or LIMIT) - _RESERVE - _size(foot), foot)
    for part in _head(report):
        page.add(part)
    opened = [finding for finding in report.findings if phrases.is_open(finding)]
    accepted = [finding for finding in report.findings if not phrases.is_open(finding)]
    page.table(_by_check(opened, report))
    for tally in phrases.tallies(opened):
        table = _table(tally.findings, report)
        page.section(_summary(tally, report), table, _fix(tally.findings))
    if accepted:
        page.section(f"waived or existing: {len(accepted):,}", _table(accepted, report), "")
    if report.baseline and report.baseline.fixed:
        fixed = report.baseline.fixed
        rows = [f"| {_cell(_name(f.phone_number, f.path))} | {_cell(f.check)} |" for f in fixed]
        table = ["| what | check |", "|---|---|", *rows]
        page.section(f"fixed since the baseline: {len(fixed):,}", table, "")
    return page.text()


def _foot(report: Report) -> Iterator[str]:
    yield f"driftcheck {driftcheck.__version__}"
    yield report.started_at
    if report.commit:
        yield f"commit {code(short_commit(report.commit))}"
    if report.run_url:
        yield f"[CI run](<{report.run_url}>)"


class _Page:
    """Text that is added to as long as there is room; its title is always there."""

    def __init__(self, title: str, room: int, foot: str) -> None:
        self.parts = [title]
        self.room = room - _size(title)
        self.foot = foot
        self.cut = False

    def add(self, text: str) -> None:
        """Add a part, if it fits."""
        if _size(text) > self.room:
            self.cut = True
            return
        self.room -= _size(text)
        self.parts.append(text)

    def table(self, lines: Sequence[str]) -> None:
        """Add a table, with as many rows as there is room for."""
        kept = self._fitting(lines, self.room // 2)
        self.cut = self.cut or len(kept) < len(lines)
        if len(kept) > _HEAD:
            self.add("\n".join(kept))

    def section(self, title: str, lines: Sequence[str], after: str) -> None:
        """Add a table that is folded away, with as many rows as there is room for."""
        head = f"<details><summary>{title}</summary>\n"
        tail = "\n".join(["", *([after, ""] if after else []), "</details>"])
        room = self.room - _size(head) - _size(tail) - _RESERVE
        kept = self._fitting(lines[: _HEAD + _MAX_ROWS], room)
        left = len(lines) - len(kept)
        more = ["", f"… and {left:,} more"] if left else []
        table = kept if len(kept) > _HEAD else []
        self.add("\n".join([head, *table, *more, tail]))

    def _fitting(self, lines: Sequence[str], room: int) -> list[str]:
        """The first lines, as many as there is room for; none but the head if no row is."""
        kept: list[str] = []
        for line in lines:
            room -= _size(line)
            if room < 0:
                break
            kept.append(line)
        return kept if len(kept) > _HEAD else list(lines[:_HEAD])

    def text(self) -> str:
        """All parts, and what is to be said if some did not fit."""
        cut = ["There is no room here for the rest; the JSON report has all."] if self.cut else []
        return "\n\n".join([*self.parts, *cut, self.foot]) + "\n"


def _size(text: str) -> int:
    """How many bytes a part takes, with the empty line after it."""
    return len(text.encode("utf-8", "replace")) + 2


def _title(report: Report) -> str:
    return f"### {_SIGNS[report.outcome]} driftcheck: {prose(phrases.verdict(report))}"


def _head(report: Report) -> Iterator[str]:
    if len(report.accounts) > 1:
        yield from _problem_lines(list(map(phrases.trouble, report.all_problems)))
    else:
        yield from _one_account(report.accounts[0])
        yield from _problem_lines([phrases.trouble(problem) for problem in report.problems])
    if report.was_read:
        yield prose(notes.live_lists(report))
        yield from map(prose, notes.lines(report))
        yield f"{phrases.counts(report)} {phrases.coverage(report.summary)}"
        if report.baseline:
            yield prose(phrases.comparison(report, report.baseline))


def _one_account(account: AccountResult) -> Iterator[str]:
    if account.problems:
        yield f"{code(account.name)} was not checked:"
        yield from _problem_lines(list(map(phrases.trouble, account.problems)))


def _problem_lines(problems: Sequence[str]) -> Iterator[str]:
    for problem in problems[:_MAX_PROBLEMS]:
        yield f"- {prose(problem)}"
    if len(problems) > _MAX_PROBLEMS:
        yield f"- … and {len(problems) - _MAX_PROBLEMS:,} more"


def _by_check(findings: Sequence[Finding], report: Report) -> list[str]:
    lines = ["| severity | findings | check | |", "|---|--:|---|---|"]
    for tally in phrases.tallies(findings):
        title = prose(report.title(tally.check), table=True)
        count = f"{len(tally.findings):,}"
        lines.append(f"| {tally.severity.label} | {count} | {_cell(tally.check)} | {title} |")
    return lines


def _summary(tally: Tally, report: Report) -> str:
    count = len(tally.findings)
    name = f"<code>{escape(tally.check)}</code> {summary(report.title(tally.check))}"
    return f"{tally.severity.label}: {name} ({counted(count, 'finding')})"


def _table(findings: Sequence[Finding], report: Report) -> list[str]:
    """A table with its head; only as many rows as can be shown are made."""
    lines = ["| number | label | what | where |", "|---|---|---|---|"]
    for finding in findings[:_MAX_ROWS]:
        heading = report.heading(finding)
        name = _cell(shorten(phrases.full_name(finding, report), _CELL))
        label = _cell(shorten(printable(heading.label), 60)) if heading.label else ""
        beside = filter(None, [phrases.acceptance(finding), notes.age(finding)])
        note = shorten(", ".join(beside), _CELL)
        said = _what(finding) + (f" ({prose(note, table=True)})" if note else "")
        place = _cell(phrases.place_text(finding.location)) if finding.location else ""
        lines.append(f"| {name} | {label} | {said} | {place} |")
    return [*lines, *[""] * (len(findings) - _MAX_ROWS)]


def _what(finding: Finding) -> str:
    if state_of(finding.check) is not State.CHANGED:
        return prose(shorten(phrases.what(finding), _CELL), table=True)
    expected, actual = phrases.sides(finding, _CELL)
    arrow = phrases.arrow(expected)
    change = f"{_cell(expected)} {arrow} {_cell(actual)}{phrases.secret(finding)}"
    return f"{_cell(phrases.field(finding))}: {change}"


def _fix(findings: Sequence[Finding]) -> str:
    remedy = findings[0].remedy  # that of the check
    return f"**Fix:** {instruction(remedy)}" if remedy else ""


def _name(number: str | None, path: str | None) -> str:
    return " ".join(filter(None, [number, path]))


def _cell(text: str) -> str:
    return code(text, table=True)
