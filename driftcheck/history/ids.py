"""Sets of ids as text: `1-9000,9004`. Findings that began in one run have consecutive ids."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

Ranges = tuple[range, ...]


def ranges_of(ids: Iterable[int]) -> Ranges:
    """The ids as sorted ranges, each id once."""
    numbers = sorted(set(ids))
    gaps = (place for place, (one, other) in enumerate(pairwise(numbers), 1) if other > one + 1)
    places = [0, *gaps, len(numbers)] if numbers else []
    return tuple(range(numbers[start], numbers[end - 1] + 1) for start, end in pairwise(places))


def merged(ranges: Iterable[range]) -> Ranges:
    """The ids of several ranges as sorted ranges, each id once."""
    found: list[range] = []
    for part in sorted(ranges, key=lambda part: part.start):
        if found and found[-1].stop >= part.start:
            found[-1] = range(found[-1].start, max(found[-1].stop, part.stop))
        else:
            found.append(part)
    return tuple(found)


def text_of(ranges: Iterable[range]) -> str:
    """Ranges as text."""
    parts = (
        str(part.start) if part.stop - part.start == 1 else f"{part.start}-{part.stop - 1}"
        for part in ranges
    )
    return ",".join(parts)


def parse(text: str, most: int) -> Ranges:
    """The ranges in a text.

    Raises ValueError if `text_of` would not write it like this, or it has more ids than `most`.
    """
    ranges = tuple(map(_parse_range, text.split(","))) if text else ()
    if any(one.stop >= other.start for one, other in pairwise(ranges)):
        raise ValueError("its ids are not in order")
    _refuse_more(ranges, most)
    return ranges


@lru_cache(maxsize=1 << 16)
def _parse_range(part: str) -> range:
    first, dash, last = part.partition("-")
    try:
        found = range(int(first), int(last if dash else first) + 1)
    except ValueError:
        found = range(0)
    if not 1 <= found.start < found.stop or text_of([found]) != part:
        raise ValueError("its list of ids is not valid")
    return found


class Follower:
    """Follows a set of ids that is written as text again and again, mostly unchanged."""

    def __init__(self) -> None:
        self._text = ""
        self._parts: frozenset[str] = frozenset()

    def changes(self, text: str, most: int) -> tuple[Ranges, Ranges]:
        """The ids that came, and those that went, since the text before.

        Raises ValueError if a part of the text is not valid, or there are more ids than `most`.
        """
        if text == self._text:
            return (), ()
        parts = frozenset(text.split(",") if text else ())
        came = merged(map(_parse_range, parts - self._parts))
        went = merged(map(_parse_range, self._parts - parts))
        _refuse_more(came, most)
        self._text, self._parts = text, parts
        return tuple(_without(came, went)), tuple(_without(went, came))


def _without(ranges: Ranges, others: Ranges) -> Iterator[range]:
    """The ids of sorted ranges that are not in other sorted ranges."""
    left = iter(others)
    other = next(left, None)
    for part in ranges:
        start = part.start
        while other and other.start < part.stop:
            if start < other.start:
                yield range(start, other.start)
            start = max(start, other.stop)
            if other.stop > part.stop:
                break
            other = next(left, None)
        if start < part.stop:
            yield range(start, part.stop)


def _refuse_more(ranges: Ranges, most: int) -> None:
    if sum(part.stop - part.start for part in ranges) > most:
        raise ValueError("it has findings that do not exist")


def ids(ranges: Iterable[range]) -> Iterator[int]:
    """The ids in ranges."""
    for part in ranges:
        yield from part
