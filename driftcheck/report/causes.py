"""Findings on one number that have one cause, such as a pipeline that was cleared.

Three kinds of findings belong together: a rule and the drift of a field that is gone, the drift of
fields that were cleared together, and rules about the same item of a list.
"""

from collections.abc import Iterable, Sequence

from driftcheck.model import Finding, Kind, Report, State, state_of
from driftcheck.report.phrases import is_accepted

ABSENT = " is not configured"


def causes(findings: Sequence[Finding], report: Report) -> list[tuple[int, ...]]:
    """Return the indexes of one number's findings, those with one cause together.

    The worst cause comes first, and in a cause its worst finding, a rule before drift that is
    equally bad. Causes with the same remedy follow each other, so that it is said once. What is
    accepted comes last.
    """
    found: dict[int, list[int]] = {}
    for index, first in enumerate(bonds(findings, report)):
        found.setdefault(first, []).append(index)
    together = [sorted(same, key=lambda i: _order(findings[i])) for same in found.values()]
    together.sort(key=lambda same: _rank(findings[same[0]]))
    alike: dict[object, list[tuple[int, ...]]] = {}
    for same in together:
        remedy = remedy_of(findings[index] for index in same)
        alike.setdefault(remedy or same[0], []).append(tuple(same))
    return [cause for same in alike.values() for cause in same]


def bonds(findings: Sequence[Finding], report: Report) -> tuple[int, ...]:
    """Return for each of one number's findings the index of the first that has its cause."""
    if sum(each.kind is Kind.POLICY or each.actual is None for each in findings) < 2:
        return tuple(range(len(findings)))  # without a closer look, which most need not
    gone = [each.path or "" for each in findings if _was_cleared(each)]
    firsts: dict[object, int] = {}
    return tuple(
        firsts.setdefault((each.status, each.waiver, _key(each, report, gone) or index), index)
        for index, each in enumerate(findings)
    )


def remedy_of(cause: Iterable[Finding]) -> str:
    """Return how to fix the findings of one cause, worst first; empty if they are accepted."""
    return next((f.remedy for f in cause if f.remedy and not is_accepted(f)), "")


def _rank(finding: Finding) -> tuple[bool, int]:
    return is_accepted(finding), -finding.severity


def _order(finding: Finding) -> tuple[bool, int, bool]:
    return *_rank(finding), finding.kind is Kind.DRIFT


def _was_cleared(finding: Finding) -> bool:
    """Return whether a declared field lost its live value."""
    if finding.actual is not None or finding.expected is None:
        return False
    return state_of(finding.check) is State.CHANGED


def _key(finding: Finding, report: Report, gone: Iterable[str]) -> object:
    """Return the key that findings of one cause share; None if a finding stands alone."""
    path = finding.path or ""
    if finding.kind is not Kind.POLICY:
        return ("cleared", _parent(path)) if _was_cleared(finding) else None
    if finding.phone_number is None:
        return None
    said = finding.message.removeprefix(f"{report.title(finding.check)}: ")
    if said == f"{path}{ABSENT}":
        cleared = next((other for other in gone if _is_within(path, other)), None)
        return ("cleared", _parent(cleared)) if cleared else ("absent", path)
    subject = said.partition(" ")[0]
    return ("item", subject) if subject.startswith(path) and subject.endswith("]") else None


def _parent(path: str) -> str:
    return path.rpartition(".")[0] or path


def _is_within(path: str, other: str) -> bool:
    """Return whether a path is equal to another one, or below it."""
    return path == other or path.startswith(f"{other}.")
