"""Headers that report a longer list than the answer has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.live.whole import refuse_page, refuse_part
from driftcheck.model import LiveError
from tests.linear import assert_linear

NEXT = [
    "<u>; rel=next",
    '<u>; rel="next"',
    "<u>;rel=next;",
    '<u> ; REL = "NEXT"',
    '<u>; rel="prev next"',
    '<u>; rel="next\tlast"',
    '<a>; rel=prev, <b>; rel="next"',
    '<a>; rel="prev",<b>;rel=next,<c>;rel=last',
    '<a,b>; rel="self"; title="x, y", <b>; rel="next"',
    r'<a>; title="a \" ; rel=last"; rel="next"',
    '<a>; title="; rel=prev"; rel=next',
    '<u>; title="n"; type=text/html; rel=next; hreflang=en',
    r'<u>; rel="n\ext"',
    "<>; rel=next",
    '<u>; anchor="#here"; rel="next"',
    "<u>; rel=prev; rel=next",
    # malformed, but the meaning is clear
    "u; rel=next",
    "<u; rel=next",
    "<u>; rel='next'",
    '<u>; rel="next',
    '<u>, rel="next"',
    '<u>; rel="prev,next"',
]
NOT_NEXT = [
    "",
    "<u>",
    "next",
    "<u>; rel=prev",
    '<u>; rel="self first last"',
    '<u>; rel="nextish", <u>; rel=next-archive',
    "<u; rel=next>; rel=prev",
    '<u>; title="rel=next"',
    r'<u>; title="\"; rel=next"; rel=prev',
    "<u>; rev=next",
    "<u>; xrel=next",
    '<u>; rel="http://example.com/next"',
    "</next>; rel=preload; as=script",
]


def test_a_link_to_a_next_page_is_refused(subtests: pytest.Subtests) -> None:
    for link in NEXT:
        with subtests.test(link=link):
            for links in ([link], ["<u>; rel=self", link], [link, "<u>; rel=self"]):
                with pytest.raises(LiveError, match="one page of a longer list"):
                    refuse_page(links, "the API")


def test_any_other_link_is_accepted(subtests: pytest.Subtests) -> None:
    for link in NOT_NEXT:
        with subtests.test(link=link):
            refuse_page([link], "the API")
            refuse_page([], "the API")


def test_an_unclosed_link_does_not_swallow_another_header() -> None:
    with pytest.raises(LiveError):
        refuse_page(['<a>; title="', "<b>; rel=next"], "the API")


TEXT = st.text("abcnext<>;,=\"\\' \t*")


@given(TEXT, st.text("abc,;= <>"), st.booleans())
def test_a_next_link_is_found_after_any_quoted_text(title: str, target: str, first: bool) -> None:
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    target = target.replace("<", "").replace(">", "")
    link = f'<{target}>; title="{quoted}"'
    refuse_page([f"{link}; rel=prev"], "the API")
    more = f'<u>; rel="next", {link}' if first else f'{link}, <u>; rel="next"'
    with pytest.raises(LiveError):
        refuse_page([more], "the API")


def test_a_long_link_takes_linear_time(subtests: pytest.Subtests) -> None:
    for unit in ["a", "<", "<a", '"', "\\", "a=", "; ", '"\\', "a ", "=", ",<a>;b"]:
        with subtests.test(unit=unit):
            assert_linear(lambda text: refuse_page([text], "the API"), unit)


def problem(count: int, totals: list[str], ranges: list[str]) -> str:
    """Return the error for an answer with this many entries; empty if it is complete."""
    try:
        refuse_part(totals, ranges, count, "the API")
    except LiveError as error:
        return str(error)
    return ""


def test_a_larger_total_is_refused(subtests: pytest.Subtests) -> None:
    for total, says in [
        ("50", ""),
        ("49", ""),
        ("0", ""),
        ("", ""),
        (" 50 ", ""),
        ("050", ""),
        ("50, 50", ""),
        ("51", "says 51"),
        ("50, 200", "says 200"),
        ("1000000", "says 1,000,000"),
        ("-1", "cannot be read"),
        ("*", "cannot be read"),
        ("50.0", "cannot be read"),
        ("1,234", "cannot be read"),
        ("\u0665\u0660", "cannot be read"),
        ("9" * 5000, "cannot be read"),
        ("unknown", "cannot be read"),
        ("50 items", "cannot be read"),
    ]:
        with subtests.test(total=total, says=says):
            assert says in problem(50, [total], [])
            assert (problem(50, [total], []) == "") == (says == "")


def test_a_larger_range_is_refused(subtests: pytest.Subtests) -> None:
    for value, says in [
        ("items 0-49/50", ""),
        ("items 0-49/*", ""),
        ("items */50", ""),
        ("items */*", ""),
        ("items 1-50/50", ""),  # some servers count from one
        ("0-49/50", ""),
        ("", ""),
        ("bytes 0-49/200", ""),
        ("BYTES 0-1023/146515", ""),
        ("bytes */200", ""),
        ("bytes=0-49/200", ""),
        ("bytes anything", ""),
        ("items 0-49/200", "says 200"),
        ("items */200", "says 200"),
        ("items 50-99/100", "says 100"),
        ("items 50-99/*", "says 100"),
        ("items 1-2/*", "says 51"),
        ("items 0-99/*", "says 100"),
        ("items 0-99/50", "says 99"),
        ("0-49/200", "says 200"),
        ("*/200", "says 200"),
        ("phone-numbers 0-49/200", "says 200"),
        ("items=0-49/200", "says 200"),
        ("items: 0 - 49 / 200", "says 200"),
        ("kilobytes 0-49/200", "says 200"),
        ("bytes 0-9/10, items 0-49/200", "says 200"),
        ("items 0-49", "cannot be read"),
        ("items 0-49/many", "cannot be read"),
        ("items 0-49/1,234", "cannot be read"),
        ("items", "cannot be read"),
        ("200", "cannot be read"),
        ("bytesize 0-49", "cannot be read"),
    ]:
        with subtests.test(value=value, says=says):
            assert says in problem(50, [], [value])
            assert (problem(50, [], [value]) == "") == (says == "")


def test_every_header_counts() -> None:
    assert problem(1, ["1", "2"], []).endswith("X-Total-Count says 2")
    assert problem(1, [], ["bytes 0-9/10", "items 0-0/2"]).endswith("Content-Range says 2")
    assert problem(2, ["1", "2"], ["items 0-1/2"]) == ""
