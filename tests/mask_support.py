"""What the tests of `--mask-numbers` share: a fleet, and where a text gives one of it away."""

import re
import unicodedata
from collections.abc import Iterable

ONE, TWO, ABROAD, FREE = "+12025550100", "+12025550200", "+442079460123", "+18005550123"
FLEET = (ONE, TWO, ABROAD, FREE)
"""Numbers, of which the first two look alike when they are masked."""
NAMES = ("+120xxxxxx00", "+120xxxxxx00~2", "+442xxxxxxx23", "+180xxxxxx23")
"""The names of the fleet, in its order."""
_BETWEEN = re.compile(r"(?<=\d)(?:%20|&nbsp;|[^\w\n]|_){1,3}(?=\d)")


def given_away(text: str, fleet: Iterable[str] = FLEET) -> list[str]:
    """The numbers that can be read in a text, with or without their country code."""
    ascii_digits = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    joined = _BETWEEN.sub("", ascii_digits)
    return [number for number in fleet if _national(number) in joined]


def _national(number: str) -> str:
    return number.removeprefix("+1").removeprefix("+44")
