"""The report for people: numbers with the same problem in groups, worst first, and a verdict."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from driftcheck.model import Finding, Place, Report, State, state_of
from driftcheck.report import phrases
from driftcheck.report.causes import remedy_of
from driftcheck.report.frame import COLORS, INDENT, ROOMY, Frame
from driftcheck.report.layout import GAP
from driftcheck.report.phrases import is_open, place_text
from driftcheck.report.view import View
from driftcheck.words import align, clip, defuse, printable, width_of

if TYPE_CHECKING:
    from driftcheck.report.similar import FindingGroup, GroupRow, Line

    Causes = list[Sequence[Line]]

_SIGNS = {
    State.MISSING: ("-", "red"),
    State.UNMANAGED: ("+", "yellow"),
    State.PRESENT: ("+", "red"),
    State.CHANGED: ("~", "yellow"),
}
_MAX_ROWS = 10
_MAX_GROUPS = 40
_MIN_LABEL = 16


def render(report: Report, view: View) -> str:
    """Return the report as text, at most `view.width` columns wide where its words allow."""
    writer = _Writer(report, view)
    lines = writer.verdict() if view.quiet else writer.lines()
    return defuse("\n".join(lines) + "\n")


class _Writer(Frame):
    def __init__(self, report: Report, view: View) -> None:
        super().__init__(report, view)
        self.margin = " " * (INDENT if view.width >= ROOMY else 6)

    def lines(self) -> Iterator[str]:
        yield from self.sources()
        if self.report.findings:
            yield from self.findings()
        yield ""
        yield from self.footer()

    def findings(self) -> Iterator[str]:
        from driftcheck.report.similar import groups  # most runs have none

        listed = self.report.findings
        if not self.view.whole:
            listed = tuple(f for f in listed if phrases.state(f) != "existing")
        found = groups(self.report._replace(findings=listed))
        shown = self.first(found, _MAX_GROUPS)
        for group in shown:
            yield ""
            yield from self.single(group) if len(group.subjects) == 1 else self.several_alike(group)
        if left := found[len(shown) :]:
            subjects = sum(len(group.subjects) for group in left)
            self.hidden += sum(group.total for group in left)
            yield ""
            yield self.dim(f"… and {subjects:,} more, with other findings")
        if existing := len(self.report.findings) - len(listed):
            yield ""
            yield from map(self.dim, self.fold(phrases.existing_only(existing)))

    def title(self, finding: Finding, name: str) -> str:
        """Return a name, with its account before it if there are several."""
        if not self.several:
            return name
        room = self.view.width - width_of(name) - len(GAP) - 2
        account = clip(printable(finding.account), max(room, self.view.width // 3))
        return f"{account}{GAP}{name}"

    def short(self, text: str) -> str:
        """Cut the text of a user to half a line."""
        return clip(text, self.view.width // 2)

    def single(self, group: "FindingGroup") -> Iterator[str]:
        """Yield one number with its label, owner and place, and its findings below."""
        first = group.findings[0]
        heading = self.report.heading(first)
        title = self.title(first, group.subjects[0].name)
        label = self.short(printable(heading.label))
        beside = [self.short(phrases.owner(first)), place_text(heading.place)]
        yield from self.heading(group, title, [label], beside)
        yield from self.statements(group, *self.causes(group), heading.place)

    def heading(
        self, group: "FindingGroup", title: str, plain: Sequence[str], dim: Sequence[str]
    ) -> Iterator[str]:
        """Yield the line above findings. What does not fit beside the title goes below it."""
        sign, color = _sign(group.findings)
        painted = self.paint(f"{sign} {clip(title, self.view.width - 2)}", fg=color, bold=True)
        used = sum(width_of(part) + len(GAP) for part in (title, *plain, *dim) if part)
        if used <= self.view.width:
            yield GAP.join([painted, *filter(None, plain), *map(self.dim, filter(None, dim))])
        else:
            yield painted
            yield from self.beside("    ", plain, dim, 4)

    def several_alike(self, group: "FindingGroup") -> Iterator[str]:
        """Yield what is wrong with several numbers, what to do, and the first numbers."""
        from driftcheck.report.similar import rows

        causes, left = self.causes(group)
        found = rows(group, causes, self.report)
        common = _Common.of(found)
        title = self.title(group.findings[0], f"{len(group.subjects):,} {group.noun}")
        beside = [self.short(common.owner), common.age, common.file]
        yield from self.heading(group, title, [], beside)
        yield from self.statements(group, causes, left, None)
        shown = self.first(found, _MAX_ROWS)
        yield from self.table(shown, common)
        each = len(group.findings) - left
        yield from self.more(sum(row.count for row in found[len(shown) :]), each)

    def causes(self, group: "FindingGroup") -> "tuple[Causes, int]":
        """Return the causes to show, and how many findings of each number are hidden.

        A finding that counts unlisted fields is always shown, and comes last.
        """
        found = group.causes(self.report)
        shown = self.first(found, _MAX_ROWS)
        others = found[len(shown) :]
        rest = [cause for cause in others if cause[0].finding.is_rest]
        return [*shown, *rest], sum(map(len, others)) - len(rest)

    def statements(
        self,
        group: "FindingGroup",
        causes: "Sequence[Sequence[Line]]",
        left: int,
        home: Place | None,
    ) -> Iterator[str]:
        """Yield what is wrong, and below it how to fix it, each fix once."""
        gap = _MAX_ROWS if left else len(causes)
        for remedy, same in groupby(enumerate(causes), lambda each: _remedy(each[1])):
            for index, cause in same:
                if index == gap:
                    yield from self.more(left, len(group.subjects))
                yield from self.statement(cause, _where(cause, home, group))
            if remedy:
                yield from self.line("fix", phrases.cut(remedy), dim=True)
        if gap == len(causes):
            yield from self.more(left, len(group.subjects))

    def more(self, left: int, each: int) -> Iterator[str]:
        """Yield how many rows or findings are hidden; `each` counts the findings of one."""
        if left:
            self.hidden += left * each
            yield self.margin + self.dim(f"… and {left:,} more")

    def statement(self, cause: "Sequence[Line]", where: Sequence[str]) -> Iterator[str]:
        """Yield the severity and what is wrong; the rule's title, checks and place are dimmed."""
        from driftcheck.report.similar import sentences

        finding, title = cause[0].finding, cause[0].title
        checks = f"[{', '.join(dict.fromkeys(line.finding.check for line in cause))}]"
        said = list(sentences(cause))
        if is_open(finding):
            head = self.paint(f"{finding.severity.label:<{INDENT - 4}}", **COLORS[finding.severity])
            yield from self.beside(f"    {head}", said, [title, checks, *where], INDENT)
            return
        said[0] = f"{finding.severity.label}: {said[0]}"
        reason = phrases.acceptance(finding).removeprefix("waived ") if finding.waiver else ""
        head = self.dim(f"{phrases.state(finding):<{INDENT - 4}}")
        yield from self.beside(f"    {head}", said, [title, checks, *where, reason], INDENT)

    def table(self, found: "Sequence[GroupRow]", common: "_Common") -> Iterator[str]:
        """Yield rows in columns: number, label, what is wrong with this one, owner and place."""
        room = self.view.width - len(self.margin)
        names = [clip(row.name, room) for row in found]
        least = max(map(width_of, names)) + _MIN_LABEL
        tails = [(row.own, self._aside(row, common)) for row in found]
        widths = [sum(width_of(part) + len(GAP) for part in tail) for tail in tails]
        after = max((width for width in widths if least + width <= room), default=0)
        most = max(_MIN_LABEL, min(self.view.width // 2, room - least + _MIN_LABEL - after))
        labels = align([clip(row.label, most) for row in found])
        columns = zip(align(names), labels, tails, widths, found, strict=True)
        for name, label, (own, aside), width, row in columns:
            head = GAP.join(filter(None, [name, label]))
            if width_of(head) + width <= room:
                tail = filter(None, [own, self.dim(aside) if aside else ""])
                yield f"{self.margin}{GAP.join([head, *tail])}".rstrip()
            else:
                yield f"{self.margin}{clip(f'{row.name}{GAP}{row.label}'.rstrip(), room)}"
                margin = self.margin + GAP
                yield from self.beside(margin, [own], [aside], len(margin))

    def _aside(self, row: "GroupRow", common: "_Common") -> str:
        """Return the owner, age and place of a row, unless the heading has them."""
        owner = "" if common.owner else self.short(row.owner)
        place = f"line {row.place.line}" if common.file and row.place else place_text(row.place)
        return GAP.join(filter(None, [owner, "" if common.age else row.age, place]))


class _Common(NamedTuple):
    """What all rows of a group have in common, and the heading says; each empty otherwise."""

    file: str
    owner: str
    age: str

    @classmethod
    def of(cls, rows: "Sequence[GroupRow]") -> "_Common":
        """The file, the owner and the age that all rows have."""
        files = {row.place.file if row.place else "" for row in rows}
        owners, ages = {row.owner for row in rows}, {row.age for row in rows}
        return cls(*(found.pop() if len(found) == 1 else "" for found in (files, owners, ages)))


def _remedy(cause: "Sequence[Line]") -> str:
    return remedy_of(line.finding for line in cause)


def _where(cause: "Sequence[Line]", home: Place | None, group: "FindingGroup") -> tuple[str, ...]:
    """The place and age of a cause; rows show those of several numbers."""
    from driftcheck.report.similar import age_of

    if len(group.subjects) > 1:
        return ()
    return _elsewhere(cause[0].finding, home), age_of(line.finding for line in cause)


def _elsewhere(finding: Finding, home: Place | None) -> str:
    """The place of a finding: its line, where the file stands beside the number already."""
    place = finding.location
    if place is None or home is None or place.file != home.file:
        return place_text(place)
    return f"line {place.line}" if place.line != home.line else ""


def _sign(findings: Iterable[Finding]) -> tuple[str, str]:
    states = (state_of(finding.check) for finding in findings)
    return next((_SIGNS[state] for state in states if state in _SIGNS), ("!", "yellow"))
