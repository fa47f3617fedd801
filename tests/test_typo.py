"""Pairs of numbers that look like one number and a slip of the finger."""

from itertools import product
from typing import Any

import pytest

from driftcheck.diff import diff
from driftcheck.errors import Place
from driftcheck.model import Declaration, Finding, LiveList
from driftcheck.typo import one_edit_apart
from tests.support import NUMBER, number

NEAR = number(phone_number="+12025550101")


def drift(*entries: Any, absent: bool = False) -> list[Finding]:
    """The drift where +12025550100 is declared."""
    declaration = Declaration({}, {}, frozenset(), absent, Place("f.yaml", 1, 1), {})
    return diff({"+12025550100": declaration}, LiveList("live.json", entries))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("+12025550101", id="changed"),
        pytest.param("+120255501000", id="added at the end"),
        pytest.param("+122025550100", id="added inside"),
        pytest.param("+1202555010", id="left out at the end"),
        pytest.param("+1225550100", id="left out inside"),
        pytest.param("+12205550100", id="swapped"),
        pytest.param("+12025550010", id="swapped at the end"),
    ],
)
def test_one_edit_makes_a_pair_in_both_directions(other: str) -> None:
    assert one_edit_apart(["+12025550100"], [other]) == {"+12025550100": other}
    assert one_edit_apart([other], ["+12025550100"]) == {other: "+12025550100"}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("+12025550100", id="equal"),
        pytest.param("+12025550122", id="two changed"),
        pytest.param("+1202555010011", id="two added"),
        pytest.param("+12052550101", id="a swap and a change"),
        pytest.param("+12525500100", id="swapped at a distance"),
        pytest.param("+442071838750", id="another number"),
    ],
)
def test_no_edit_or_more_than_one_makes_no_pair(other: str) -> None:
    assert one_edit_apart(["+12025550100"], [other]) == {}


def test_two_partners_on_the_right_say_nothing() -> None:
    assert one_edit_apart(["+12025550100"], ["+12025550101", "+12025550102"]) == {}


def test_two_partners_on_the_left_say_nothing() -> None:
    assert one_edit_apart(["+12025550101", "+12025550102"], ["+12025550100"]) == {}


def test_a_number_beside_a_block_of_numbers_has_no_pair() -> None:
    block = [f"+1202555010{digit}" for digit in range(1, 10)]
    assert one_edit_apart(["+12025550100"], block) == {}
    assert one_edit_apart(block, ["+12025550100"]) == {}


def test_pairs_do_not_disturb_each_other() -> None:
    left, right = ["+12025550100", "+442071838750"], ["+442071838751", "+12025550101"]
    assert one_edit_apart(left, right) == {
        "+12025550100": "+12025550101",
        "+442071838750": "+442071838751",
    }


def test_empty_sides_have_no_pairs() -> None:
    assert one_edit_apart([], ["+12025550100"]) == one_edit_apart(["+12025550100"], []) == {}


def is_one_edit(left: str, right: str) -> bool:
    """The definition, written out: one digit changed, added, left out or swapped."""
    if len(left) > len(right):
        left, right = right, left
    if len(left) < len(right):
        return left in {right[:i] + right[i + 1 :] for i in range(len(right))}
    off = [i for i in range(len(left)) if left[i] != right[i]]
    swapped = len(off) == 2 and off[1] == off[0] + 1
    return len(off) == 1 or (
        swapped and left[off[0]] + left[off[1]] == right[off[1]] + right[off[0]]
    )


def test_pairs_are_just_those_of_the_definition() -> None:
    words = ["".join(digits) for size in (1, 2, 3, 4) for digits in product("123", repeat=size)]
    for left, right in product(words, repeat=2):
        expected = {left: right} if is_one_edit(left, right) else {}
        assert one_edit_apart([left], [right]) == expected


def test_a_slip_of_the_finger_is_told_on_both_numbers() -> None:
    missing, unmanaged = drift(NEAR)
    assert missing.message == (
        "declared, but not live; a typo? "
        "+12025550101 is live, but not declared, and differs by one edit"
    )
    assert unmanaged.message == (
        "live, but not declared; a typo? "
        "+12025550100 is declared, but not live, and differs by one edit"
    )


def test_a_number_that_is_declared_and_live_is_no_typo_of_another() -> None:
    (finding,) = drift(NUMBER, NEAR)
    assert finding.message == "live, but not declared"


def test_a_number_declared_absent_is_no_typo_of_another() -> None:
    (finding,) = drift(NEAR, absent=True)
    assert finding.message == "live, but not declared"
