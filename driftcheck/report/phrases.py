"""Texts for reports that people read, the same in every format."""

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
    state_of,
)
from driftcheck.words import counted, inflect, printable, runs_left, shorten, tell_apart, value

_ENTRY = r"\[([0-9]+)\]"
_VALUE_LIMIT = 120
_LIMIT = 600
"""The maximum characters of a text for people; CSV and JSON have the whole text."""


def is_open(finding: Finding) -> bool:
    """Return whether a finding is neither waived nor in the baseline."""
    return finding.waiver is None and finding.status == "new"


def is_accepted(finding: Finding) -> bool:
    """Return whether a finding is waived or in the baseline; as a sort key, it puts those last."""
    return not is_open(finding)


def state(finding: Finding) -> str:
    """Return `waived`, `existing` (in the baseline) or `new`."""
    return "waived" if finding.waiver else finding.status


def acceptance(finding: Finding) -> str:
    """Return why a finding is accepted: its waiver or the baseline; empty if it is not."""
    if finding.waiver:
        waiver = finding.waiver
        return cut(f"waived by {waiver.owner} until {waiver.expires}: {waiver.reason}")
    return "in the baseline" if finding.status == "existing" else ""


def owner(finding: Finding) -> str:
    """Return the owner of the number as `owner NAME`; empty if its declaration names nobody."""
    name = cut(finding.owner or "").strip()
    return f"owner {name}" if name else ""


def existing_only(count: int) -> str:
    """Return a sentence that says how many findings of the baseline are not shown."""
    them = inflect(count, "it", "them")
    return f"{counted(count, 'existing finding')} not shown (in the baseline); --all shows {them}."


def existing(report: Report) -> int:
    """Return the number of findings that are in the baseline and not waived."""
    return sum(state(finding) == "existing" for finding in report.findings)


def about(finding: Finding) -> str:
    """Return the number that a finding is about, or a description of another subject."""
    if finding.phone_number is not None:
        return cut(finding.phone_number)
    path = finding.path or ""
    if entry := re.match(_ENTRY, path):
        return f"entry {entry[1]} of the live list (counted from 0)"
    if finding.kind is Kind.WAIVER:
        return "waiver"
    return cut(path) or "all numbers"


def full_name(finding: Finding, report: Report) -> str:
    """Return the subject of a finding, with its account if there are several."""
    account = f"{cut(finding.account)} " if len(report.accounts) > 1 else ""
    return f"{account}{about(finding)}"


def is_entry(finding: Finding) -> bool:
    """Return whether a finding is about a live entry without a usable number."""
    return finding.phone_number is None and re.match(_ENTRY, finding.path or "") is not None


def field(finding: Finding) -> str:
    """Return the dotted path of the field that a finding is about; empty if there is none."""
    path = finding.path or ""
    if finding.phone_number is None:
        entry = re.match(_ENTRY, path)
        return path[entry.end() :].removeprefix(".") if entry else ""
    return path


def trouble(problem: Problem) -> str:
    """Return what is wrong and what to do about it, on one line."""
    return cut(" — ".join(filter(None, [str(problem), problem.hint])))


def cut(text: str) -> str:
    """Return text on one line, cut to the maximum length."""
    return shorten(printable(text), _LIMIT)


def place_text(place: Place | None) -> str:
    """Return a place as `file:line`; empty if there is none."""
    return printable(f"{place.file}:{place.line}") if place else ""


def change(finding: Finding) -> str:
    """Return the declared and the live value, as `"a" → "b"`."""
    expected, actual = sides(finding)
    return f"{expected} {arrow(expected)} {actual}{secret(finding)}"


def sides(finding: Finding, limit: int = _VALUE_LIMIT) -> tuple[str, str]:
    """Return the declared and the live value; of long values, the part that differs.

    Texts that look the same but differ are shown with their code points.
    """
    expected, actual = value(finding.expected, sys.maxsize), value(finding.actual, sys.maxsize)
    return tell_apart(expected, actual, limit)


