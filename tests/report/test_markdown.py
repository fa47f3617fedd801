"""Markdown: short, never too long for GitHub, and nothing in it but what we wrote is markup."""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import driftcheck
from driftcheck.model import Finding, Heading, Outcome, Problem, Report, Severity
from driftcheck.report import View, phrases
from driftcheck.report.markdown import LIMIT, render
from driftcheck.report.phrases import tallies
from driftcheck.words.escape import printable
from driftcheck.words.lookalike import shorten
from tests.each import each
from tests.report.cases import (
    BASELINE,
    CASES,
    CHANGED,
    EXISTING,
    FIXED,
    GROUP,
    MISSING,
    MIXED,
    NAMELESS,
    ONE,
    SHORT,
    TWO,
    UNKNOWN,
    UNREAD,
    UNUSED,
    UNWRITTEN,
    WAIVED,
    filled,
)
from tests.report.markdown_pages import (
    CUT,
    DETAILS,
    diffs,
    listed,
    page,
    parsed,
    sections,
    shown,
    tables,
)
from tests.reports import PLACE, RULE, WAIVER, changed, finding, report

INLINE = {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
FOOT = f"driftcheck {driftcheck.__version__} · 2026-01-01T00:00:00Z"
PLAIN = [text for text in SHORT if "`" not in text]
TEXTS = each("text", SHORT, ids=range(len(SHORT)))


@cache
def blocks(outcome: Outcome) -> list[str]:
    """What a page is made of where all text is harmless."""
    return [token.type for token in parsed(render(filled("words", outcome), View()))]


def many(count: int, label: str) -> Report:
    """A report on many findings of two checks, on numbers of one label."""
    numbers = [f"+1202{index:07}" for index in range(count)]
    found = [changed(number, "label", label, label + "!", remedy=label) for number in numbers]
    found += [finding(RULE.id, number, message=label) for number in numbers]
    headings = {("default", number): Heading(label, PLACE) for number in numbers}
    return report(sorted(found, key=lambda one: -one.severity), headings=headings)


@each("case", CASES)
def test_the_first_line_has_the_verdict(case: str) -> None:
    first = render(CASES[case], View()).splitlines()[0]
    sign = {Outcome.CLEAN: "✅", Outcome.FINDINGS: "❌", Outcome.ERROR: "⚠️"}[CASES[case].outcome]
    [line] = [token for token in parsed(first) if token.type == "inline"]
    assert shown(line) == f"{sign} driftcheck: {phrases.verdict(CASES[case])}"


def test_a_clean_run_has_counts_and_nothing_folded_away() -> None:
    text = page()
    assert "2 declared, 4 live: 1 in sync, 0 missing" in text
    assert "Coverage: 50% of the live numbers are declared." in text
    assert (tables(text), sections(text)) == ([], {})


def test_the_table_by_check_counts_open_findings_the_worst_first() -> None:
    second = CHANGED._replace(phone_number=TWO)
    text = page(GROUP, MISSING, CHANGED, second, second._replace(waiver=WAIVER), EXISTING, UNKNOWN)
    assert tables(text)[0] == [
        ["severity", "findings", "check", ""],
        ["critical", "1", RULE.id, RULE.title],
        ["high", "1", "drift-missing", "A declared number is not live"],
        ["medium", "2", "drift-changed", "A declared field differs from the live one"],
        ["info", "1", UNKNOWN.check, "A live entry has a field that the schema does not define"],
    ]


def test_each_check_is_a_section_with_its_findings_and_its_fix() -> None:
    text = page(*MIXED)
    found = sections(text)
    title = "A declared field differs from the live one"
    assert f"medium: drift-changed {title} (1 finding)" in found
    assert diffs(text) == [
        [f'@@ {ONE} "Support" · numbers.yaml:3 @@', '- label: "Support"', '+ label: "Sales"']
    ]
    in_order = [tally.findings[0] for tally in tallies(MIXED)]
    assert [title.split()[1] for title in found] == [one.check for one in in_order]
    fixes = [shown(token) for token in parsed(text) if token.content.startswith("**Fix:**")]
    assert fixes == [f"Fix: {one.remedy}".replace("`", "") for one in in_order]


@pytest.mark.parametrize(
    ("found", "name", "place"),
    [
        (GROUP, "pipeline p1", "numbers.yaml:3"),
        (GROUP._replace(path=None), "all numbers", "numbers.yaml:3"),
        (NAMELESS, "entry 3 of the live list (counted from 0)", ""),
        (UNUSED, "waiver", "numbers.yaml:3"),
    ],
)
def test_a_finding_without_a_number_is_named_too(found: Finding, name: str, place: str) -> None:
    [rows] = sections(page(found)).values()
    assert rows == [[name, "", found.message, place]]


def test_a_section_says_the_title_of_its_rule_once() -> None:
    broken = finding(RULE.id, message=f"{RULE.title}: associated_pipeline is not configured")
    found = sections(page(broken, broken._replace(phone_number=TWO, status="existing")))
    said = {title.split(":")[0]: rows[0][2] for title, rows in found.items()}
    assert said["critical"] == "associated_pipeline is not configured"
    assert said["waived or existing"] == f"{broken.message} (in the baseline)"


def test_the_owner_of_a_number_stands_with_what_is_wrong() -> None:
    owners = [MISSING._replace(owner="voice"), WAIVED._replace(owner="o" * 500)]
    text = page(*owners, CHANGED._replace(owner="sales `team`", phone_number=TWO))
    missing, waived = (rows for rows in sections(text).values() if rows)
    assert missing[0][2] == "declared, but not live (owner voice)"
    assert waived[0][2].endswith("…, waived by voice-team until 2027-03-31: legacy IVR)")
    assert diffs(text)[0][0] == f"@@ {TWO} · numbers.yaml:3 · owner sales `team` @@"


def test_waived_and_existing_findings_have_a_section_of_their_own() -> None:
    text = page(MISSING, WAIVED, UNKNOWN._replace(status="existing"), baseline=BASELINE)
    found = sections(text)
    assert list(found)[1:] == ["waived or existing: 2", "fixed since the baseline: 1"]
    said = [row[2] for row in found["waived or existing: 2"]]
    assert said[0].endswith("(waived by voice-team until 2027-03-31: legacy IVR)")
    assert said[1] == "no colour is known (in the baseline)"
    assert found["fixed since the baseline: 1"] == [[f"{TWO} inbound", "drift-changed"]]
    compared = "Baseline: former.json of 2025-12-31T00:00:00Z: 1 existing, 1 new, 1 fixed since."
    assert compared in [shown(token) for token in parsed(text) if token.type == "inline"]


def test_a_run_without_verdict_says_why_and_counts_nothing() -> None:
    text = render(CASES["unread"]._replace(problems=(UNWRITTEN,)), View())
    said = [shown(token) for token in parsed(text) if token.type == "inline"]
    why = "driftcheck.yaml:2:3: 401: the key is refused — Set the secret."
    assert said[1:] == ["default was not checked:", why, UNWRITTEN.message, FOOT]
    assert not tables(text)


def test_the_first_twenty_of_many_problems_are_told_and_the_others_counted() -> None:
    text = render(report(problems=[Problem(f"no {index}") for index in range(25)]), View())
    assert [line for line in text.splitlines() if line.startswith("- ")][19:] == [
        "- no 19",
        "- … and 5 more",
    ]


def test_an_account_that_was_read_is_told_beside_one_that_was_not() -> None:
    text = render(CASES["accounts"], View())
    assert "account us: 401" in text
    assert "account eu:" not in text
    assert [lines[0] for lines in diffs(text)] == [f"@@ eu {ONE} · numbers.yaml:3 @@"]


@each(
    ("config", "shown"),
    [
        ("driftcheck.yaml", ""),
        ("", ""),
        ("/etc/driftcheck.yaml", ""),
        ("ops/driftcheck.yaml", "`ops/driftcheck.yaml`"),
        ("a`b|\n<i>.yaml", "``a`b|\\n<i>.yaml``"),
    ],
)
def test_the_last_line_names_a_configuration_that_may_be_one_of_several(
    config: str, shown: str
) -> None:
    """A job has one summary for all of its steps."""
    last = render(report(config_path=config), View()).splitlines()[-1]
    parts = last.removeprefix("<sub>").removesuffix("</sub>").split(" · ")
    assert parts[2:] == [shown] * bool(shown)


@TEXTS
@each("outcome", Outcome)
def test_no_text_is_markup_or_adds_a_cell(text: str, outcome: Outcome) -> None:
    tokens = parsed(render(filled(text, outcome), View()))
    assert [token.type for token in tokens] == blocks(outcome)
    parts = [part for token in tokens for part in token.children or ()]
    foot = ["<sub>", "</sub>"]
    assert [part.content for part in parts if part.type == "html_inline"] == foot
    assert {part.type for part in parts} <= {*INLINE, "html_inline"}
    strong = [after for part, after in pairwise(parts) if part.nesting == 1]
    assert {part.content for part in strong} <= {"Fix:"}
    assert all(DETAILS.fullmatch(part.content) for part in tokens if part.type == "html_block")
    assert not [part.content for part in parts if part.type == "text" and "@" in part.content]


@each("text", PLAIN, ids=range(len(PLAIN)))
def test_the_cells_show_every_text_whole(text: str) -> None:
    """As far as there is room for it."""
    found = finding(number=text, message=text, check=RULE.id, waiver=None)
    waived = found._replace(waiver=WAIVER._replace(reason=text, owner=text))
    heading = Heading(text, PLACE)
    place = PLACE._replace(file=text)
    both = [found._replace(location=place), waived]
    markdown = page(*both, headings={("default", text): heading})
    plain = " ".join(shorten(printable(text), 160).split())
    label = " ".join(shorten(printable(text), 60).split())
    whole = " ".join(printable(text).split())
    [[row], [other]] = sections(markdown).values()
    assert row == [plain, label, plain, " ".join(printable(f"{text}:3").split())]
    assert other[2] == f"{plain} (waived by {whole} until 2027-03-31: {whole})"


def test_the_names_and_labels_of_numbers_keep_their_backticks() -> None:
    text = "`code` ``` fence`"
    headings = {("default", text): Heading(text, None)}
    markdown = page(MISSING._replace(phone_number=text), headings=headings)
    [[row]] = sections(markdown).values()
    assert row[:2] == [text, text]


@each("label", ["x", "é" * 500, "\U0001f4de" * 3_000, "|" * 900, "<&>`" * 300])
@each("limit", [None, 1_024, 20_000])
def test_the_page_never_outgrows_its_limit_and_says_what_is_left_out(
    label: str, limit: int | None
) -> None:
    text = render(many(1_500, label), View(limit=limit))
    assert len(text.encode()) <= (limit or LIMIT)
    verdict = shown(parsed(text)[1])
    assert verdict == "❌ driftcheck: FINDINGS: 1,500 critical, 1,500 medium."
    assert CUT in text or text.count("more\n") == 2
    rows = listed(text)
    left = [int(number.replace(",", "")) for number in re.findall(r"… and ([\d,]+) more", text)]
    assert CUT in text or rows + sum(left) == 3_000
    assert text.count("<details>") == text.count("</details>")


def test_where_a_table_does_not_fit_as_many_rows_as_do_are_kept() -> None:
    text = render(many(40, "x"), View(limit=2_000))
    rows = next(iter(sections(text).values()))
    assert 5 < len(rows) < 40
    assert f"… and {40 - len(rows)} more" in text


@example(label="<details>", times=1, count=1, limit=None)
@example(label="</details>", times=1, count=1, limit=None)
@given(
    label=st.text(st.characters(), min_size=1, max_size=300),
    times=st.integers(1, 40),
    count=st.integers(0, 60),
    limit=st.none() | st.integers(1_024, 80_000),
)
def test_no_text_makes_the_page_outgrow_its_limit(
    label: str, times: int, count: int, limit: int | None
) -> None:
    text = render(many(count, label * times), View(limit=limit))
    assert len(text.encode()) <= (limit or LIMIT)
    begun = re.findall("^<details>", text, re.M)  # elsewhere it is a label that says so
    assert len(begun) == len(re.findall("^<details><summary>.*</summary>$", text, re.M))
    assert len(begun) == len(re.findall("^</details>$", text, re.M))
    assert text.startswith("### ❌" if count else "### ✅")


def test_what_fits_is_whole_and_says_of_nothing_that_it_is_left_out() -> None:
    text = page(*MIXED, WAIVED, EXISTING, baseline=BASELINE._replace(fixed=(FIXED, FIXED)))
    assert CUT not in text
    assert "more" not in text
    assert listed(text) == len(MIXED) + 4


def test_findings_of_one_check_are_counted_by_how_bad_they_are() -> None:
    worse = CHANGED._replace(severity=Severity.CRITICAL)
    _, *rows = tables(page(worse, CHANGED._replace(phone_number=TWO)))[0]
    assert [row[:2] for row in rows] == [["critical", "1"], ["medium", "1"]]


def test_a_problem_may_be_long_and_hostile_and_the_verdict_stays() -> None:
    long = [replace(UNREAD, message=f"{index} `|<b>@team" * 200) for index in range(40)]
    text = render(report(problems=long), View())
    assert text.startswith("### ⚠️ driftcheck: ERROR: ")
    assert len(text.encode()) <= LIMIT
