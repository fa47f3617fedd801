"""Counts in words: the right form of a noun, and the first of many names."""

from collections.abc import Sequence


def inflect(count: int, one: str, many: str = "") -> str:
    """Return `one` for a count of 1, otherwise `many`, by default `one` with an s."""
    return one if count == 1 else many or f"{one}s"


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `1 number`, `1,200 numbers`, `2 entries`."""
    return f"{count:,} {inflect(count, one, many)}"


def list_some(names: Sequence[str], most: int = 3) -> str:
    """Return the first names and how many more there are: `a, b, c and 1,200 more`."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
