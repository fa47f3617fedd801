"""Sets of ids as text: `1-9000,9004`. Findings that began in one run have consecutive ids."""

from collections.abc import Iterable, Iterator

from driftcheck.model import InputError, Problem


def ranges_of(ids: Iterable[int]) -> tuple[range, ...]:
    """The ids as sorted ranges, each id once."""
    found: list[range] = []
    for number in sorted(set(ids)):
        if found and found[-1].stop == number:
            found[-1] = range(found[-1].start, number + 1)
        else:
            found.append(range(number, number + 1))
    return tuple(found)


def text_of(ranges: Iterable[range]) -> str:
    """Ranges as text."""
    parts = (str(r.start) if len(r) == 1 else f"{r.start}-{r.stop - 1}" for r in ranges)
    return ",".join(parts)


def parse(text: str) -> tuple[range, ...]:
    """The ranges in a text. Raises InputError where it is not valid."""
    try:
        return tuple(map(_parse_range, text.split(","))) if text else ()
    except ValueError as error:
        raise InputError(Problem("a list of ids is not valid")) from error


def _parse_range(part: str) -> range:
    first, dash, last = part.partition("-")
    return range(int(first), int(last if dash else first) + 1)


def ids(ranges: Iterable[range]) -> Iterator[int]:
    """The ids in ranges."""
    for part in ranges:
        yield from part
