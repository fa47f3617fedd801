"""Sets of ids as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.history.ids import ids, parse, ranges_of, text_of
from driftcheck.model import InputError
from tests.each import each


@given(st.lists(st.integers(1, 60)))
def test_ids_are_sorted_and_unique(numbers: list[int]) -> None:
    text = text_of(ranges_of(numbers))
    assert list(ids(parse(text))) == sorted(set(numbers))


def test_ids_in_a_row_are_one_range() -> None:
    assert text_of(ranges_of([3, 1, 2, 9, 11, 12])) == "1-3,9,11-12"
    assert text_of(ranges_of([])) == ""


@each("text", ["x", "1-", "1,,2", "-", "1-2-3"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)
