"""Patterns that the engine may give up on, and the texts that they are matched against.

Look-arounds and back references need backtracking. If the engine gives up, its answer is
meaningless; before that, it may take quadratic time.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from driftcheck.validation.engine import gives_up, is_linear
from driftcheck.validation.fault import Fault, dotted
from driftcheck.validation.keywords import IN_PLACE, subschemas
from driftcheck.validation.references import target
from driftcheck.words import JSON, Steps

MOST_CHARACTERS = 500
"""The longest text for a pattern that needs backtracking."""
_SIMPLER = "Simplify the pattern: no repetition within repetition, no look-around."
_PLAINER = (
    "Write the pattern without look-around and back references; with them, it is matched against "
    f"at most {MOST_CHARACTERS:,} characters."
)
_NAMED = frozenset({"dependentSchemas", "patternProperties", "properties"})
_OF_FIELDS = frozenset({"additionalProperties", "patternProperties", "unevaluatedProperties"})
_OF_ITEMS = frozenset({"contains", "items", "prefixItems", "unevaluatedItems"})


class Peril(NamedTuple):
    """A pattern that cannot be decided on a text: its path, the message, and the hint."""

    place: Steps
    clause: str
    hint: str


class Perils:
    """The patterns of a resolved schema that need backtracking; false if there are none."""

    def __init__(self, schema: JSON) -> None:
        self.root = schema
        self.places = _leading(schema)

    def __reduce__(self) -> tuple[type["Perils"], tuple[JSON]]:
        """Rebuild after unpickling, because parts are stored by id."""
        return Perils, (self.root,)

    def __bool__(self) -> bool:
        return bool(self.places)

    def first(self, value: JSON, number: str | None) -> Peril | None:
        """Return the first pattern that cannot be decided on a text in the entry of `number`."""
        for part, pattern, path, text in self._met(self.root, value, ()):
            where = dotted(path) or "a text"
            # The pattern of a secret may reveal the secret.
            shown = Fault(path, "pattern", pattern, pattern).redacted().expected
            where = f"{where} of {number}" if number else where
            if len(text) > MOST_CHARACTERS:
                size = f"which has {len(text):,} characters"
                clause = f"pattern `{shown}` is not matched against {where}, {size}"
                return Peril(self.places[id(part)], clause, _PLAINER)
            if gives_up(pattern, text):
                clause = f"pattern `{shown}` takes too long on {where}"
                return Peril(self.places[id(part)], clause, _SIMPLER)
        return None

    def _met(self, part: JSON, value: JSON, path: Steps) -> Iterator[tuple[JSON, str, Steps, str]]:
        """Yield each schema with such a pattern, the pattern, and a text that it may apply to."""
        if id(part) not in self.places:
            return
        if isinstance(value, str) and _is_perilous(part.get("pattern")):
            yield part, part["pattern"], path, value
        for pattern in filter(_is_perilous, part.get("patternProperties", ())):
            yield from ((part, pattern, path, name) for name in _names(value))
        for keyword, inner in part.items():
            if keyword == "$ref":
                yield from self._met(target(inner, self.root), value, path)
                continue
            for name, schema in _schemas(keyword, inner):
                for step, found in _values(keyword, name, value):
                    yield from self._met(schema, found, (*path, *step))


def _leading(schema: JSON) -> dict[int, Steps]:
    """Return the subschemas, by id, that contain or refer to such a pattern."""
    parts = {path: part for path, part in subschemas(schema) if isinstance(part, dict)}
    left = [path for path, part in parts.items() if any(map(_is_perilous, _patterns(part)))]
    referring: dict[int, list[Steps]] = {}
    for path, part in parts.items() if left else ():
        if "$ref" in part:
            referring.setdefault(id(target(part["$ref"], schema)), []).append(path)
    found: dict[Steps, None] = {}
    while left:
        path = left.pop()
        if path in parts and path not in found:  # one part may be in several places
            found[path] = None
            left += (path[:length] for length in range(len(path)))
            left += referring.get(id(parts[path]), ())
    return {id(parts[path]): path for path in found}


def _patterns(part: Mapping[str, JSON]) -> Iterable[JSON]:
    return part.get("pattern"), *part.get("patternProperties", ())


def _is_perilous(pattern: JSON) -> bool:
    return isinstance(pattern, str) and not is_linear(pattern)


def _schemas(keyword: str, inner: JSON) -> Iterator[tuple[JSON, JSON]]:
    """Yield the schemas directly in a keyword, some with the name of a field."""
    if keyword in _NAMED:
        yield from inner.items()
    elif isinstance(inner, list):
        yield from enumerate(inner)
    else:
        yield None, inner


def _values(keyword: str, name: JSON, value: JSON) -> Iterator[tuple[Steps, JSON]]:
    """Yield the parts of a value that a schema in a keyword may apply to."""
    if keyword in IN_PLACE:
        yield (), value
    elif keyword in _OF_ITEMS:
        items = value if isinstance(value, (list, tuple)) else ()
        yield from (((index,), item) for index, item in enumerate(items))
    elif keyword == "propertyNames":
        yield from (((), text) for text in _names(value))
    elif isinstance(value, dict) and keyword in _OF_FIELDS:
        yield from (((step,), found) for step, found in value.items())
    elif isinstance(value, dict) and keyword == "properties" and name in value:
        yield (name,), value[name]


def _names(value: JSON) -> Iterable[str]:
    return value if isinstance(value, dict) else ()
