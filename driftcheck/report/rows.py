"""The rows of a group: a number each, or a run of consecutive ones that differ in nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from driftcheck.errors import Place
from driftcheck.model import Kind
from driftcheck.report.notes import age
from driftcheck.report.phrases import field
from driftcheck.report.similar import FindingGroup, Line, Subject
from driftcheck.result import Report
from driftcheck.words import printable, runs_left

_NUMBER = re.compile(r"\+[0-9]{2,15}")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """What is shown of a subject: its name and label, what is `own` to it, and where it is.

    `last` is the name of the last of `count` consecutive numbers; the same as `first` for one.
    """

    first: str
    last: str
    count: int
    label: str
    own: str
    place: Place | None

    @property
    def name(self) -> str:
        """The number, or the range as declarations write it."""
        return self.first if self.count == 1 else f"{self.first}..{self.last}"


def rows(group: FindingGroup, lines: Sequence[Line], report: Report) -> list[GroupRow]:
    """The rows of a group, in the order of its subjects."""
    found: list[GroupRow] = []
    for index, subject in enumerate(group.subjects):
        row = _row(subject, index, lines, report)
        if found and _follows(found[-1], row):
            found[-1] = replace(found[-1], last=row.last, count=found[-1].count + 1)
        else:
            found.append(row)
    return found


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
        return GroupRow(own, own, 1, "", _age(subject), place)
    own = ", ".join(filter(None, [own, _age(subject)]))
    return GroupRow(name, name, 1, label, own, place)


def _age(subject: Subject) -> str:
    """How long the oldest of the findings on a subject is there; or nothing."""
    aged = [finding for finding in subject.findings if finding.age]
    return age(min(aged, key=lambda f: f.age.since if f.age else "")) if aged else ""


def _is_latin(text: str) -> bool:
    """Whether text stays behind one that runs left: it begins with a Latin letter."""
    first = text.lstrip('"')[:1]
    return first.isascii() and first.isalpha() and not runs_left(text)


def _own(line: Line, index: int, named: bool) -> str:
    """What is own to a subject; `named` says of which field."""
    own, name = line.own[index], printable(field(line.finding))
    return f"{name}: {own}" if named and line.finding.check == "drift-changed" else own


def _follows(before: GroupRow, row: GroupRow) -> bool:
    """Whether a row is on the number after those of another, and says the same."""
    if (before.label, before.own, before.place) != (row.label, row.own, row.place):
        return False
    one, two = before.last, row.first
    if len(one) != len(two) or not (_NUMBER.fullmatch(one) and _NUMBER.fullmatch(two)):
        return False
    return int(two[1:]) == int(one[1:]) + 1
