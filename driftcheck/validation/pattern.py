"""Parses the patterns of JSON Schemas: the everyday part of ECMAScript's regular expressions.

A parsed pattern may match more texts than the original (look-arounds and word boundaries are
ignored), never fewer. Anything else that is not understood raises DoubtError.
"""

import re
from functools import lru_cache

from driftcheck.validation.regular import (
    ANY,
    ANYTHING,
    EMPTY,
    LAST,
    Character,
    Edge,
    Either,
    Node,
    Ranges,
    Row,
    Times,
)

# Groups are parsed recursively.
_LONGEST, _MOST_GROUPS = 500, 50
_REPEATED = re.compile(r"([*+?]|\{([0-9]{1,3})(,([0-9]{1,3})?)?\})\??")
_GROUP = re.compile(r"\((?!\?)|\(\?:|\(\?<[A-Za-z_]\w*>")
_ASIDE = re.compile(r"\(\?<?[=!]")
_CODE = re.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})")
# Engines differ beyond ASCII: \w and \W may both match there.
_NOT_ASCII = ((128, LAST),)
_CLASSES: dict[str, Ranges] = {
    "d": ((48, 57),),
    "s": ((9, 13), (32, 32), *_NOT_ASCII),
    "w": ((48, 57), (65, 90), (95, 95), (97, 122), *_NOT_ASCII),
}
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}


class DoubtError(Exception):
    """A pattern, or a question about it, is not understood."""


@lru_cache(maxsize=64)
def texts_of(pattern: str) -> Node:
    """Return the texts in which a pattern matches anywhere. Raises DoubtError."""
    if len(pattern) > _LONGEST or pattern.count("(") > _MOST_GROUPS:
        raise DoubtError
    parser = _Parser(pattern)
    found = parser.alternatives()
    if parser.rest:
        raise DoubtError
    return Row((ANYTHING, found, ANYTHING))


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    @property
    def rest(self) -> str:
        return self.text[self.at :]

    def take(self, character: str) -> bool:
        """Consume a character if it comes next; return whether it did."""
        found = self.text.startswith(character, self.at)
        self.at += len(character) if found else 0
        return found

    def next(self) -> str:
        if self.at >= len(self.text):
            raise DoubtError
        self.at += 1
        return self.text[self.at - 1]

    def match(self, form: re.Pattern[str]) -> re.Match[str] | None:
        found = form.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found

    def alternatives(self) -> Node:
        parts = [self.row()]
        while self.take("|"):
            parts.append(self.row())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def row(self) -> Node:
        parts: list[Node] = []
        while self.rest and self.rest[0] not in "|)":
            parts.append(self.repeated(self.atom()))
        return Row(tuple(parts))

    def repeated(self, part: Node) -> Node:
        found = self.match(_REPEATED)
        if not found:
            return part
        character, least, comma, most = found.groups()
        if character in ("*", "+", "?"):
            return Times(part, int(character == "+"), 1 if character == "?" else None)
        return Times(part, int(least), int(most) if most else None if comma else int(least))

    def atom(self) -> Node:
        if self.match(_GROUP):
            return self.closed(self.alternatives())
        if self.match(_ASIDE):
            self.closed(self.alternatives())
            return EMPTY
        character = self.next()
        if character in "^$":
            return Edge(character == "^")
        if character == ".":
            return ANY
        if character == "[":
            return Character(self.brackets())
        if character == "\\":
            return (
                EMPTY if self.rest[:1] in ("b", "B") and self.next() else Character(self.escape())
            )
        if character in "*+?{}()]":
            raise DoubtError
        return Character(((ord(character), ord(character)),))

    def closed(self, part: Node) -> Node:
        if not self.take(")"):
            raise DoubtError
        return part

    def escape(self) -> Ranges:
        """Return the characters of an escape, after its backslash."""
        if found := self.match(_CODE):
            code = int(found[1] or found[2], 16)
            return ((code, code),)
        character = self.next()
        if character.lower() in _CLASSES:
            ranges = _CLASSES[character.lower()]
            return ranges if character.islower() else (*_others(ranges), *_NOT_ASCII)
        if character.isalnum() and character not in _CONTROLS:
            raise DoubtError
        code = _CONTROLS.get(character, ord(character))
        return ((code, code),)

    def brackets(self) -> Ranges:
        """Return the characters of a class, after its opening bracket."""
        negated, found = self.take("^"), list[tuple[int, int]]()
        while not (found and self.take("]")):
            low = self.member()
            if not self.rest.startswith("-]") and self.take("-"):
                high = self.member()
                if len(low) != 1 or len(high) != 1:
                    raise DoubtError
                low = ((low[0][0], high[0][1]),)
            found.extend(low)
        return (*_others(tuple(found)), *_NOT_ASCII) if negated else tuple(found)

    def member(self) -> Ranges:
        character = self.next()
        if character == "\\":
            return self.escape()
        if character in "[]" or (character in "&-~" and self.rest.startswith(character)):
            raise DoubtError  # engines read this differently
        return ((ord(character), ord(character)),)


def _others(ranges: Ranges) -> Ranges:
    """Return all characters except these."""
    found, start = [], 0
    for low, high in sorted(ranges):
        if low > start:
            found.append((start, low - 1))
        start = max(start, high + 1)
    return (*found, (start, LAST)) if start <= LAST else tuple(found)
