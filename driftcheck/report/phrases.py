"""What reports for people say, in the same words whatever the format."""

import json
import re
import sys
from collections.abc import Iterable
from typing import NamedTuple

from driftcheck.model import (
    Comparison,
    Finding,
    Kind,
    Outcome,
    Place,
    Problem,
    Report,
    Severity,
    State,
    Summary,
    state_of,
)
from driftcheck.words import counted, inflect, printable, runs_left, shorten, tell_apart, value

_ENTRY = r"\[([0-9]+)\]"
_VALUE_LIMIT = 120
_LIMIT = 600
"""How much is said of one thing to people, in characters; CSV and JSON say it whole."""


def is_open(finding: Finding) -> bool:
    """Whether a finding is neither waived nor in the baseline."""
    return finding.waiver is None and finding.status == "new"


def is_accepted(finding: Finding) -> bool:
    """Whether a finding is waived or in the baseline; sorts those behind the others."""
    return not is_open(finding)


def state(finding: Finding) -> str:
    """`waived`, `existing` (in the baseline) or `new`."""
    return "waived" if finding.waiver else finding.status


def acceptance(finding: Finding) -> str:
    """Why a finding does not fail though it is there: its waiver, or the baseline; or nothing."""
    if finding.waiver:
        waiver = finding.waiver
        return cut(f"waived by {waiver.owner} until {waiver.expires}: {waiver.reason}")
    return "in the baseline" if finding.status == "existing" else ""


def owner(finding: Finding) -> str:
    """Who owns the number, as `owner NAME`; empty where its declaration names nobody."""
    name = cut(finding.owner or "").strip()
    return f"owner {name}" if name else ""


def existing_only(count: int) -> str:
    """That so many findings of the baseline are not shown."""
    them = inflect(count, "it", "them")
    return f"{counted(count, 'existing finding')} not shown (in the baseline); --all shows {them}."


def existing(report: Report) -> int:
    """How many findings are of the baseline, and not waived."""
    return sum(state(finding) == "existing" for finding in report.findings)


def about(finding: Finding) -> str:
    """The number, or what else, that a finding is on."""
    if finding.phone_number is not None:
        return cut(finding.phone_number)
    path = finding.path or ""
    if entry := re.match(_ENTRY, path):
        return f"entry {entry[1]} of the live list (counted from 0)"
    if finding.kind is Kind.WAIVER:
        return "waiver"
    return cut(path) or "all numbers"


def full_name(finding: Finding, report: Report) -> str:
    """The number, or what else, that a finding is on, with its account where there are several."""
    account = f"{cut(finding.account)} " if len(report.accounts) > 1 else ""
    return f"{account}{about(finding)}"


def is_entry(finding: Finding) -> bool:
    """Whether a finding is on a live entry without a usable number."""
    return finding.phone_number is None and re.match(_ENTRY, finding.path or "") is not None


def field(finding: Finding) -> str:
    """The dotted path of the field that a finding is on; empty where it is on no field."""
    path = finding.path or ""
    if finding.phone_number is None:
        entry = re.match(_ENTRY, path)
        return path[entry.end() :].removeprefix(".") if entry else ""
    return path


def trouble(problem: Problem) -> str:
    """What is wrong and what to do about it, on one line."""
    return cut(" — ".join(filter(None, [str(problem), problem.hint])))


def cut(text: str) -> str:
    """Text on one line, cut off where nobody would read on."""
    return shorten(printable(text), _LIMIT)


def place_text(place: Place | None) -> str:
    """A place as `file:line`; empty where there is none."""
    return printable(f"{place.file}:{place.line}") if place else ""


def change(finding: Finding) -> str:
    """What is declared and what is live, as `"a" → "b"`."""
    expected, actual = sides(finding)
    return f"{expected} {arrow(expected)} {actual}{secret(finding)}"


def sides(finding: Finding, limit: int = _VALUE_LIMIT) -> tuple[str, str]:
    """What is declared and what is live; of long values, the part that differs.

    Texts that look the same, though written in other characters, are shown by their code points.
    """
    expected, actual = value(finding.expected, sys.maxsize), value(finding.actual, sys.maxsize)
    return tell_apart(expected, actual, limit)


def secret(finding: Finding) -> str:
    """What is to be said where both sides look the same, as what differs is not shown."""
    if state_of(finding.check) is not State.CHANGED or finding.expected != finding.actual:
        return ""
    same = json.dumps(finding.expected) == json.dumps(finding.actual)
    return " (the difference is secret)" if same else ""


def arrow(expected: str) -> str:
    """What stands between what is declared and what is live."""
    return "→ live" if runs_left(expected) else "→"


