"""Text that parsers read differently is refused with its place."""

from itertools import product

import pytest
import yaml

from driftcheck import document
from driftcheck.document import build
from driftcheck.model import InputError, Problem
from driftcheck.validation.shape import read


def refused(text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        document.parse(text, "f.yaml")
    (problem,) = caught.value.problems
    return problem


def parsed(text: str) -> object:
    return read(document.parse(text, "f.yaml").root)


def test_a_character_that_only_some_parsers_read_as_a_line_break_is_refused(
    subtests: pytest.Subtests,
) -> None:
    """Otherwise a line that an editor shows as a comment could declare something."""
    for sign, text in product(
        ["\x85", "\u2028", "\u2029"],
        ["a: 1\n# see{}b: 2\n", "a: 1\nb: x{}y\n", 'a: 1\nb: "x{}y"\n'],
    ):
        with subtests.test(sign=sign, text=text):
            problem = refused(text.format(sign))
            assert problem.message.startswith(f"a character (U+{ord(sign):04X}) that some programs")
            assert str(problem.place).startswith("f.yaml:2:")


@pytest.mark.parametrize(("escape", "sign"), [("N", "\x85"), ("L", "\u2028"), ("P", "\u2029")])
def test_such_a_character_may_be_escaped(escape: str, sign: str) -> None:
    assert parsed(f'a: "x \\{escape} y"') == {"a": f"x {sign} y"}


@pytest.mark.parametrize("pair", [r"\uD83D\uDE00", r"\ud83d\ude00"])
def test_two_json_escapes_are_one_character_in_double_quotes(pair: str) -> None:
    assert parsed(f'a: "{pair}"') == {"a": "😀"}


@pytest.mark.parametrize("text", ["a: '{}'", "a: {}", "a: |-\n  {}"])
def test_outside_double_quotes_they_are_text(text: str) -> None:
    pair = r"\ud83d\uDE00"
    assert parsed(text.format(pair)) == {"a": pair}
    assert parsed(f"{pair}: b") == {pair: "b"}


@pytest.mark.parametrize("loader", [build.LOADER, yaml.Loader])
def test_both_readers_refuse_half_of_a_pair(
    loader: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "LOADER", loader)
    assert str(refused('a: "\\ud83d"').place).startswith("f.yaml:1:")


def test_a_quote_closed_too_late_swallows_no_field(subtests: pytest.Subtests) -> None:
    for quote, rest in product(["'", '"'], ["\n  expires: x", "\nexpires: x", "\n\n  expires: x"]):
        with subtests.test(quote=quote, rest=rest):
            problem = refused(f"- id: a\n  reason: {quote}spam{rest}{quote}\n")
            said = "a quote opens here, but the text continues on a line that is not indented"
            assert problem.message == f"not valid YAML: {said}"
            assert str(problem.place) == "f.yaml:2:11"


@pytest.mark.parametrize(
    "text", ["a: 'b\n  c'", "a:\n- 'b\n  c'", "a: ['b\n c']", "'b\nc'", "'b\n\n c'"]
)
def test_quoted_text_may_continue_on_indented_lines(text: str) -> None:
    assert "b" in str(parsed(text))


@pytest.mark.parametrize("text", ["[?x]", "{?b: c}", "&a:b c", "- &a x\n- *a:b\n"])
def test_a_special_character_in_an_anchor_name_is_refused(text: str) -> None:
    assert str(refused(text).place).startswith("f.yaml:")


def test_the_same_characters_elsewhere_are_fine(subtests: pytest.Subtests) -> None:
    for text in ["[? x]", "[a?b]", "{a?: c}", "- &a x\n- *a\n", "[&a x, *a]", "x?"]:
        with subtests.test(text=text):
            parsed(text)
