"""Blocks of numbers: `+12025550100..+12025550199`."""

from collections.abc import Iterator

MAX_NUMBERS = 1_000_000  # a digit too many in a range would fill memory


class RangeError(ValueError):
    """A range that cannot be meant; the argument reads after the name of the field."""


def expand(text: str) -> Iterator[str]:
    """The numbers of a range, both ends included. Raises RangeError before the first number.

    `text` has the form `+DIGITS..+DIGITS`; both ends must have the same length.
    """
    first, last = (end.removeprefix("+") for end in text.split(".."))
    if len(first) != len(last):
        raise RangeError("must have two ends of the same length")
    low, high = int(first), int(last)
    if low > high:
        raise RangeError("must start with the lower number")
    if high - low >= MAX_NUMBERS:
        raise RangeError(f"must not cover more than {MAX_NUMBERS:,} numbers")
    # A generator function would raise only when the first number is asked for.
    return (f"+{number}" for number in range(low, high + 1))
