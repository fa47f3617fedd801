"""Hiding takes time in proportion to the text, however hostile that is."""

import pytest

from driftcheck.words.redact import hide_credentials, hide_userinfo, split_address
from tests.linear import assert_linear

UNITS = (
    ":",
    "@",
    ":@",
    "://@",
    "//",
    "%40",
    "?&",
    ";a",
    ";a=",
    ";password=",
    "sip:@ ",
    "a b",
    "é",
    '"',
    "x://u:1/",
    "sip:a",
    "a",
    "a.",
    "a-",
    "sip:",
    "x://u:",
    "x://u:a",
    "://u:a",
    "http://a:b",
)


def test_credentials_are_sought_in_a_text_in_linear_time(subtests: pytest.Subtests) -> None:
    for unit in UNITS:
        with subtests.test(unit=unit):
            assert_linear(hide_userinfo, unit)


def test_credentials_are_sought_in_an_address_in_linear_time(subtests: pytest.Subtests) -> None:
    for unit in UNITS[::2]:
        with subtests.test(unit=unit):
            assert_linear(hide_credentials, unit)
            assert_linear(split_address, unit)
