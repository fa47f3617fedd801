"""Sets of ids as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.history.ids import Follower, ids, merged, parse, ranges_of, text_of
from tests.each import each


@given(st.lists(st.integers(1, 60)))
def test_ids_are_sorted_and_unique(numbers: list[int]) -> None:
    text = text_of(ranges_of(numbers))
    assert list(ids(parse(text, 60))) == sorted(set(numbers))


def test_ids_in_a_row_are_one_range() -> None:
    assert text_of(ranges_of([3, 1, 2, 9, 11, 12])) == "1-3,9,11-12"
    assert text_of(ranges_of([])) == ""


def test_ids_of_several_ranges_are_those_of_any_of_them() -> None:
    assert merged([range(5, 9), range(1, 3), range(3, 4), range(7, 8)]) == (
        range(1, 4),
        range(5, 9),
    )


OTHER_FORMS = (
    "x",
    "1-",
    "1,,2",
    "-",
    "1-2-3",
    "0",
    "3-1",
    "1-1",
    "01",
    "+1",
    " 1",
    "1_0",
    "1,2",
)
"""What `text_of` does not write: nobody can change the text of a run and keep its ids."""


@each("text", OTHER_FORMS)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ids"):
        parse(text, 60)


def test_more_ids_than_there_are_findings_are_refused_at_once() -> None:
    for text in ("1-99999999999", "1-9" + "9" * 4000):
        with pytest.raises(ValueError, match="findings that do not exist"):
            parse(text, 60)


@given(st.lists(st.sets(st.integers(1, 30))))
def test_a_follower_reports_which_ids_came_and_which_went(sets: list[set[int]]) -> None:
    follower, before = Follower(), set[int]()
    for now in sets:
        came, went = follower.changes(text_of(ranges_of(now)), 30)
        assert (came, went) == (ranges_of(now - before), ranges_of(before - now))
        before = now


def test_a_follower_refuses_text_that_is_not_a_list_of_ids() -> None:
    for text in ("x", "2-1", "1-99999999999"):
        with pytest.raises(ValueError, match=r"ids|findings that do not exist"):
            Follower().changes(text, 60)
