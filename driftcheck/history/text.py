"""The history for a terminal: sparklines, a table of runs, open findings and statistics."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from driftcheck.history import phrases
from driftcheck.history.overview import Detail, Overview
from driftcheck.history.standing import EpisodeGroup
from driftcheck.history.statistics import Point
from driftcheck.model import Outcome, Severity
from driftcheck.report import Layout, View, percent, provenance
from driftcheck.words import align, clip, defuse, minute, pad, printable, width_of

BLOCKS, SIGNS = "▁▂▃▄▅▆▇█", "_.:-=+*#"
_GAP = "  "
_COLORS = {"clean": "green", "findings": "red", "error": "yellow"}
_TOP, _NAMES, _INDENT = 10, 3, 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. If there is little room, the lowest `worth` is left out first."""

    head: str
    worth: int
    cells: tuple[str, ...]
    right: bool = True

    @property
    def width(self) -> int:
        """Its width in columns of the terminal."""
        return max(map(width_of, (self.head, *self.cells)))

    def lines(self) -> list[str]:
        """The head and the cells, all as wide as the column."""
        return align((self.head, *self.cells), right=self.right)


def history_text(overview: Overview, view: View, blocks: str = BLOCKS) -> str:
    """The history as text, at most `view.width` columns wide; `blocks` draw the sparklines."""
    writer = _Writer(view, blocks)
    return defuse("\n".join(writer.overview(overview)) + "\n")


def run_text(detail: Detail, view: View) -> str:
    """One run as text."""
    return defuse("\n".join(_Writer(view, BLOCKS).detail(detail)) + "\n")


def sparkline(values: Sequence[float | None], blocks: str = BLOCKS) -> str:
    """Values as a line of blocks, from 0 to the highest; a blank for a missing value."""
    most = max((value for value in values if value is not None), default=0) or 1
    last = len(blocks) - 1
    return "".join(
        " " if value is None else blocks[round(last * max(0.0, value) / most)] for value in values
    )


