"""The page of the history in a real browser: it asks for nothing, and everyone can read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from driftcheck.history import html, overview, store
from driftcheck.history.records import KeptWaiver
from tests.history.making import database, record, run, sighting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
WAIVER = KeptWaiver("voice-team", "2027-03-31", "a legacy IVR that is moved in March, OPS-123")
PARTIAL = {"select": ["label=Customer Support*"], "accounts": [], "whole": False}
LEVELS = ("critical", "high", "medium", "low", "info")
OUTSIDE = """() => [...document.querySelectorAll("section *")].filter(one => {
  const inner = one.getBoundingClientRect(), card = one.closest("section").getBoundingClientRect();
  const shown = inner.width > 0 && inner.right > 0;
  return shown && (inner.right > card.right + 1 || inner.left < card.left - 1);
}).map(one => one.outerHTML)"""
BROKEN = r"""() => {
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const word of texts.currentNode.data.matchAll(/[^\s-]+/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, word.index);
      range.setEnd(texts.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(one => one.top)).size > 1) found.push(word[0]);
    }
  }
  return found;
}"""
CONTRASTS = """(levels) => {
  const luminance = (text) => {
    const [r, g, b] = text.match(/[0-9.]+/g).map(one => one / 255)
      .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const card = luminance(getComputedStyle(document.querySelector("section")).backgroundColor);
  return levels.map(level => {
    const bar = luminance(getComputedStyle(document.querySelector(".bar-" + level)).fill);
    return (Math.max(bar, card) + 0.05) / (Math.min(bar, card) + 0.05);
  });
}"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The page of ten nights of two accounts: one read nothing, one was partial."""
    url = f"sqlite:///{tmp_path / 'h.db'}"
    down: Any = {"name": "default", "error": "it is down", "summary": None}
    always = [sighting(name, severity=level) for name, level in enumerate(LEVELS)]
    always += [
        sighting(50 + name, account="europe", check="a-rule-of-our-own") for name in range(9)
    ]
    for day in range(1, 11):
        failed = {"accounts": (down,), "outcome": "error"} if day == 6 else {}
        terms = {"terms": PARTIAL} if day == 9 else {}
        waived = sighting(5, waived=True, waiver=WAIVER, path="associated_pipeline.pipeline_id")
        shown = [] if failed else [*always[day % 4 == 0 :], waived]
        how: Any = {"looked_at": lambda _: False} if failed or terms else {}
        given: Any = {**failed, **terms, "fail_on": "info"}
        record(url, run(f"2026-01-{day:02}T02:00:00Z", *shown, **given), **how)
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        told = overview.overview_of(connection, "h.db", overview.Excerpt())
    path = tmp_path / "history.html"
    path.write_text(html.history_page(told), encoding="utf-8")
    return path


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Any:
    return request.param


def opened(browser: Browser, page: Path, width: int, scheme: Any = "light") -> Iterator[Page]:
    """The page in a window, in which scripts of the test may run."""
    size: Any = {"width": width, "height": 844}
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
    shown = context.new_page()
    shown.goto(page.as_uri())
    yield shown
    context.close()


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_the_page_is_accessible_and_asks_for_nothing(
    scheme: Any, width: int, page: Path, browser: Browser
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    asked: list[str] = []
    said: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    strict = context.new_page()
    strict.on("request", lambda request: asked.append(request.url))
    strict.on("console", lambda message: said.append(message.text))
    strict.goto(page.as_uri())
    assert asked == [page.as_uri()]
    assert said == []
    wide: int = strict.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    context.close()
    for shown in opened(browser, page, width, scheme):
        shown.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(shown).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("width", [390, 768])
def test_on_a_phone_the_newest_runs_are_seen_without_scrolling_sideways(
    width: int, page: Path, browser: Browser
) -> None:
    for shown in opened(browser, page, width):
        wide = "[...document.querySelectorAll('.scroll')].map(s => s.scrollWidth - s.clientWidth)"
        assert set(shown.evaluate(wide)) == {0}
        first = shown.locator("table.runs tbody tr").first
        assert first.inner_text().split()[:3] == ["Run", "10", "2026-01-10"]
        for name in ("open", "coverage"):
            box = first.locator("td.count", has_text=name).first.bounding_box()
            assert box
            assert 0 < box["x"] < box["x"] + box["width"] <= width
        bar = shown.locator(".plot rect", has_text="run 10 of").last.bounding_box()
        assert bar
        assert bar["x"] + bar["width"] <= width


def test_on_paper_no_column_is_cut_off(page: Path, browser: Browser) -> None:
    for shown in opened(browser, page, 700):
        shown.emulate_media(media="print")
        assert shown.evaluate(OUTSIDE) == []
        assert shown.evaluate("document.documentElement.scrollWidth") <= 700


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_nothing_runs_out_of_its_card(width: int, page: Path, browser: Browser) -> None:
    for shown in opened(browser, page, width):
        shown.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert shown.evaluate(OUTSIDE) == []


def test_no_word_is_broken_on_a_wide_screen(page: Path, browser: Browser) -> None:
    for shown in opened(browser, page, 1280):
        assert shown.evaluate(BROKEN) == []


def test_the_worse_a_severity_the_stronger_its_bars(
    scheme: Any, page: Path, browser: Browser
) -> None:
    for shown in opened(browser, page, 1280, scheme):
        contrasts = shown.evaluate(CONTRASTS, list(LEVELS))
        assert contrasts == sorted(contrasts, reverse=True)


def test_what_is_open_comes_before_the_charts_which_stand_side_by_side(
    page: Path, browser: Browser
) -> None:
    for shown in opened(browser, page, 1280):
        tops = [shown.locator(f"#{name}").bounding_box() for name in ("open", "trend", "moved")]
        heights = [round(top["y"]) for top in tops if top]
        assert heights[0] < heights[1] == heights[2]
