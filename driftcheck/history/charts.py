"""The charts of the page: runs and counts to shapes, in the units of an SVG's view box."""

from collections.abc import Sequence
from dataclasses import dataclass

from driftcheck.history.phrases import minute
from driftcheck.history.statistics import Point
from driftcheck.model import Severity
from driftcheck.report.phrases import percent

WIDTH, HEIGHT = 720.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 8.0, 10.0, 26.0
_MAX_BAR = 28.0
_TICKS, _LABELS = 4, 6
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `style` says what it stands for, `about` what is said of it."""

    x: float
    y: float
    width: float
    height: float
    style: str
    about: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across with its label, or a label below."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Shapes over runs: bars, a line (pieces of it, where nothing was read), and the axes."""

    across: tuple[Tick, ...]
    below: tuple[Tick, ...]
    boxes: tuple[Box, ...] = ()
    lines: tuple[str, ...] = ()
    dots: tuple[Box, ...] = ()
    base: float = HEIGHT - BOTTOM


def by_severity(points: Sequence[Point]) -> Chart:
    """Findings a run, the worst at the bottom, waived ones on top."""
    most = max((point.found for point in points), default=0)
    top, across = _scale(most)
    boxes: list[Box] = []
    for index, point in enumerate(points):
        height = 0.0
        for name, count in _parts(point):
            about = f"{_run(point)}: {count:,} {name}"
            tall = _length(count, top)
            boxes.append(_bar(index, len(points), _BASE - height - tall, tall, name, about))
            height += tall
        if not point.was_read:
            about = f"{_run(point)}: nothing was read"
            boxes.append(_bar(index, len(points), TOP, _BASE - TOP, "unread", about))
    return Chart(across, _below(points), tuple(boxes))


_BASE = HEIGHT - BOTTOM
_ROOM = HEIGHT - BOTTOM - TOP


def _parts(point: Point) -> list[tuple[str, int]]:
    counts = point.by_severity or {}
    parts = [(level.label, counts.get(level.label, 0)) for level in reversed(Severity)]
    return [(name, count) for name, count in (*parts, ("waived", point.waived)) if count]


def movement(points: Sequence[Point]) -> Chart:
    """What is new a run, upwards, and what was fixed, downwards. The first run has no before."""
    known = [point for point in points if point.run > 1]
    up = max((point.new for point in known), default=0)
    down = max((point.fixed for point in known), default=0)
    _, across = _scale(max(up, down))
    most = max(up, down) or 1
    base = TOP + _ROOM * (up / (up + down) if up + down else 0.5)
    unit = _ROOM / ((up + down) or 1)
    boxes = []
    for index, point in enumerate(points):
        if point.run > 1 and point.new:
            about, tall = f"{_run(point)}: {point.new:,} new", point.new * unit
            boxes.append(_bar(index, len(points), base - tall, tall, "new", about))
        if point.run > 1 and point.fixed:
            about, tall = f"{_run(point)}: {point.fixed:,} fixed", point.fixed * unit
            boxes.append(_bar(index, len(points), base, tall, "fixed", about))
    ticks = {0: base}
    for tick in across:
        count = round((_BASE - tick.at) / _ROOM * _scale(most)[0])
        if count <= up:
            ticks[count] = base - count * unit
        if count <= down:
            ticks[-count] = base + count * unit
    lines = tuple(Tick(at, f"{abs(count):,}") for count, at in ticks.items())
    return Chart(lines, _below(points), tuple(boxes), base=base)


def coverage(points: Sequence[Point]) -> Chart:
    """The share of live numbers that are declared, from 0 to 100%."""
    across = tuple(Tick(_BASE - _ROOM * part / 4, f"{25 * part}%") for part in range(5))
    lines: list[list[str]] = [[]]
    dots = []
    for index, point in enumerate(points):
        if point.coverage is None:
            lines.append([])
            continue
        x, y = _middle(index, len(points)), _BASE - _ROOM * point.coverage
        lines[-1].append(f"{x:.1f},{y:.1f}")
        dots.append(Box(x, y, 0, 0, "dot", f"{_run(point)}: {percent(point.coverage)}"))
    return Chart(across, _below(points), (), tuple(" ".join(line) for line in lines), tuple(dots))


def _run(point: Point) -> str:
    return f"run {point.run} of {minute(point.started_at)}"


def _scale(most: int) -> tuple[float, tuple[Tick, ...]]:
    """A round number not below the highest, and a few lines across up to it."""
    step = _step(most / _TICKS)
    top = step * max(1, -(-most // step))
    count = round(top / step)
    ticks = (
        Tick(_BASE - _ROOM * part / count, f"{round(step * part):,}") for part in range(count + 1)
    )
    return top, tuple(ticks)


def _step(rough: float) -> float:
    """A round number not below another, and not below 1."""
    size = 1.0
    while size * 10 < rough:
        size *= 10
    steps = [size * step for step in _STEPS if size * step == int(size * step)]
    return next((step for step in steps if step >= rough), size * 10)


def _length(count: int, top: float) -> float:
    return _ROOM * count / top


def _bar(index: int, runs: int, y: float, height: float, style: str, about: str) -> Box:
    width = min(_MAX_BAR, 0.76 * _pitch(runs))
    x = _middle(index, runs) - width / 2
    return Box(round(x, 2), round(y, 2), round(width, 2), round(height, 2), style, about)


def _pitch(runs: int) -> float:
    return (WIDTH - LEFT - RIGHT) / max(1, runs)


def _middle(index: int, runs: int) -> float:
    return LEFT + _pitch(runs) * (index + 0.5)


def _below(points: Sequence[Point]) -> tuple[Tick, ...]:
    """Days below a chart, as many as there is room for."""
    every = max(1, -(-len(points) // _LABELS))
    shown = list(enumerate(points))[::-every][::-1]
    return tuple(Tick(round(_middle(i, len(points)), 2), p.started_at[5:10]) for i, p in shown)
