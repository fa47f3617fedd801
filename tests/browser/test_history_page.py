"""The page of the history in a real browser: it asks for nothing, and everyone can read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from driftcheck.history import html, overview, store
from tests.history.making import database, record, run, sighting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The page of ten nights, one of which read nothing."""
    url = f"sqlite:///{tmp_path / 'h.db'}"
    down: Any = {"name": "default", "error": "it is down", "summary": None}
    for day in range(1, 11):
        found = [sighting(name, severity=level) for name, level in enumerate(("critical", "low"))]
        failed = {"accounts": (down,), "outcome": "error"} if day == 6 else {}
        shown = [] if failed or day % 4 == 0 else [*found, sighting(5, waived=True)]
        how: Any = {"looked_at": lambda _: False} if failed else {}
        record(url, run(f"2026-01-{day:02}T02:00:00Z", *shown, **failed), **how)
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        told = overview.overview_of(connection, "h.db", overview.Excerpt())
    path = tmp_path / "history.html"
    path.write_text(html.history_page(told), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_accessible_and_asks_for_nothing(
    scheme: Any, width: int, page: Path, browser: Browser
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    asked: list[str] = []
    said: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened = context.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message.text))
    opened.goto(page.as_uri())
    assert asked == [page.as_uri()]
    assert said == []
    wide: int = opened.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    context.close()
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    opened = context.new_page()
    opened.goto(page.as_uri())
    found = Axe().run(opened).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    context.close()
