"""The report for people: a line a number, an indented line a field, and a verdict at the end."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import click

from driftcheck.errors import Place
from driftcheck.model import (
    AccountResult,
    Finding,
    Heading,
    Kind,
    Outcome,
    Report,
    Severity,
    Summary,
)
from driftcheck.report.escape import printable, shorten, value
from driftcheck.report.view import View

_COLORS: dict[Severity, dict[str, object]] = {
    Severity.CRITICAL: {"fg": "red", "bold": True},
    Severity.HIGH: {"fg": "red"},
    Severity.MEDIUM: {"fg": "yellow"},
    Severity.LOW: {"fg": "cyan"},
    Severity.INFO: {"dim": True},
}
_SIGNS = {
    "drift-missing": ("-", "red"),
    "drift-unmanaged": ("+", "yellow"),
    "drift-present": ("+", "red"),
    "drift-changed": ("~", "yellow"),
}
_NO_HEADING = Heading("", None)
_INDENT = 14
_VALUE_LIMIT = 120
_MAX_FIXED = 20


def render(report: Report, view: View) -> str:
    """The report as text, at most `view.width` columns wide where its words allow."""
    writer = _Writer(report, view)
    lines = writer.verdict() if view.quiet else writer.lines()
    return "\n".join(lines) + "\n"


class _Writer:
    def __init__(self, report: Report, view: View) -> None:
        self.report = report
        self.view = view
        self.several = len(report.accounts) > 1

    def lines(self) -> Iterator[str]:
        yield from (self.source(account) for account in self.report.accounts)
        for findings in _by_number(self.report.findings):
            yield ""
            yield from self.number(findings)
        yield ""
        yield from self.footer()

    def paint(self, text: str, **style: object) -> str:
        return click.style(text, **style) if self.view.color else text  # type: ignore[arg-type]

    def dim(self, text: str) -> str:
        return self.paint(text, dim=True)

    def source(self, account: AccountResult) -> str:
        name = f"{printable(account.name)}: " if self.several else ""
        return self.dim(f"{name}{printable(account.source or 'no live list')}")

    def number(self, findings: Sequence[Finding]) -> Iterator[str]:
        first = findings[0]
        sign, color = _sign(findings)
        account = f"{printable(first.account)}  " if self.several else ""
        about = shorten(_about(first), max(30, self.view.width - len(account) - 2))
        title = self.paint(f"{sign} {account}{about}", fg=color, bold=True)
        heading = self.report.headings.get((first.account, first.phone_number or ""), _NO_HEADING)
        label = shorten(printable(heading.label), max(20, self.view.width // 2))
        home = heading.place
        line = "  ".join(filter(None, [label, self.dim(_at(home)) if home else ""]))
        fits = not line or len(about) + len(label) + len(_at(home)) + 6 <= self.view.width
        yield f"{title}  {line}".rstrip() if fits else title
        if not fits:
            yield f"    {line}"
        for finding in findings:
            yield from self.finding(finding, home)
        for remedy in dict.fromkeys(f.remedy for f in findings if f.remedy and _is_open(f)):
            yield from self.wrapped("fix", printable(remedy), dim=True)

    def finding(self, finding: Finding, home: Place | None) -> Iterator[str]:
        place = finding.location
        elsewhere = place and not (home and (place.file, place.line) == (home.file, home.line))
        where = f"  {_at(place)}" if place and elsewhere else ""
        text = f"{_what(finding)}  [{finding.check}]{where}"
        if finding.status == "existing" and not finding.waiver:
            text = f"{finding.severity.label}: {text}"
            yield from self.wrapped("existing", printable(text), dim=True)
        elif finding.waiver:
            waiver = finding.waiver
            text = f"{finding.severity.label}: {text}  by {waiver.owner} until {waiver.expires}"
            text += f": {waiver.reason}"
            yield from self.wrapped("waived", printable(text), dim=True)
        else:
            yield from self.wrapped(
                finding.severity.label, printable(text), **_COLORS[finding.severity]
            )

    def wrapped(self, head: str, text: str, **style: object) -> Iterator[str]:
        """A line with a painted head, folded to the width of the view under its own text."""
        room = max(30, self.view.width - _INDENT)
        lines = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
        painted = self.paint(f"{head:<{_INDENT - 4}}", **style)
        for index, line in enumerate(lines):
            yield f"    {painted}{line}" if index == 0 else " " * _INDENT + line

    def footer(self) -> Iterator[str]:
        for account in self.report.accounts:
            if account.problems:
                yield self.paint(f"{printable(account.name)} was not checked:", fg="red")
            for problem in account.problems:
                yield f"  {printable(str(problem))}"
                yield from [f"    {printable(problem.hint)}"] if problem.hint else []
        if self.report.outcome is not Outcome.ERROR or any(
            account.live is not None for account in self.report.accounts
        ):
            yield from self.folded(_counts(self.report))
            yield from self.folded(_coverage(self.report.summary))
            yield from self.baseline()
        yield from self.verdict()

    def baseline(self) -> Iterator[str]:
        baseline = self.report.baseline
        if baseline is None:
            return
        existing = _existing(self.report)
        new = sum(map(_is_open, self.report.findings))
        counts = f"{existing} existing, {new} new, {len(baseline.fixed)} fixed since."
        source = printable(f"Baseline: {baseline.source} of {baseline.started_at}")
        yield from self.folded(f"{source}: {counts}")
        for former in baseline.fixed[:_MAX_FIXED]:
            account = f"{former.account} " if self.several else ""
            what = " ".join(filter(None, [former.phone_number, former.path]))
            text = printable(f"{account}{what}  [{former.check}]")
            yield from self.wrapped("fixed", text, fg="green")
        if len(baseline.fixed) > _MAX_FIXED:
            yield f"    … and {len(baseline.fixed) - _MAX_FIXED} more fixed"

    def folded(self, text: str) -> Iterator[str]:
        yield from textwrap.wrap(text, max(30, self.view.width))

    def verdict(self) -> Iterator[str]:
        report = self.report
        failing = [finding for finding in report.findings if finding.fails(report.fail_on)]
        match report.outcome:
            case Outcome.CLEAN:
                text = f"CLEAN: no finding at or above {report.fail_on.label}{_accepted(report)}."
                color = "green"
            case Outcome.FINDINGS:
                color, text = "red", f"FINDINGS: {_severities(failing)}."
            case Outcome.ERROR:
                color, text = "red", "ERROR: not everything was read, so there is no verdict."
        yield self.paint(f"{text} Exit code {int(report.exit_code)}.", fg=color, bold=True)


def _is_open(finding: Finding) -> bool:
    return finding.waiver is None and finding.status == "new"


def _existing(report: Report) -> int:
    return sum(f.status == "existing" and f.waiver is None for f in report.findings)


def _accepted(report: Report) -> str:
    """How many findings are left that do not fail, as they are waived or existing."""
    counts = {"waived": report.summary.waived, "existing": _existing(report)}
    parts = [f"{count} {word}" for word, count in counts.items() if count]
    return f" ({', '.join(parts)})" if parts else ""


def _by_number(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings grouped by what they are about; the number with the worst finding first."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.account, _about(finding)), []).append(finding)
    return list(groups.values())


def _about(finding: Finding) -> str:
    """The number, or the group of numbers, that a finding is on."""
    if finding.phone_number is not None:
        return printable(finding.phone_number)
    path = finding.path or ""
    if path.startswith("["):
        return f"entry {path[1:].split(']')[0]} of the live list (counted from 0)"
    if finding.kind is Kind.WAIVER:
        return "waivers"
    return printable(path) or "all numbers"


def _sign(findings: Iterable[Finding]) -> tuple[str, str]:
    signs = [_SIGNS[finding.check] for finding in findings if finding.check in _SIGNS]
    return signs[0] if signs else ("!", "yellow")


def _at(place: Place | None) -> str:
    return printable(f"{place.file}:{place.line}") if place else ""


def _what(finding: Finding) -> str:
    if finding.check != "drift-changed":
        return finding.message
    expected = value(finding.expected, _VALUE_LIMIT)
    actual = value(finding.actual, _VALUE_LIMIT)
    note = " (what differs is secret)" if expected == actual else ""
    return f"{finding.path}: {expected} → {actual}{note}"


def _counts(report: Report) -> str:
    summary = report.summary
    present = sum(finding.check == "drift-present" for finding in report.findings)
    parts = [
        f"{summary.in_sync} in sync",
        f"{summary.missing} missing",
        f"{summary.changed} changed",
        f"{summary.unmanaged} unmanaged",
        f"{summary.invalid} invalid",
        f"{summary.violations} policy {_plural(summary.violations, 'violation')}",
    ]
    present_part = [f"{present} present but declared absent"] if present else []
    waived = [f"{summary.waived} waived"] if summary.waived else []
    head = f"{summary.declared} declared, {summary.live} live"
    return f"{head}: {', '.join(chain(parts, present_part, waived))}."


def _coverage(summary: Summary) -> str:
    if summary.coverage is None:
        return "Coverage: no number is live."
    percent = int(summary.coverage * 100)  # rounded down: 100% means all of them
    return f"Coverage: {percent}% of the live numbers are declared."


def _severities(failing: Sequence[Finding]) -> str:
    counts = {level: sum(f.severity is level for f in failing) for level in reversed(Severity)}
    return ", ".join(f"{count} {level.label}" for level, count in counts.items() if count)


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
