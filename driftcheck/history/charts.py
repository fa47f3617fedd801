"""The charts of the page as shapes, in the units of an SVG's view box.

All charts are as wide as a phone, so that they shrink there by little, and stand side by side
elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from driftcheck.history.statistics import Point
from driftcheck.model import Severity
from driftcheck.report import percent
from driftcheck.words import minute

WIDTH, HEIGHT = 400.0, 220.0
LEFT, RIGHT = 52.0, 8.0
_TOP, _BOTTOM = 10.0, 26.0
_BASE = HEIGHT - _BOTTOM
_ROOM = _BASE - _TOP
_MAX_BAR, _MAX_DOTS = 40.0, 40
_TICKS, _CHARACTER, _DENSE = 4, 7.2, 4.0
_STEPS = (1, 2, 2.5, 5, 10)
_NAMES = (*(level.label for level in reversed(Severity)), "unread")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle or a dot. `style` says what it stands for, `about` is its description."""

    x: float
    y: float
    width: float
    height: float
    style: str
    about: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A horizontal line with its label, or a label below the chart."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The shapes of a chart: bars, a line (in pieces where nothing was read), and the axes."""

    across: tuple[Tick, ...]
    below: tuple[Tick, ...]
    boxes: tuple[Box, ...] = ()
    lines: tuple[str, ...] = ()
    dots: tuple[Box, ...] = ()
    base: float = _BASE

    @property
    def names(self) -> list[str]:
        """What its bars stand for, in the order of the legend."""
        there = {box.style for box in self.boxes}
        return [name for name in _NAMES if name in there]


@dataclass(frozen=True, slots=True)
class _Canvas:
    """The places of the runs, side by side."""

    points: Sequence[Point]

    @property
    def pitch(self) -> float:
        return (WIDTH - LEFT - RIGHT) / max(1, len(self.points))

    def middle(self, index: int) -> float:
        return round(LEFT + self.pitch * (index + 0.5), 2)

    def bar(self, index: int, y: float, height: float, style: str, about: str) -> Box:
        width = self.pitch if self.pitch < _DENSE else min(_MAX_BAR, 0.76 * self.pitch)
        x = self.middle(index) - width / 2
        text = f"run {self.points[index].run} of {minute(self.points[index].started_at)}: {about}"
        return Box(round(x, 2), round(y, 2), round(width, 2), round(height, 2), style, text)

    def below(self) -> tuple[Tick, ...]:
        """Days, as many as there is room for, the latest always; with years where they differ."""
        begin = 0 if len({point.started_at[:4] for point in self.points}) > 1 else 5
        wide = (10 - begin) * _CHARACTER
        most = int((WIDTH - LEFT - RIGHT) / (1.5 * wide))
        every = max(1, -(-len(self.points) // most))
        shown = list(enumerate(self.points))[::-every][::-1]
        last = WIDTH - wide / 2
        return tuple(Tick(min(self.middle(i), last), p.started_at[begin:10]) for i, p in shown)


def by_severity(points: Sequence[Point]) -> Chart:
    """Open findings per run, the worst at the bottom."""
    canvas = _Canvas(points)
    step, top = _scale(max((point.open.found for point in points), default=0))
    boxes: list[Box] = []
    for index, point in enumerate(points):
        y = _BASE
        for name, count in _parts(point):
            tall = _ROOM * count / top
            y -= tall
            boxes.append(canvas.bar(index, y, tall, name, f"{count:,} {name}"))
        if not point.was_read:
            boxes.append(canvas.bar(index, _TOP, _ROOM, "unread", "nothing was read"))
    across = (
        Tick(_BASE - _ROOM * step * part / top, f"{round(step * part):,}")
        for part in range(round(top / step) + 1)
    )
    return Chart(tuple(across), canvas.below(), tuple(boxes))


def _parts(point: Point) -> list[tuple[str, int]]:
    counts = point.open_by_severity
    return [(name, counts[name]) for name in _NAMES if counts.get(name)]


def movement(points: Sequence[Point]) -> Chart:
    """New findings of each run upwards, fixed ones downwards; the first run has none before it."""
    canvas = _Canvas(points)
    later = [point for point in points if point.run > 1]
    up = max((point.open.new for point in later), default=0)
    down = max((point.open.fixed for point in later), default=0)
    unit = _ROOM / (up + down or 1)
    base = round(_TOP + up * unit, 2)
    boxes = []
    for index, point in enumerate(points):
        new, fixed = point.open.new, point.open.fixed
        if point.run > 1 and new:
            boxes.append(canvas.bar(index, base - new * unit, new * unit, "new", f"{new:,} new"))
        if point.run > 1 and fixed:
            boxes.append(canvas.bar(index, base, fixed * unit, "fixed", f"{fixed:,} fixed"))
    step, _ = _scale(max(up, down))
    counts = range(-int(down // step), int(up // step) + 1)
    across = (Tick(base - part * step * unit, f"{round(abs(part * step)):,}") for part in counts)
    return Chart(tuple(across), canvas.below(), tuple(boxes), base=base)


def coverage(points: Sequence[Point]) -> Chart:
    """The share of live numbers that are declared, from 0 to 100%."""
    canvas = _Canvas(points)
    lines: list[list[str]] = [[]]
    dots = []
    for index, point in enumerate(points):
        if point.coverage is None:
            lines.append([])
            continue
        y = round(_BASE - _ROOM * point.coverage, 1)
        lines[-1].append(f"{canvas.middle(index)},{y}")
        about = canvas.bar(index, y, 0, "dot", percent(point.coverage)).about
        dots.append(Box(canvas.middle(index), y, 0, 0, "dot", about))
    across = tuple(Tick(_BASE - _ROOM * part / 4, f"{25 * part}%") for part in range(5))
    alone = {line[0] for line in lines if len(line) == 1}  # a line of one point shows nothing
    shown = [dot for dot in dots if len(points) <= _MAX_DOTS or f"{dot.x},{dot.y}" in alone]
    pieces = tuple(" ".join(line) for line in lines if len(line) > 1)
    return Chart(across, canvas.below(), (), pieces, tuple(shown))


def _scale(most: int) -> tuple[float, float]:
    """The step between horizontal lines, a round number, and the highest of them."""
    step = _step(most / _TICKS)
    return step, step * max(1, -(-most // step))


def _step(rough: float) -> float:
    """The least round whole number that is not below another."""
    size = 1.0
    while size * 10 < rough:
        size *= 10
    steps = (size * step for step in _STEPS)
    return next(step for step in steps if step >= rough and step.is_integer())
