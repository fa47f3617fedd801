"""The cards of the page: one for each group of numbers with the same problem.

A card says once what is wrong, how bad it is and how to fix it. Its table has the numbers, with
what differs between them.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from driftcheck.model import JSON, Finding, Kind, Report, Severity, State, state_of
from driftcheck.report import phrases
from driftcheck.report.causes import ABSENT, remedy_of
from driftcheck.report.similar import FindingGroup, GroupRow, Line, Subject, age_of, groups, rows
from driftcheck.words import printable, requirement, shorten

_VALUE_LIMIT = 300
_MAX_FIELDS = 12
_SHORT_PLACE = 22
_SIDES = {State.MISSING: "declared", State.UNMANAGED: "live", State.PRESENT: "live"}
"""For numbers on one side only, the side whose fields are shown."""
_BESIDE = frozenset({"phone_number", "label"})
"""The fields that every row shows."""

_ANY_VALUE = frozenset({"", "any value", "at least 1 character", "not blank", "text", "a mapping"})
"""Requirements that only say that a field must be configured."""

_CODE = re.compile(r"`([^`]+)`")
_QUOTED = "(it is "
"""The words before a value that the message of a rule quotes."""


class Value(NamedTuple):
    """A field with a text, or with its declared and its `live` value."""

    field: str
    text: str
    live: str = ""


class Statement(NamedTuple):
    """What a finding says about all numbers of a card: `what` is wrong, or the `change`.

    If the rows say the rest, `is_brief`, and `what` is the field.
    """

    finding: Finding
    what: str
    change: Value | None
    title: str
    is_brief: bool


class Trouble(NamedTuple):
    """The findings of one cause, worst first, and its `facts` (names and texts)."""

    statements: tuple[Statement, ...]
    facts: tuple[tuple[str, str], ...]


class CardRow(NamedTuple):
    """A number or range of a card, with its `own` values and the place of its declaration."""

    numbers: GroupRow
    label: str
    owner: str
    own: tuple[Value, ...]
    place: str
    age: str


@dataclass(frozen=True, slots=True)
class Card:
    """Numbers with the same problem. All of them have the `fields`, on the `side`.

    Every other part of a fix is code.
    """

    group: FindingGroup
    troubles: tuple[Trouble, ...]
    fixes: tuple[tuple[str, ...], ...]
    side: str
    fields: tuple[Value, ...]
    rows: tuple[CardRow, ...]

    @property
    def first(self) -> Finding:
        """The worst finding of the first number."""
        return self.group.findings[0]

    @property
    def severity(self) -> Severity:
        """The severity of the worst finding."""
        return self.first.severity

    @property
    def is_open(self) -> bool:
        """Whether a finding is neither waived nor in the baseline."""
        return phrases.is_open(self.first)

    @property
    def own_heading(self) -> str:
        """The heading of the column with the values of each row."""
        own = [value for row in self.rows for value in row.own]
        if all(value.live for value in own):
            return "Declared → live"
        return self.side.capitalize() if self.side and all(v.field for v in own) else "Details"

    @property
    def has_long_places(self) -> bool:
        """Whether places need a wide column."""
        return any(len(row.place) > _SHORT_PLACE for row in self.rows)

    def has(self, column: str) -> bool:
        """Whether a row has anything in a column: a field of `CardRow`."""
        return any(getattr(row, column) for row in self.rows)


def cards(report: Report) -> list[Card]:
    """Return the cards of a report, worst first."""
    return [_card(group, report) for group in groups(report)]


def _card(group: FindingGroup, report: Report) -> Card:
    said = [[_Said(line, group) for line in cause] for cause in group.causes(report)]
    telling = [each for cause in said for each in cause if each.is_change or each is cause[0]]
    named = sum(each.differs for each in telling) > 1
    fields = [_fields(subject.findings) for subject in group.subjects]
    common = {
        name: text
        for name, text in fields[0].items()
        if all(each.get(name) == text for each in fields)
    }
    own = [
        (*_own(telling, index, named), *_listed(each, common)) for index, each in enumerate(fields)
    ]
    states = map(state_of, (finding.check for finding in group.findings))
    return Card(
        group,
        tuple(_trouble(cause, report) for cause in said),
        _fixes(said),
        next((_SIDES[state] for state in states if state in _SIDES), ""),
        _listed(common),
        tuple(_rows(group, own, report)),
    )


class _Said:
    """What a finding of a group says about all subjects, and about each."""

    def __init__(self, line: Line, group: FindingGroup) -> None:
        index = next(i for i, finding in enumerate(group.findings) if finding is line.finding)
        self.line = line
        self.same = [subject.findings[index] for subject in group.subjects]
        self.is_change = state_of(line.finding.check) is State.CHANGED
        found = [_found(finding) for finding in self.same]
        self.found = found[0] if all(one == found[0] for one in found) else ""
        self.own_found = () if self.found else found
        self.differs = any(line.own) or any(self.own_found)

    def own(self, index: int, field: str) -> Iterator[Value]:
        """Yield what is said about one subject only."""
        if text := self.line.own[index]:
            yield _change(self.same[index], field) if self.is_change else Value("", text)
        if self.own_found and self.own_found[index]:
            yield Value(field, self.own_found[index])


def _own(said: Sequence[_Said], index: int, named: bool) -> Iterator[Value]:
    """Yield what is said about one subject only; several values are named by their fields."""
    for each in said:
        yield from each.own(index, phrases.field(each.line.finding) if named else "")


def _change(finding: Finding, field: str) -> Value:
    expected, actual = phrases.sides(finding, _VALUE_LIMIT)
    declared = "nothing" if _is_nothing(finding.expected) else expected
    live = "nothing" if _is_nothing(finding.actual) else actual
    return Value(field, declared, f"{live}{phrases.secret(finding)}")


def _found(finding: Finding) -> str:
    """Return the value that breaks a schema or rule, unless the message quotes it."""
    actual = finding.actual
    if _is_nothing(actual) or finding.is_rest or finding.members:
        return ""
    if finding.kind is Kind.SCHEMA:
        return _words(actual)
    is_said = _QUOTED in finding.message or _words(actual) in finding.message
    return "" if is_said or finding.kind is not Kind.POLICY else _words(actual)


def _is_nothing(value: JSON) -> bool:
    """Return whether a value is null, {} or []: the field is not configured."""
    return value is None or value in ({}, [])


def _words(value: JSON) -> str:
    """Return a value without quotes and brackets, for people."""
    if isinstance(value, str):
        return shorten(printable(value), _VALUE_LIMIT)
    if isinstance(value, list):
        return shorten(", ".join(map(_words, value)), _VALUE_LIMIT)
    if isinstance(value, dict):
        return shorten(", ".join(f"{name} {text}" for name, text in _leaves(value)), _VALUE_LIMIT)
    return json.dumps(value)


def _leaves(value: Mapping[str, JSON], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield the dotted path and the value of each configured field."""
    for name, part in value.items():
        if isinstance(part, dict):
            yield from _leaves(part, f"{above}{name}.")
        elif not _is_nothing(part):
            yield shorten(f"{above}{name}", _VALUE_LIMIT), _words(part)


