"""What a JSON Schema asks of a value, in words."""

import json
from collections.abc import Sequence

from driftcheck.words.plurals import inflect
from driftcheck.words.pointers import JSON

TYPES = {
    "string": "text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}
SIZES = {
    "minLength": ("at least", "character"),
    "maxLength": ("at most", "character"),
    "minItems": ("at least", "item"),
    "maxItems": ("at most", "item"),
}
BOUNDS = {
    "minimum": "at least",
    "maximum": "at most",
    "exclusiveMinimum": "more than",
    "exclusiveMaximum": "less than",
}


_NOT_BLANK = r"\S"


def limit(keyword: str, asked: JSON) -> str:
    """What a keyword of `SIZES` or `BOUNDS` asks for, such as `at least 1 character`."""
    if keyword in BOUNDS:
        return f"{BOUNDS[keyword]} {asked}"
    bound, noun = SIZES[keyword]
    return f"{bound} {asked} {inflect(asked, noun)}"


def alternatives(types: Sequence[str]) -> str:
    """Types as messages name them."""
    return " or ".join(TYPES.get(name, name) for name in types)


def word(value: JSON) -> str:
    """A value as messages name it; text as it is."""
    return value if isinstance(value, str) else json.dumps(value)


def requirement(asked: JSON) -> str:
    """What a condition or a JSON Schema asks for; empty where its keywords have no words here.

    A condition is a value, a list of values of which one must be there, or a schema.
    """
    if isinstance(asked, list):
        return f"one of: {', '.join(map(_named, asked))}"
    if not isinstance(asked, dict):
        return _named(asked)
    clauses = [_clause(keyword, asked[keyword]) for keyword in sorted(asked, key=_is_not_type)]
    return ", ".join(filter(None, clauses)).replace("a list, at ", "a list with at ")


def _is_not_type(keyword: str) -> bool:
    return keyword != "type"


def _named(value: JSON) -> str:
    return "nothing" if value is None else word(value)


def _clause(keyword: str, asked: JSON) -> str:
    if keyword in SIZES or keyword in BOUNDS:
        return limit(keyword, asked)
    match keyword:
        case "type":
            return alternatives([asked] if isinstance(asked, str) else asked)
        case "const":
            return _named(asked)
        case "enum":
            return requirement(asked)
        case "pattern":
            return "not blank" if asked == _NOT_BLANK else f"matches {asked}"
        case "format":
            return f"in the format {asked}"
        case "items":
            inner = _of_inner(asked)
            return f"each item {inner}" if inner else ""
        case "not":
            return _opposite(asked)
        case "anyOf" | "oneOf":
            return " or ".join(filter(None, map(_of_inner, asked)))
    return ""


def _opposite(asked: JSON) -> str:
    if asked is None:
        return "any value"
    inner = requirement(asked)
    return f"not {inner}".replace("not matches", "does not match") if inner else ""


def _of_inner(schema: JSON) -> str:
    """What a schema in another asks for; `true` and `false` are schemas there."""
    return "" if isinstance(schema, bool) else requirement(schema)
