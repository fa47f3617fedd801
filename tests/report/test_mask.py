"""Masking phone numbers in texts and values."""

import re
from typing import Any

import pytest

from driftcheck.model import InputError, Place, Problem
from driftcheck.report.mask import Masker
from tests.each import each
from tests.mask_support import ABROAD, FLEET, FREE, NAMES, ONE, TWO, given_away


@pytest.fixture
def masker() -> Masker:
    made = Masker()
    made.learn(FLEET)
    return made


@pytest.mark.parametrize(("number", "name"), [*zip(FLEET, NAMES, strict=True)])
def test_a_masked_number_keeps_its_first_and_last_digits(
    number: str, name: str, masker: Masker
) -> None:
    assert masker.text(number) == name
    assert masker.text(f"call {number}.") == f"call {name}."


def test_numbers_that_would_look_alike_get_different_names() -> None:
    masker = Masker()
    masker.learn([f"+1202555{middle:02}00" for middle in range(12)])
    names = [masker.text(f"+1202555{middle:02}00") for middle in range(12)]
    assert names[:3] == ["+120xxxxxx00", "+120xxxxxx00~2", "+120xxxxxx00~3"]
    assert len({*names}) == 12


def test_the_order_of_learning_makes_no_difference() -> None:
    maskers = [Masker(), Masker()]
    for made, fleet in zip(maskers, (FLEET, FLEET[::-1]), strict=True):
        made.learn(fleet)
    assert maskers[0].text(" ".join(FLEET)) == maskers[1].text(" ".join(FLEET))


@pytest.mark.parametrize(
    ("number", "name"),
    [("+12", "+1x"), ("+123456", "+1xxxxx"), ("+1234567", "+1xxxxxx"), ("+12345678", "+123xxx78")],
)
def test_a_short_number_keeps_only_its_first_digits(number: str, name: str) -> None:
    assert Masker().text(number) == name


SPELLINGS = {
    ONE: """12025550100; +1 (202) 555-0100; +1-202-555-0100; 202-555-0100; (202) 555-0100;
        1.202.555.0100; 1 202 555 0100; 1/202/555/0100; +1 202-555-01-00; 1(202)555-0100; 555-0100;
        sip:12025550100@h; sip:+12025550100@h;user=phone; tel:+1-202-555-0100; [12025550100];
        12025550100.yaml; https://h/12025550100?x=1; "12025550100"; #12025550100; p-12025550100;
        \uff11\uff12\uff10\uff12\uff15\uff15\uff15\uff10\uff11\uff10\uff10;
        +1\u00a0202\u00a0555\u00a00100""",
    ABROAD: "442079460123; +44 20 7946 0123; 20 7946 0123; 7946 0123; +44 (20) 79460123",
    FREE: "1-800-555-0123; 800.555.0123; 18005550123",
    TWO: "12025550200; 202-555-0200",
}


@pytest.mark.parametrize("number", SPELLINGS)
def test_a_number_has_the_same_name_in_every_spelling(number: str, masker: Masker) -> None:
    name = masker.text(number).removeprefix("+")
    for spelling in SPELLINGS[number].split("; "):
        shown = masker.text(spelling.strip())
        assert name in shown
        assert given_away(shown) == []


OTHER = (
    "https://h/+12025550100",
    "12025550100,12025550200",
    "+12025550100..+12025550299",
    "2026-11-25 12025550100",
    "n_12025550100.yaml",
    "12025550100_old.yaml",
    "tel12025550100",
    "202-555-0100x5",
    "sip:%2B12025550100@h",
    "0012025550100",
    "011-1-202-555-0100",
    "020 7946 0123",
    "(020) 7946 0123",
    "02079460123",
    "202\u00a0555\u00a00100",
    "202\u2013555\u20130100",
    "202\u2011555\u20110100",
    "202 - 555 - 0100",
    "202_555_0100",
    "+\uff11\uff12\uff10\uff12\uff15\uff15\uff15\uff10\uff11\uff10\uff10",
    "202-555-0100 24/7",
    "202-555-0100 2 rings",
    "line 4 202-555-0100",
    "2nd: 202-555-0100-200",
)


@each("text", OTHER)
def test_no_other_spelling_reveals_a_number(text: str, masker: Masker) -> None:
    assert given_away(masker.text(text)) == []


@pytest.mark.parametrize("other", ["+13125550100", "+442025550100", "+18005550100"])
def test_numbers_with_the_same_end_are_recognised_without_their_plus(other: str) -> None:
    masker = Masker()
    masker.learn([ONE, other])
    names = [masker.text(number).removeprefix("+") for number in (ONE, other)]
    assert [masker.text(number.removeprefix("+")) for number in (ONE, other)] == names


