"""Findings grouped for readers: by number, and numbers with the same problems in one group.

The numbers of a group break the same checks on the same fields, in the same state and for the same
causes, so that everything is said once. The worst group comes first; waived and existing findings
come last. In a group, each number has a row. Consecutive numbers without another difference share
one.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from driftcheck.model import Finding, Kind, Place, Report, State, state_of
from driftcheck.report.causes import bonds, causes
from driftcheck.report.notes import age
from driftcheck.report.phrases import (
    about,
    change,
    cut,
    field,
    is_accepted,
    is_entry,
    is_open,
    owner,
    sides,
    untitled,
    what,
)
from driftcheck.words import inflect, printable, runs_left

_E164 = re.compile(r"\+[0-9]{2,15}")
_NUMBERS = ("number", "numbers")
_ENTRIES = ("entry", "entries")
_NOUNS = {
    Kind.WAIVER: ("waiver", "waivers"),
    Kind.POLICY: ("group of numbers", "groups of numbers"),
}

_HINT = "; "
"""Separates the message of drift from its hint, such as a probable typo."""
_FOUND = " (it is "
"""Separates what a rule asks for from the value that it found."""


class Subject(NamedTuple):
    """A number (or a group of numbers, an entry or a waiver) with its findings, the worst first."""

    account: str
    name: str
    findings: tuple[Finding, ...]


class Line(NamedTuple):
    """What a finding of a group says: `common` to all subjects, and the `own` text of each.

    `title` is that of the rule if `common` had it as a prefix; otherwise it is empty.
    """

    finding: Finding
    common: str
    title: str
    own: tuple[str, ...]


class FindingGroup(NamedTuple):
    """Subjects of one account with the same problems."""

    subjects: tuple[Subject, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the first subject; they stand for those of the others."""
        return self.subjects[0].findings

    @property
    def total(self) -> int:
        """The number of findings in the group."""
        return len(self.subjects) * len(self.findings)

    @property
    def rank(self) -> int:
        """The sort key of the group: the lowest comes first."""
        return min(-f.severity if is_open(f) else -f.severity + 10 for f in self.findings)

    @property
    def noun(self) -> str:
        """The noun for the subjects, in the singular or plural."""
        first, nouns = self.findings[0], _NUMBERS
        if first.phone_number is None:
            nouns = _ENTRIES if is_entry(first) else _NOUNS.get(first.kind, _NUMBERS)
        return inflect(len(self.subjects), *nouns)

    def lines(self, report: Report) -> Iterator[Line]:
        """Yield what the findings of the group say."""
        for index, finding in enumerate(self.findings):
            same = [subject.findings[index] for subject in self.subjects]
            yield _line(finding, same, report.title(finding.check) or finding.check)

    def causes(self, report: Report) -> list[tuple[Line, ...]]:
        """Return the same lines grouped by cause, the worst first (see `causes`)."""
        lines = list(self.lines(report))
        return [tuple(lines[index] for index in cause) for cause in causes(self.findings, report)]


def groups(report: Report) -> list[FindingGroup]:
    """Return all findings of a report in groups."""
    alike: dict[object, list[Subject]] = {}
    for subject in _subjects(report.findings):
        traits = tuple(_trait(f, report.title(f.check)) for f in subject.findings)
        bound = bonds(subject.findings, report) if len(traits) > 1 else ()
        alike.setdefault((subject.account, traits, bound), []).append(subject)
    found = [FindingGroup(tuple(subjects)) for subjects in alike.values()]
    return sorted(found, key=lambda group: group.rank)


def _subjects(findings: Sequence[Finding]) -> list[Subject]:
    by_name: dict[tuple[str, str | None, str], list[Finding]] = {}
    for finding in findings:
        number, own = finding.phone_number, ""
        if number is None:
            own = finding.fingerprint if finding.kind is Kind.WAIVER else about(finding)
        by_name.setdefault((finding.account, number, own), []).append(finding)
    subjects = []
    for found in by_name.values():
        first = found[0]
        found.sort(key=is_accepted)
        subjects.append(Subject(first.account, about(first), tuple(found)))
    return subjects


def _trait(finding: Finding, title: str) -> tuple[object, ...]:
    """Return what a finding has in common with similar ones."""
    told_by_title = finding.message.startswith(f"{title}: ") or finding.kind is Kind.WAIVER
    message: object = finding.message
    if told_by_title or state_of(finding.check) is State.CHANGED:
        message = None
    elif finding.kind is Kind.DRIFT:
        head, hinted, _ = finding.message.partition(_HINT)
        message = head, hinted
    state = finding.severity, finding.status, finding.waiver
    return finding.check, *state, field(finding), message


def _values(finding: Finding) -> str:
    return json.dumps([finding.expected, finding.actual])  # true and 1 differ


