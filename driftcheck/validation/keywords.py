"""The keywords of JSON Schema 2020-12, and which of them hold schemas."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import NamedTuple, TypeVar

from driftcheck.words.pointers import JSON, Steps
from driftcheck.words.suggest import nearest

Made = TypeVar("Made")
_MOST_KNOWN = 256
DRAFT = "https://json-schema.org/draft/2020-12/schema"
KEYWORDS = frozenset(
    """
    $anchor $comment $defs $id $ref $schema additionalProperties allOf anyOf const contains default
    dependentRequired dependentSchemas deprecated description else enum errorMessage
    examples exclusiveMaximum exclusiveMinimum format if items maxContains maxItems maxLength
    maxProperties maximum minContains minItems minLength minProperties minimum multipleOf not oneOf
    pattern patternErrorMessage patternProperties prefixItems properties propertyNames readOnly
    required then title type unevaluatedItems unevaluatedProperties uniqueItems writeOnly
    x-driftcheck
    """.split()
)
"""Evaluated keywords and annotations, two keywords of editors, and our own."""

_MAPS = frozenset({"$defs", "dependentSchemas", "patternProperties", "properties"})
_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_SINGLE = frozenset(
    """additionalProperties contains else if items not propertyNames then unevaluatedItems
    unevaluatedProperties""".split()
)
IN_PLACE = frozenset(
    {"$ref", "allOf", "anyOf", "dependentSchemas", "else", "if", "not", "oneOf", "then"}
)
"""Keywords whose schemas apply to the same value as the schema around them."""

_NEED = {"then": "if", "else": "if", "minContains": "contains", "maxContains": "contains"}
_BY_ITSELF = KEYWORDS - _NEED.keys() - {"$schema", "if"}
"""Keywords whose meaning does not depend on other keywords."""
_RENAMED = {"definitions": "$defs", "dependencies": "dependentRequired", "id": "$id"}


class Flaw(NamedTuple):
    """An error in a schema: its path, the message, and what to write instead."""

    path: Steps
    message: str
    hint: str | None = None


def remembered(function: Callable[[JSON], Made]) -> Callable[[JSON], Made]:
    """Cache a function of a schema by identity, because schemas never change.

    Exceptions are not cached.
    """
    known: dict[int, tuple[JSON, Made]] = {}

    @wraps(function)
    def remembering(schema: JSON) -> Made:
        found = known.get(id(schema))
        if found is None:
            # A process may read any number of schemas, as the tests do.
            if len(known) >= _MOST_KNOWN:
                known.clear()
            # the schema is kept, so that its id is not reused
            found = known[id(schema)] = schema, function(schema)
        return found[1]

    return remembering


@remembered
def subschemas(schema: JSON) -> tuple[tuple[Steps, JSON], ...]:
    """Return every subschema with its path, starting with the schema itself."""
    return tuple(_subschemas(schema))


def _subschemas(schema: JSON) -> Iterator[tuple[Steps, JSON]]:
    left: list[tuple[Steps, JSON]] = [((), schema)]
    while left:  # an explicit stack: schemas may be nested deeper than the recursion limit
        path, part = left.pop()
        if isinstance(part, (dict, bool)):
            yield path, part
        for keyword, value in part.items() if isinstance(part, dict) else ():
            if keyword in _SINGLE:
                left.append(((*path, keyword), value))
            elif keyword in _MAPS and isinstance(value, dict):
                left += (((*path, keyword, name), inner) for name, inner in value.items())
            elif keyword in _LISTS and isinstance(value, list):
                left += (((*path, keyword, index), inner) for index, inner in enumerate(value))


def parts_by(keyword: str, value: JSON, make: Callable[[JSON], JSON]) -> JSON:
    """Return the value of a keyword with `make` applied to each schema directly in it."""
    if keyword in _SINGLE:
        return make(value)
    if keyword in _MAPS and isinstance(value, dict):
        return {name: make(part) for name, part in value.items()}
    if keyword in _LISTS and isinstance(value, list):
        return [make(part) for part in value]
    return value


def misuses(schema: JSON) -> Iterator[Flaw]:
    """Yield keywords that JSON Schema would silently ignore."""
    for path, part in subschemas(schema):
        if isinstance(part, dict) and not part.keys() <= _BY_ITSELF:
            for keyword, message, hint in _misuses_of(part):
                yield Flaw((*path, keyword), message, hint)


def _misuses_of(schema: dict[str, JSON]) -> Iterator[tuple[str, str, str | None]]:
    """Yield the keyword, what is wrong with it, and what to write instead."""
    for keyword in schema.keys() - KEYWORDS:
        close = _RENAMED.get(keyword) or nearest(keyword, KEYWORDS)
        hint = f'Did you mean "{close}"?' if close else None
        yield keyword, f'"{keyword}" is not a keyword of JSON Schema', hint
    for keyword, needed in _NEED.items():
        if keyword in schema and needed not in schema:
            yield keyword, f"{keyword} has no effect without {needed}", f"Add {needed}."
    if "if" in schema and not schema.keys() & {"then", "else"}:
        yield "if", "if has no effect without then or else", "Add then."
    draft = schema.get("$schema", DRAFT)
    if draft not in (DRAFT, f"{DRAFT}#"):
        yield "$schema", "only JSON Schema 2020-12 is supported", f'Set $schema to "{DRAFT}".'


def type_name(value: JSON) -> str:
    """Return the JSON Schema name of a value's type."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
    return "array" if isinstance(value, (list, tuple)) else "object"


def size_of(value: JSON) -> int:
    """Return the number of values in a value, including itself."""
    count, left = 0, [value]
    while left:
        part = left.pop()
        count += 1
        if isinstance(part, dict):
            left.extend(part.values())
        elif isinstance(part, (list, tuple)):
            left.extend(part)
    return count
