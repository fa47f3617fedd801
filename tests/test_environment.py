"""`${NAME}`, `${NAME:-default}` and `$$`."""

import pytest

from driftcheck.document import Scalar
from driftcheck.environment import Filler
from driftcheck.errors import Collector, Place, Problem

PLACE = Place("driftcheck.yaml", 3, 7)
LONE = Problem(
    "a lone dollar sign",
    PLACE,
    "Write ${NAME} or ${NAME:-default} for a variable, $$ for a dollar sign.",
)


def fill(text: str, **environ: str) -> tuple[str, list[Problem]]:
    """A text with its variables filled in, and what was wrong with it."""
    problems = Collector()
    filler = Filler("driftcheck.yaml", environ, problems)
    return filler(Scalar(text, True, 3, 7)), problems.problems


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("plain", "plain"),
        ("${A}", "x"),
        ("${A:-d}", "x"),
        ("a${A}b${B_2}c", "axbyc"),
        ("${NONE:-d}", "d"),
        ("${NONE:-}", ""),
        ("${NONE:-a b:c/d-e}", "a b:c/d-e"),
        ("${EMPTY}", ""),
        ("${EMPTY:-d}", "d"),
        ("$$", "$"),
        ("$$$$", "$$"),
        ("$${A}", "${A}"),
        ("$$${A}", "$x"),
        ("100$$", "100$"),
        ("${_a}", "z"),
    ],
)
def test_variables_are_filled_in(text: str, filled: str) -> None:
    assert fill(text, A="x", B_2="y", EMPTY="", _a="z") == (filled, [])


@pytest.mark.parametrize("value", ["$$", "${B}", "a\nb", "\\1"])
def test_a_value_is_taken_as_it_is(value: str) -> None:
    assert fill("${A}", A=value, B="no") == (value, [])


def test_names_of_variables_differ_by_case() -> None:
    assert fill("${a:-other}", A="x") == ("other", [])


def test_a_variable_that_is_not_set_is_named_with_its_place_and_left() -> None:
    hint = "Set it (export NONE=...), or give a default: ${NONE:-value}."
    problem = Problem("the environment variable NONE is not set", PLACE, hint)
    assert fill("a${NONE}b") == ("a${NONE}b", [problem])


def test_every_variable_that_is_not_set_is_named() -> None:
    _, problems = fill("${A}${B}${C}", B="x")
    assert [problem.message for problem in problems] == [
        "the environment variable A is not set",
        "the environment variable C is not set",
    ]


@pytest.mark.parametrize("text", ["$", "a$", "$A", "${}", "${1A}", "${A", "${A }", "${A-b}", "$$$"])
def test_a_lone_dollar_sign_is_refused(text: str) -> None:
    assert fill(text, A="x")[1] == [LONE]


@pytest.mark.parametrize(
    ("text", "filled"), [("${X:-a$$b}", "a$b"), ("${X:-}", ""), ("$${X}", "${X}")]
)
def test_a_default_is_filled_in_like_the_rest(text: str, filled: str) -> None:
    assert fill(text) == (filled, [])


@pytest.mark.parametrize("text", ["${X:-$}", "${X:-${Y}}"])
def test_a_default_with_a_lone_dollar_sign_is_refused(text: str) -> None:
    assert fill(text)[1] == [LONE]
