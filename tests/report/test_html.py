"""The page is well-formed, self-contained and accessible, and text from outside stays text."""

import base64
import hashlib
import re
from functools import cache
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.model import Outcome, Terms
from driftcheck.report import View, phrases
from driftcheck.report.html import MAX_ROWS, render
from driftcheck.words.escape import printable
from tests.each import each
from tests.report.cases import (
    BASELINE,
    CASES,
    CHANGED,
    EXISTING,
    GROUP,
    MISSING,
    MIXED,
    ONE,
    TEXTS,
    UNREAD,
    UNWRITTEN,
    WAIVED,
    filled,
    unseen,
)
from tests.report.tree import Node, cards, page, pairs
from tests.reports import CHECKS, FETCHED, RULE, report

EACH = each("case", CASES)


def folded(text: str) -> str:
    return " ".join(printable(text).split())


@EACH
def test_every_page_is_well_formed_and_has_its_landmarks(case: str) -> None:
    root = page(CASES[case])
    tags = [one.tag for one in root.all()]
    for tag in "html head body header main footer h1 title style script".split():
        assert tags.count(tag) == 1, tag
    assert root.all("html")[0].attributes == {"lang": "en"}
    names = [one.attributes["id"] for one in root.all() if "id" in one.attributes]
    assert len(names) == len(set(names))
    assert {one.attributes["aria-labelledby"] for one in root.all("section")} <= set(names)
    headings = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(headings))


@EACH
def test_the_heading_and_the_title_have_the_verdict(case: str) -> None:
    root, made = page(CASES[case]), CASES[case]
    assert [one.words for one in root.all("h1")] == [phrases.verdict(made)]
    assert (
        root.all("title")[0].words == f"driftcheck: {made.outcome.value}, 2026-01-01 00:00:00 UTC"
    )
    assert f"exit code {int(made.exit_code)} · fails on low" in root.all("header")[0].words


@EACH
def test_the_page_loads_nothing_and_links_only_within_itself(case: str) -> None:
    root = page(CASES[case])
    used = {name for one in root.all() for name in one.attributes}
    assert not used & {"src", "srcset", "action", "data", "poster", "style", "xlink:href"}
    assert not [name for name in used if name.startswith("on")]
    names = {f"#{one.attributes['id']}" for one in root.all() if "id" in one.attributes}
    assert {one.attributes["href"] for one in root.all() if "href" in one.attributes} <= names
    assert not re.search(r"url\(|@import|image-set|//", root.all("style")[0].words)


@EACH
def test_the_policy_allows_its_own_style_and_script_only(case: str) -> None:
    root = page(CASES[case])
    [policy] = [one for one in root.all("meta") if "http-equiv" in one.attributes]
    assert policy.attributes["http-equiv"] == "Content-Security-Policy"
    given = dict(part.split(" ", 1) for part in (policy.attributes["content"] or "").split("; "))
    for tag in ("style", "script"):
        [element] = root.all(tag)
        digest = base64.b64encode(
            hashlib.sha256("".join(element.strings()).encode()).digest()
        ).decode()
        assert given.pop(f"{tag}-src") == f"'sha256-{digest}'"
    assert given == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}


@EACH
def test_every_header_of_a_table_says_what_it_heads(case: str) -> None:
    for table in page(CASES[case]).all("table"):
        assert {one.attributes.get("scope") for one in table.all("th")} <= {"col", "row"}
        width = len(table.all("thead")[0].all("th"))
        rows = [row.all("td", "th") for row in table.all("tbody")[0].all("tr")]
        assert {len(row) for row in rows} == {width}
        assert {one.attributes["scope"] for row in rows for one in row if one.tag == "th"} == {
            "row"
        }


def test_a_clean_page_lists_nothing() -> None:
    root = page(report())
    assert root.section("findings").words == "Findings None."
    assert "Coverage: 50% of the live numbers are declared." in root.section("numbers").words
    assert "Why there is no verdict" not in root.words


def test_the_charts_count_open_findings_by_severity_and_by_check() -> None:
    root = page(report([*MIXED, WAIVED, EXISTING]))
    severities = [one.words for one in root.section("by-severity").all("li")]
    assert severities == ["critical 1", "high 2", "medium 1", "low 1", "info 1"]
    checks = [one.words for one in root.section("by-check").all("li")]
    said = [f"{one.check} {CHECKS[one.check].title} ({one.severity.label}) 1" for one in MIXED]
    assert sorted(checks) == sorted(said)


def test_a_chart_has_eight_rows_and_counts_the_others() -> None:
    checks = {f"rule-{n}": RULE._replace(id=f"rule-{n}") for n in range(10)}
    found = [GROUP._replace(check=name) for name in checks]
    root = page(report(found, checks=checks))
    bars = [one.words for one in root.section("by-check").all("li")]
    assert (len(bars), bars[-1]) == (9, "… and 2 more")
    bars = [one.words for one in page(report(found[:8])).section("by-check").all("li")]
    assert (len(bars), bars[-1][:6]) == (8, "rule-7")


