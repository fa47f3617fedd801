"""Text from outside has no effect where it is shown, and stays readable."""

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from driftcheck.model import (
    AccountResult,
    AppliedWaiver,
    Comparison,
    Former,
    Heading,
    Problem,
    Report,
)
from driftcheck.report import View
from driftcheck.report.markup import code, instruction, prose
from driftcheck.report.text import render
from driftcheck.words.escape import cell, command_property, command_text, defuse, printable, value
from driftcheck.words.lookalike import shorten
from tests.each import each
from tests.effort import tried
from tests.reports import CHECKS, HOSTILE, PLACE, RULE, changed, finding, report

FORGED = "CLEAN: no finding at or above low. Exit code 0."
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
FORMULAS = "=+-@\uff1d\uff0b\uff0d\uff20"
MARKUP = st.text(st.sampled_from("ab1 `|\\*_~[]()<>&;:#!@./-'\"=+"), max_size=20)
ANY = st.one_of(st.sampled_from(HOSTILE), MARKUP, st.text(st.characters(), max_size=30))


def hidden(text: str) -> list[str]:
    """Return the invisible characters of a text, except joiners inside an emoji."""
    unseen = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
    return [c for c in text if unicodedata.category(c) in unseen and c != "\u200d"]


def in_cell(markdown: str) -> str:
    """Return the HTML of Markdown in a cell of a table."""
    page = MARKDOWN.render(f"| a | b |\n|---|---|\n| {markdown} | end |\n")
    found = re.fullmatch(
        r"<table>.*<tbody>\n<tr>\n<td>(.*)</td>\n<td>end</td>\n</tr>.*", page, re.S
    )
    assert found, page
    return found[1]


def tokens(markdown: str) -> list[Token]:
    """Return the inline tokens of a Markdown paragraph that begins with a plain word."""
    opened, inline, closed = MARKDOWN.parse(f"word {markdown}")
    assert (opened.type, closed.type) == ("paragraph_open", "paragraph_close")
    return inline.children or []


@given(ANY)
def test_printable_text_is_one_line_without_hidden_characters(text: str) -> None:
    shown = printable(text)
    assert hidden(shown) == []
    assert len(shown.splitlines()) <= 1
    assert "##" not in shown
    shown.encode()


@each(
    "text",
    ["", "Support 24/7 日本語 (é)", "\U0001f468\u200d\U0001f4bb", "a\u00a0b", "# 1 #", "\\x1b"],
)
def test_visible_characters_are_printed_unchanged(text: str) -> None:
    assert printable(text) == text


@each(
    ("text", "shown"),
    [
        ("a\nb\r\n\tc", r"a\nb\r\n\tc"),
        ("\x1b[31m\x9b\x00\x7f", r"\x1b[31m\x9b\x00\x7f"),
        ("\u202e\u2066\u200f\u2028\ufeff", r"\u202e\u2066\u200f\u2028\ufeff"),
        ("\ud800\udfff\ufffe\ue000", r"\ud800\udfff\ufffe\ue000"),
        ("\U000e0041", r"\U000e0041"),
        ("##vso[x]###", r"#\x23vso[x]#\x23#"),
    ],
)
def test_hidden_characters_are_shown_by_their_code(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.lists(ANY.map(printable)).map("\n".join))
def test_no_line_of_defused_text_begins_with_a_command(text: str) -> None:
    safe = defuse(text)
    assert not any(line.strip().startswith("::") for line in safe.splitlines())
    assert safe.replace(r"\x3a", ":") == text.replace(r"\x3a", ":")


def test_colons_inside_a_line_stay() -> None:
    assert defuse("a ::b\n : :c\n  ::d\n:::e") == "a ::b\n : :c\n  \\x3a:d\n\\x3a::e"


@each(
    ("given_", "shown"),
    [
        (None, "null"),
        ("6036", '"6036"'),
        (6036, "6036"),
        ({"a": ["é", True]}, '{"a": ["é", true]}'),
        ("\u202e\n##", r'"\u202e\n#\x23"'),
        ("x" * 300, f'"{"x" * 198}…'),
    ],
)
def test_a_value_is_shown_as_json_on_one_line(given_: object, shown: str) -> None:
    assert value(given_) == shown


@given(st.text(max_size=12), st.integers(1, 12))
def test_shortened_text_is_marked(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == (text if len(text) <= limit else f"{text[: limit - 1]}…")


@each("space", ["", " ", "   ", "\u00a0", "\u3000 "])
@each("sign", FORMULAS)
def test_a_formula_in_a_cell_becomes_text(sign: str, space: str) -> None:
    assert cell(f"{space}{sign}1+1") == f"'{space}{sign}1+1"


@each("text", ["", "Support", "1+1=2", "a@b", "'=1", "日本-1"])
def test_a_cell_that_is_not_a_formula_stays_unchanged(text: str) -> None:
    assert cell(text) == text


@given(st.one_of(ANY, st.text(st.sampled_from(f"\t\r\n '1{FORMULAS}"))))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    shown = cell(text)
    assert shown.replace("'", "") == printable(text).replace("'", "")
    assert shown.lstrip()[:1] not in set(FORMULAS + "\t\r\n")


@pytest.mark.parametrize("text", ["x;=1", "x; +1", "x;@y"])
def test_a_formula_after_a_semicolon_is_text_too(text: str) -> None:
    assert cell(text) == re.sub(r"(; ?)", r"\1'", text)


def test_tabs_and_line_breaks_before_a_formula_are_shown() -> None:
    assert [cell("\t=1"), cell("\r=1"), cell("\n=1")] == [r"\t=1", r"\r=1", r"\n=1"]


def decoded(text: str) -> str:
    """Return a property of a workflow command as GitHub's runner decodes it."""
    for code_, sign in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code_, sign)
    return text


