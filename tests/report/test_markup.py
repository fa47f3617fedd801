"""Any text from outside becomes words or code in Markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from driftcheck.model import AppliedWaiver, Check, Kind, Problem, Severity
from driftcheck.report import View
from driftcheck.report.markdown import LIMIT, render
from driftcheck.report.markup import code, fenced, instruction, prose, summary
from tests.each import each
from tests.effort import tried
from tests.reports import HOSTILE, PLACE, finding, report

PIECES = ["`", "@t", "<b>", " ", "a", "*x*", "[l](u)", ".", "|", "https://x.y", "#1", "GH-1", "1."]


def inner(text: str) -> list[Token]:
    """Return the parts of a line of Markdown."""
    tokens = MarkdownIt("commonmark").parse(f"x {text} y")
    return [part for token in tokens for part in token.children or ()]


@tried(2)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_backticks_cannot_end_a_code_span(text: str) -> None:
    for shown in (prose(text), instruction(text), code(text)):
        parts = inner(shown)
        assert {part.type for part in parts} <= {"text", "code_inline"}
        said = "".join(part.content for part in parts if part.type == "text")
        assert not set("@<`*[#/|") & set(said)
        assert not re.search(r"\bGH-1", said)


@each("text", HOSTILE)
def test_a_code_span_shows_the_printable_text(text: str) -> None:
    (span,) = (part for part in inner(code(text.strip())) if part.type == "code_inline")
    assert span.content


def test_text_in_backticks_in_a_remedy_is_code() -> None:
    text = "Delete it, or remove `state: absent`."
    assert instruction(text) == text


def test_plain_words_and_counts_stay_unchanged() -> None:
    text = "FINDINGS: 1,500 critical, 2 high (at least 1) — see OPS-123."
    assert prose(text) == text


@each(
    ("text", "shown"),
    [
        ("1. x", "`1`. x"),
        ("see GH-12", "see `GH-12`"),
        ("a|b", "`a|b`"),
        ("www.example.com", "`www.example.com`"),
        ("by @team and #1", "by `@team` and `#1`"),
    ],
)
def test_text_with_a_meaning_in_markdown_is_code(text: str, shown: str) -> None:
    assert prose(text) == shown


def test_in_a_table_a_bar_is_escaped() -> None:
    assert prose("a|b", table=True) == "`a\\|b`"


@each("line", ["", "```", "``````", "~~~", "</details>"])
def test_no_line_ends_a_code_block(line: str) -> None:
    (block,) = MarkdownIt("commonmark").parse("\n".join(fenced([line, "x"], "diff")))
    assert (block.type, block.info, block.content) == ("fence", "diff", f"{line}\nx\n")


@pytest.mark.parametrize("text", ["Ask @team", "see https://example.com", "<b>", "#1"])
def test_a_title_that_may_be_markup_is_code_in_html(text: str) -> None:
    title = Check("house", Kind.POLICY, Severity.HIGH, text, "", None)
    page = render(report([finding()._replace(check="house")], checks={"house": title}), View())
    assert f"</code> {summary(text)} (1 finding)</summary>" in page
    assert summary(text).startswith("<code>")


@pytest.mark.parametrize("limit", [None, 1_024])
def test_problems_never_displace_the_verdict(limit: int | None) -> None:
    long = [Problem(f"{index} " + "\U0001f4de" * 1_000) for index in range(20)]
    page = render(report(problems=long), View(limit=limit))
    assert page.startswith("### ⚠️ driftcheck: ERROR: ")
    assert ("no room here for the rest" in page) is (limit is not None)
    assert len(page.encode()) <= (limit or LIMIT)


def test_one_long_reason_hides_no_other() -> None:
    waivers = [AppliedWaiver(text, "team", "2027-01-01", PLACE) for text in ("x" * 70_000, "short")]
    findings = [finding(number=f"+1202555010{i}", waiver=one) for i, one in enumerate(waivers)]
    page = render(report(findings), View())
    assert "waived or existing: 2" in page
    assert "2027-01-01: short" in page
