"""Hiding takes time in proportion to the text, however hostile that is."""

import time
from collections.abc import Callable

import pytest

from driftcheck.redact import hide_credentials, hide_userinfo, split_address

SIZES = (1 << 12, 1 << 14, 1 << 20)
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


def assert_linear(function: Callable[[str], object], unit: str) -> None:
    """Run it on ever longer texts; what is not linear takes too long for a short one already."""
    for size in SIZES:
        text = ":" + unit * (size // len(unit))
        began = time.thread_time()
        function(text)
        took = time.thread_time() - began
        assert took < 0.05 + size * 2e-6, f"{size} characters took {took:.2f} s"


@pytest.mark.parametrize("unit", UNITS)
def test_credentials_are_sought_in_a_text_in_linear_time(unit: str) -> None:
    assert_linear(hide_userinfo, unit)


@pytest.mark.parametrize("unit", UNITS[::2])
def test_credentials_are_sought_in_an_address_in_linear_time(unit: str) -> None:
    assert_linear(hide_credentials, unit)
    assert_linear(split_address, unit)
