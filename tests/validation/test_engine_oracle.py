"""The engine agrees with the reference, `jsonschema`, on validity and on the faults."""

from typing import Any

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.model import InputError
from driftcheck.validation.validator import Validator
from tests.effort import tried

Path_ = tuple[str | int, ...]
NAMES = ["a", "b", "px", "kind"]
SCALARS = st.sampled_from([None, True, 0, 1, 2.5, "", "x", "1.2.3.4", "2026-02-30"])
VALUES = st.recursive(
    SCALARS,
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.sampled_from([*NAMES, "evil"]), part)
    ),
    max_leaves=6,
)
FLAT: dict[str, st.SearchStrategy[Any]] = {
    "type": st.sampled_from(["string", "object", "array", "integer", ["string", "null"]]),
    "const": SCALARS,
    "enum": st.lists(SCALARS, min_size=1, max_size=3),
    "format": st.sampled_from(["ipv4", "date"]),
    "minLength": st.sampled_from([1, 2]),
    "maxLength": st.sampled_from([0, 1, 3]),
    "minimum": st.sampled_from([1, 2]),
    "pattern": st.sampled_from(["^x", "[0-9]"]),
    "required": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
    "dependentRequired": st.just({"a": ["b"]}),
    "maxProperties": st.sampled_from([0, 2]),
    "uniqueItems": st.just(True),
}


def several(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Generate schemas with a few keywords, some of which hold schemas."""
    named = st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    lists = st.lists(inner, min_size=1, max_size=3)
    held: dict[str, st.SearchStrategy[Any]] = {
        **FLAT,
        **dict.fromkeys(("properties", "dependentSchemas"), named),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), lists),
        **dict.fromkeys(("not", "items", "contains", "propertyNames"), inner),
        **dict.fromkeys(("additionalProperties", "unevaluatedItems"), inner | st.just(False)),
        "unevaluatedProperties": inner | st.just(False),
        "patternProperties": st.fixed_dictionaries({"^p": inner}),
        "$ref": st.sampled_from(["#/$defs/one", "#/$defs/two"]),
    }
    made = st.lists(st.sampled_from(sorted(held)), max_size=4, unique=True).flatmap(
        lambda keywords: st.fixed_dictionaries({keyword: held[keyword] for keyword in keywords})
    )
    choosing = st.fixed_dictionaries({"if": inner, "then": inner, "else": inner})
    return made | made.flatmap(lambda one: choosing.map(lambda other: {**one, **other}))


SCHEMAS = st.recursive(st.booleans() | several(st.just(True)), several, max_leaves=6)
WHOLE = st.builds(
    lambda schema, one, two: {"allOf": [schema], "$defs": {"one": one, "two": two}},
    SCHEMAS,
    several(st.just(True)),
    several(st.just(False)),
)


def leads(path: Path_, above: Path_) -> bool:
    return path[: len(above)] == above


def places(error: Any) -> set[Path_]:
    """Return the places of the reference's faults: values, and missing or extra names."""
    here = tuple(error.absolute_path)
    named = {*error.instance} if isinstance(error.instance, dict) else set()
    count = len(error.instance) if isinstance(error.instance, list) else 0
    found = {
        here,
        *((*here, name) for name in {*named, *NAMES, "evil"}),
        *((*here, i) for i in range(count)),
    }
    for inner in error.context or ():
        found |= places(inner)
    return found


def below(schema: Any) -> bool:
    """Whether a schema refuses values below because nothing evaluated them."""
    text = repr(schema)
    return "'unevaluatedProperties': {" in text or "'unevaluatedItems': {" in text


@tried(2)
@given(WHOLE, VALUES)
def test_engine_and_reference_agree(schema: Any, value: Any) -> None:
    try:
        validator = Validator(schema)
    except InputError:
        return
    reference = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    errors = list(reference.iter_errors(value))
    faults = list(validator.faults(value))
    assert validator.is_valid(value) is (not errors)
    for error in errors:
        where = tuple(error.absolute_path)
        assert any(leads(fault.path, where) for fault in faults), where
    known = {place for error in errors for place in places(error)}
    for fault in faults:
        assert fault.keyword != "schema"
        if fault.keyword != "false" and not below(schema):  # the reference misplaces `false`
            assert fault.path in known
