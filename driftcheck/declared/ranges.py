"""Blocks of numbers: `+12025550100..+12025550199`."""

from collections.abc import Iterator

MAX_NUMBERS = 1_000_000  # a digit too many in a range would fill memory


class RangeError(ValueError):
    """An invalid range. The message continues after the name of the field."""


def expand(text: str) -> Iterator[str]:
    """Return the numbers of a range of the form `+DIGITS..+DIGITS`, both ends included.

    Raises RangeError at once, not during iteration, if the range is invalid.
    """
    first, last = (end.removeprefix("+") for end in text.split(".."))
    if len(first) != len(last):
        raise RangeError("must have two ends of the same length")
    low, high = int(first), int(last)
    if low > high:
        raise RangeError("must start with the lower number")
    if high - low >= MAX_NUMBERS:
        raise RangeError(f"must not cover more than {MAX_NUMBERS:,} numbers")
    # A generator function would raise only at the first number.
    return (f"+{number}" for number in range(low, high + 1))
