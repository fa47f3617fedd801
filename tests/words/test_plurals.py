"""Words in the number that goes with a count, and the first of many names."""

import pytest

from driftcheck.words.plurals import counted, inflect, list_some


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 runs"), (1, "1 run"), (2, "2 runs"), (1234, "1,234 runs")],
)
def test_a_noun_is_in_the_number_of_its_count(count: int, text: str) -> None:
    assert counted(count, "run") == text


def test_an_irregular_plural_is_given() -> None:
    assert [counted(count, "entry", "entries") for count in (1, 2)] == ["1 entry", "2 entries"]
    assert [inflect(count, "is", "are") for count in (0, 1, 2)] == ["are", "is", "are"]


def test_of_many_names_the_first_are_listed() -> None:
    assert list_some([]) == ""
    assert list_some(["a", "b", "c"]) == "a, b, c"
    assert list_some([*"abcd"]) == "a, b, c and 1 more"
    assert list_some(["a"] * 1_236, most=2) == "a, a and 1,234 more"