class _Writer(Layout):
    def __init__(self, view: View, blocks: str) -> None:
        super().__init__(view)
        self.blocks = blocks

    def overview(self, overview: Overview) -> Iterator[str]:
        where = f"History in {printable(overview.database)}"
        yield from self.fold(f"{where}: {phrases.title(overview)}.")
        if overview.anchor:
            yield from map(self.dim, self.fold(phrases.pruning(overview.anchor)))
        if overview.points:
            yield ""
            yield from self.trends(overview.trend)
            yield from self.fold(phrases.without_trend(overview))
            yield ""
            yield from self.table(overview.points)
        yield ""
        yield from self.standing(overview)
        yield ""
        yield from self.fix_times(overview)
        yield from self.drifters(overview)

    def trends(self, points: Sequence[Point]) -> Iterator[str]:
        found = [float(point.open.found) if point.was_read else None for point in points]
        known = [int(value) for value in found if value is not None]
        if known:
            least, most = min(known), max(known)
            span = f", {least:,} to {most:,}" if least < most else ""
            yield self.trend("open    ", found, f"{known[-1]:,} now{span}")
        covered = [point.coverage for point in points]
        shares = [share for share in covered if share is not None]
        if shares:
            yield self.trend("coverage", covered, f"{_percent(shares[-1])} now")

    def trend(self, name: str, values: Sequence[float | None], note: str) -> str:
        room = self.view.width - len(name) - width_of(note) - 4
        line = sparkline(values[-max(1, room) :], self.blocks)
        return f"{name}{_GAP}{self.paint(line, fg='cyan')}{_GAP}{self.dim(note)}"

    def table(self, points: Sequence[Point]) -> Iterator[str]:
        latest_first = points[::-1]
        columns = _fitting(_columns(latest_first), self.view.width)
        verdict = next(i for i, column in enumerate(columns) if column.head == "verdict")
        head, *rows = zip(*(column.lines() for column in columns), strict=True)
        yield self.dim(_GAP.join(head).rstrip())
        for point, row in zip(latest_first, rows, strict=True):
            color = _COLORS.get(point.outcome, "yellow")
            cells = (*row[:verdict], self.paint(row[verdict], fg=color), *row[verdict + 1 :])
            yield _GAP.join(cells).rstrip()
            if point.limits:
                indent = " " * (width_of(row[0]) + len(_GAP))
                text = printable(f"partial: {point.limits}")
                yield from map(self.dim, self.hang(indent, text, len(indent)))
        if any(point.limits for point in points):
            yield from map(self.dim, self.fold(phrases.PARTIAL))

    def standing(self, overview: Overview) -> Iterator[str]:
        """What is open, then what is accepted."""
        standing = overview.standing
        yield from self.fold(phrases.open_findings(overview))
        yield from self.groups(standing.open, overview.several)
        if standing.accepted:
            yield ""
        yield from self.fold(phrases.accepted(standing))
        yield from self.groups(standing.accepted, overview.several)
        yield from self.fold(phrases.informational(standing))

    def groups(self, groups: Sequence[EpisodeGroup], several: bool) -> Iterator[str]:
        """A line for each group; they name their account where there are several."""
        for group in groups[:_TOP]:
            waived = phrases.acceptance(group.waiver) if group.episodes[0].waived else ""
            account = f"account {group.account}" if several else ""
            about = f"{phrases.heading(group, _NAMES)}{_GAP}[{group.check}]"
            when = _GAP.join(filter(None, [account, phrases.age(group), group.note]))
            style = {"fg": "red"} if Severity.of(group.severity) >= Severity.HIGH else {}
            head = self.paint(pad(group.severity, 9), **style)
            yield from self.entry(head, [about, when, waived])
        if left := phrases.size(groups[_TOP:]):
            yield self.dim(f"  … and {left:,} more; -o html and -o json have all")

    def fix_times(self, overview: Overview) -> Iterator[str]:
        yield from self.fold(phrases.to_fix(overview.to_fix))
        times = [*overview.to_fix_by_severity, *overview.to_fix_by_check[:_TOP]]
        names = align([clip(printable(one.name), self.view.width // 2) for one in times])
        for one, name in zip(times, names, strict=True):
            means = f"{phrases.duration(one.mean)} mean, {phrases.duration(one.median)} median"
            text = f"{means}, {one.count:,} fixed"
            yield from self.hang(f"  {name}  ", text, width_of(name) + 4)

    def drifters(self, overview: Overview) -> Iterator[str]:
        if overview.drifters:
            yield ""
            yield "The numbers that drift most:"
        for one in overview.drifters[:_TOP]:
            account = f"{one.account} " if overview.several else ""
            text = printable(f"{account}{one.phone_number}  {phrases.drifter(one)}")
            yield from self.hang("  ", text, 4)

    def detail(self, detail: Detail) -> Iterator[str]:
        run, document = detail.run, detail.run.document
        head = f"Run {run.id:,} of {minute(run.started_at)} UTC: {run.outcome}"
        if run.outcome == Outcome.FINDINGS and document["exit_code"] == 0:
            head += f" (exit code 0, fail_on: {document['fail_on']})"
        yield self.paint(head, fg=_COLORS.get(run.outcome, "yellow"), bold=True)
        if limits := run.limits.options():
            yield from self.fold(printable(f"partial: {limits}"))
        counts = f"{run.found:,} found, {run.new:,} of them new; {run.fixed:,} found fixed."
        yield from self.fold(counts)
        if origin := provenance(run.commit, run.run_url):
            yield from map(self.dim, self.fold(origin, whole=True))
        for account in document["accounts"]:
            if account["error"]:
                text = f"Account {account['name']} was not checked: {account['error']}"
                yield from self.fold(printable(" ".join(text.split())))
        for kept in detail.found:
            found = kept.found
            about = " ".join(filter(None, [found.phone_number, found.path]))
            account = f"account {found.account}" if len(document["accounts"]) > 1 else ""
            age = "new" if kept.first_run == run.id else f"since {kept.since[:10]}"
            state = phrases.acceptance(found.waiver) if found.waived else age
            what = f"{about}{_GAP}{found.message}{_GAP}[{found.check}]"
            when = _GAP.join(filter(None, [account, state]))
            yield from self.entry(pad(found.severity, 9), [what, when])
        for episode in detail.fixed:
            text = f"{phrases.subject(episode)}  [{episode.check}]  since {episode.since[:10]}"
            yield from self.line(pad("fixed", 9), printable(text))
        yield ""
        yield from self.inputs(detail)

    def entry(self, head: str, parts: Sequence[str]) -> Iterator[str]:
        """The parts of an entry: on one line where they fit, else each on lines of its own."""
        shown = [printable(part) for part in parts if part]
        whole = _GAP.join(shown)
        lines = [whole] if width_of(whole) <= self.view.width - _INDENT else shown
        for index, text in enumerate(lines):
            yield from self.line(" " * 9 if index else head, text)

    def line(self, head: str, text: str) -> Iterator[str]:
        """A line about a finding, behind a head of 9 columns."""
        return self.hang(f"  {head} ", text, _INDENT)

    def inputs(self, detail: Detail) -> Iterator[str]:
        given = {"run": detail.run.hash, "run before": detail.run.previous or "none"}
        hashes = {**given, **flat_hashes(detail.run.document["inputs"])}
        yield from map("  ".join, zip(align(list(hashes)), hashes.values(), strict=True))


def flat_hashes(inputs: object, name: str = "") -> dict[str, str]:
    """The hashes of what a run read, by name; those of an account by `live NAME`."""
    if not isinstance(inputs, dict):
        return {name: str(inputs) if inputs else "none"}
    found: dict[str, str] = {}
    for key, value in inputs.items():
        found |= flat_hashes(value, f"{name} {printable(key)}".strip())
    return found


def _columns(points: Sequence[Point]) -> list[Column]:
    def counts(level: Severity) -> tuple[str, ...]:
        return tuple(_count(p, (p.by_severity or {}).get(level.label, 0)) for p in points)

    severities = [Column(level.label, level.value + 2, counts(level)) for level in Severity]
    return [
        Column("run", 99, tuple(f"{point.run}" for point in points)),
        Column("began (UTC)", 99, tuple(minute(point.started_at) for point in points)),
        Column("verdict", 99, tuple(point.outcome for point in points), right=False),
        Column("open", 99, tuple(_count(point, point.open.found) for point in points)),
        *severities[::-1],
        Column("waived", 1, tuple(_count(point, point.waived) for point in points)),
        Column("new", 99, tuple(_count(point, point.open.new) for point in points)),
        Column("persist", 9, tuple(_count(point, point.open.persisting) for point in points)),
        Column("fixed", 99, tuple(_count(point, point.open.fixed) for point in points)),
        Column("coverage", 8, tuple(_percent(point.coverage) for point in points)),
    ]


def _fitting(columns: Sequence[Column], width: int) -> list[Column]:
    """As many columns as fit, those with the least worth left out."""
    kept = list(columns)
    while len(kept) > 1 and sum(c.width for c in kept) + len(_GAP) * (len(kept) - 1) > width:
        least = min(kept, key=lambda column: column.worth)
        if least.worth == 99:
            break
        kept.remove(least)
    return kept


def _count(point: Point, count: int) -> str:
    """A count; a dot for 0, so that others stand out, and nothing where nothing was read."""
    return "" if not point.was_read else f"{count:,}" if count else "."


def _percent(share: float | None) -> str:
    return "" if share is None else percent(share)
