"""The report for people: numbers in the same trouble together, the worst first, then a verdict."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from driftcheck.model import Finding, Place, Report, State, state_of
from driftcheck.report import notes, phrases
from driftcheck.report.frame import COLORS, INDENT, ROOMY, Frame
from driftcheck.report.phrases import is_open, place_text
from driftcheck.report.view import View
from driftcheck.words import clip, defuse, fold, pad, printable, width_of

if TYPE_CHECKING:
    from driftcheck.report.similar import FindingGroup, GroupRow

Item = TypeVar("Item")
_SIGNS = {
    State.MISSING: ("-", "red"),
    State.UNMANAGED: ("+", "yellow"),
    State.PRESENT: ("+", "red"),
    State.CHANGED: ("~", "yellow"),
}
_MAX_ROWS = 10
_MAX_GROUPS = 40
_MIN_LABEL, _MAX_LABEL = 16, 30


def render(report: Report, view: View) -> str:
    """The report as text, at most `view.width` columns wide where its words allow."""
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

        found = groups(self.report)
        shown = self.first(found, _MAX_GROUPS)
        for group in shown:
            yield ""
            yield from self.single(group) if len(group.subjects) == 1 else self.several_alike(group)
        if left := found[len(shown) :]:
            subjects = sum(len(group.subjects) for group in left)
            self.hidden += sum(group.total for group in left)
            yield ""
            yield self.dim(f"… and {subjects:,} more, with other findings")

    def first(self, items: Sequence[Item], most: int) -> Sequence[Item]:
        """As many items as are shown; it is not worth leaving out one or two."""
        return items if self.view.whole or len(items) <= most + 2 else items[:most]

    def account(self, finding: Finding) -> str:
        """The account, where there are several; never more than a third of the line."""
        name = clip(printable(finding.account), self.view.width // 3)
        return f"{name}  " if self.several else ""

    def single(self, group: "FindingGroup") -> Iterator[str]:
        """One number: its label and place beside it, its findings below."""
        first = group.findings[0]
        sign, color = _sign(group.findings)
        account = self.account(first)
        about = clip(group.subjects[0].name, self.view.width - width_of(account) - 2)
        title = self.paint(f"{sign} {account}{about}", fg=color, bold=True)
        heading = self.report.heading(first)
        label, home = clip(printable(heading.label), self.view.width // 2), heading.place
        line = [part for part in (label, self.dim(place_text(home)) if home else "") if part]
        used = sum(map(width_of, [account, about, label, place_text(home)]))
        if used + 6 <= self.view.width:
            yield "  ".join([title, *line])
        else:
            yield title
            yield from (f"    {part}" for part in line)
        shown = self.first(group.findings, _MAX_ROWS)
        others = group.findings[len(shown) :]
        rest = [finding for finding in others if finding.is_rest]  # which count what is not listed
        for finding in shown:
            yield from self.of_number(finding, home)
        if left := len(others) - len(rest):
            self.hidden += left
            yield self.margin + self.dim(f"… and {left:,} more")
        for finding in rest:
            yield from self.of_number(finding, home)
        yield from self.remedies(group)

    def of_number(self, finding: Finding, home: Place | None) -> Iterator[str]:
        where = _elsewhere(finding, home) + _beside(notes.age(finding))
        return self.finding(finding, phrases.what(finding), where)

    def several_alike(self, group: "FindingGroup") -> Iterator[str]:
        """Numbers in the same trouble: what it is, the first of them, and what to do."""
        sign, color = _sign(group.findings)
        account = self.account(group.findings[0])
        title = f"{sign} {account}{len(group.subjects):,} {group.noun}"
        yield self.paint(title, fg=color, bold=True)
        said = list(group.lines(self.report))
        for line in said:
            yield from self.finding(line.finding, line.common, "")
        from driftcheck.report.similar import rows

        found = rows(group, said, self.report)
        shown = self.first(found, _MAX_ROWS)
        yield from self.table(shown)
        if left := sum(row.count for row in found[len(shown) :]):
            self.hidden += left * len(group.findings)
            yield self.margin + self.dim(f"… and {left:,} more")
        yield from self.remedies(group)

    def table(self, found: "Sequence[GroupRow]") -> Iterator[str]:
        """Rows in columns: what it is, its label, what is wrong with this one, where."""
        room = self.view.width - len(self.margin)
        names = [clip(row.name, room) for row in found]
        least = max(map(width_of, names)) + _MIN_LABEL
        tails = [width_of(row.own) + width_of(place_text(row.place)) + 4 for row in found]
        after = max((tail for tail in tails if least + tail <= room), default=0)
        most = max(_MIN_LABEL, min(_MAX_LABEL, room - least + _MIN_LABEL - after))
        labels = [clip(row.label, most) for row in found]
        name_width, label_width = max(map(width_of, names)), max(map(width_of, labels))
        for row, name, label in zip(found, names, labels, strict=True):
            head = pad(name, name_width) + (f"  {pad(label, label_width)}" if label_width else "")
            place = place_text(row.place)
            tail = "  ".join(filter(None, [row.own, self.dim(place) if place else ""]))
            used = width_of(head) + width_of(row.own) + width_of(place) + 4
            if used <= room:
                yield f"{self.margin}{head}  {tail}".rstrip()
            else:
                yield f"{self.margin}{clip(f'{name}  {row.label}'.rstrip(), room)}"
                folded = fold("  ".join(filter(None, [row.own, place])), room - 2)
                yield from (f"{self.margin}  {part}" for part in folded)

    def finding(self, finding: Finding, said: str, where: str) -> Iterator[str]:
        text = f"{said}  [{finding.check}]{where}"
        if is_open(finding):
            yield from self.line(finding.severity.label, text, **COLORS[finding.severity])
            return
        reason = phrases.acceptance(finding).removeprefix("waived ") if finding.waiver else ""
        text = f"{finding.severity.label}: {text}{f'  {reason}' if reason else ''}"
        yield from self.line(phrases.state(finding), text, dim=True)

    def remedies(self, group: "FindingGroup") -> Iterator[str]:
        for remedy in dict.fromkeys(f.remedy for f in group.findings if f.remedy and is_open(f)):
            yield from self.line("fix", phrases.cut(remedy), dim=True)


def _beside(text: str) -> str:
    return f"  {text}" if text else ""


def _elsewhere(finding: Finding, home: Place | None) -> str:
    """The place of a finding, unless it is in the line that stands beside the number."""
    place = finding.location
    if place is None or (home and (place.file, place.line) == (home.file, home.line)):
        return ""
    return f"  {place_text(place)}"


def _sign(findings: Iterable[Finding]) -> tuple[str, str]:
    states = (state_of(finding.check) for finding in findings)
    return next((_SIGNS[state] for state in states if state in _SIGNS), ("!", "yellow"))
