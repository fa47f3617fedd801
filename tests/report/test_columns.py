"""Text is measured, cut and folded by terminal columns, and no line of a report is too wide."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from driftcheck.model import AppliedWaiver, Comparison, Finding, Former, Heading, Place, Report
from driftcheck.report import View
from driftcheck.report.text import render
from driftcheck.words.columns import align, clip, fold, pad, width_of
from driftcheck.words.escape import printable
from tests.each import each
from tests.reports import HOSTILE, PLACE, RULE, changed, finding, report

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
PHRASES = (
    "日本語サポート窓口",
    "カスタマー",
    "한국어 상담",
    "دعم العملاء",
    "Служба поддержки",
    "ภาษาไทย",
    "हिन्दी सहायता",
    FAMILY,
    "\U0001f4de\U0001f468\u200d\U0001f4bb",
    "1\ufe0f\u20e3 \U0001f1e9\U0001f1ea",
    "e\u0301" * 30,
    "support line of the north",
    "x" * 130,
)
WORDS = st.lists(st.sampled_from(PHRASES), max_size=6).map(" ".join)
TEXTS = st.one_of(WORDS, st.text(max_size=60)).map(printable)


@given(TEXTS, st.integers(1, 60))
def test_clipped_text_fits(text: str, columns: int) -> None:
    assert wcswidth(clip(text, columns)) <= columns


@given(TEXTS, st.integers(1, 60))
def test_text_is_clipped_only_if_too_long_and_then_marked(text: str, columns: int) -> None:
    clipped = clip(text, columns)
    if wcswidth(text) <= columns:
        assert clipped == text
    else:
        assert clipped.endswith("…")
        assert text.startswith(clipped[:-1])


@given(TEXTS, st.integers(1, 60))
def test_padded_text_fills_its_column(text: str, columns: int) -> None:
    padded = pad(text, columns)
    assert wcswidth(padded) == max(columns, wcswidth(text))
    assert padded.rstrip(" ") == text.rstrip(" ")


@given(TEXTS, st.integers(2, 60))
def test_folded_text_fits_and_loses_nothing_but_spaces(text: str, columns: int) -> None:
    lines = fold(text, columns)
    assert all(wcswidth(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@each(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("日本", 4),
        ("e\u0301", 1),
        (FAMILY, 2),
        ("Служба", 6),
        ("\U0001f4de", 2),
    ],
)
def test_a_character_is_as_wide_as_in_a_terminal(text: str, columns: int) -> None:
    assert width_of(text) == columns


@each(
    ("text", "columns", "clipped"),
    [
        ("abcdef", 5, "abcd…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        (f"{FAMILY}{FAMILY}", 3, f"{FAMILY}…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
    ],
)
def test_text_is_never_cut_inside_a_visible_character(
    text: str, columns: int, clipped: str
) -> None:
    assert clip(text, columns) == clipped


@pytest.mark.parametrize("words", [["one-two", "three", "four"], ["日本-語", "三四", "五六"]])
def test_text_is_broken_between_words(words: list[str]) -> None:
    assert fold(" ".join(words), 8) == words


def _number(index: int) -> str:
    return f"+{12025550100 + 2 * index}"


def _kinds(number: str, draw: Any) -> list[Finding]:
    """Return one finding of each kind, with drawn texts."""
    words = [draw(WORDS) for _ in range(6)]
    waiver = AppliedWaiver(words[3], words[4] or "team", "2027-01-01", PLACE)
    return [
        changed(number, "label", words[0], words[1]),
        finding(RULE.id, number, message=f"{RULE.title}: {words[2]}", remedy=words[5] or None),
        finding("drift-missing", number, message="declared, but not live", waiver=waiver),
        finding("drift-unmanaged", number, status="existing"),
        finding("schema-invalid", number, message=words[2] or "no label"),
    ]


@st.composite
def reports(draw: Any) -> Report:
    """Draw reports with labels, values and messages in many scripts."""
    findings = []
    headings = {}
    for index in range(draw(st.integers(1, 12))):
        number = _number(index)
        place = draw(st.sampled_from([None, PLACE]))
        headings["default", number] = Heading(draw(WORDS), place)
        kinds = st.sampled_from(_kinds(number, draw))
        findings += draw(st.lists(kinds, min_size=1, max_size=2, unique_by=lambda f: f.check))
    fixed = Former("drift-missing", findings[0].severity, "default", "+1", "label", "m", "0" * 32)
    baseline = Comparison("former.json", "2026-01-01T00:00:00Z", (fixed,))
    return report(findings, headings=headings, baseline=baseline)


@given(reports(), st.integers(44, 120))
def test_no_line_of_a_report_is_wider_than_the_view(made: Report, width: int) -> None:
    lines = render(made, View(width=width)).splitlines()
    *said, _ = lines
    assert max(map(wcswidth, said)) <= width
    assert min(map(wcswidth, said)) >= 0


@each("width", range(44, 121))
def test_ranges_and_long_places_stay_within_the_view(width: int) -> None:
    place = Place("declarations/production/europe-and-africa/numbers.yaml", 1234, 5)
    numbers = [f"+120255501{i:02}" for i in range(100)]
    headings = {("default", n): Heading("日本語サポート窓口" * 3, place) for n in numbers[:60]}
    made = report([finding("drift-unmanaged", n) for n in numbers], headings=headings)
    out = render(made, View(width=width, whole=True))
    assert f"{numbers[0]}..{numbers[59]}" in out
    assert max(map(wcswidth, out.splitlines())) <= width


@each("text", [*HOSTILE, *PHRASES])
def test_labels_in_a_table_are_cut_to_the_view(text: str) -> None:
    numbers = [_number(i) for i in range(5)]
    headings = {("default", n): Heading(text, PLACE) for n in numbers}
    made = report([finding("drift-unmanaged", n) for n in numbers], headings=headings)
    for width in (44, 60, 89, 90, 120):
        lines = render(made, View(width=width)).splitlines()
        rows = [line for line in lines if "+1" in line]
        assert len(rows) == len(numbers)
        assert all(
            wcswidth(row.partition("  numbers.yaml")[0].strip()) <= 28 + width // 2 for row in rows
        )
        assert max(map(wcswidth, lines)) <= width


def test_columns_are_aligned_whatever_the_script() -> None:
    labels = ["Support", "日本語サポート", "Служба", FAMILY, "دعم العملاء"]
    headings = {("default", _number(i)): Heading(label, PLACE) for i, label in enumerate(labels)}
    made = report([finding("drift-unmanaged", _number(i)) for i in range(5)], headings=headings)
    lines = [line for line in render(made, View()).splitlines() if line.endswith("line 3")]
    assert len({wcswidth(line) for line in lines}) == 1
    assert len(lines) == len(labels)


def test_only_a_wide_view_has_a_margin() -> None:
    made = report([finding("drift-unmanaged", _number(i)) for i in range(2)])
    assert f"\n{' ' * 14}{_number(0)}" in render(made, View(width=90))
    assert f"\n{' ' * 6}{_number(0)}" in render(made, View(width=89))


def test_stacked_combining_marks_are_cut_too() -> None:
    text = clip("x" + "\u0301" * 10_000, 30)
    assert len(text) <= 180
    assert text.endswith("…")


def test_no_folded_line_ends_in_a_space() -> None:
    """Not even if the next word must be broken."""
    for text in ("ab cdefgh", "\u96fb cdefgh"):
        assert fold(text, 3) == [text[:2].rstrip(), "cde", "fgh"]


def test_a_width_of_zero_is_possible() -> None:
    assert clip("text", 0) == ""


def test_texts_are_aligned_by_their_width() -> None:
    assert align(["a", "\u96fb\u8a71"]) == ["a   ", "\u96fb\u8a71"]
    assert align(["1", "234"], right=True) == ["  1", "234"]
    assert align([]) == []