@each("between", [" / ", " - ", "/ ", ", (", ") ("])
def test_two_adjacent_numbers_keep_their_names(between: str, masker: Masker) -> None:
    shown = masker.text(f"+1 202 555 0100{between}202 555 0200")
    assert shown == f"{NAMES[0]}{between}{NAMES[1].removeprefix('+')}"


@each(
    "text",
    [
        "pipeline_0987654321fedcba",
        "p20255501000x",
        "2026-01-01T00:00:00Z",
        "numbers.yaml:12:5",
        "203.0.113.0/24",
        "2001:db8::/32",
        "v1.20.300",
        "order 1234567890",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "1,234,567",
        "+1.5 %",
        "",
    ],
)
def test_digits_of_no_known_number_stay(text: str, masker: Masker) -> None:
    assert masker.text(text) == text


def test_a_date_stays_even_if_a_number_has_the_same_end() -> None:
    masker = Masker()
    masker.learn(["+442020270331"])
    assert masker.text("2027-03-31") == "2027-03-31"


@each(
    ("value", "masked"),
    [
        (12025550100, "120xxxxxx00"),
        ({ONE: [TWO, 1, None, True]}, {NAMES[0]: [NAMES[1], 1, None, True]}),
        ([[ONE]], [[NAMES[0]]]),
        (1, 1),
        (5060, 5060),
        (1.5, 1.5),
        (True, True),
        (None, None),
        (1234567, 1234567),
        (10**30, 10**30),
    ],
)
def test_numbers_are_masked_in_values_of_every_type(
    value: Any, masked: Any, masker: Masker
) -> None:
    assert masker.value(value) == masked


def test_a_number_has_the_same_name_as_integer_and_as_text(masker: Masker) -> None:
    assert masker.value(int(TWO)) == masker.text(TWO.removeprefix("+"))


def test_a_problem_is_masked_in_its_message_its_hint_and_its_place(masker: Masker) -> None:
    place = Place(f"{ONE}.yaml", 202555, 2025550)
    problem = Problem(f"{ONE} is declared twice", place, f"It is {TWO}, or 202-555-0200.")
    error = masker.error(InputError(problem))
    assert isinstance(error, InputError)
    assert error.problems == (masker.problem(problem),)
    assert given_away(f"{error} {error.problems[0].hint}") == []
    assert error.problems[0].place == Place(f"{NAMES[0]}.yaml", 202555, 2025550)


@each("digits", ["12", "123", "1234", "12345", "123456", "1234567", "1" * 15])
@each("prefix", ["+", "00", "011", "00 ", "011-"])
@each("form", ["{}", "call {}.", "sip:{}@h", "({})", "2 {}, 3"])
def test_a_number_of_any_length_is_recognised_after_a_prefix(
    digits: str, prefix: str, form: str
) -> None:
    masker = Masker()
    masker.learn([f"+{digits}"])
    shown = masker.text(form.format(prefix + digits))
    assert digits not in shown
    assert masker.text(f"+{digits}").removeprefix("+") in shown


@each("digits", ["12345", "123456", "1234567", "12" * 7, "9" * 15, "8" * 20])
@each("form", ["{}", "call {}.", "tel:{}", "2 {}, 3", "9{}", "00 {}"])
def test_a_number_of_five_digits_or_more_is_recognised_without_its_plus(
    digits: str, form: str
) -> None:
    if form == "9{}" and len(digits) < 7:
        return  # another number
    masker = Masker()
    masker.learn([f"+{digits}"])
    assert digits not in masker.text(form.format(digits))


@each(
    "text",
    [
        "12 numbers, 123 more, 1234 in all",
        "2026-12-12T12:12:00Z",
        "numbers.yaml:12:1234",
        "10.0.0.12, 10.0.123.0/24",
        "a0012, 0012b, p_00123, 0f8fad5b-00123c",
        "pipeline_00123456",
        "1200123, 12012345",
        "12,345 numbers",
        "port 1234",
    ],
)
def test_counts_dates_and_names_stay_even_if_short_numbers_are_known(text: str) -> None:
    masker = Masker()
    masker.learn(["+12", "+123", "+1234", "+12345", "+123456"])
    assert masker.text(text) == text


@each(
    "text",
    [
        r"a\u200912025550100",
        r"1\u00a0202\u2011555\u20110100",
        r"\U0001f4de12025550100\u2060",
        r"\u12025550100",
        r"\u001f202 555 0100",
    ],
)
def test_escaped_characters_hide_no_number(text: str, masker: Masker) -> None:
    seen = re.sub(r"\\(?:u[0-9a-f]{4}(?!\d{7})|U[0-9a-f]{8})", " ", masker.text(text))
    assert given_away(masker.text(text)) == given_away(seen) == []


def test_a_short_integer_is_masked_if_it_is_known() -> None:
    masker = Masker()
    masker.learn(["+54321", "+5060"])
    assert masker.value([54321, 54322, 5060]) == ["5xxxx", 54322, 5060]
