"""The keywords of JSON Schema 2020-12: which there are, and which hold schemas."""

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
"""Those that are evaluated or annotate, two of editors, and ours."""

_MAPS = frozenset({"$defs", "dependentSchemas", "patternProperties", "properties"})
_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_SINGLE = frozenset(
    """additionalProperties contains else if items not propertyNames then unevaluatedItems
    unevaluatedProperties""".split()
)
IN_PLACE = frozenset(
    {"$ref", "allOf", "anyOf", "dependentSchemas", "else", "if", "not", "oneOf", "then"}
)
"""Those whose schemas are for the same value as the schema that they stand in."""

_NEED = {"then": "if", "else": "if", "minContains": "contains", "maxContains": "contains"}
_BY_ITSELF = KEYWORDS - _NEED.keys() - {"$schema", "if"}
"""Those that mean what they mean, whatever stands beside them."""
_RENAMED = {"definitions": "$defs", "dependencies": "dependentRequired", "id": "$id"}


class Flaw(NamedTuple):
    """What is wrong with a schema: where in it, what, and what to write instead."""

    path: Steps
    message: str
    hint: str | None = None


def remembered(function: Callable[[JSON], Made]) -> Callable[[JSON], Made]:
    """A function of a schema that works once for each: a schema is never changed.

    What it raises is not remembered.
    """
    known: dict[int, tuple[JSON, Made]] = {}

    @wraps(function)
    def remembering(schema: JSON) -> Made:
        found = known.get(id(schema))
        if found is None:
            # A process may read any number of schemas, as that of the tests does.
            if len(known) >= _MOST_KNOWN:
                known.clear()
            # kept beside it, the schema leaves its id to no other one
            found = known[id(schema)] = schema, function(schema)
        return found[1]

    return remembering


@remembered
def subschemas(schema: JSON) -> tuple[tuple[Steps, JSON], ...]:
    """Every schema in a schema, itself first, with its path; what is no schema has none."""
    return tuple(_subschemas(schema))


def _subschemas(schema: JSON) -> Iterator[tuple[Steps, JSON]]:
    left: list[tuple[Steps, JSON]] = [((), schema)]
    while left:  # a stack of its own: a schema may be nested deeper than Python calls
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
    """The value of a keyword, with what is made of each schema directly in it in its place."""
    if keyword in _SINGLE:
        return make(value)
    if keyword in _MAPS and isinstance(value, dict):
        return {name: make(part) for name, part in value.items()}
    if keyword in _LISTS and isinstance(value, list):
        return [make(part) for part in value]
    return value


def misuses(schema: JSON) -> Iterator[Flaw]:
    """Keywords that JSON Schema would ignore in silence."""
    for path, part in subschemas(schema):
        if isinstance(part, dict) and not part.keys() <= _BY_ITSELF:
            for keyword, message, hint in _misuses_of(part):
                yield Flaw((*path, keyword), message, hint)


def _misuses_of(schema: dict[str, JSON]) -> Iterator[tuple[str, str, str | None]]:
    """The keyword, what is wrong with it, and what to write instead."""
    for keyword in schema.keys() - KEYWORDS:
        close = _RENAMED.get(keyword) or nearest(keyword, KEYWORDS)
        hint = f'Did you mean "{close}"?' if close else None
        yield keyword, f'"{keyword}" is not a keyword of JSON Schema', hint
    for keyword, needed in _NEED.items():
        if keyword in schema and needed not in schema:
            yield keyword, f"{keyword} does nothing without {needed}", f"Add {needed}."
    if "if" in schema and not schema.keys() & {"then", "else"}:
        yield "if", "if does nothing without then or else", "Add then."
    draft = schema.get("$schema", DRAFT)
    if draft not in (DRAFT, f"{DRAFT}#"):
        yield "$schema", "only JSON Schema 2020-12 is supported", f'Set $schema to "{DRAFT}".'


def type_name(value: JSON) -> str:
    """The JSON Schema name of a value's type."""
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
    """How many values are in a value, itself among them."""
    count, left = 0, [value]
    while left:
        part = left.pop()
        count += 1
        if isinstance(part, dict):
            left.extend(part.values())
        elif isinstance(part, (list, tuple)):
            left.extend(part)
    return count
