"""The configuration of jsonschema-rs."""

from typing import Any

import pytest

from driftcheck.validation import Compiled, gives_up, is_linear, matches

BACKTRACKS = r"^(a|aa)+(?!c)$"
LONG = "a" * 40 + "b"


def test_a_regular_pattern_is_linear(subtests: pytest.Subtests) -> None:
    for pattern in [
        "",
        "a",
        "^a{2,5}$",
        "(a+)+$",
        r"\bfoo\b",
        r"^\p{L}\d*$",
        "(?<name>a)",
        "[^a-z]",
    ]:
        with subtests.test(pattern=pattern):
            assert is_linear(pattern)


def test_look_around_and_back_references_are_not_linear(subtests: pytest.Subtests) -> None:
    for pattern in ["(?=a)", "(?!a)", "(?<=a)b", "(?<!a)b", r"(a)\1", BACKTRACKS]:
        with subtests.test(pattern=pattern):
            assert not is_linear(pattern)


@pytest.mark.parametrize("pattern", ["[", "(", "*"])
def test_an_invalid_pattern_is_not_linear(pattern: str) -> None:
    assert not is_linear(pattern)


def test_a_pattern_that_takes_too_long_on_a_text_gives_up() -> None:
    assert gives_up(BACKTRACKS, LONG)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(BACKTRACKS, "ab"), (BACKTRACKS, "aa"), (BACKTRACKS, ""), ("(a+)+$", LONG), ("(?!a)^.$", "b")],
)
def test_a_pattern_with_an_answer_does_not_give_up(pattern: str, text: str) -> None:
    assert not gives_up(pattern, text)


def test_a_pattern_is_looked_for_anywhere_in_a_text(subtests: pytest.Subtests) -> None:
    for pattern, text, expected in [
        ("b", "abc", True),
        ("^b$", "abc", False),
        ("^b$", "b\n", False),
        ("", "", True),
        (r"^\p{L}$", "é", True),
        ("^(?!a)", "b", True),
        ("^(?!a)", "a", False),
    ]:
        with subtests.test(pattern=pattern, text=text, expected=expected):
            assert matches(pattern, text) is expected


def test_matching_agrees_with_validating() -> None:
    for text in ("a", "b", "٣", "3", "\n"):
        for pattern in (r"^\d$", r"^\w$", r"^\s$", "^.$"):
            valid = Compiled({"pattern": pattern}).is_valid(text)
            assert matches(pattern, text) is valid


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "txt"}, '"txt" is not'),
        ({"pattern": "["}, '"\\[" is not a "regex"'),
        ({"format": "nope"}, "Unknown format: 'nope'"),
        ({"$ref": "https://example.com/other.json"}, "Retrieval is disabled"),
    ],
)
def test_a_schema_that_cannot_be_used_is_refused(schema: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Compiled(schema)


def test_formats_are_checked() -> None:
    assert Compiled({"format": "date"}).is_valid("2027-03-31")
    assert not Compiled({"format": "date"}).is_valid("2027-02-30")
