"""What the accounts of a run come to together: counts, and what to show beside each number."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from driftcheck.model import (
    JSON,
    Declaration,
    Declared,
    Finding,
    Kind,
    LiveList,
    Severity,
    number_of,
)
from driftcheck.result import AccountResult, Heading, Summary


@dataclass(frozen=True)
class Checked:
    """What one account came to; both sides are cut down to the numbers that were selected."""

    result: AccountResult
    findings: tuple[Finding, ...]
    declared: Declared
    live: LiveList

    def shows(self, number: str | None) -> bool:
        """Whether a number is on one of the sides."""
        return number in self.declared or number in self._live_numbers

    @cached_property
    def _live_numbers(self) -> frozenset[str | None]:
        return frozenset(number_of(entry) for entry in self.live.entries) - {None}


def summarize(checked: Sequence[Checked], findings: Sequence[Finding]) -> Summary:
    """The counts of a run."""

    def numbers(*checks: str) -> int:
        return len({(f.account, f.phone_number, _entry(f)) for f in findings if f.check in checks})

    total_declared = sum(len(part.declared) for part in checked)
    total_live = sum(len(part.live.entries) for part in checked)
    off = {(f.account, f.phone_number) for f in findings if f.kind is Kind.DRIFT}
    in_sync = sum((p.result.name, n) not in off for p in checked for n in p.declared)
    covered = sum(number_of(entry) in p.declared for p in checked for entry in p.live.entries)
    by_severity = Counter(f.severity for f in findings if f.waiver is None)
    return Summary(
        declared=total_declared,
        live=total_live,
        in_sync=in_sync,
        missing=numbers("drift-missing"),
        changed=numbers("drift-changed"),
        unmanaged=numbers("drift-unmanaged"),
        invalid=numbers("schema-invalid"),
        violations=sum(f.kind is Kind.POLICY for f in findings),
        waived=sum(f.waiver is not None for f in findings),
        covered=covered,
        coverage=covered * 10_000 // total_live / 10_000 if total_live else None,
        by_severity={level: by_severity[level] for level in reversed(Severity)},
    )


def summarized(part: Checked) -> Checked:
    """What one account came to, with its own counts."""
    result = replace(part.result, summary=summarize([part], part.findings))
    return replace(part, result=result)


def _entry(finding: Finding) -> str | None:
    """The index that stands for a number in the path of an entry without one."""
    path = finding.path
    return path.split("]")[0] if path and finding.phone_number is None else None


def headings(
    checked: Sequence[Checked], findings: Sequence[Finding]
) -> dict[tuple[str, str], Heading]:
    """Label and place of the numbers that have findings."""
    wanted = {(f.account, f.phone_number) for f in findings}
    found: dict[tuple[str, str], Heading] = {}
    for part in checked:
        account = part.result.name
        for entry in part.live.entries:
            number = number_of(entry) or ""
            if (account, number) in wanted:
                heading = _heading(part.declared.get(number), entry)
                found.setdefault((account, number), heading)
        for number, declaration in part.declared.items():
            if (account, number) in wanted:
                found.setdefault((account, number), _heading(declaration, None))
    return found


def _heading(declaration: Declaration | None, entry: JSON) -> Heading:
    sides = [declaration.fields if declaration else {}, entry]
    labels = [side.get("label") for side in sides if isinstance(side, Mapping)]
    label = next((label for label in labels if isinstance(label, str)), "")
    return Heading(label, declaration.place if declaration else None)
