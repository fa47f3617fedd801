"""What is surely meant by a phone number that is written in another way."""

import pytest

from driftcheck.words.e164 import advice_on_number, advice_on_range, surely_meant

NO_COUNTRY = "Write it with its country code, such as +12025550123."
NO_NUMBER = "Write + and 2 to 15 digits, such as +12025550123."


@pytest.mark.parametrize(
    "text",
    [
        "12025550100",
        "+1 202-555-0100",
        "+1 (202) 555-0100",
        "1-202-555-0100",
        "0012025550100",
        "01112025550100",
        "+0012025550100",
        "tel:+12025550100",
        "tel:+1-202-555-0100",
        "TEL://12025550100",
        " +1\u00a0202\u2011555\u20110100 ",
        "\u202a+12025550100\u202c",
        "\u201c+12025550100\u201d",
        "'+12025550100',",
        "+12025550100;",
        "\uff0b\uff11\uff12\uff10\uff12\uff15\uff15\uff15\uff10\uff11\uff10\uff10",
    ],
)
def test_other_ways_of_writing_a_number_are_known(text: str) -> None:
    assert surely_meant(text) == "+12025550100"
    assert advice_on_number(text) == "Did you mean +12025550100?"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("442079460018", "+442079460018"),
        ("+44 (0)20 7946 0018", "+442079460018"),
        ("00442079460018", "+442079460018"),
    ],
)
def test_numbers_of_other_countries_are_known_too(text: str, meant: str) -> None:
    assert surely_meant(text) == meant


@pytest.mark.parametrize("text", ["(202) 555-0100", "2025550100", "020 7946 0018", "01234 567890"])
def test_a_country_is_never_guessed(text: str) -> None:
    assert (surely_meant(text), advice_on_number(text)) == (None, NO_COUNTRY)


@pytest.mark.parametrize(
    "text",
    [
        *("", "+", "1", "x", "+1202555O100", "+12025550100 ext. 5", "+12025550100;ext=5"),
        *("+" + "1" * 16, "+1 202 555 0100, +1 202 555 0101", "1" * 5000, "pipeline_1234567"),
    ],
)
def test_what_may_be_another_number_or_none_is_not_guessed(text: str) -> None:
    assert (surely_meant(text), advice_on_number(text)) == (None, NO_NUMBER)


@pytest.mark.parametrize(
    "text",
    [
        "+12025550100-+12025550199",
        "+12025550100 - +12025550199",
        "+12025550100..99",
        "+12025550100-199",
        "+12025550100 \u2013 +12025550199",
        "+12025550100...+12025550199",
        "+12025550100\u2026+12025550199",
        "12025550100..12025550199",
        "+1 202-555-0100..+1 202-555-0199",
        "+12025550100 to +12025550199",
    ],
)
def test_other_ways_of_writing_a_range_are_known(text: str) -> None:
    assert advice_on_range(text) == "Did you mean +12025550100..+12025550199?"


@pytest.mark.parametrize(
    "text", ["", "x", "+12025550199-100", "+12025550100..+1202", "5550100..5550199", "1..2..3"]
)
def test_a_range_that_may_be_another_is_not_guessed(text: str) -> None:
    assert advice_on_range(text) == "Write both ends, such as +12025550100..+12025550199."


def test_one_number_is_no_range() -> None:
    assert advice_on_range("+12025550100") == (
        "For one number, write `phone_number: +12025550100`; a range has two ends: "
        "+12025550100..+..."
    )
