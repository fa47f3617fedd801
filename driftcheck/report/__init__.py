"""Reports: functions from a report to text, one renderer a file. They print and open nothing."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from driftcheck.model import Report
from driftcheck.report.view import View

if TYPE_CHECKING:
    from driftcheck.report.json import (
        account_of,
        document_head,
        finding_of,
        former_of,
        summary_of,
    )
    from driftcheck.report.layout import Layout
    from driftcheck.report.mask import Masker
    from driftcheck.report.notes import provenance
    from driftcheck.report.pages import PAGE_FOLDER, page_policy, templates
    from driftcheck.report.phrases import percent
    from driftcheck.report.prometheus import config_label
else:
    from driftcheck.system import late

    __getattr__ = late(
        __name__,
        {
            "json": "account_of document_head finding_of former_of summary_of",
            "layout": "Layout",
            "mask": "Masker",
            "notes": "provenance",
            "pages": "PAGE_FOLDER page_policy templates",
            "phrases": "percent",
            "prometheus": "config_label",
        },
    )


Renderer = Callable[[Report, View], str]
FORMATS = {
    name: f"driftcheck.report.{name}"
    for name in ("text json html markdown csv sarif junit github gitlab prometheus".split())
}
"""The formats, and the module that renders each; it is imported when needed."""


def renderer(format: str) -> Renderer:
    """Return the renderer of a format, one of `FORMATS`."""
    render: Renderer = import_module(FORMATS[format]).render
    return render