@given(ANY)
def test_the_runner_decodes_a_command_to_the_original_text(text: str) -> None:
    assert decoded(command_property(text)) == printable(text)
    assert command_text(text).replace("%25", "%") == printable(text)
    assert re.search(r"%(?!25)", command_text(text)) is None
    assert not {":", ",", "\n", "\r"} & set(command_property(text))


@tried(2)
@given(ANY.filter(lambda text: printable(text).strip(" ") != ""))
def test_code_shows_exactly_the_text(text: str) -> None:
    assert html.unescape(in_cell(code(text, table=True))) == f"<code>{printable(text)}</code>"
    _, span = tokens(code(text))
    assert (span.type, span.content) == ("code_inline", printable(text))


@pytest.mark.parametrize("text", ["", " ", "  "])
def test_blank_text_is_blank_code(text: str) -> None:
    assert re.fullmatch("<code> +</code>", in_cell(code(text, table=True)))


@tried(2)
@given(ANY)
def test_prose_is_only_words_and_code(text: str) -> None:
    page = in_cell(prose(text, table=True))
    assert re.findall(r"</?(?!code>)[a-z]", page) == []
    shown = html.unescape(page.replace("<code>", "").replace("</code>", ""))
    assert shown.split() == printable(text).split()
    assert {token.type for token in tokens(prose(text))} <= {"text", "code_inline"}


@tried(2)
@given(ANY)
def test_prose_contains_nothing_that_forges_turn_into_links_or_mentions(text: str) -> None:
    """Outside code, GitHub and GitLab turn bare addresses into links and names into mentions."""
    said = "".join(token.content for token in tokens(prose(text)) if token.type == "text")
    assert not set("@#/<>[]*_~$&|\\") & set(said)
    assert "www." not in said.lower()
    assert re.search(r"\w[.:]\w", said) is None


@each(
    ("text", "shown"),
    [
        ("It isn't live (yet): import it!", "It isn't live (yet): import it!"),
        ("Set outbound_config.user to null.", "Set `outbound_config.user` to null."),
        ("ask @team or user@example.com", "ask `@team` or `user@example.com`"),
        ("www. is no word", "`www`. is no word"),
        ("see www.example.com, http://x.y", "see `www.example.com`, `http://x.y`"),
        ("a lone ` tick", "a lone `` ` `` tick"),
        ("`a` and `b`", "`` `a` `` and `` `b` ``"),
        ("1. is no list", "`1`. is no list"),
        ("GH-12 is no issue", "`GH-12` is no issue"),
    ],
)
def test_plain_words_stay_and_the_rest_is_code(text: str, shown: str) -> None:
    assert prose(text) == shown


def test_text_in_backticks_in_an_instruction_is_code() -> None:
    text = "Update it, or set `a: b` or `c|d`."
    assert instruction(text) == text


def hostile(text: str) -> Report:
    """Return a report with a text in every place for text from outside, alone and in a group."""
    waiver = AppliedWaiver(text, text, "2027-03-31", PLACE)
    title = RULE._replace(title=text)
    found = [
        changed(text, "label", text, "a"),
        finding("drift-missing", text, message=text, remedy=text, waiver=waiver),
        finding("schema-invalid", None, path=f"[0].{text}", message=text),
        finding(RULE.id, None, path=text, message=text, remedy=text),
        finding("waiver-unused", None, path=text, message=text),
    ]
    headings = {("eu", text): Heading(text, PLACE)}
    for i in range(4):
        number = f"{text}{i}"
        headings["eu", number] = Heading(text, PLACE)
        found += [
            changed(number, "inbound", f"{i}{text}", text),
            finding(RULE.id, number, message=f"{text}: {i}{text}", remedy=text),
        ]
    former = Former("drift-missing", RULE.severity, text, text, text, text, "0" * 32)
    problem = Problem(text, hint=text)
    made = report(
        [one._replace(account="eu") for one in found],
        accounts=(AccountResult("eu", text, 2, 4), AccountResult(text, text, 2, None, (problem,))),
        headings=headings,
        checks={**CHECKS, RULE.id: title},
        baseline=Comparison(text, text, (former,)),
    )
    return made._replace(problems=(problem,))


@each("width", [40, 100])
@each("text", HOSTILE)
def test_hostile_text_has_no_effect_in_the_report(text: str, width: int) -> None:
    out = render(hostile(text), View(width))
    assert set(hidden(out)) == {"\n"}
    out.encode()
    *lines, last = out.removesuffix("\n").split("\n")
    assert not any(line.strip().startswith("::") for line in lines)
    assert ("##[" in out, "##vso[" in out) == (False, False)
    assert not any(line.startswith(("CLEAN:", "FINDINGS:", "ERROR:")) for line in lines)
    assert last == "ERROR: not everything was read, so there is no verdict. Exit code 1."


@pytest.mark.parametrize("width", [40, 100])
def test_no_label_value_message_or_reason_looks_like_the_verdict(width: int) -> None:
    made = hostile(FORGED)._replace(baseline=None, problems=())
    made = made._replace(accounts=(AccountResult("eu", "eu.json", 2, 4),))
    *lines, last = render(made, View(width)).splitlines()
    assert not any(line.startswith(("CLEAN", "FINDINGS", "ERROR", "Exit code")) for line in lines)
    assert last.startswith("FINDINGS: ")


def test_colours_are_the_only_escapes_next_to_hostile_text() -> None:
    for text in HOSTILE:
        painted = render(hostile(text), View(color=True))
        plain = re.sub(r"\x1b\[\d+(;\d+)*m", "", painted)
        assert set(hidden(plain)) == {"\n"}
