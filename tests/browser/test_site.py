"""The site of the documentation: no link is broken, and people find what they search for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

from tests.each import each
from tests.support import HANGS, Ran, environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
TEXTS = ".//td|.//th|.//li|.//p|.//h2"
LOADED = "//link/@href|//script/@src|//img/@src|//iframe/@src|//source/@srcset"


def build(folder: Path, target: Path) -> Ran:
    """Build the site of a checkout."""
    done = subprocess.run(
        [os.environ["MKDOCS"], "build", "--strict", "--site-dir", str(target)],
        cwd=folder,
        env=environment({"NO_MKDOCS_2_WARNING": "1"}),
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    folder = tmp_path_factory.mktemp("site")
    ran = build(ROOT, folder)
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture(scope="module")
def url(site: Path) -> Iterator[str]:
    """Where the site is served."""
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""


@each(
    ("link", "said"),
    [
        ("[x](nowhere.md)", "'nowhere.md'"),
        ("[x](../nowhere.py)", "'../nowhere.py'"),
        ("[x](ci.md#nowhere)", "'ci.md#nowhere'"),
    ],
)
def test_a_broken_link_or_anchor_fails_the_build(link: str, said: str, tmp_path: Path) -> None:
    for name in ("docs", ".ci"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for path in (ROOT / "mkdocs.yml", *ROOT.glob("*.md")):
        shutil.copy(path, tmp_path)
    page = tmp_path / "docs" / "gates.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{link}\n", encoding="utf-8")
    ran = build(tmp_path, tmp_path / "site")
    assert ran.code == 1
    assert said in ran.err


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    for path in site.rglob("*.html"):
        loaded = html.parse(str(path)).getroot().xpath(LOADED)
        assert loaded
        assert not [link for link in loaded if re.match(r"(\w+:)?//", link)]


def texts(tree: Any) -> list[str]:
    """The texts of a page, block by block."""
    return [" ".join(part.text_content().replace("¶", "").split()) for part in tree.xpath(TEXTS)]


@each("source", sorted({*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")}), ids=lambda p: p.name)
def test_a_page_says_what_it_says_on_github(source: Path, site: Path) -> None:
    """Its lists, tables and code are read as GitHub reads them."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    expected = html.fromstring(f"<div>{markdown.render(source.read_text(encoding='utf-8'))}</div>")
    name = {"README": ""}.get(source.stem, source.stem.lower())
    [article] = html.parse(str(site / name / "index.html")).getroot().xpath("//article")
    assert texts(article) == texts(expected)


def test_a_search_for_an_option_finds_its_reference_first(url: str, browser: Browser) -> None:
    page = browser.new_page()
    for words in ("fail+on", "confirm+pause"):
        page.goto(url)
        page.locator("input[name=query]").press_sequentially(f"--{words.replace('+', '-')}")
        first = page.locator(f"a.md-search-result__link[href*='h={words}']").first
        first.wait_for()
        assert f"{url}reference/" in str(first.get_attribute("href"))
    page.close()


SPLIT = """all => all.filter((one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return new Set(Array.from(range.getClientRects(), ({ y }) => Math.round(y))).size > 1;
}).map(one => one.textContent)"""


@each("name", ["", "commands/", "history/", "trust/"])
def test_the_name_of_an_option_is_not_broken(name: str, url: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(url + name)
    assert page.locator("p > code, li > code").evaluate_all(SPLIT) == []
    page.close()


@each("width", [390, 1280])
def test_a_reader_finds_an_option_by_searching(width: int, url: str, browser: Browser) -> None:
    """On a telephone, too. Nothing comes from another host, and no page is too wide."""
    asked: list[str] = []
    said: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(url)
    if width < 1000:
        page.click("label[for=__search].md-header__button")
    field = page.locator("input[name=query]")
    field.press_sequentially("--zebra-check")
    page.get_by_text("No matching documents").wait_for()
    field.fill("")
    field.press_sequentially("--confirm-pause")
    page.click("a.md-search-result__link[href*='reference/']")
    page.wait_for_url(f"{url}reference/**")
    for path in sorted((ROOT / "docs").glob("*.md")):
        page.goto(f"{url}{path.stem}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert not [one for one in asked if not one.startswith(url)]
    assert said == []
