"""How reports are displayed here: on the terminal, or in a file."""

import sys

from driftcheck.output.terminal import columns, wants_color
from driftcheck.report import View

_MIN_WIDTH = 40


def view_of(
    color: str = "auto", quiet: bool = False, whole: bool = False, most: int | None = None
) -> View:
    """Return how to display reports: the terminal's width, and colour.

    No line is longer than `most` columns, if given.
    """
    return View(
        width=max(_MIN_WIDTH, min(columns(100), most or sys.maxsize)),
        color=wants_color(sys.stdout, color),
        quiet=quiet,
        whole=whole,
    )
