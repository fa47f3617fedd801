"""What the accounts of a run come to together: counts, and what to show beside each number."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

from driftcheck.model import (
    JSON,
    NOTHING_UNSEEN,
    Declaration,
    Declared,
    Finding,
    Kind,
    LiveList,
    Severity,
    Unseen,
)
from driftcheck.redact import redact
from driftcheck.result import AccountResult, Heading, Summary

_COUNTS = tuple(f.name for f in fields(Summary) if f.name not in ("coverage", "by_severity"))


@dataclass(frozen=True)
class Checked:
    """What one account came to; both sides are cut down to the numbers that were selected."""

    result: AccountResult
    findings: tuple[Finding, ...]
    declared: Declared
    live: LiveList
    unseen: Unseen = NOTHING_UNSEEN

    def shows(self, number: str | None) -> bool:
        """Whether a number is on one of the sides."""
        return number in self.declared or number in self._live_numbers

    @cached_property
    def _live_numbers(self) -> frozenset[str | None]:
        return frozenset(self.live.numbers) - {None}


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


def headings(
    checked: Sequence[Checked], findings: Sequence[Finding]
) -> dict[tuple[str, str], Heading]:
    """Label and place of the numbers that have findings."""
    wanted: dict[str, set[str]] = {}
    for finding in findings:
        wanted.setdefault(finding.account, set()).add(finding.phone_number or "")
    found: dict[tuple[str, str], Heading] = {}
    for part in checked:
        account = part.result.name
        here = wanted.get(account, set())
        for number, entry in zip(part.live.numbers, part.live.entries, strict=True):
            name = number or ""
            if name in here and (account, name) not in found:
                found[account, name] = _heading(part.declared.get(name), entry)
        for name in here & part.declared.keys():
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
