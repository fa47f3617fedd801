"""JSON Schemas: of live entries, of fields, and nonsense."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.fuzz.strategies_text import documents, whole
from tests.fuzz.strategies_tree import HUGE
from tests.fuzz.strategies_words import VALUES, sometimes, subsets

GOOD_PATTERNS = st.sampled_from(
    ["^S", r"\S", "^[a-z ]+$", ".", "^$", r"^\+1", "(?i)sales", r"\p{L}", "é|x", r"\d{2,}"]
)
_SLOW = st.sampled_from(["(a+)+$", "^(a|aa)+$", r"(?=S)S", r"(?<!a)b", r"(a)\1", r"^(\w+\s?)+$"])
_BAD = st.sampled_from(
    ["[", "(", "*", "(?P<", "\\", "[z-a]", r"(?<n>a)\k<n>", "{", "a{9999}", r"\Z"]
)
PATTERNS: SearchStrategy[str] = sometimes(GOOD_PATTERNS | _SLOW, _BAD, 12)
_SIZES = st.sampled_from([0, 1, 2, 5, 40, 10**6, HUGE])
_BOUNDS = st.sampled_from([0, 1, -1, 2, 0.5, 1e300, -HUGE, HUGE])
_TYPES = st.sampled_from(["string", "boolean", "integer", "number", "array", "object", "null"])
_NAMES = """label inbound provider phone_number associated_pipeline outbound_config extra x
    y""".split()
_KEYWORDS: dict[str, SearchStrategy[Any]] = {
    "type": _TYPES | subsets(["string", "array", "object", "null"], 1),
    "enum": st.lists(VALUES, max_size=3),
    "const": VALUES,
    "pattern": PATTERNS,
    "format": st.sampled_from(["email", "date", "uri", "ipv4", "regex", "x"]),
    "multipleOf": st.sampled_from([1, 2, 7, 0.5, 0.3, 1e-300, HUGE]),
    "uniqueItems": st.booleans(),
    "required": subsets(_NAMES),
    "dependentRequired": st.sampled_from([{"label": ["extra"]}, {"x": ["label", "y"]}, {}]),
    "errorMessage": st.sampled_from(["is wrong", ""]),
    "patternErrorMessage": st.just("is not as it should be"),
    **dict.fromkeys("minLength maxLength minItems maxItems".split(), _SIZES),
    **dict.fromkeys("minProperties maxProperties".split(), _SIZES),
    **dict.fromkeys("minimum maximum exclusiveMinimum exclusiveMaximum".split(), _BOUNDS),
}
_MAPS = ["properties", "dependentSchemas", "$defs"]
_LISTS = ["allOf", "anyOf", "oneOf", "prefixItems"]
_SINGLE = """not items contains additionalProperties propertyNames unevaluatedProperties
    unevaluatedItems if""".split()
_REFERENCES = ["#", "#/$defs/x", "#/$defs/y", "#/properties/label", "#x", "#/allOf/0"]
_SOME_KEYWORDS = st.lists(st.sampled_from(sorted(_KEYWORDS)), max_size=3)
_SOME_NAMES = st.lists(st.sampled_from(_NAMES), max_size=3)


@st.composite
def _flat(draw: DrawFn) -> Any:
    """A schema without others in it."""
    return {name: draw(_KEYWORDS[name]) for name in draw(_SOME_KEYWORDS)}


@st.composite
def _joined(draw: DrawFn, held: dict[str, SearchStrategy[Any]], inner: SearchStrategy[Any]) -> Any:
    """A schema with others in it, by keyword."""
    schema = {name: draw(_KEYWORDS[name]) for name in draw(_SOME_KEYWORDS)}
    for name in draw(st.lists(st.sampled_from(tuple(held)), max_size=2)):
        schema[name] = draw(held[name])
    return {**schema, "then": draw(inner)} if "if" in schema else schema


def _over(inner: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Schemas that hold such schemas, or name some."""
    patterned = st.dictionaries(PATTERNS, inner, max_size=2)
    held: dict[str, SearchStrategy[Any]] = {
        **dict.fromkeys(_MAPS, st.dictionaries(st.sampled_from(_NAMES), inner, max_size=2)),
        **dict.fromkeys(_LISTS, st.lists(inner, min_size=1, max_size=2)),
        **dict.fromkeys(_SINGLE, inner),
        "$ref": st.sampled_from(_REFERENCES),
        "patternProperties": patterned,
    }
    return sometimes(_joined(held, inner), st.booleans(), 10)


SCHEMAS = _over(_over(_flat()))
"""JSON Schemas that are mostly valid, and make no sense."""


@st.composite
def _of_entries(draw: DrawFn) -> Any:
    """A schema for live entries: some fields as usual, some as nobody would write them."""
    schema = {
        "type": "object",
        "required": draw(subsets(["label", "inbound"])),
        "properties": {name: draw(SCHEMAS) for name in draw(_SOME_NAMES)},
        "$defs": {"x": draw(SCHEMAS), "y": {"type": ["string", "boolean", "null"]}},
    }
    more = draw(st.sampled_from(("none", "none", "closed", "joined")))
    if more == "closed":
        schema["additionalProperties"] = draw(SCHEMAS)
    joined = draw(SCHEMAS) if more == "joined" else {}
    return {**schema, **(joined if isinstance(joined, dict) else {})}


_KNOWN = {
    "type": "object",
    "properties": {
        "label": {"$ref": "#/$defs/text"},
        "extra": {"type": ["integer", "null"], "minimum": 0},
        "outbound_config": {"patternProperties": {"^p": {"type": "string"}}},
    },
    "required": ["label"],
    "$defs": {"text": {"type": "string", "minLength": 1}},
}
ENTRY_SCHEMAS: SearchStrategy[Any] = sometimes(_of_entries(), st.just(_KNOWN), 4)
SCHEMA_FILES = documents(ENTRY_SCHEMAS, json_only=True)
YAML_SCHEMA_FILES = documents(ENTRY_SCHEMAS)
SCHEMA_WHOLE = whole(ENTRY_SCHEMAS, json_only=True)
