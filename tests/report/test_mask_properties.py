"""Properties of masking for any fleet and any text."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.report.mask import Masker
from tests.each import each
from tests.linear import assert_linear
from tests.strategies import JSON, NUMBERS

FLEETS = st.lists(NUMBERS, min_size=1, max_size=30, unique=True)
CLOSE = st.lists(
    st.integers(0, 999).map(lambda end: f"+1202555{end:04}"), min_size=2, max_size=30, unique=True
)
"""Fleets of numbers that look alike."""
LONG = NUMBERS.filter(lambda number: len(number) > 8)
SIGNS = st.sampled_from(list("+0123456789 -()./x~aé\u0661\u00a0_%@:\n"))
TEXTS = st.lists(SIGNS, max_size=40).map("".join)


def masker(fleet: list[str]) -> Masker:
    made = Masker()
    made.learn(fleet)
    return made


@given(FLEETS | CLOSE)
def test_no_two_numbers_have_the_same_name(fleet: list[str]) -> None:
    made = masker(fleet)
    assert len({made.text(number) for number in fleet}) == len(fleet)


@given((FLEETS | CLOSE).flatmap(lambda fleet: st.tuples(st.just(fleet), st.permutations(fleet))))
def test_names_do_not_depend_on_the_order_of_a_fleet(fleets: tuple[list[str], list[str]]) -> None:
    fleet, shuffled = fleets
    one, other = masker(fleet), masker(shuffled)
    assert [one.text(number) for number in fleet] == [other.text(number) for number in fleet]


@given(FLEETS | CLOSE, TEXTS)
def test_names_do_not_change_when_more_is_masked(fleet: list[str], text: str) -> None:
    made = masker(fleet)
    before = [made.text(number) for number in fleet]
    shown = made.text(text)
    assert [made.text(number) for number in fleet] == before
    assert made.text(text) == shown


@given(st.lists(LONG, min_size=1, max_size=10, unique=True))
def test_no_number_is_left_in_a_text_of_all_numbers(fleet: list[str]) -> None:
    shown = masker(fleet).text("; ".join(fleet))
    assert not any(number in shown for number in fleet)


@given(LONG, st.sampled_from(["{}", "sip:{}@h", "<{}>", "tel:{}", "a {} b", '"{}"', "{}.yaml"]))
def test_a_single_number_is_recognised_without_its_plus(number: str, form: str) -> None:
    made, digits = masker([number]), number.removeprefix("+")
    assert made.text(form.format(digits)) == form.format(made.text(number).removeprefix("+"))


@given(FLEETS, TEXTS)
def test_masking_never_fails_and_keeps_text_without_digits(fleet: list[str], text: str) -> None:
    made = masker(fleet)
    made.text(text)
    plain = "".join(sign for sign in text if not sign.isdecimal())
    assert made.text(plain) == plain


@given(FLEETS, JSON)
def test_masking_a_value_never_fails_and_keeps_its_shape(fleet: list[str], value: Any) -> None:
    shown = masker(fleet).value(value)
    assert type(shown) is type(value)
    if isinstance(value, (list, dict)):
        assert len(shown) == len(value)


@each(
    "unit", ["1", "+1", "+1 ", "1 ", "(1", "1-", "+12025550100", "a1", "+", r"1\u00a0", "00 12345 "]
)
def test_masking_takes_time_in_proportion_to_the_text(unit: str) -> None:
    assert_linear(masker(["+12025550100"]).text, unit)
