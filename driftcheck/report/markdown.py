"""Markdown for a comment on a pull request, or for the summary of a CI step.

The report is short. The verdict and the counts come first; below them, a folded section lists the
findings of each check. Fields that drifted are shown as a diff, other findings as a table. A report
never exceeds the size limit of a comment on GitHub.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import PurePath
from typing import NamedTuple

import driftcheck
from driftcheck.model import AccountResult, Finding, Outcome, Report, State, state_of
from driftcheck.report import notes, phrases
from driftcheck.report.markup import code, fenced, instruction, prose, summary
from driftcheck.report.phrases import Tally
from driftcheck.report.view import View
from driftcheck.words import counted, printable, short_commit, shorten, value

LIMIT = 65_000
"""The maximum size in bytes of UTF-8; GitHub accepts 65,536 characters."""
_RESERVE = 200
"""How many bytes are reserved for the note that something was left out."""
_MAX_FINDINGS = 50
_MAX_PROBLEMS = 20
_CELL = 160
_LABEL = 60
_SIGNS = {Outcome.CLEAN: "✅", Outcome.FINDINGS: "❌", Outcome.ERROR: "⚠️"}


def render(report: Report, view: View) -> str:
    """Return the report as Markdown, at most `view.limit` bytes long, or `LIMIT` without one."""
    foot = f"<sub>{' · '.join(_foot(report))}</sub>"
    page = _Page(_title(report), (view.limit or LIMIT) - _RESERVE - _size(foot), foot)
    for part in _head(report):
        page.add(part)
    opened = [finding for finding in report.findings if phrases.is_open(finding)]
    accepted = [finding for finding in report.findings if not phrases.is_open(finding)]
    page.table(_by_check(opened, report))
    for tally in phrases.tallies(opened):
        title, is_change = report.title(tally.check), state_of(tally.check) is State.CHANGED
        found = tally.findings
        shown = _diff(found, report) if is_change else _table(found, report, title)
        page.section(_summary(tally, report), shown, _fix(tally.findings))
    if accepted:
        page.section(f"waived or existing: {len(accepted):,}", _table(accepted, report), "")
    if report.baseline and report.baseline.fixed:
        fixed = report.baseline.fixed
        rows = [f"| {_cell(_name(f.phone_number, f.path))} | {_cell(f.check)} |" for f in fixed]
        shown = _rows("| what | check |", "|---|---|", rows)
        page.section(f"fixed since the baseline: {len(fixed):,}", shown, "")
    return page.text()


def _foot(report: Report) -> Iterator[str]:
    yield f"driftcheck {driftcheck.__version__}"
    yield report.started_at
    if _is_one_of_several(report.config_path):
        yield code(shorten(printable(report.config_path), _CELL))
    if report.commit:
        yield f"commit {code(short_commit(report.commit))}"
    if report.run_url:
        yield f"[CI run](<{report.run_url}>)"


def _is_one_of_several(config: str) -> bool:
    """Return whether other configurations may have reports in the same summary."""
    return config not in ("", "driftcheck.yaml") and not PurePath(config).is_absolute()


class _Listing(NamedTuple):
    """Findings as Markdown: `lines(count)` returns the lines that list the first `count`."""

    total: int
    lines: Callable[[int], list[str]]


class _Page:
    """Text that grows as long as there is room. It always has its title."""

    def __init__(self, title: str, room: int, foot: str) -> None:
        self.parts = [title]
        self.room = room - _size(title)
        self.foot = foot
        self.cut = False

    def add(self, text: str) -> None:
        """Add a part if it fits."""
        if _size(text) > self.room:
            self.cut = True
            return
        self.room -= _size(text)
        self.parts.append(text)

    def table(self, listing: _Listing) -> None:
        """Add an open table with as many rows as fit into half of the room."""

        def written(count: int) -> str:
            return "\n".join(listing.lines(count))

        kept = _most(written, listing.total, self.room // 2)
        self.cut = self.cut or kept < listing.total
        if kept:
            self.add(written(kept))

    def section(self, title: str, listing: _Listing, after: str) -> None:
        """Add a folded section with as many findings as fit, and the text `after` them."""

        def written(count: int) -> str:
            lines = listing.lines(count) if count else []
            left = listing.total - count
            more = [f"… and {left:,} more", ""] if left else []
            parts = [*lines, "", *more, *([after, ""] if after else []), "</details>"]
            return "\n".join([f"<details><summary>{title}</summary>\n", *parts])

        most = min(listing.total, _MAX_FINDINGS)
        self.add(written(_most(written, most, self.room)))

    def text(self) -> str:
        """Return all parts, with a note if some did not fit."""
        cut = ["There is no room here for the rest; the JSON report has all."] if self.cut else []
        return "\n\n".join([*self.parts, *cut, self.foot]) + "\n"


def _most(written: Callable[[int], str], total: int, room: int) -> int:
    """Return how many of `total` findings can be written in so many bytes."""
    return bisect_right(range(1, total + 1), room, key=lambda count: _size(written(count)))


def _size(text: str) -> int:
    """Return the size of a part in bytes, with the empty line after it."""
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
        yield f"{phrases.counts(report)} {phrases.coverage(report)}"
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


def _by_check(findings: Sequence[Finding], report: Report) -> _Listing:
    rows = []
    for tally in phrases.tallies(findings):
        title = prose(report.title(tally.check), table=True)
        count = f"{len(tally.findings):,}"
        rows.append(f"| {tally.severity.label} | {count} | {_cell(tally.check)} | {title} |")
    return _rows("| severity | findings | check | |", "|---|--:|---|---|", rows)


def _summary(tally: Tally, report: Report) -> str:
    count = len(tally.findings)
    name = f"<code>{escape(tally.check)}</code> {summary(report.title(tally.check))}"
    return f"{tally.severity.label}: {name} ({counted(count, 'finding')})"


def _rows(head: str, rule: str, rows: Sequence[str]) -> _Listing:
    return _Listing(len(rows), lambda count: [head, rule, *rows[:count]])


def _table(findings: Sequence[Finding], report: Report, title: str = "") -> _Listing:
    """Return findings as a table below a title. Only the rows that can be shown are written."""
    rows = [_row(finding, report, title) for finding in findings[:_MAX_FINDINGS]]
    table = _rows("| number | label | what | where |", "|---|---|---|---|", rows)
    return table._replace(total=len(findings))


def _row(finding: Finding, report: Report, title: str) -> str:
    heading = report.heading(finding)
    name = _cell(shorten(phrases.full_name(finding, report), _CELL))
    label = _cell(shorten(printable(heading.label), _LABEL)) if heading.label else ""
    note = shorten(_note(finding), _CELL)
    said = _what(finding, title) + (f" ({prose(note, table=True)})" if note else "")
    place = _cell(phrases.place_text(finding.location)) if finding.location else ""
    return f"| {name} | {label} | {said} | {place} |"


def _note(finding: Finding) -> str:
    owner = shorten(phrases.owner(finding), _LABEL)
    parts = [owner, phrases.acceptance(finding), notes.age(finding)]
    return ", ".join(filter(None, parts))


class _Change(NamedTuple):
    """A field that drifted: its number, label, file and note; its place; both lines of the diff."""

    subject: tuple[str, str, str]
    place: str
    lines: tuple[str, str]

    @property
    def header(self) -> str:
        """The header of the changes that begin here."""
        name, _, note = self.subject
        return f"@@ {' · '.join(filter(None, [name, self.place, note]))} @@"


def _diff(findings: Sequence[Finding], report: Report) -> _Listing:
    """Return changed fields as a diff from the declared to the live values."""
    changes = [_change(finding, report) for finding in findings[:_MAX_FINDINGS]]
    return _Listing(len(findings), lambda count: fenced(_hunks(changes[:count]), "diff"))


def _change(finding: Finding, report: Report) -> _Change:
    label, place = report.heading(finding).label, finding.location
    name = shorten(phrases.full_name(finding, report), _CELL)
    named = f"{name} {value(label, _LABEL)}" if label else name
    declared, live = phrases.sides(finding, _CELL)
    field = shorten(printable(phrases.field(finding)), _CELL)
    return _Change(
        (named, place.file if place else "", _note(finding)),
        phrases.place_text(place),
        (f"- {field}: {declared}", f"+ {field}: {live}{phrases.secret(finding)}"),
    )


def _hunks(changes: Sequence[_Change]) -> Iterator[str]:
    """Yield the lines of a diff. Numbers that changed alike are listed above the same lines."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for _, group in groupby(changes, lambda change: change.subject):
        fields = list(group)
        lines = tuple(line for change in fields for line in change.lines)
        alike.setdefault(lines, []).append(fields[0].header)
    for lines, headers in alike.items():
        yield from (*headers, *lines)


def _what(finding: Finding, title: str) -> str:
    if state_of(finding.check) is not State.CHANGED:
        said = phrases.untitled(phrases.what(finding), title)
        return prose(shorten(said, _CELL), table=True)
    expected, actual = phrases.sides(finding, _CELL)
    arrow = phrases.arrow(expected)
    change = f"{_cell(expected)} {arrow} {_cell(actual)}{phrases.secret(finding)}"
    return f"{_cell(phrases.field(finding))}: {change}"


def _fix(findings: Sequence[Finding]) -> str:
    remedy = findings[0].remedy  # the same for all findings of a check
    return f"**Fix:** {instruction(remedy)}" if remedy else ""


def _name(number: str | None, path: str | None) -> str:
    return " ".join(filter(None, [number, path]))


def _cell(text: str) -> str:
    return code(text, table=True)
