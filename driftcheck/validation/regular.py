"""Sets of texts, as regular expressions and globs say them, and whether some have a text in common.

An expression is followed sign by sign: `_after` gives what is left of it once a sign was read
(the partial derivatives of Antimirov).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise, product

Ranges = tuple[tuple[int, int], ...]
LAST = 0x10FFFF
_MOST_STEPS = 3_000  # beyond this, two patterns count as having texts in common


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign, by its code point in any of some ranges, both ends included."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Row:
    """One part after the other; no part is the empty text."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Times:
    """The part over and over, at least and at most so often (None: without end)."""

    part: "Node"
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """The empty text, at the start of the whole text or at its end."""

    at_start: bool


Node = Sign | Row | Either | Times | Edge
ANY = Sign(((0, LAST),))
EMPTY = Row(())
ANYTHING = Times(ANY, 0, None)


def of_length(least: int, most: int | None) -> Node:
    """The texts of so many signs."""
    return Times(ANY, least, most)


def of_glob(glob: str) -> Node:
    """The texts that a glob matches, as in `fnmatch.fnmatchcase`."""
    parts: list[Node] = []
    at = 0
    while at < len(glob):
        end = _bracket(glob, at) if glob[at] == "[" else at + 1
        parts.append(_of_glob_part(glob[at:end]))
        at = end
    return Row(tuple(parts))


def _bracket(glob: str, start: int) -> int:
    """Where a bracket of a glob ends; one that is not closed stands for itself."""
    inside = start + 1
    inside += glob.startswith("!", inside)
    inside += glob.startswith("]", inside)
    end = glob.find("]", inside)
    return end + 1 if end >= 0 else start + 1


def _of_glob_part(part: str) -> Node:
    if part == "*":
        return ANYTHING
    if part == "?":
        return ANY
    if len(part) == 1:
        return _one(part)
    edges = sorted({0, *(edge for sign in map(ord, part) for edge in (sign, sign + 1))})
    spans = pairwise([*edges, LAST + 1])
    return Sign(tuple((low, high - 1) for low, high in spans if fnmatchcase(chr(low), part)))


def _one(sign: str) -> Sign:
    return Sign(((ord(sign), ord(sign)),))


def is_possible(nodes: Sequence[Node]) -> bool:
    """Whether a text satisfies all the nodes; True where that takes too long to find out."""
    signs = sorted({edge for node in nodes for edge in _edges(node) if edge <= LAST})
    first = tuple(nodes)
    # Only the empty text is at its start and at its end at once.
    if _all_end(first, at_start=True):
        return True
    seen, left, steps = {first}, [(first, True)], 0
    while left:
        for following in _following(*left.pop(), signs):
            steps += 1
            if steps > _MOST_STEPS or _all_end(following, at_start=False):
                return True
            if following not in seen:
                seen.add(following)
                left.append((following, False))
    return False


def _following(
    state: tuple[Node, ...], at_start: bool, signs: Sequence[int]
) -> Iterator[tuple[Node, ...]]:
    for sign in signs:
        yield from product(*({*_after(node, sign, at_start)} for node in state))


def _all_end(state: tuple[Node, ...], at_start: bool) -> bool:
    return all(_may_be_empty(node, at_start, at_end=True) for node in state)


def _edges(node: Node) -> Iterator[int]:
    """Where ranges of signs begin: between two of these, all signs are the same to a node."""
    yield 0
    match node:
        case Sign(ranges):
            for low, high in ranges:
                yield from (low, high + 1)
        case Row(parts) | Either(parts):
            for part in parts:
                yield from _edges(part)
        case Times(part):
            yield from _edges(part)


def _after(node: Node, sign: int, at_start: bool) -> Iterator[Node]:
    """What can be left of a node once a sign was read."""
    match node:
        case Sign(ranges):
            if any(low <= sign <= high for low, high in ranges):
                yield EMPTY
        case Either(parts):
            for part in parts:
                yield from _after(part, sign, at_start)
        case Times(part, least, most):
            if most != 0:
                rest = Times(part, max(least - 1, 0), None if most is None else most - 1)
                yield from (_join(left, rest) for left in _after(part, sign, at_start))
        case Row(parts):
            for index, part in enumerate(parts):
                rest_of_row = parts[index + 1 :]
                yield from (_join(left, *rest_of_row) for left in _after(part, sign, at_start))
                if not _may_be_empty(part, at_start, at_end=False):
                    break


def _join(*nodes: Node) -> Node:
    return Row(
        tuple(p for node in nodes for p in (node.parts if isinstance(node, Row) else [node]))
    )


def _may_be_empty(node: Node, at_start: bool, at_end: bool) -> bool:
    match node:
        case Sign():
            return False
        case Edge(is_start):
            return at_start if is_start else at_end
        case Row(parts):
            return all(_may_be_empty(part, at_start, at_end) for part in parts)
        case Either(parts):
            return any(_may_be_empty(part, at_start, at_end) for part in parts)
        case Times(part, least):
            return least == 0 or _may_be_empty(part, at_start, at_end)
