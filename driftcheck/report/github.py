"""Annotations for GitHub Actions: workflow commands on stdout, the worst findings first.

GitHub shows ten errors, ten warnings and ten notices of a step. The summary of the step, a separate
Markdown report, has the rest.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import itemgetter

from driftcheck.model import NO_VERDICT, Finding, Place, Problem, Report, Severity
from driftcheck.report import notes, phrases
from driftcheck.report.anchor import Anchors
from driftcheck.report.view import View
from driftcheck.words import command_property, command_text, counted

MAX_SHOWN = 10  # of each level in a step; GitHub shows no more
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
    Severity.INFO: "notice",
}


def render(report: Report, _view: View) -> str:
    """Return workflow commands, then plain lines with the counts and the verdict.

    Waived and existing findings are notices and come last.
    """
    anchors = Anchors(report)
    shown: Counter[str] = Counter()
    lines = [_problem(problem, anchors) for problem in report.all_problems[:MAX_SHOWN]]
    shown["error"] = len(lines)
    for finding in _in_turns(report.findings):
        level = _level(finding)
        shown[level] += 1
        if shown[level] <= MAX_SHOWN:
            lines.append(_annotation(finding, level, report, anchors))
    hidden = len(report.findings) + len(report.all_problems) - len(lines)
    return "\n".join([*lines, *_summary(report, hidden)]) + "\n"


def _in_turns(findings: Iterable[Finding]) -> list[Finding]:
    """Return the worst first; equally bad ones of different checks in turn, so that all appear."""
    seen: Counter[str] = Counter()
    turns = []
    for finding in findings:
        seen[finding.check] += 1
        turn = phrases.is_accepted(finding), -finding.severity, seen[finding.check]
        turns.append((turn, finding))
    return [finding for _, finding in sorted(turns, key=itemgetter(0))]


def _level(finding: Finding) -> str:
    return _LEVELS[finding.severity] if phrases.is_open(finding) else "notice"


def _problem(problem: Problem, anchors: Anchors) -> str:
    text = phrases.trouble(anchors.named(problem))
    return _command("error", NO_VERDICT.id, text, problem.place, None, anchors)


def _annotation(finding: Finding, level: str, report: Report, anchors: Anchors) -> str:
    note = phrases.acceptance(finding)
    parts = [phrases.what(finding), f"({note})" if note else finding.remedy or ""]
    title = f"{phrases.full_name(finding, report)} ({finding.check})"
    text = " — ".join(filter(None, parts))
    return _command(level, title, text, finding.location, finding.account, anchors)


def _command(
    level: str, title: str, text: str, place: Place | None, account: str | None, anchors: Anchors
) -> str:
    anchor = anchors.of(place, account)
    where = f"file={command_property(anchor.file)},line={anchor.line},col={anchor.column}"
    return f"::{level} {where},title={command_property(title)}::{command_text(text)}"


def _summary(report: Report, hidden: int) -> Iterator[str]:
    if hidden:
        one, several = "more finding has", "more findings have"
        if report.all_problems:
            one, several = "more error or finding has", "more errors or findings have"
        more = counted(hidden, one, several)
        yield f"{more} no annotation: GitHub shows ten of a kind."
    if report.was_read:
        yield notes.live_lists(report)
        yield from notes.lines(report)
        yield phrases.counts(report)
        yield phrases.coverage(report)
        if report.baseline:
            yield phrases.comparison(report, report.baseline)
    yield f"{phrases.verdict(report)} {phrases.ending(report)}"
