"""The history as one self-contained page, with charts: to open, read, print and archive.

It loads nothing, and has no script; every chart has its numbers in a table below.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from markupsafe import Markup

import driftcheck
from driftcheck.history import charts, phrases
from driftcheck.history.overview import Overview
from driftcheck.history.statistics import TimeToFix
from driftcheck.report import PAGE_FOLDER, page_policy, percent, templates
from driftcheck.words import minute, short_commit

MAX_ROWS = 500
"""How many open findings and drifting numbers are listed."""
_FOLDER = Path(__file__).parent / "page"


def history_page(overview: Overview) -> str:
    """The history as an HTML page."""
    style, points = _style(), overview.points
    times = (*overview.to_fix_by_severity, *overview.to_fix_by_check)
    accounts = {one.account for one in overview.open_episodes}
    accounts |= {one.account for one in overview.drifters}
    page = templates(_FOLDER).get_template("history.html.jinja")
    return page.render(
        overview=overview,
        version=driftcheck.__version__,
        phrases=phrases,
        minute=minute,
        percent=percent,
        charts=charts,
        latest=points[-1] if points else None,
        found=charts.by_severity(points),
        moved=charts.movement(points),
        covered=charts.coverage(points),
        several=len(accounts) > 1,
        known=any(one.commit or one.run_url for one in points),
        short_commit=short_commit,
        share=_share_of(max((one.mean for one in times), default=0)),
        most=MAX_ROWS,
        style=Markup(style),  # noqa: S704 - files of ours
        policy=page_policy(style),
    )


def _share_of(longest: float) -> Callable[[TimeToFix], float]:
    return lambda one: round(100 * one.mean / longest, 2) if longest else 0.0


@cache
def _style() -> str:
    files = (PAGE_FOLDER / "page.css", _FOLDER / "history.css")
    return "".join(file.read_text(encoding="utf-8") for file in files)
