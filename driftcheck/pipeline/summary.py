"""The combined results of accounts: counts, and the headings of numbers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from driftcheck.compare.details import NOTHING_UNSEEN, Unseen
from driftcheck.model import (
    JSON,
    AccountResult,
    Declaration,
    Declared,
    Finding,
    Heading,
    Kind,
    LiveList,
    Severity,
    State,
    Summary,
    state_of,
)
from driftcheck.validation import lookup, redact

_COUNTS = tuple(name for name in Summary._fields if name not in ("coverage", "by_severity"))
_LABEL = ("label",)
Numbers = frozenset[str]


class Facts(NamedTuple):
    """The numbers of an account that are not as declared, by kind.

    Checks that are off, waivers and baselines do not change these facts. A live entry without a
    number is identified by its index, `[3]`. `out_of_sync` has the declared numbers that do not
    match their declaration; those declared absent are in sync once they are gone. `expected` counts
    the numbers declared to be live, `covered` those of them that are, and `live` the distinct live
    numbers.
    """

    missing: Numbers = frozenset()
    changed: Numbers = frozenset()
    present: Numbers = frozenset()
    unmanaged: Numbers = frozenset()
    invalid: Numbers = frozenset()
    out_of_sync: Numbers = frozenset()
    expected: int = 0
    covered: int = 0
    live: int = 0

    @classmethod
    def of(cls, findings: Iterable[Finding], declared: Declared) -> "Facts":
        """Return the facts in the unfiltered findings of the stages.

        Nearly all numbers are in sync, so only the others are collected.
        """
        found: dict[str, set[str]] = {state: set() for state in State}
        for finding in findings:
            if state := state_of(finding.check):
                found[state].add(finding.phone_number or _entry(finding))
        sets = {state: frozenset(numbers) for state, numbers in found.items()}
        expected = sum(not declaration.absent for declaration in declared.values())
        covered = expected - len(sets["missing"])
        return cls(
            **sets,
            out_of_sync=sets["missing"] | sets["changed"] | sets["present"],
            expected=expected,
            covered=covered,
            live=covered + len(sets["present"]) + len(sets["unmanaged"]),
        )

    def confirmed(self, second: "Facts") -> "Facts":
        """Return the facts that a second look confirms, as for findings.

        A number that is missing in the second list is not in sync, whatever it was before.
        """
        both = {state: getattr(self, state) & getattr(second, state) for state in State}
        out = self.out_of_sync & second.out_of_sync | second.missing
        return second._replace(**both, out_of_sync=out)


def _entry(finding: Finding) -> str:
    """Return the index in the path of an entry without a number."""
    return (finding.path or "").split("]")[0]


class Checked(NamedTuple):
    """The result of one account; both sides are cut down to the selected numbers."""

    result: AccountResult
    findings: tuple[Finding, ...]
    declared: Declared
    live: LiveList
    facts: Facts
    unseen: Unseen = NOTHING_UNSEEN

    @property
    def subjects(self) -> frozenset[str | int]:
        """Return what findings can be about: all numbers, and indexes of entries without one."""
        return frozenset((*self.declared, *_subjects(self.live)))


def with_counts(part: Checked) -> Checked:
    """Return the result of one account with its counts and those of its checks."""
    found = Counter(finding.check for finding in part.findings)
    checks = tuple(check._replace(findings=found[check.id]) for check in part.result.checks)
    return part._replace(result=part.result._replace(summary=_summary(part), checks=checks))


def _summary(part: Checked) -> Summary:
    findings, facts = part.findings, part.facts
    by_severity = Counter(f.severity for f in findings if f.waiver is None)
    return total(
        Summary(
            declared=len(part.declared),
            live=len(part.live.entries),
            in_sync=len(part.declared) - sum(n in part.declared for n in facts.out_of_sync),
            missing=len(facts.missing),
            changed=len(facts.changed),
            unmanaged=len(facts.unmanaged),
            invalid=len(facts.invalid),
            violations=sum(f.kind is Kind.POLICY for f in findings),
            waived=sum(f.waiver is not None for f in findings),
            not_compared=part.unseen.secrets,
            not_compared_numbers=part.unseen.secret_numbers,
            by_severity={level: by_severity[level] for level in reversed(Severity)},
            present=len(facts.present),
            covered=facts.covered,
            countable=facts.live + part.live.numbers.count(None),
        )
    )


def total(*summaries: Summary) -> Summary:
    """Return the summed counts of several accounts, with their combined coverage."""
    counts = {name: sum(getattr(part, name) for part in summaries) for name in _COUNTS}
    by_severity = {
        level: sum(part.by_severity[level] for part in summaries) for level in reversed(Severity)
    }
    covered, countable = counts["covered"], counts["countable"]
    # Rounded down, so that 1 means all.
    coverage = covered * 10_000 // countable / 10_000 if countable else None
    return Summary(**counts, coverage=coverage, by_severity=by_severity)


def _subjects(live: LiveList) -> Iterator[str | int]:
    """Yield the number of each entry, or its index if it has none."""
    for index, number in zip(live.indexes, live.numbers, strict=True):
        yield index if number is None else number


def headings(
    checked: Sequence[Checked], findings: Sequence[Finding]
) -> dict[tuple[str, str | int], Heading]:
    """Return label and place of each number or entry that has findings."""
    wanted: dict[str, set[str | int]] = {}
    for finding in findings:
        if finding.subject is not None:
            wanted.setdefault(finding.account, set()).add(finding.subject)
    found: dict[tuple[str, str | int], Heading] = {}
    for part in checked:
        account = part.result.name
        here = wanted.get(account)
        if not here:
            continue
        for subject, entry in zip(_subjects(part.live), part.live.entries, strict=True):
            if subject in here and (account, subject) not in found:
                declaration = part.declared.get(subject) if isinstance(subject, str) else None
                found[account, subject] = _heading(declaration, entry)
        for name in part.declared.keys() & here:
            if (account, name) not in found:
                found[account, name] = _heading(part.declared[name], None)
    return found


def _heading(declaration: Declaration | None, entry: JSON) -> Heading:
    label = declaration.fields.get("label") if declaration else None
    if not isinstance(label, str):
        label = lookup(entry, _LABEL)
    shown = redact(label, _LABEL) if isinstance(label, str) and label else ""
    return Heading(shown, declaration.place if declaration else None)
