"""Reports: functions from a report to text, one renderer a file. They print and open nothing."""

from collections.abc import Callable
from importlib import import_module

from driftcheck.report.view import View
from driftcheck.result import Report

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


__all__ = ["FORMATS", "Renderer", "View", "renderer"]
