"""Sets of texts, from regular expressions and globs, and whether they intersect.

An expression is followed one character at a time: `_after` gives what is left of it after a
character (the partial derivatives of Antimirov).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise, product

Ranges = tuple[tuple[int, int], ...]
LAST = 0x10FFFF
_MOST_STEPS = 3_000  # beyond this, two patterns count as intersecting


@dataclass(frozen=True, slots=True)
class Character:
    """One character, whose code point is in one of the ranges, both ends included."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Row:
    """One part after the other; no parts mean the empty text."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Times:
    """The part repeated between two bounds (None: no upper bound)."""

    part: "Node"
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """The empty text, at the start or at the end of the whole text."""

    at_start: bool


Node = Character | Row | Either | Times | Edge
ANY = Character(((0, LAST),))
EMPTY = Row(())
ANYTHING = Times(ANY, 0, None)


def of_length(least: int, most: int | None) -> Node:
    """Return the texts with a number of characters."""
    return Times(ANY, least, most)


def of_glob(glob: str) -> Node:
    """Return the texts that a glob matches, as in `fnmatch.fnmatchcase`."""
    parts: list[Node] = []
    at = 0
    while at < len(glob):
        end = _bracket(glob, at) if glob[at] == "[" else at + 1
        parts.append(_of_glob_part(glob[at:end]))
        at = end
    return Row(tuple(parts))


def _bracket(glob: str, start: int) -> int:
    """Return where a bracket of a glob ends; an unclosed one stands for itself."""
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
    edges = sorted(
        {0, *(edge for character in map(ord, part) for edge in (character, character + 1))}
    )
    spans = pairwise([*edges, LAST + 1])
    return Character(tuple((low, high - 1) for low, high in spans if fnmatchcase(chr(low), part)))


def _one(character: str) -> Character:
    return Character(((ord(character), ord(character)),))


def is_possible(nodes: Sequence[Node]) -> bool:
    """Whether a text matches all nodes; True if that takes too long to find out."""
    characters = sorted({edge for node in nodes for edge in _edges(node) if edge <= LAST})
    first = tuple(nodes)
    # Only in the empty text are start and end the same.
    if _all_end(first, at_start=True):
        return True
    seen, left, steps = {first}, [(first, True)], 0
    while left:
        for following in _following(*left.pop(), characters):
            steps += 1
            if steps > _MOST_STEPS or _all_end(following, at_start=False):
                return True
            if following not in seen:
                seen.add(following)
                left.append((following, False))
    return False


def _following(
    state: tuple[Node, ...], at_start: bool, characters: Sequence[int]
) -> Iterator[tuple[Node, ...]]:
    for character in characters:
        yield from product(*({*_after(node, character, at_start)} for node in state))


def _all_end(state: tuple[Node, ...], at_start: bool) -> bool:
    return all(_may_be_empty(node, at_start, at_end=True) for node in state)


def _edges(node: Node) -> Iterator[int]:
    """Yield where ranges of characters start; within a range, all characters are equivalent."""
    yield 0
    match node:
        case Character(ranges):
            for low, high in ranges:
                yield from (low, high + 1)
        case Row(parts) | Either(parts):
            for part in parts:
                yield from _edges(part)
        case Times(part):
            yield from _edges(part)


def _after(node: Node, character: int, at_start: bool) -> Iterator[Node]:
    """Yield what can be left of a node after a character."""
    match node:
        case Character(ranges):
            if any(low <= character <= high for low, high in ranges):
                yield EMPTY
        case Either(parts):
            for part in parts:
                yield from _after(part, character, at_start)
        case Times(part, least, most):
            if most != 0:
                rest = Times(part, max(least - 1, 0), None if most is None else most - 1)
                yield from (_join(left, rest) for left in _after(part, character, at_start))
        case Row(parts):
            for index, part in enumerate(parts):
                rest_of_row = parts[index + 1 :]
                yield from (_join(left, *rest_of_row) for left in _after(part, character, at_start))
                if not _may_be_empty(part, at_start, at_end=False):
                    break


def _join(*nodes: Node) -> Node:
    return Row(
        tuple(p for node in nodes for p in (node.parts if isinstance(node, Row) else [node]))
    )


def _may_be_empty(node: Node, at_start: bool, at_end: bool) -> bool:
    match node:
        case Character():
            return False
        case Edge(is_start):
            return at_start if is_start else at_end
        case Row(parts):
            return all(_may_be_empty(part, at_start, at_end) for part in parts)
        case Either(parts):
            return any(_may_be_empty(part, at_start, at_end) for part in parts)
        case Times(part, least):
            return least == 0 or _may_be_empty(part, at_start, at_end)