def what(finding: Finding) -> str:
    """What is wrong, on one line."""
    if state_of(finding.check) is State.CHANGED:
        return f"{cut(finding.path or '')}: {change(finding)}"
    return cut(finding.message)


def untitled(said: str, title: str) -> str:
    """What a rule says, without the rule's title in front."""
    return said.removeprefix(f"{printable(title)}: ")


def counts(report: Report) -> str:
    """How many numbers are in which state."""
    summary, back = report.summary, report.summary.present
    parts = [
        f"{summary.in_sync:,} in sync",
        f"{summary.missing:,} missing",
        f"{summary.changed:,} changed",
        f"{summary.unmanaged:,} unmanaged",
        f"{summary.invalid:,} invalid",
        f"{counted(summary.violations, 'policy violation')}",
    ]
    parts += [f"{back:,} present but declared absent"] if back else []
    parts += [f"{summary.waived:,} waived"] if summary.waived else []
    return f"{summary.declared:,} declared, {summary.live:,} live: {', '.join(parts)}."


def coverage(summary: Summary) -> str:
    """The share of live numbers that are declared."""
    if summary.coverage is None:
        return "Coverage: no number is live."
    return f"Coverage: {percent(summary.coverage)} of the live numbers are declared."


def percent(share: float) -> str:
    """A share in percent, rounded down: 100% means all of them."""
    return f"{round(share * 10_000) // 100}%"  # which has four decimals


def comparison(report: Report, baseline: Comparison) -> str:
    """How a run compares with its baseline."""
    new = sum(map(is_open, report.findings))
    parts = f"{existing(report):,} existing, {new:,} new, {len(baseline.fixed):,} fixed since."
    return f"{cut(f'Baseline: {baseline.source} of {baseline.started_at}')}: {parts}"


def severities(findings: Iterable[Finding]) -> str:
    """How many findings are how bad, worst first."""
    levels = [finding.severity for finding in findings]
    counted = {level: levels.count(level) for level in reversed(Severity)}
    return ", ".join(f"{count:,} {level.label}" for level, count in counted.items() if count)


def verdict(report: Report) -> str:
    """The verdict in a sentence, without the exit code."""
    match report.outcome:
        case Outcome.CLEAN:
            finding = "new finding" if existing(report) else "finding"
            least = f" at or above {report.fail_on.label}" if report.fail_on is not None else ""
            where = ", in what was selected" if report.selectors else ""
            return f"CLEAN: no {finding}{least}{where}{_left(report)}."
        case Outcome.FINDINGS:
            return f"FINDINGS: {severities(failing(report))}{_left(report)}."
        case Outcome.ERROR if any(account.problems for account in report.accounts):
            return "ERROR: not everything was read, so there is no verdict."
        case Outcome.ERROR if report.unrecorded:
            return "ERROR: the run could not be recorded in the history."
        case Outcome.ERROR:
            return "ERROR: a report could not be written."


def ending(report: Report) -> str:
    """The exit code in a sentence, and why it is 0 where there are findings."""
    why = f" (fail_on: {report.fail_on_label})" if report.is_forgiven else ""
    return f"Exit code {int(report.exit_code)}{why}."


def threshold(report: Report) -> str:
    """From which severity on findings fail the run, in a few words."""
    if report.fail_on is None:
        return "fails on no finding"
    more = "" if report.fail_on is Severity.CRITICAL else " and above"
    return f"fails on {report.fail_on.label}{more}"


def failing(report: Report) -> list[Finding]:
    """The findings that make the outcome `findings`."""
    return [finding for finding in report.findings if finding.fails(report.fail_on)]


def _left(report: Report) -> str:
    """How many findings are left that do not fail: below the severity, waived, or existing."""
    below = [f for f in report.findings if is_open(f) and not f.fails(report.fail_on)]
    mild = f"{severities(below)}, which {inflect(len(below), 'does', 'do')} not fail"
    counts = {"waived": report.summary.waived, "existing": existing(report)}
    accepted = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
    parts = [*([mild] if below else []), *([accepted] if accepted else [])]
    return f" ({'; '.join(parts)})" if parts else ""


class Tally(NamedTuple):
    """The findings of one check that are equally bad."""

    severity: Severity
    check: str
    findings: tuple[Finding, ...]


def tallies(findings: Iterable[Finding]) -> list[Tally]:
    """Findings by how bad they are and by check, the worst and then the most first."""
    found: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.severity, finding.check), []).append(finding)
    made = (Tally(*key, tuple(same)) for key, same in found.items())
    return sorted(made, key=lambda one: (-one.severity, -len(one.findings), one.check))