def secret(finding: Finding) -> str:
    """Return a note if both sides look the same because the difference is hidden; else empty."""
    if state_of(finding.check) is not State.CHANGED or finding.expected != finding.actual:
        return ""
    same = json.dumps(finding.expected) == json.dumps(finding.actual)
    return " (the difference is secret)" if same else ""


def arrow(expected: str) -> str:
    """Return the arrow between the declared and the live value."""
    return "→ live" if runs_left(expected) else "→"


def what(finding: Finding) -> str:
    """Return what is wrong, on one line."""
    if state_of(finding.check) is State.CHANGED:
        return f"{cut(finding.path or '')}: {change(finding)}"
    return cut(finding.message)


def untitled(said: str, title: str) -> str:
    """What a rule says, without the rule's title in front."""
    return said.removeprefix(f"{printable(title)}: ")


def counts(report: Report) -> str:
    """Return the number of phone numbers in each state, as a sentence."""
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


def coverage(report: Report) -> str:
    """Return the share of live numbers that are declared, as a sentence."""
    share, is_part = report.summary.coverage, any(one.problems for one in report.accounts)
    where = " in the accounts that were checked" if is_part else ""
    if share is None:
        return f"Coverage: no number is live{where}."
    return f"Coverage: {percent(share)} of the live numbers{where} are declared."


def percent(share: float) -> str:
    """Return a share in percent, rounded down: 100% means all of them."""
    return f"{round(share * 10_000) // 100}%"  # a share has four decimals


def comparison(report: Report, baseline: Comparison) -> str:
    """Return a comparison of a run with its baseline."""
    new = sum(map(is_open, report.findings))
    parts = f"{existing(report):,} existing, {new:,} new, {len(baseline.fixed):,} fixed since."
    return f"{cut(f'Baseline: {baseline.source} of {baseline.started_at}')}: {parts}"


def severities(findings: Iterable[Finding]) -> str:
    """Return the number of findings of each severity, worst first."""
    levels = [finding.severity for finding in findings]
    counted = {level: levels.count(level) for level in reversed(Severity)}
    return ", ".join(f"{count:,} {level.label}" for level, count in counted.items() if count)


def verdict(report: Report) -> str:
    """Return the verdict in a sentence, without the exit code."""
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
    """Return the exit code in a sentence, and why it is 0 if there are findings."""
    why = f" (fail_on: {report.fail_on_label})" if report.is_forgiven else ""
    return f"Exit code {int(report.exit_code)}{why}."


def threshold(report: Report) -> str:
    """Return the severity from which findings fail the run, in a few words."""
    if report.fail_on is None:
        return "fails on no finding"
    more = "" if report.fail_on is Severity.CRITICAL else " and above"
    return f"fails on {report.fail_on.label}{more}"


def failing(report: Report) -> list[Finding]:
    """Return the findings that make the outcome `findings`."""
    return [finding for finding in report.findings if finding.fails(report.fail_on)]


def _left(report: Report) -> str:
    """Return the number of findings that do not fail: below `fail_on`, waived, or existing."""
    below = [f for f in report.findings if is_open(f) and not f.fails(report.fail_on)]
    mild = f"{severities(below)}, which {inflect(len(below), 'does', 'do')} not fail"
    counts = {"waived": report.summary.waived, "existing": existing(report)}
    accepted = ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
    parts = [*([mild] if below else []), *([accepted] if accepted else [])]
    return f" ({'; '.join(parts)})" if parts else ""


class Tally(NamedTuple):
    """The findings of one check with the same severity."""

    severity: Severity
    check: str
    findings: tuple[Finding, ...]


def tallies(findings: Iterable[Finding]) -> list[Tally]:
    """Return findings by severity and check: the worst first, then the most frequent."""
    found: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.severity, finding.check), []).append(finding)
    made = (Tally(*key, tuple(same)) for key, same in found.items())
    return sorted(made, key=lambda one: (-one.severity, -len(one.findings), one.check))
