"""The entries that one call skips are exactly those without findings."""

from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from driftcheck.compare import conformity
from driftcheck.model import Finding, InputError, LiveList
from driftcheck.system import published
from driftcheck.validation import entry_shape
from driftcheck.validation.keywords import DRAFT
from driftcheck.validation.validator import Validator
from tests.effort import tried
from tests.fuzz.strategies_schemas import ENTRY_SCHEMAS
from tests.strategies import broken_entries, entries
from tests.support import NUMBER, number

BUILT_IN = published("number")
TEXT = {"type": "string", "minLength": 1}
NESTED = {"type": "object", "properties": {"a": {"properties": {"b": {}}}, "c": True}}
SCHEMAS: dict[str, Any] = {
    "built in": BUILT_IN,
    "nothing": {},
    "with an id": {"$schema": DRAFT, "$id": "number.json", "$anchor": "a", "title": "x"},
    "some fields": {"type": "object", "properties": {"label": TEXT}},
    "a field of its own": {"required": ["extra"], "properties": {"extra": NESTED}},
    "a field of anything": {"properties": {"outbound_config": {}, "extra": True}},
    "a field that is not": {"properties": {"inbound_config": False, "label": {"not": {}}}},
    "closed": {"additionalProperties": False, "properties": {"phone_number": {}, "label": {}}},
    "open": {"additionalProperties": True, "properties": {"phone_number": {}}},
    "others are texts": {"additionalProperties": {"type": ["string", "boolean"]}},
    "open within": {"properties": {"outbound_config": {"additionalProperties": True}}},
    "closed within": {"properties": {"extra": {"additionalProperties": False}}},
    "no others": {"properties": {"label": TEXT}, "unevaluatedProperties": False},
    "no others within": {
        "allOf": [{"properties": {"extra": {"properties": {"a": {}}}}}],
        "properties": {"extra": {"unevaluatedProperties": False}},
    },
    "any of": {
        "anyOf": [
            {"required": ["label"], "properties": {"label": TEXT}},
            {"properties": {"extra": NESTED}, "required": ["extra"], "additionalProperties": False},
        ],
        "unevaluatedProperties": False,
    },
    "by pattern": {
        "patternProperties": {"^x": TEXT},
        "properties": {"extra": {"patternProperties": {"^a": {}}, "additionalProperties": False}},
    },
    "no names": {"propertyNames": {"pattern": "^[a-z_]+$"}, "maxProperties": 7},
    "a number that is none": {"properties": {"phone_number": {"type": ["integer", "null"]}}},
    "not an object": {"type": ["object", "string", "null"]},
    "only texts": {"type": "string"},
    "referring": {
        "$ref": "#/$defs/entry",
        "$defs": {"entry": {"properties": {"extra": {"$ref": "#/$defs/text"}}}, "text": TEXT},
    },
    "referring to itself": {
        "properties": {"extra": {"$ref": "#"}, "label": TEXT},
        "additionalProperties": False,
        "required": ["label"],
    },
    "not as itself": {"properties": {"extra": {"not": {"$ref": "#"}}}},
    "not as its anchor": {"$anchor": "a", "properties": {"extra": {"not": {"$ref": "#a"}}}},
    "what its second part says": {
        "allOf": [{}, {"minProperties": 2}],
        "properties": {"extra": {"$ref": "#/allOf/1"}, "label": {"not": {"$ref": "#/allOf/0"}}},
    },
    "a field named as a reference": {"properties": {"$ref": TEXT, "extra": {"const": "$ref"}}},
}
"""What users could write; each says of an entry something that others do not."""

NUMBERLESS: list[Any] = [None, "", 0, 12025550100, True, [], ["+12025550100"], {}]
WORDS = ["phone_number", "extra", "x1", "$ref", "A", "", "label", "outbound_config"]
PARTS: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([None, True, False, 0, 1.5, "", "x", "$ref"]),
    lambda part: (
        st.lists(part, max_size=2)
        | st.dictionaries(st.sampled_from(["a", "b", "c", "extra", "label"]), part, max_size=3)
    ),
    max_leaves=5,
)


