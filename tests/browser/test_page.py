"""The HTML report in a real browser: it works, it asks for nothing, and everyone can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from driftcheck.model import (
    Comparison,
    Finding,
    Former,
    Heading,
    Place,
    Problem,
    Report,
    Severity,
    Summary,
)
from tests.reports import HOSTILE, RULE, WAIVER, changed, finding, report

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def a_mixture() -> list[Finding]:
    """Findings of all severities and states, the worst first."""
    return [
        finding("drift-missing", "+12025550104", severity=Severity.CRITICAL, message="not live"),
        finding("inbound-has-pipeline", "+12025550101", message="Every inbound number has one"),
        changed("+12025550100", "inbound", True, False, severity=Severity.HIGH),
        finding("drift-unmanaged", "+12025550103", location=None),
        changed("+12025550102", "label", "Sales", "Old", severity=Severity.LOW, status="existing"),
        finding("schema-unknown-field", "+12025550105", path="new", waiver=WAIVER),
    ]


def hostile(text: str) -> Finding:
    """A finding that has a text wherever one from outside may stand, on a card of its own."""
    given = {"path": text, "message": text, "actual": text, "owner": text}
    return finding("schema-invalid", text, **given, location=Place(text, 3, 5))


FIXED = Former(
    "drift-missing", Severity.HIGH, "default", "+12025550199", None, "not live", "0" * 32
)
REPORTS = {
    "findings": report(a_mixture(), baseline=Comparison("former.json", "2025", (FIXED,))),
    "clean": report(summary=Summary(4, 4, 4, coverage=1.0)),
    "nothing live": report(summary=Summary(0, 0, 0)),
    "no verdict": report(problems=[Problem("the list is cut", Place("a.yaml", 1, 1), "Try.")]),
    "hostile": report(map(hostile, HOSTILE)),
}


def numbers(page: Page) -> list[str]:
    """The numbers of the findings that are shown, in the order they are shown in."""
    shown: list[str] = page.locator("#list tbody tr:visible th > bdi").all_inner_texts()
    return shown


def test_all_findings_are_shown_at_first_the_worst_first(show: Open) -> None:
    page = show(REPORTS["findings"])
    assert [number[-1] for number in numbers(page)] == ["4", "1", "0", "3", "2", "5"]
    assert page.locator("#shown").inner_text() == "6 of 6 findings"


@pytest.mark.parametrize(
    ("label", "choice", "left"),
    [
        ("Severity", "critical", ["+12025550104", "+12025550101"]),
        ("Check", "drift-changed", ["+12025550100", "+12025550102"]),
        ("State", "waived", ["+12025550105"]),
        ("State", "existing", ["+12025550102"]),
    ],
)
def test_a_choice_leaves_matching_findings(
    show: Open, label: str, choice: str, left: list[str]
) -> None:
    page = show(REPORTS["findings"])
    page.get_by_label(label, exact=True).select_option(choice)
    assert numbers(page) == left
    assert page.locator("#shown").inner_text() == f"{len(left)} of 6 findings"


def test_the_search_covers_all_text_in_any_letter_case(show: Open) -> None:
    page = show(REPORTS["findings"])
    page.get_by_label("Text").fill("NUMBERS.yaml:3 sales")
    assert numbers(page) == ["+12025550102"]


def test_a_search_without_a_match_says_so(show: Open) -> None:
    page = show(REPORTS["findings"])
    page.get_by_label("Text").fill("no such text")
    assert numbers(page) == []
    assert page.locator("#shown").inner_text() == "None of 6 findings fits"


def test_choices_combine_and_can_be_undone(show: Open) -> None:
    page = show(REPORTS["findings"])
    page.get_by_label("Check", exact=True).select_option("drift-changed")
    page.get_by_label("Text").fill("inbound")
    assert numbers(page) == ["+12025550100"]
    page.get_by_role("button", name="Clear").click()
    # By a locator: the page's policy refuses the `eval` by which Playwright asks a second time.
    page.locator("#list article[hidden]").first.wait_for(state="detached")
    assert len(numbers(page)) == 6


@pytest.mark.parametrize("key", ["number", "check", "place", "state"])
def test_cards_are_sorted_up_and_down(show: Open, key: str) -> None:
    page = show(REPORTS["findings"])
    page.get_by_label("Sort by").select_option(key)
    shown = numbers(page)
    assert shown[0][-1] == {"number": "0", "check": "0", "place": "3", "state": "2"}[key]
    page.get_by_role("button", name="Reverse").click()
    assert page.locator("#reverse").get_attribute("aria-pressed") == "true"
    assert numbers(page) == shown[::-1]


def test_severities_are_sorted_by_how_bad_they_are(show: Open) -> None:
    page = show(REPORTS["findings"])
    page.get_by_role("button", name="Reverse").click()
    words = page.locator("#list .badge").all_inner_texts()
    assert words == ["info", "low", "medium", "high", "critical", "critical"]


def test_what_is_filtered_out_stays_out_when_sorted(show: Open) -> None:
    page = show(REPORTS["findings"])
    page.get_by_label("Severity", exact=True).select_option("critical")
    page.get_by_label("Sort by").select_option("number")
    assert numbers(page) == ["+12025550101", "+12025550104"]


def test_everything_works_with_the_keyboard(show: Open) -> None:
    page = show(REPORTS["findings"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "findings"
    page.keyboard.press("Tab")
    page.keyboard.type("+12025550103")
    assert numbers(page) == ["+12025550103"]
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("#reverse").get_attribute("aria-pressed") == "true"


def test_without_javascript_everything_is_there_to_read(show: Open) -> None:
    page = show(REPORTS["findings"], java_script_enabled=False)
    assert len(numbers(page)) == 6
    assert not page.locator("#filters").is_visible()
    assert page.get_by_text("by voice-team until 2027-03-31: legacy IVR").is_visible()


def test_on_paper_all_findings_are_there_and_the_filters_are_not(show: Open) -> None:
    page = show(REPORTS["findings"], width=700)
    page.get_by_label("Severity", exact=True).select_option("critical")
    page.emulate_media(media="print")
    assert len(numbers(page)) == 6
    displayed = page.locator("#list table").first.evaluate("one => getComputedStyle(one).display")
    assert displayed == "table"
    assert not page.locator("#filters").is_visible()
    assert page.pdf().startswith(b"%PDF")


def test_hostile_text_is_text(show: Open) -> None:
    page = show(REPORTS["hostile"])
    assert page.locator("#list tbody tr").count() == len(HOSTILE)
    assert page.locator("#list script, #list img, #list b, #list a").count() == 0
    assert "alert(1)" in page.locator("#list").inner_text()


def test_two_thousand_findings_are_listed_and_more_are_counted(show: Open) -> None:
    many = [finding(number=f"+1202556{index:04d}") for index in range(3_000)]
    page = show(report(many))
    assert page.locator("#shown").inner_text() == "2,000 of 2,000 findings"
    assert page.get_by_text("The worst 2,000 of 3,000 findings are listed here").is_visible()
    page.get_by_label("Text").fill("+12025561999")
    assert numbers(page) == ["+12025560000..+12025561999"]
    assert page.locator("#shown").inner_text() == "1 of 2,000 findings"


def test_several_accounts_can_be_told_apart(show: Open) -> None:
    one = REPORTS["findings"]
    other = one.accounts[0]._replace(name="staging")
    more = [finding(number="+12025550109", account="staging")]
    headings: dict[tuple[str, str | int], Any] = {
        ("staging", "+12025550109"): Heading("Test", None)
    }
    both: Report = one._replace(
        accounts=(*one.accounts, other), findings=(*one.findings, *more), headings=headings
    )
    page = show(both)
    page.get_by_label("Account", exact=True).select_option("staging")
    assert numbers(page) == ["+12025550109"]


def test_places_are_sorted_by_their_lines(show: Open) -> None:
    found = [
        finding(number=f"+120255501{line:02}", location=Place("a.yaml", line, 1))
        for line in (10, 8, 2)
    ]
    page = show(report(found))
    page.get_by_label("Sort by").select_option("place")
    assert [number[-2:] for number in numbers(page)] == ["02", "08", "10"]


def of_one_rule(count: int) -> list[Finding]:
    """As many numbers in the same trouble, none after another."""
    path = "associated_pipeline.pipeline_id"
    message = f"{RULE.title}: {path} is not configured"
    place = Place("numbers/us-east/front-office.yaml", 123, 5)
    return [
        finding(RULE.id, f"+1202555{2 * n:04}", path=path, message=message, location=place)
        for n in range(count)
    ]


def test_a_long_card_shows_ten_rows_and_the_others_on_demand(show: Open) -> None:
    page = show(report(of_one_rule(17)))
    assert page.locator("#list article").count() == 1
    assert len(numbers(page)) == 10
    page.get_by_role("button", name="Show 7 more").click()
    assert len(numbers(page)) == 17
    assert not page.get_by_role("button", name="Show").is_visible()


def of_one_number(count: int) -> Report:
    """As many rules that a number breaks."""
    rules = {f"rule-{n}": RULE._replace(id=f"rule-{n}") for n in range(count)}
    found = [
        finding(RULE.id, message=f"{name} is broken", remedy=f"Fix {name}.")._replace(check=name)
        for name in rules
    ]
    return report(found, checks=rules)


def test_a_number_with_many_findings_shows_ten_and_the_others_on_demand(show: Open) -> None:
    page = show(of_one_number(100))
    texts, fixes = page.locator("#list h3:visible"), page.locator("#list dd:visible")
    assert (texts.count(), fixes.count()) == (10, 10)
    page.get_by_role("button", name="Show 90 more findings").click()
    assert (texts.count(), fixes.count()) == (100, 100)
    assert not page.get_by_role("button", name="Show").is_visible()


def test_a_choice_finds_what_a_number_with_many_findings_does_not_show_yet(show: Open) -> None:
    page = show(of_one_number(100))
    page.get_by_label("Check", exact=True).select_option("rule-99")
    assert page.locator("#list h3:visible").all_inner_texts()[0].startswith("critical rule-99")
    assert page.locator("#shown").inner_text() == "1 of 100 findings"


def test_a_search_finds_rows_that_a_long_card_does_not_show_yet(show: Open) -> None:
    page = show(report(of_one_rule(17)))
    page.get_by_label("Text").fill("+12025550032")
    assert numbers(page) == ["+12025550032"]
    assert page.locator("#shown").inner_text() == "1 of 17 findings"
