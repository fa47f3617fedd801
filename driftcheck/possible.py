"""What a waiver can be about: the fields that findings can be on, and possible phone numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from driftcheck.shape import ANY, Shape, UnknownPathError, find
from driftcheck.texts import Texts

_OF_WHOLE_NUMBERS = frozenset(
    """drift-missing drift-unmanaged drift-present live-duplicate cross-account-duplicate""".split()
)
_INDEX = re.compile(r"\[[0-9]+\]\.?")
_OTHER_SIGNS = re.compile(r"[^0-9+*?]")
_GLOB_SIGNS = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class Possible:
    """What there can be, by the entry schema and the rules.

    `fields` is the shape of what findings name as their field, `numbers` are the texts that the
    schema allows as a phone number. The findings of the checks in `others` may be on fields that
    are in no shape.
    """

    fields: Shape
    numbers: Texts
    others: frozenset[str] = frozenset()

    def check_path(self, check: str, path: str) -> None:
        """Raise UnknownPathError where no finding of a check can be on a field."""
        if check in _OF_WHOLE_NUMBERS:
            message = f"a finding of {check} is on a whole number, not on a field"
            raise UnknownPathError(message, "Leave `path` out.")
        if found := _INDEX.match(path):
            rest = path[found.end() :]
            hint = f'Write "{rest}".' if rest else "Leave `path` out."
            raise UnknownPathError(f'"{found[0]}" is no part of a path here', hint)
        names = _INDEX.sub(".", path).rstrip(".")
        if check in self.others and all(names.split(".")):
            return
        self._find(path)

    def _find(self, path: str) -> None:
        """Find a path in which items of lists may be named by their index."""
        first, *rest = _INDEX.split(path)
        shape = find(self.fields, first)
        for name in rest:
            if shape.types and "array" not in shape.types:
                raise UnknownPathError(f'"{first}" is no list', f'Write "{first}".')
            shape = shape.items or ANY
            shape = find(shape, name) if name else shape

    def number_hint(self, text: str) -> str | None:
        """What is wrong with a phone number or a glob of them that there cannot be, else None."""
        is_possible = self.numbers.may_match if _GLOB_SIGNS.search(text) else self.numbers.may_be
        if is_possible(text):
            return None
        meant = next(filter(is_possible, _spellings(text)), None)
        if meant:
            return f'Did you mean "{meant}"?'
        patterns = " or ".join(self.numbers.patterns)
        return f"The schema of live entries says what a phone number is: {patterns}."


ANYTHING = Possible(ANY, Texts(True))


def _spellings(text: str) -> Iterator[str]:
    """What may be meant by a text that is no phone number, or a glob of them."""
    bare = _OTHER_SIGNS.sub("", text)
    if "[" not in text and any(sign.isdecimal() for sign in bare):
        yield bare
        yield from (
            f"+{bare.removeprefix(code)}" for code in ("00", "011") if bare.startswith(code)
        )
        yield f"+{bare}"
        yield bare.removeprefix("+")