def test_too_many_findings_for_a_browser_are_cut_unless_all_are_requested() -> None:
    made = report(MISSING._replace(phone_number=f"+1202{2 * n:07}") for n in range(MAX_ROWS + 1))
    cut, whole = render(made, View()), render(made, View(whole=True))
    assert [text.count('<th scope="row" role=') for text in (cut, whole)] == [
        MAX_ROWS,
        MAX_ROWS + 1,
    ]
    said = "The worst 2,000 of 2,001 findings are listed here; made with --all"
    assert (said in cut, said in whole) == (True, False)


def test_a_run_without_a_verdict_says_why_and_shows_no_counts() -> None:
    root = page(report(problems=[UNREAD])._replace(problems=(UNWRITTEN,)))
    why = root.section("problems").words
    assert "default was not checked driftcheck.yaml:2:3: 401: the key is refused Set the" in why
    assert f"What could not be written {UNWRITTEN.message}" in why
    assert root.section("findings").words == "Findings Unknown: nothing was read."
    assert not {one.attributes.get("id") for one in root.all()} & {"numbers", "by-check", "fixed"}


def test_findings_fixed_since_the_baseline_are_listed_up_to_a_limit() -> None:
    fixed = page(report([EXISTING], baseline=BASELINE)).section("fixed")
    assert phrases.comparison(CASES["existing"], BASELINE) in fixed.words
    assert [one.words for one in fixed.all("li")] == ["+12025550101 inbound drift-changed"]
    many = BASELINE._replace(fixed=BASELINE.fixed * 250)
    fixed = page(report(baseline=many)).section("fixed")
    assert (len(fixed.all("li")), fixed.all("p")[-1].words) == (200, "… and 50 more")


def test_every_account_shows_how_it_was_read() -> None:
    root = page(CASES["accounts"])
    rows = root.section("accounts").all("tbody")[0].all("tr")
    assert [", ".join(one.words for one in row.all("td", "th")) for row in rows] == [
        (
            "eu, read whole, declared 3, live 5, coverage 60%, live list from eu.json, "
            f"fetched {FETCHED}, declared in eu.yaml"
        ),
        (
            "us, not read, declared 7, live unknown, coverage unknown, live list from unknown, "
            "fetched unknown, declared in us.yaml"
        ),
    ]
    [card] = cards(root)
    assert card.words.startswith("account eu ")


def test_the_page_shows_the_settings_of_the_run() -> None:
    terms = Terms("c.yaml", ("a", "b"), ("w.yaml",), ("label=x", "y"))
    said = pairs(page(report(terms=terms)).section("terms").all("dl")[0])
    assert [*said.values()][:2] == ["2026-01-01 00:00:00 UTC", "0.1 seconds"]
    assert [*said.values()][3:] == ["c.yaml", "a , b", "w.yaml", "only label=x , only y"]
    for waivers, word in (((), "none"), (None, "ignored")):
        terms = Terms("c.yaml", (), waivers)
        said = pairs(page(report(terms=terms)).section("terms").all("dl")[0])
        assert [said[name] for name in ("Policies", "Waivers", "Numbers")] == ["none", word, "all"]


def test_the_table_of_checks_counts_numbers_and_findings_of_each_state() -> None:
    made = report([MISSING, MISSING._replace(phone_number=ONE), CHANGED, WAIVED, EXISTING])
    results = [
        result._replace(severity=None, applied=None) if result.id == RULE.id else result
        for result in made.accounts[0].checks
    ]
    made = made._replace(accounts=(made.accounts[0]._replace(checks=tuple(results)),))
    rows = page(made).section("terms").all("tbody")[0].all("tr")
    found = {row.all("th")[0].words: [one.words for one in row.all("td")[-2:]] for row in rows}
    assert found.pop("drift-missing") == ["applied to 4 numbers", "2 findings, 1 existing"]
    assert found.pop("drift-changed") == ["applied to 4 numbers", "1 finding, 1 waived"]
    assert found.pop(RULE.id) == ["applied to —", "off"]
    assert {tuple(row) for row in found.values()} == {("applied to 4 numbers", "none")}


@cache
def shape(text: str, outcome: Outcome) -> list[tuple[str, list[str]]]:
    return [(one.tag, [*one.attributes]) for one in page(filled(text, outcome)).all()]


def assert_same_page(text: str, outcome: Outcome) -> Node:
    """Assert that a text adds no element and no attribute, and hides no part of the page."""
    root = page(filled(text, outcome))
    assert shape(text, outcome) == shape("words", outcome)
    values = [given for one in root.all() for given in one.attributes.values() if given]
    assert not unseen("".join([*root.strings(), *values]))
    return root


@TEXTS
@each("outcome", Outcome)
def test_text_from_outside_is_only_text(text: str, outcome: Outcome) -> None:
    assert assert_same_page(text, outcome).words.count(folded(text)) >= 19


@given(text=st.text(st.characters(), min_size=1), outcome=st.sampled_from(Outcome))
def test_no_text_becomes_an_element(text: str, outcome: Outcome) -> None:
    assert_same_page(text, outcome)
