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
