"""Tables in Markdown, printed line by line."""

import sys
from collections.abc import Iterator, Sequence
from statistics import geometric_mean

from tests.benchmarks.measure import Run
from tests.benchmarks.styles import Style

FORMS_HEAD = (
    "declarations",
    "form",
    "driftcheck, CPU per number",
    "script, CPU",
    "script, wall",
    "memory",
    "memory, compared with the script",
    "octoDNS, CPU",
)


def title(text: str) -> Iterator[str]:
    """The heading of a table."""
    yield _printed(f"### {text}\n")


def head(*names: str) -> Iterator[str]:
    """The first lines of a table."""
    yield row(*names)
    yield _printed(f"|{'|'.join('---' for _ in names)}|")


def row(*cells: str) -> str:
    """A line of a table."""
    return _printed(f"| {' | '.join(cells)} |")


def close(*sentences: str) -> Iterator[str]:
    """The sentences below a table."""
    for sentence in sentences:
        yield _printed(f"\n{sentence}")
    yield _printed("")


def cell(one: Run, first: Run) -> str:
    """What a run took, and how many times as much as the first run of the line."""
    cpu, wall = ("", "")
    if one is not first:
        cpu, wall = f" ({times(one.cpu / first.cpu)})", f" ({times(one.wall / first.wall)})"
    return f"{one.cpu:.2f} s CPU{cpu}, {one.wall:.2f} s wall{wall}, {one.megabytes:,.0f} MB"


def times(ratio: float) -> str:
    """A ratio with its significant digits."""
    return f"{ratio:.0f} times" if ratio >= 20 else f"{ratio:.1f} times"


class Forms:
    """The lines about fleets of `size` numbers in several styles, and their mean."""

    def __init__(self, size: int, octodns: Run | None) -> None:
        self.size = size
        self.octodns = octodns
        self.ratios: dict[str, float] = {}

    def line(self, style: Style, ours: Run, script: Run) -> str:
        """The line of a style."""
        self.ratios[style.title] = script.cpu / ours.cpu
        return row(
            style.title,
            "flat" if style.flat else "deep",
            f"{ours.cpu / self.size * 1e6:.1f} µs",
            times(script.cpu / ours.cpu),
            times(script.wall / ours.wall),
            f"{ours.megabytes:,.0f} MB",
            f"{ours.megabytes / script.megabytes:.0%}",
            times(self.octodns.cpu / ours.cpu) if self.octodns else "",
        )

    def end(self) -> Iterator[str]:
        """The mean of all lines, and a sentence about the worst."""
        mean = times(geometric_mean(self.ratios.values()))
        yield row("geometric mean", "", "", mean, *_blank(4))
        name, ratio = min(self.ratios.items(), key=lambda one: one[1])
        yield from close(
            f"The worst case is “{name}”: the script needs {times(ratio)} the CPU time "
            f"of driftcheck. The geometric mean is {mean}."
        )


def _blank(count: int) -> Sequence[str]:
    return [""] * count


def _printed(line: str) -> str:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    return line
