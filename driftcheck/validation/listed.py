"""Limits how many fields of an entry a check lists; the others are only counted.

An entry may have very many fields, and a message for each would take too much memory and time.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from driftcheck.model import REST
from driftcheck.validation.fault import dotted, path_order
from driftcheck.words import Steps, counted

MOST_LISTED = 100


class Listed(NamedTuple):
    """The listed paths, and how many `more` there are.

    `rest` is the path that stands for the others, which are all below its parent. If the entry is
    too large, `more` counts its values, because the number of faulty ones is unknown.
    """

    paths: list[Steps]
    more: int = 0
    rest: str = ""
    too_large: bool = False

    def others(self, clause: str = "") -> str:
        """Return the message about the others: `and 1,200 more fields`, and the clause."""
        if self.too_large:
            return f"and perhaps more: the entry holds {self.more:,} values, too many to list all"
        return f"and {counted(self.more, 'more field')}{clause}"


def first_of(paths: Iterable[Steps], size: int = 0) -> Listed:
    """Return the first paths by name, because the order of fields means nothing.

    `size` is the size of an entry that is too large to find all faults.
    """
    if size:
        return Listed(list(paths), size, REST, too_large=True)
    left = iter(paths)
    begin = list(islice(left, MOST_LISTED + 1))
    if len(begin) <= MOST_LISTED:
        return Listed(begin)
    from heapq import nsmallest  # rarely needed

    passing = _Passing(begin[0][:-1])
    chosen = nsmallest(MOST_LISTED, passing.watch(chain(begin, left)), key=path_order)
    # A field with the same name as the path of the rest is counted, not listed.
    rest = dotted((*passing.parent, REST))
    shown = [path for path in chosen if dotted(path) != rest]
    return Listed(shown, passing.count - len(shown), rest)


class _Passing:
    """Counts paths and finds their deepest common parent."""

    def __init__(self, parent: Steps) -> None:
        self.parent = parent
        self.count = 0

    def watch(self, paths: Iterable[Steps]) -> Iterator[Steps]:
        for path in paths:
            self.count += 1
            while path[:-1][: len(self.parent)] != self.parent:
                self.parent = self.parent[:-1]
            yield path
