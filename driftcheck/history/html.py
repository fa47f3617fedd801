"""The history as one self-contained page with charts, to read, print and archive.

It loads nothing and has no script. The table of runs has the numbers of every chart.
"""

from functools import cache
from pathlib import Path

from markupsafe import Markup

import driftcheck
from driftcheck.history import charts, phrases
from driftcheck.history.overview import Overview
from driftcheck.report import PAGE_FOLDER, page_policy, percent, templates
from driftcheck.words import inflect, minute, short_commit

MAX_ROWS, MAX_NAMES, MAX_BARS = 100, 100, 8
"""How many rows of a table, findings of a row, and bars of a chart are listed."""
_FEW = 3
"""So many names stand in a row itself."""
_FOLDER = Path(__file__).parent / "page"


def history_page(overview: Overview) -> str:
    """The history as an HTML page."""
    style, points = _style(), overview.trend
    times = (*overview.to_fix_by_severity, *overview.to_fix_by_check)
    page = templates(_FOLDER).get_template("history.html.jinja")
    return page.render(
        overview=overview,
        version=driftcheck.__version__,
        phrases=phrases,
        minute=minute,
        inflect=inflect,
        percent=percent,
        charts=charts,
        found=charts.by_severity(points),
        moved=charts.movement(points),
        covered=charts.coverage(points),
        known=any(one.commit or one.run_url for one in overview.points),
        short_commit=short_commit,
        longest=max((one.mean for one in times), default=0) or 1,
        most=MAX_ROWS,
        most_names=MAX_NAMES,
        most_bars=MAX_BARS,
        few=_FEW,
        style=Markup(style),  # noqa: S704 - files of ours
        policy=page_policy(style),
    )


@cache
def _style() -> str:
    files = (PAGE_FOLDER / "page.css", _FOLDER / "history.css")
    return "".join(file.read_text(encoding="utf-8") for file in files)
