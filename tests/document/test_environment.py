"""`${NAME}`, `${NAME:-default}` and `$$`."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.document import Scalar
from driftcheck.document.environment import Filler
from driftcheck.model import Collector, Place, Problem

PLACE = Place("driftcheck.yaml", 3, 7)
LONE = "a lone dollar sign"
NESTED = "a variable must not contain another"
UNCLOSED = "a variable has no closing brace"
NEITHER = "a variable must be ${NAME} or ${NAME:-default}"


def fill(text: str, *, dollars: bool = True, **environ: str) -> tuple[str, list[Problem]]:
    """Return a text with variables filled in, and its problems."""
    problems = Collector()
    filler = Filler("driftcheck.yaml", environ, problems, dollars=dollars)
    return filler(Scalar(text, True, 3, 7)), problems.problems


def test_variables_are_filled_in(subtests: pytest.Subtests) -> None:
    for text, filled in [
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
    ]:
        with subtests.test(text=text, filled=filled):
            assert fill(text, A="x", B_2="y", EMPTY="", _a="z") == (filled, [])


@pytest.mark.parametrize("value", ["$$", "${B}", "a\nb", "\\1"])
def test_a_value_is_filled_in_unchanged(value: str) -> None:
    assert fill("${A}", A=value, B="no") == (value, [])


def test_names_of_variables_are_case_sensitive() -> None:
    assert fill("${a:-other}", A="x") == ("other", [])


def test_an_unset_variable_is_reported_with_its_place_and_kept() -> None:
    message, hint = "the environment variable NONE is not set", "Set it: export NONE=..."
    problem = Problem(message, PLACE, hint, cause=message)
    assert fill("a${NONE}b") == ("a${NONE}b", [problem])


def test_every_unset_variable_is_reported() -> None:
    _, problems = fill("${A}${B}${C}", B="x")
    assert [problem.message for problem in problems] == [
        "the environment variable A is not set",
        "the environment variable C is not set",
    ]


def test_a_variable_that_is_not_needed_may_be_unset() -> None:
    problems = Collector()
    filler = Filler("driftcheck.yaml", {}, problems, needed=False)
    assert (filler(Scalar("${A}", True, 3, 7)), problems.problems) == ("${A}", [])
    assert filler.unfilled == {(3, 7)}
    filler(Scalar("${A", True, 3, 7))
    assert [problem.message for problem in problems.problems] == [UNCLOSED]


def test_a_lone_dollar_sign_is_refused(subtests: pytest.Subtests) -> None:
    for text in ["$", "a$", "$A", "$$$", "${A}$", "${X:-$}", "${A:-$}", "$(A)"]:
        with subtests.test(text=text):
            hint = "Write ${NAME} for a variable, $$ for a dollar sign."
            assert fill(text, A="x") == (text, [Problem(LONE, PLACE, hint)])


FORMS = [
    ("${A:-${B}}", NESTED),
    ("${A:-x${B:-y}}", NESTED),
    ("${A${B}}", NESTED),
    ("${${A}}", NESTED),
    ("${A}${A:-${B}}", NESTED),
    ("${A", UNCLOSED),
    ("${A:-", UNCLOSED),
    ("${", UNCLOSED),
    ("${A}${A", UNCLOSED),
    ("${}", NEITHER),
    ("${1A}", NEITHER),
    ("${A }", NEITHER),
    ("${ A}", NEITHER),
    ("${A-b}", NEITHER),
    ("${A:?unset}", NEITHER),
    ("${A?}", NEITHER),
    ("${A:+b}", NEITHER),
    ("${A+b}", NEITHER),
    ("${A:=b}", NEITHER),
    ("${A:b}", NEITHER),
    ("${A:1:2}", NEITHER),
    ("${A#b}", NEITHER),
    ("${A.b}", NEITHER),
    ("${Ä}", NEITHER),
    ("${#A}", NEITHER),
    ("${!A}", NEITHER),
    ("${{ secrets.A }}", NEITHER),
    ("${A:-{b}}", NEITHER),
    ("${A:-b{c}", NEITHER),
]


def test_any_other_form_is_one_problem_whatever_the_environment(subtests: pytest.Subtests) -> None:
    for environ, dollars, (text, message) in product([{}, {"A": "s3cr3t"}], [True, False], FORMS):
        with subtests.test(environ=environ, dollars=dollars, text=text, message=message):
            filled, problems = fill(text, dollars=dollars, **environ)
            assert (filled, [(p.message, p.place) for p in problems]) == (text, [(message, PLACE)])


@pytest.mark.parametrize(
    ("text", "filled"),
    [("${X:-a$$b}", "a$b"), ("${X:-}", ""), ("$${X}", "${X}"), ("{${A}}", "{x}")],
)
def test_a_default_is_filled_in_like_the_rest(text: str, filled: str) -> None:
    assert fill(text, A="x") == (filled, [])


def test_in_declarations_only_a_dollar_before_a_brace_is_a_variable(
    subtests: pytest.Subtests,
) -> None:
    for text, filled in [
        ("$A", "$A"),
        ("a$$b", "a$$b"),
        ("$", "$"),
        ("$${A}", "$x"),
        ("${X:-$}", "$"),
        ("$}{", "$}{"),
    ]:
        with subtests.test(text=text, filled=filled):
            assert fill(text, dollars=False, A="x") == (filled, [])


@given(text=st.text("${}:-A", max_size=20))
def test_every_dollar_brace_is_filled_in_or_refused(text: str) -> None:
    environ = {"A" * length: "x" for length in range(1, 20)}
    filled, problems = fill(text, dollars=False, **environ)
    good = re.compile(r"\$\{A+(?::-[^{}]*)?\}")
    if "${" in good.sub("|", text):
        assert (filled, len(problems)) == (text, 1)
    else:
        assert (filled, problems) == (good.sub("x", text), [])
