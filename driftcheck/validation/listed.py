"""How many fields of one entry are listed for a check; the others are only counted.

An entry may have very many fields: they must not take memory and time by what is said of each.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from driftcheck.model import REST
from driftcheck.validation.fault import dotted, path_order
from driftcheck.words import Steps, counted

MOST_LISTED = 100


class Listed(NamedTuple):
    """The paths that are listed, and how many `more` there are.

    `rest` is the path that stands for the others: all are below its parent. Of an entry that is
    too large, `more` are its values, of which nobody knows how many are at fault.
    """

    paths: list[Steps]
    more: int = 0
    rest: str = ""
    too_large: bool = False

    def others(self, clause: str = "") -> str:
        """What to say of those that are not listed: `and 1,200 more fields`, and the clause."""
        if self.too_large:
            return f"and perhaps more: the entry holds {self.more:,} values, too many to list all"
        return f"and {counted(self.more, 'more field')}{clause}"


def first_of(paths: Iterable[Steps], size: int = 0) -> Listed:
    """The first paths, if there are too many: by name, as the order of fields means nothing.

    `size` is that of an entry which is too large for looking at all that is at fault.
    """
    if size:
        return Listed(list(paths), size, REST, too_large=True)
    left = iter(paths)
    begin = list(islice(left, MOST_LISTED + 1))
    if len(begin) <= MOST_LISTED:
        return Listed(begin)
    from heapq import nsmallest  # few entries have that many

    passing = _Passing(begin[0][:-1])
    chosen = nsmallest(MOST_LISTED, passing.watch(chain(begin, left)), key=path_order)
    # A field may be called like the path of the rest: then it is counted.
    rest = dotted((*passing.parent, REST))
    shown = [path for path in chosen if dotted(path) != rest]
    return Listed(shown, passing.count - len(shown), rest)


class _Passing:
    """How many paths have passed, and the deepest parent that all of them have."""

    def __init__(self, parent: Steps) -> None:
        self.parent = parent
        self.count = 0

    def watch(self, paths: Iterable[Steps]) -> Iterator[Steps]:
        for path in paths:
            self.count += 1
            while path[:-1][: len(self.parent)] != self.parent:
                self.parent = self.parent[:-1]
            yield path
