"""Blocks of numbers."""

import pytest

from driftcheck.declared.ranges import MAX_NUMBERS, RangeError, expand


def test_a_range_includes_both_ends() -> None:
    assert list(expand("+12025550198..+12025550201")) == [
        "+12025550198",
        "+12025550199",
        "+12025550200",
        "+12025550201",
    ]


def test_a_range_may_have_one_number() -> None:
    assert list(expand("+12025550100..+12025550100")) == ["+12025550100"]


def test_a_range_keeps_every_digit() -> None:
    assert list(expand("+1000000000000009..+1000000000000010")) == [
        "+1000000000000009",
        "+1000000000000010",
    ]


@pytest.mark.parametrize("text", ["+99..+100", "+100..+99"])
def test_both_ends_have_the_same_length(text: str) -> None:
    with pytest.raises(RangeError) as caught:
        expand(text)
    assert str(caught.value) == "must have two ends of the same length"


def test_a_range_starts_with_its_lower_end() -> None:
    with pytest.raises(RangeError) as caught:
        expand("+12025550101..+12025550100")
    assert str(caught.value) == "must start with the lower number"


def test_the_largest_range_is_a_million_numbers() -> None:
    assert sum(1 for _ in expand("+12020000000..+12020999999")) == MAX_NUMBERS == 1_000_000


def test_a_larger_range_is_refused_before_its_first_number() -> None:
    with pytest.raises(RangeError) as caught:
        expand("+12020000000..+12021000000")
    assert str(caught.value) == "must not cover more than 1,000,000 numbers"
