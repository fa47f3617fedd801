"""Words in the number that goes with a count."""


def inflect(count: int, one: str, many: str = "") -> str:
    """`one` beside a count of 1; else `many`, which is `one` with an s if it is not given."""
    return one if count == 1 else many or f"{one}s"


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 number`, `1,200 numbers`, `2 entries`."""
    return f"{count:,} {inflect(count, one, many)}"