def _fields(findings: Sequence[Finding]) -> dict[str, str]:
    """Return the fields of a number that is on one side only; empty for all others."""
    for finding in findings:
        if state_of(finding.check) in _SIDES:
            whole = finding.actual if finding.expected is None else finding.expected
            given = whole if isinstance(whole, dict) else {}
            return dict(_leaves({k: v for k, v in given.items() if k not in _BESIDE}))
    return {}


def _listed(fields: Mapping[str, str], common: Mapping[str, str] = {}) -> tuple[Value, ...]:
    """Return the first fields that are not common to all, and how many are left."""
    listed = [Value(name, text) for name, text in fields.items() if name not in common]
    left = len(listed) - _MAX_FIELDS
    return (*listed[:_MAX_FIELDS], *([Value("", f"… and {left} more")] if left > 0 else []))


def _trouble(cause: Sequence[_Said], report: Report) -> Trouble:
    statements = (_statement(said, said is cause[0], report) for said in cause)
    return Trouble(tuple(statements), tuple(_facts(cause[0])))


def _statement(said: _Said, leads: bool, report: Report) -> Statement:
    finding, is_own = said.line.finding, any(said.line.own)
    field, title = phrases.field(finding), report.title(finding.check)
    is_brief = said.is_change and is_own and not leads
    what = field if is_brief else said.line.common
    change = _change(finding, field) if said.is_change and not is_own else None
    return Statement(finding, what, change, "" if what == printable(title) else title, is_brief)


def _fixes(said: Iterable[Sequence[_Said]]) -> tuple[tuple[str, ...], ...]:
    """Return the fix of each open cause, without repetition."""
    remedies = (remedy_of(each.line.finding for each in cause) for cause in said)
    return tuple(tuple(_CODE.split(remedy)) for remedy in dict.fromkeys(filter(None, remedies)))


def _facts(said: _Said) -> Iterator[tuple[str, str]]:
    finding = said.line.finding
    is_absent = finding.message.endswith(f": {phrases.field(finding)}{ABSENT}")
    asked = requirement(finding.expected) if is_absent else ""
    if not _ANY_VALUE.issuperset(asked.split(", ")):
        yield "asked for", shorten(asked, _VALUE_LIMIT)
    if said.found:
        yield "value", said.found
    if phrases.is_accepted(finding):
        yield phrases.state(finding), phrases.acceptance(finding).removeprefix("waived ")


def _rows(
    group: FindingGroup, own: Sequence[tuple[Value, ...]], report: Report
) -> Iterator[CardRow]:
    """Yield the rows in the order of the subjects; consecutive numbers that match are one row."""
    subjects, start = iter(zip(group.subjects, own, strict=True)), 0
    for row in rows(group, group.causes(report), report):
        for values, same in groupby(islice(subjects, row.count), key=itemgetter(1)):
            names = [subject.name for subject, _ in same]
            part = replace(row, first=names[0], last=names[-1], count=len(names))
            subject = group.subjects[start]
            start += len(names)
            yield _row(part, subject, values)


def _row(numbers: GroupRow, subject: Subject, own: tuple[Value, ...]) -> CardRow:
    first, *others = subject.findings
    place = numbers.place if others else first.location or numbers.place
    owner = shorten(first.owner or "", _VALUE_LIMIT)
    label = shorten(numbers.label, _VALUE_LIMIT)
    return CardRow(numbers, label, owner, own, phrases.place_text(place), age_of(subject.findings))
