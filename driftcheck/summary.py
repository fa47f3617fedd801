"""What the accounts of a run come to together: counts, and what to show beside each number."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

from driftcheck.details import NOTHING_UNSEEN, Unseen
from driftcheck.model import (
    JSON,
    Declaration,
    Declared,
    Finding,
    Kind,
    LiveList,
    Severity,
    index_of,
)
from driftcheck.redact import redact
from driftcheck.result import AccountResult, Fixed, Heading, Summary

_COUNTS = tuple(f.name for f in fields(Summary) if f.name not in ("coverage", "by_severity"))


@dataclass(frozen=True)
class Checked:
    """What one account came to; both sides are cut down to the numbers that were selected."""

    result: AccountResult
    findings: tuple[Finding, ...]
    declared: Declared
    live: LiveList
    unseen: Unseen = NOTHING_UNSEEN

    def shows(self, former: Fixed) -> bool:
        """Whether the number, or the entry without one, of a former finding is on a side."""
        if former.phone_number is not None:
            return former.phone_number in self.declared or former.phone_number in self._subjects
        return index_of(former.path) in self._subjects

    @cached_property
    def _subjects(self) -> frozenset[str | int]:
        return frozenset(_subjects(self.live))


def summarize(part: Checked) -> Summary:
    """The counts of one account."""
    findings, live = part.findings, part.live.numbers

    def numbers(check: str) -> int:
        return len({(f.phone_number, _entry(f)) for f in findings if f.check == check})

    off = {f.phone_number for f in findings if f.kind is Kind.DRIFT}
    by_severity = Counter(f.severity for f in findings if f.waiver is None)
    return total(
        Summary(
            declared=len(part.declared),
            live=len(live),
            in_sync=sum(number not in off for number in part.declared),
            missing=numbers("drift-missing"),
            changed=numbers("drift-changed"),
            unmanaged=numbers("drift-unmanaged"),
            invalid=numbers("schema-invalid"),
            violations=sum(f.kind is Kind.POLICY for f in findings),
            waived=sum(f.waiver is not None for f in findings),
            covered=sum(number in part.declared for number in live),
            not_compared=part.unseen.secrets,
            not_compared_numbers=part.unseen.secret_numbers,
            by_severity={level: by_severity[level] for level in reversed(Severity)},
        )
    )


def total(*summaries: Summary) -> Summary:
    """The counts of several accounts together, and the coverage that they come to."""
    counts = {name: sum(getattr(part, name) for part in summaries) for name in _COUNTS}
    live, covered = counts["live"], counts["covered"]
    by_severity = {
        level: sum(part.by_severity[level] for part in summaries) for level in reversed(Severity)
    }
    coverage = covered * 10_000 // live / 10_000 if live else None
    return Summary(**counts, coverage=coverage, by_severity=by_severity)


def _entry(finding: Finding) -> str | None:
    """The index that stands for a number in the path of an entry without one."""
    path = finding.path
    return path.split("]")[0] if path and finding.phone_number is None else None


def _subjects(live: LiveList) -> Iterator[str | int]:
    """What findings on each entry are about: its number, or its index where it has none."""
    for index, number in zip(live.indexes, live.numbers, strict=True):
        yield index if number is None else number


def headings(
    checked: Sequence[Checked], findings: Sequence[Finding]
) -> dict[tuple[str, str | int], Heading]:
    """Label and place of the numbers, and of the entries without one, that have findings."""
    wanted: dict[str, set[str | int]] = {}
    for finding in findings:
        if finding.subject is not None:
            wanted.setdefault(finding.account, set()).add(finding.subject)
    found: dict[tuple[str, str | int], Heading] = {}
    for part in checked:
        account = part.result.name
        here = wanted.get(account, set())
        for subject, entry in zip(_subjects(part.live), part.live.entries, strict=True):
            if subject in here and (account, subject) not in found:
                said = part.declared.get(subject) if isinstance(subject, str) else None
                found[account, subject] = _heading(said, entry)
        for name in part.declared.keys() & here:
            if (account, name) not in found:
                found[account, name] = _heading(part.declared[name], None)
    return found


def _heading(declaration: Declaration | None, entry: JSON) -> Heading:
    sides = [declaration.fields if declaration else {}, entry]
    labels = [side.get("label") for side in sides if isinstance(side, Mapping)]
    label = next((label for label in labels if isinstance(label, str)), "")
    return Heading(
        redact(label, ("label",)) if label else "", declaration.place if declaration else None
    )
