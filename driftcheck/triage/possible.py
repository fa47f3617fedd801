"""What waivers can cover: the fields of findings, and possible phone numbers."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from driftcheck.model import JSON, OF_WHOLE_NUMBERS
from driftcheck.validation import ANY, Shape, UnknownPathError, find
from driftcheck.validation.texts import Texts
from driftcheck.words.e164 import PATTERN, advice_on_number, surely_meant

_INDEX = re.compile(r"\[[0-9]+\]\.?")
_OTHER_SIGNS = re.compile(r"[^0-9+*?]")
_GLOB_SIGNS = re.compile(r"[*?\[]")


_IMPOSSIBLE = {
    "numbers": "{} cannot be a phone number",
    "match": "no phone number can match {}",
}


class Mistake(NamedTuple):
    """An error in a waiver: the message, its path, and the hint."""

    path: tuple[str | int, ...]
    message: str
    hint: str


@dataclass(frozen=True)
class Possible:
    """The possible fields and numbers, according to the entry schema and the rules.

    `fields` is the shape of the paths in findings; `numbers` has the texts that the schema allows
    as a phone number. Findings of the checks in `others` may have paths that no shape knows.
    """

    fields: Shape
    numbers: Texts
    others: frozenset[str] = frozenset()

    def mistakes(self, entry: dict[str, JSON]) -> Iterator[Mistake]:
        """Yield the errors in a waiver that covers something impossible."""
        check, path = entry.get("check"), entry.get("path")
        if isinstance(check, str) and isinstance(path, str) and path:
            try:
                self._check_path(check, path)
            except UnknownPathError as error:
                yield Mistake(("path",), str(error), error.hint)
        for key, message in _IMPOSSIBLE.items():
            for index, text in enumerate(_texts(entry.get(key))):
                if hint := self._number_hint(text):
                    quoted = json.dumps(text, ensure_ascii=False)
                    yield Mistake((key, index), message.format(quoted), hint)

    def _check_path(self, check: str, path: str) -> None:
        """Raise UnknownPathError if no finding of a check can have this path."""
        if check in OF_WHOLE_NUMBERS:
            message = f"a finding of {check} is about a whole number, not a field"
            raise UnknownPathError(message, "Leave out `path`.")
        if found := _INDEX.match(path):
            rest = path[found.end() :]
            hint = f'Write "{rest}".' if rest else "Leave out `path`."
            raise UnknownPathError(f'"{found[0]}" cannot be part of a path here', hint)
        names = _INDEX.sub(".", path).rstrip(".")
        if check in self.others and all(names.split(".")):
            return
        self._find(path)

    def _find(self, path: str) -> None:
        """Find a path in which items of lists may be given by index."""
        first, *rest = _INDEX.split(path)
        shape = self._shape_at(first)
        for name in rest:
            if shape.types and "array" not in shape.types:
                raise UnknownPathError(f'"{first}" is not a list', f'Write "{first}".')
            shape = shape.items or ANY
            shape = find(shape, name) if name else shape

    def _shape_at(self, path: str) -> Shape:
        """Return the shape at a path; if only its end is written, the hint has the whole path."""
        try:
            return find(self.fields, path)
        except UnknownPathError as error:
            meant = (one for one in _paths(self.fields) if one.endswith(f".{path}"))
            whole = next(meant, None)
            raise UnknownPathError(
                str(error), f'Did you mean "{whole}"?' if whole else error.hint
            ) from error

    def _number_hint(self, text: str) -> str | None:
        """Return a hint for an impossible phone number or glob; None if there is none."""
        is_glob = _GLOB_SIGNS.search(text) is not None
        is_possible = self.numbers.may_match if is_glob else self.numbers.may_be
        if is_possible(text):
            return None
        likely = _spellings(text) if is_glob else _numbers_meant(text)
        if meant := next(filter(is_possible, likely), None):
            return f'Did you mean "{meant}"?'
        if not is_glob and self.numbers.patterns == [PATTERN]:
            return advice_on_number(text)
        patterns = " or ".join(self.numbers.patterns) or "see its phone_number"
        return f"The schema of live entries defines phone numbers: {patterns}."


ANYTHING = Possible(ANY, Texts(True))


def _paths(shape: Shape, above: str = "", depth: int = 3) -> Iterator[str]:
    """Yield the paths of fields in a shape, down to a depth."""
    for name, field in shape.fields.items() if depth else ():
        yield f"{above}{name}"
        yield from _paths(field, f"{above}{name}.", depth - 1)


def _texts(listed: JSON) -> list[str]:
    """Return the texts of a list; empty if it holds anything but non-empty texts."""
    given = listed if isinstance(listed, list) else []
    return given if all(isinstance(text, str) and text for text in given) else []


def _numbers_meant(text: str) -> Iterator[str]:
    """Yield the numbers that a text certainly means; no country code is guessed."""
    found, bare = surely_meant(text), _OTHER_SIGNS.sub("", text)
    yield from (one for one in (found, bare, bare.removeprefix("+")) if one)


def _spellings(text: str) -> Iterator[str]:
    """Yield what a glob may mean that no phone number can match."""
    bare = _OTHER_SIGNS.sub("", text)
    if "[" not in text and any(char.isdecimal() for char in bare):
        yield bare
        yield from (
            f"+{bare.removeprefix(code)}" for code in ("00", "011") if bare.startswith(code)
        )
        yield f"+{bare}"
        yield bare.removeprefix("+")