@st.composite
def changed(draw: st.DrawFn) -> Any:
    """Generate good entries with a field or two changed, added or missing at any depth."""
    entry: dict[str, Any] = draw(entries())
    for name in draw(st.lists(st.sampled_from([*WORDS, *NUMBER]), max_size=2)):
        inner = entry.get(name)
        match draw(st.sampled_from(["set", "set", "drop", "within", "nameless"])):
            case "set":
                entry[name] = draw(PARTS)
            case "drop":
                entry.pop(name, None)
            case "within":
                more = draw(st.dictionaries(st.sampled_from(["a", "prefix", "user", "x"]), PARTS))
                entry[name] = {**(inner if isinstance(inner, dict) else {}), **more}
            case _:
                entry["phone_number"] = draw(st.sampled_from(NUMBERLESS))
    return entry


ENTRIES = st.lists(st.one_of(entries(), changed(), changed(), broken_entries()), max_size=6)
EXTRAS: list[Any] = [
    *(None, "", "x", "$ref", 1, [], {}, {"x": 1}, {"c": {"x": 1}}, {"phone_number": "x"}),
    *({"a": value} for value in (1, {}, {"x": 1}, {"b": {"x": 1}})),
    *({"label": "x"}, {"label": "", "extra": {}}),
]
TRUNKS: list[Any] = [{"x": {}}, {"prefix": 1}, [], "x", {"x": None}]
EVERY: list[Any] = [
    *(NUMBER, {}, None, "text", [], 0, False, {"phone_number": "+12025550100"}, {"label": "x"}),
    *(number(phone_number=value) for value in NUMBERLESS),
    *(number(extra=value) for value in EXTRAS),
    *(number(outbound_config=value) for value in TRUNKS),
    *(number(label=value) for value in (None, "", 1, {"x": 1})),
    *(number(x1="", inbound=1), number(x1="x")),
    {key: value for key, value in NUMBER.items() if key != "label"},
    {"phone_number": "+12025550100", "extra": {"a": 1}},
    {"phone_number": "x", "$ref": "x"},
]
"""Entries good and bad in every way."""


def both_ways(found: list[Any], validator: Validator) -> tuple[list[Finding], list[Finding]]:
    """Return the findings, and those of the oracle, which skips nothing."""
    live = LiveList("live.json", tuple(found))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(conformity, "_decider", lambda *_: lambda _: False)
        slowly = conformity.find_faults(live, validator)
    return conformity.find_faults(live, validator), slowly


@pytest.fixture(scope="module")
def validators() -> dict[str, Validator]:
    return {name: Validator(written) for name, written in SCHEMAS.items()}


def test_entries_of_every_kind_have_the_same_findings(
    subtests: pytest.Subtests, validators: dict[str, Validator]
) -> None:
    for name in SCHEMAS:
        with subtests.test(name=name):
            for entry in EVERY:
                quickly, slowly = both_ways([entry], validators[name])
                assert quickly == slowly


@given(st.sampled_from(sorted(SCHEMAS)), ENTRIES)
def test_no_finding_is_lost(validators: dict[str, Validator], name: str, found: list[Any]) -> None:
    quickly, slowly = both_ways(found, validators[name])
    assert quickly == slowly


@tried(0.4)
@given(ENTRY_SCHEMAS, ENTRIES)
@example({"properties": {"extra": {"not": {"$ref": "#"}}}}, [number(extra={})])
def test_no_finding_is_lost_by_any_schema(written: Any, found: list[Any]) -> None:
    try:
        validator = Validator(written)
        quickly, slowly = both_ways(found, validator)
    except InputError:
        assume(False)
    assert quickly == slowly


def test_an_entry_in_order_is_skipped(
    subtests: pytest.Subtests, validators: dict[str, Validator]
) -> None:
    """Otherwise the call would not be worth its time."""
    for name, entry in [
        ("built in", NUMBER),
        ("nothing", NUMBER),
        ("closed", {"phone_number": "x", "label": "x"}),
        ("referring", number(extra="x")),
        ("by pattern", number(x1="x")),
        ("open within", number(outbound_config={"x": {"y": 1}})),
    ]:
        with subtests.test(name=name, entry=entry):
            known = entry_shape(SCHEMAS[name])
            assert conformity._decider(SCHEMAS[name], known)(entry)
            assert both_ways([entry], validators[name]) == ([], [])
