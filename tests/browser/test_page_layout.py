"""How the HTML report looks in a real browser: what stands where, in which colours, for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from driftcheck.model import Age, Heading, Report, Severity
from tests.browser.test_page import REPORTS, a_mixture, of_one_rule
from tests.reports import CHECKS, RULE, changed, finding, report

if TYPE_CHECKING:
    from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 390, 760, 1024, 1920])
@pytest.mark.parametrize("name", ["findings", "hostile"])
def test_nothing_runs_out_of_the_side_of_the_screen(show: Open, name: str, width: int) -> None:
    page = show(REPORTS[name], width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_stands_in_the_way_of_a_reader(
    show: Open, name: str, scheme: str, width: int
) -> None:
    """Contrast, names, landmarks, headings, table headers: everything that axe-core checks."""
    from axe_playwright_python.sync_playwright import Axe

    page = show(REPORTS[name], width, color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_dark_is_dark_and_light_is_light(show: Open) -> None:
    def ground(scheme: str) -> int:
        page = show(REPORTS["clean"], color_scheme=scheme)
        style = "getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g)"
        return sum(map(int, page.evaluate(style)))

    assert ground("dark") < 150
    assert ground("light") > 600


def test_forty_findings_fit_on_a_few_screens(show: Open) -> None:
    others = [changed(f"+120255511{n:02}", "label", f"Line {n}", "Old") for n in range(6)]
    missing = [finding("drift-missing", f"+120255512{2 * n:02}") for n in range(6)]
    mixture = [finding(f, f"+120255513{n:02}") for n, f in enumerate(sorted(CHECKS)[:11])]
    page = show(report([*of_one_rule(17), *others, *missing, *mixture]))
    assert page.evaluate("document.documentElement.scrollHeight") < 5_000


def test_findings_come_before_the_charts_which_stand_beside_each_other(show: Open) -> None:
    page = show(REPORTS["findings"])
    top = "names => names.map(name => document.getElementById(name).getBoundingClientRect().y)"
    found, *charts = page.evaluate(top, ["findings", "numbers", "by-severity", "by-check"])
    assert found < charts[0] == charts[1] == charts[2]


BROKEN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), broken = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.checkVisibility() || node.parentElement.closest("script")) continue;
    for (const found of node.data.matchAll(/[^\\s/-]+/g)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      if (new Set(Array.from(range.getClientRects(), ({ y }) => Math.round(y))).size > 1)
        broken.push(found[0]);
    }
  }
  return broken;
}"""


def with_all_columns() -> Report:
    """A report whose tables have all the columns that there are."""
    age = Age("2026-11-08T02:00:00Z", 23, False)
    rule = [one._replace(owner="customer-operations", age=age) for one in of_one_rule(3)]
    fields = {"provider": "twilio", "inbound": True, "associated_pipeline": {"pipeline_name": "A"}}
    missing = [
        one._replace(check="drift-missing", expected=fields | {"pipeline": f"pipeline_{index}"})
        for index, one in enumerate(rule)
    ]
    labels = {("default", one.phone_number or ""): Heading("Kundenbetreuung", None) for one in rule}
    return report([*rule, *missing, *a_mixture()], headings=labels)


@pytest.mark.parametrize("width", [390, 768, 1024, 1190, 1280])
def test_no_word_is_broken(show: Open, width: int) -> None:
    page = show(with_all_columns(), width)
    assert page.evaluate(BROKEN) == []


def test_no_word_is_broken_on_paper(show: Open) -> None:
    page = show(with_all_columns(), 700)
    page.emulate_media(media="print")
    assert page.evaluate(BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 700


@pytest.mark.parametrize("width", [390, 1280])
def test_the_id_of_a_check_is_not_broken_at_its_hyphens(show: Open, width: int) -> None:
    """Wherever on a line it falls."""
    name = "allowed-addresses-not-open"
    found = [
        finding(RULE.id, f"+120255501{n:02}", message="x " * 2 * n)._replace(check=name)
        for n in range(50)
    ]
    page = show(report(found, checks={name: RULE._replace(id=name)}), width)
    heights = page.locator("h3 code").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert len(heights) == 50
    assert len(set(heights)) == 1


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_tables_below_the_charts_are_seen_without_scrolling_sideways(
    show: Open, width: int
) -> None:
    name = "allowed-addresses-not-open"
    page = show(report(a_mixture(), checks={**CHECKS, name: RULE._replace(id=name)}), width)
    sizes = "all => all.map(one => one.scrollWidth - one.clientWidth)"
    assert page.locator(".scroll").evaluate_all(sizes) == [0, 0]
    heights = page.locator(".checks code").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert len(set(heights)) == 1
    row = page.locator(".checks tr", has_text=RULE.id)
    for text in ("4 numbers", "1 finding"):
        box = row.get_by_text(text).bounding_box()
        assert box
        assert 0 < box["x"] < box["x"] + box["width"] <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_critical_is_the_strongest_colour(show: Open, scheme: str) -> None:
    """It has the highest contrast with the card, and is the most saturated."""
    page = show(REPORTS["findings"], color_scheme=scheme)

    def colour(selector: str, name: str) -> list[int]:
        style = f"one => getComputedStyle(one).{name}.match(/\\d+/g).map(Number)"
        found: list[int] = page.locator(selector).first.evaluate(style)
        return found

    ground = luminance(colour("#by-severity >> xpath=..", "backgroundColor"))
    fills = [colour(f".fill-{one.label}", "fill") for one in reversed(Severity)]
    contrasts = [max(a, ground) / min(a, ground) for a in map(luminance, fills)]
    chroma = [max(fill) - min(fill) for fill in fills]
    assert contrasts[0] > 1.1 * max(contrasts[1:])
    assert chroma[0] > 1.1 * max(chroma[1:])


def luminance(colour: list[int]) -> float:
    """The relative luminance of WCAG 2, plus what it adds for contrast."""
    shares = [part / 255 for part in colour]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05


@pytest.mark.parametrize("width", [390, 1280])
def test_the_hint_in_the_search_is_not_cut_off(show: Open, width: int) -> None:
    page = show(REPORTS["findings"], width)
    fits = "one => { one.value = one.placeholder; return one.scrollWidth <= one.clientWidth; }"
    assert page.get_by_label("Text").evaluate(fits)


def test_nothing_runs_out_of_its_card_on_a_phone(show: Open) -> None:
    page = show(REPORTS["hostile"], 390)
    outside = """() => Array.from(document.querySelectorAll(".card *"), (one) => [
      one.getBoundingClientRect().right, one.closest(".card").getBoundingClientRect().right,
    ]).filter(([right, edge]) => right > edge)"""
    assert page.evaluate(outside) == []
