"""Findings on one number that have one cause, such as a pipeline that was cleared.

Three kinds of findings belong together: a rule and the drift of a field that is gone, the drift of
fields that were cleared together, and rules about the same item of a list.
"""

import re
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
    gone = [finding for finding in findings if _was_cleared(finding)]
    found: dict[object, list[int]] = {}
    for index, finding in enumerate(findings):
        key = _key(finding, report.title(finding.check), gone) or index
        found.setdefault((finding.status, finding.waiver, key), []).append(index)
    together = [sorted(same, key=lambda i: _order(findings[i])) for same in found.values()]
    together.sort(key=lambda same: _rank(findings[same[0]]))
    alike: dict[object, list[tuple[int, ...]]] = {}
    for same in together:
        remedy = remedy_of(findings[index] for index in same)
        alike.setdefault(remedy or same[0], []).append(tuple(same))
    return [cause for same in alike.values() for cause in same]


def remedy_of(cause: Iterable[Finding]) -> str:
    """How to fix the findings of one cause, the worst first; empty where they are accepted."""
    return next((f.remedy for f in cause if f.remedy and not is_accepted(f)), "")


def _rank(finding: Finding) -> tuple[bool, int]:
    return is_accepted(finding), -finding.severity


def _order(finding: Finding) -> tuple[bool, int, bool]:
    return *_rank(finding), finding.kind is Kind.DRIFT


def _was_cleared(finding: Finding) -> bool:
    """Whether a declared field has no value any more."""
    is_changed = state_of(finding.check) is State.CHANGED
    return is_changed and finding.actual is None and finding.expected is not None


def _key(finding: Finding, title: str, gone: Iterable[Finding]) -> object:
    """What the findings of one cause share; None where a finding stands alone."""
    path = finding.path or ""
    if _was_cleared(finding):
        return "cleared", _parent(path)
    if finding.kind is not Kind.POLICY or finding.phone_number is None:
        return None
    said = finding.message.removeprefix(f"{title}: ")
    if said == f"{path}{ABSENT}":
        near = (other.path or "" for other in gone)
        cleared = next((other for other in near if _is_within(path, other)), None)
        return ("cleared", _parent(cleared)) if cleared else ("absent", path)
    item = _item(finding, said)
    return ("item", item) if item else None


def _item(finding: Finding, said: str) -> str:
    """The item of a list that a rule is about, such as `allowed_addresses[0]`; or nothing."""
    path = finding.path or ""
    if not isinstance(finding.actual, (list, dict)):
        return path if path.endswith("]") else ""
    item = re.match(rf"{re.escape(path)}\S*\[[0-9]+\]\S*", said)
    return item[0] if item else ""


def _parent(path: str) -> str:
    return path.rpartition(".")[0] or path


def _is_within(path: str, other: str) -> bool:
    """Whether a path is another one, or below it."""
    return path == other or path.startswith(f"{other}.")
