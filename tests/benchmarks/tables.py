"""Tables in Markdown, told line by line as they are known."""

import sys
from collections.abc import Iterator, Sequence
from statistics import geometric_mean

from tests.benchmarks.measure import Run
from tests.benchmarks.styles import Style

FORMS_HEAD = (
    "declared",
    "form",
    "driftcheck, CPU a number",
    "script, CPU",
    "script, wall",
    "memory",
    "of the script's",
    "octoDNS, CPU",
)


def title(text: str) -> Iterator[str]:
    """The heading of a table."""
    yield _told(f"### {text}\n")


def head(*names: str) -> Iterator[str]:
    """The first lines of a table."""
    yield row(*names)
    yield _told(f"|{'|'.join('---' for _ in names)}|")


def row(*cells: str) -> str:
    """A line of a table."""
    return _told(f"| {' | '.join(cells)} |")


def close(*sentences: str) -> Iterator[str]:
    """What is below a table."""
    for sentence in sentences:
        yield _told(f"\n{sentence}")
    yield _told("")


def cell(one: Run, first: Run) -> str:
    """What a run took, and how many times what the first one of its line did."""
    cpu, wall = ("", "")
    if one is not first:
        cpu, wall = f" ({times(one.cpu / first.cpu)})", f" ({times(one.wall / first.wall)})"
    return f"{one.cpu:.2f} s CPU{cpu}, {one.wall:.2f} s wall{wall}, {one.megabytes:,.0f} MB"


def times(ratio: float) -> str:
    """A ratio, with as many digits as mean something."""
    return f"{ratio:.0f} times" if ratio >= 20 else f"{ratio:.1f} times"


class Forms:
    """The lines on fleets of `size` numbers in several styles, and what they come to."""

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
        """The mean over all lines, and the worst of them in words."""
        mean = times(geometric_mean(self.ratios.values()))
        yield row("geometric mean", "", "", mean, *_blank(4))
        name, ratio = min(self.ratios.items(), key=lambda one: one[1])
        yield from close(
            f"The worst of these is “{name}”: there the script takes {times(ratio)} the CPU time "
            f"of driftcheck. The geometric mean is {mean}."
        )


def _blank(count: int) -> Sequence[str]:
    return [""] * count


def _told(line: str) -> str:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    return line
