"""Reports: functions from a report to text, one renderer a file. They print and open nothing."""

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from driftcheck.model import Report


class View(NamedTuple):
    """What a renderer may take into account beside the report. `width` is in columns.

    `quiet` leaves everything but the verdict out; `whole` leaves nothing out. `limit` is how many
    bytes there is room for, if not as many as the format has by itself. `root` is the
    absolute folder of the repository, from which CI systems name files, and `here` the working
    directory, absolute too; both empty where files are named from the working directory. `mask` is
    what becomes of the names of files in messages.
    """

    width: int = 100
    color: bool = False
    quiet: bool = False
    whole: bool = False
    limit: int | None = None
    mask: Callable[[str], str] = str
    root: str = ""
    here: str = ""


Renderer = Callable[[Report, View], str]
FORMATS = {
    name: f"driftcheck.report.{name}"
    for name in ("text json html markdown csv sarif junit github gitlab prometheus".split())
}
"""The formats, and the module that renders each; imported when it is asked for."""


def renderer(format: str) -> Renderer:
    """The renderer of a format, one of `FORMATS`."""
    render: Renderer = import_module(FORMATS[format]).render
    return render
