"""Findings on one number that have one cause, such as a pipeline that was cleared.

Three kinds of findings belong together: a rule and the drift of a field that is gone, the drift of
fields that were cleared together, and rules about the same item of a list.
"""

import re
from collections.abc import Iterable, Sequence

from driftcheck.model import Finding, Kind, State, state_of
from driftcheck.report.phrases import is_accepted

_ITEM = re.compile(r"(?:^|: )([\w.]+\[[0-9]+\][\w.]*) ")
"""The item of a list at the beginning of what a rule says, such as `allowed_addresses[0]`."""
ABSENT = " is not configured"


def causes(findings: Sequence[Finding]) -> list[tuple[int, ...]]:
    """Return the indexes of one number's findings, those with one cause together.

    The worst cause comes first, and in a cause its worst finding. Causes with the same remedy
    follow each other, so that it is said once. What is accepted comes last.
    """
    gone = [finding for finding in findings if _was_cleared(finding)]
    found: dict[object, list[int]] = {}
    for index, finding in enumerate(findings):
        key = _key(finding, gone) or index
        found.setdefault((finding.status, finding.waiver, key), []).append(index)
    together = [sorted(same, key=lambda i: _rank(findings[i])) for same in found.values()]
    together.sort(key=lambda same: _rank(findings[same[0]]))
    leads = [(findings[same[0]], same) for same in together]
    remedies = [(is_accepted(lead), lead.remedy or index) for index, (lead, _) in enumerate(leads)]
    order = sorted(range(len(leads)), key=lambda index: remedies.index(remedies[index]))
    return [tuple(leads[index][1]) for index in order]


def _rank(finding: Finding) -> tuple[bool, int]:
    return is_accepted(finding), -finding.severity


def _was_cleared(finding: Finding) -> bool:
    """Whether a declared field has no value any more."""
    is_changed = state_of(finding.check) is State.CHANGED
    return is_changed and finding.actual is None and finding.expected is not None


def _key(finding: Finding, gone: Iterable[Finding]) -> object:
    """What the findings of one cause share; None where a finding stands alone."""
    path = finding.path or ""
    if _was_cleared(finding):
        return "cleared", _parent(path)
    if finding.kind is not Kind.POLICY or finding.phone_number is None:
        return None
    if finding.message.endswith(ABSENT):
        near = (other.path or "" for other in gone)
        cleared = next((other for other in near if _is_within(path, other)), None)
        return ("cleared", _parent(cleared)) if cleared else ("absent", path)
    item = _ITEM.search(finding.message)
    return ("item", item[1]) if item else None


def _parent(path: str) -> str:
    return path.rpartition(".")[0] or path


def _is_within(path: str, other: str) -> bool:
    """Whether a path is another one, or below it."""
    return path == other or path.startswith(f"{other}.")
