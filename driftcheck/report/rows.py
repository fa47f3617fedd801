"""The rows of a group: a number each, or a run of consecutive ones that differ in nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from driftcheck.errors import Place
from driftcheck.model import Kind
from driftcheck.report.escape import printable
from driftcheck.report.phrases import field
from driftcheck.report.similar import Group, Line, Subject
from driftcheck.result import Heading

_NO_HEADING = Heading("", None)


@dataclass(frozen=True, slots=True)
class Row:
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


def rows(
    group: Group, lines: Sequence[Line], headings: Mapping[tuple[str, str], Heading]
) -> list[Row]:
    """The rows of a group, in the order of its subjects."""
    plain = any(line.finding.path == "label" and any(line.own) for line in lines)
    several = sum(any(line.own) for line in lines) > 1
    found: list[Row] = []
    for index, subject in enumerate(group.subjects):
        own = ", ".join(_named(line, index, several) for line in lines if line.own[index])
        row = _row(subject, own, headings, not plain)
        if found and _follows(found[-1], row):
            found[-1] = replace(found[-1], last=row.last, count=found[-1].count + 1)
        else:
            found.append(row)
    return found


def _named(line: Line, index: int, several: bool) -> str:
    """What is own to a subject; it says of which field, where there is more than one."""
    own, name = line.own[index], printable(field(line.finding))
    return f"{name}: {own}" if several and line.finding.check == "drift-changed" else own


def _row(
    subject: Subject, own: str, headings: Mapping[tuple[str, str], Heading], labelled: bool
) -> Row:
    first = subject.findings[0]
    heading = headings.get((subject.account, first.phone_number or ""), _NO_HEADING)
    label = printable(heading.label) if labelled else ""
    place = heading.place or (first.location if first.phone_number is None else None)
    if first.kind is Kind.WAIVER:
        return Row(own, own, 1, "", "", place)
    return Row(subject.name, subject.name, 1, label, own, place)


def _follows(before: Row, row: Row) -> bool:
    """Whether a row is on the number after those of another, and says the same."""
    if (before.label, before.own, before.place) != (row.label, row.own, row.place):
        return False
    one, two = before.last, row.first
    if len(one) != len(two) or not (one[1:].isdecimal() and two[1:].isdecimal()):
        return False
    return one[0] == two[0] == "+" and int(two[1:]) == int(one[1:]) + 1
