"""What a schema or a condition asks for, in words."""

from driftcheck.words import requirement
from tests.each import each

SAID = [
    ("text, at least 1 character", {"type": "string", "minLength": 1}),
    ("text, not blank", {"pattern": "\\S", "type": "string"}),
    ("matches ^[A-Z]+$", {"pattern": "^[A-Z]+$"}),
    ("does not match ^[A-Z]+$", {"not": {"pattern": "^[A-Z]+$"}}),
    ("a list with at most 3 items", {"type": "array", "maxItems": 3}),
    ("a list, each item text", {"type": "array", "items": {"type": "string"}}),
    ("a list", {"type": "array", "items": True}),
    ("text or null", {"type": ["string", "null"]}),
    ("one of: a, b, nothing", ["a", "b", None]),
    ("one of: a, 2", {"enum": ["a", 2]}),
    ("tls", "tls"),
    ("tls", {"const": "tls"}),
    ("true", True),
    ("nothing", None),
    ("any value", {"not": None}),
    ("not false", {"not": False}),
    ("at least 1, less than 5", {"minimum": 1, "exclusiveMaximum": 5}),
    ("in the format date", {"format": "date"}),
    ("text or at least 3", {"anyOf": [{"type": "string"}, {"minimum": 3}, True]}),
    ("", {"if": {"type": "string"}, "then": {"minLength": 3}}),
    ("", {"not": {"if": True}}),
]


@each("case", SAID)
def test_a_requirement_is_said_in_words(case: tuple[str, object]) -> None:
    words, asked = case
    assert requirement(asked) == words