def _line(finding: Finding, same: Sequence[Finding], title: str) -> Line:
    title, none = printable(title), ("",) * len(same)
    if state_of(finding.check) is State.CHANGED:
        if all(_values(one) == _values(two) for one, two in pairwise(same)):
            return Line(finding, what(finding), "", none)
        own = tuple(map(change, same))
        return Line(finding, f"{printable(field(finding))} is not as declared", "", own)
    if all(one.message == finding.message for one in same):
        said = what(finding)
        is_titled = said.startswith(f"{title}: ")
        return Line(finding, untitled(said, title), title if is_titled else "", none)
    if finding.kind is Kind.DRIFT:
        head = what(finding).partition(_HINT)[0]
        return Line(finding, head, "", tuple(what(one).partition(_HINT)[2] for one in same))
    details = [untitled(printable(one.message), title) for one in same]
    asked, found, is_quoted = zip(*map(_parts, details), strict=True)
    if all(is_quoted) and len(set(asked)) == 1:
        return Line(finding, cut(asked[0]), title, tuple(f"it is {cut(value)}" for value in found))
    return Line(finding, title, "", tuple(map(cut, details)))


def _parts(detail: str) -> tuple[str, str, bool]:
    """Return what a rule asks for, the value that it found, and whether it quotes just one."""
    asked, _, found = detail.partition(_FOUND)
    is_one = detail.count(_FOUND) == 1 and found.endswith(")")
    return asked, found.removesuffix(")"), is_one


@dataclass(frozen=True, slots=True)
class GroupRow:
    """What is shown of a subject: its name, label, owner, age and place, and its `own` text.

    `last` is the name of the last of `count` consecutive numbers; for one, it equals `first`.
    """

    first: str
    last: str
    count: int
    label: str
    own: str
    place: Place | None
    owner: str = ""
    age: str = ""

    @property
    def name(self) -> str:
        """The number, or the range as in declarations."""
        return self.first if self.count == 1 else f"{self.first}..{self.last}"


def sentences(cause: Sequence[Line]) -> Iterator[str]:
    """Yield what is wrong, the declared value of the field of a rule, and other drift."""
    lead, *others = cause
    drift = [line for line in others if state_of(line.finding.check) is State.CHANGED]
    same = next((line for line in drift if line.finding.path == lead.finding.path), None)
    yield lead.common
    if same and not any(same.own):
        yield f"declared: {sides(same.finding)[0]}"
    yield from (line.common for line in drift if line is not same)


def rows(group: FindingGroup, shown: Iterable[Sequence[Line]], report: Report) -> list[GroupRow]:
    """Return the rows of a group in the order of its subjects, with their texts of shown causes."""
    lines = [line for cause in shown for line in _telling(cause)]
    found: list[GroupRow] = []
    for index, subject in enumerate(group.subjects):
        row = _row(subject, index, lines, report)
        if found and _follows(found[-1], row):
            found[-1] = replace(found[-1], last=row.last, count=found[-1].count + 1)
        else:
            found.append(row)
    return found


def _telling(cause: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of a cause that have a text for each subject: the worst, and drift."""
    yield cause[0]
    yield from (line for line in cause[1:] if state_of(line.finding.check) is State.CHANGED)


def _row(subject: Subject, index: int, lines: Sequence[Line], report: Report) -> GroupRow:
    first, name = subject.findings[0], subject.name
    heading = report.heading(first)
    place = heading.place or (first.location if first.phone_number is None else None)
    telling = [line for line in lines if line.own[index]]
    told_anyway = any(line.finding.path == "label" for line in telling)
    label = "" if told_anyway else printable(heading.label)
    turned = runs_left(label) and not all(_is_latin(line.own[index]) for line in telling)
    named = len(telling) > 1 or turned
    own = ", ".join(_own(line, index, named) for line in telling)
    if first.kind is Kind.WAIVER:
        return GroupRow(own, own, 1, "", "", place, age=age_of(subject.findings))
    return GroupRow(name, name, 1, label, own, place, owner(first), age_of(subject.findings))


def age_of(findings: Iterable[Finding]) -> str:
    """Return the age of the oldest finding, or of one that is worse now; empty if unknown."""
    ages = [(not f.age.worse, f.age.since, place, f) for place, f in enumerate(findings) if f.age]
    return age(min(ages)[-1]) if ages else ""


def _is_latin(text: str) -> bool:
    """Return whether text begins with a Latin letter, and so stays after one that runs left."""
    first = text.lstrip('"')[:1]
    return first.isascii() and first.isalpha() and not runs_left(text)


def _own(line: Line, index: int, named: bool) -> str:
    """Return the own text of a subject, with the name of its field if `named`."""
    own, name = line.own[index], printable(field(line.finding))
    return f"{name}: {own}" if named and state_of(line.finding.check) is State.CHANGED else own


def _follows(before: GroupRow, row: GroupRow) -> bool:
    """Whether a row is on the number after those of another, and says the same."""
    one, two = ((each.label, each.own, each.place, each.owner, each.age) for each in (before, row))
    if one != two:
        return False
    last, first = before.last, row.first
    if len(last) != len(first) or not (_E164.fullmatch(last) and _E164.fullmatch(first)):
        return False
    return int(first[1:]) == int(last[1:]) + 1
