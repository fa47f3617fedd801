"""Messages for invalid values whose cause is not obvious."""

from itertools import product
from typing import Any

import pytest

from driftcheck.model import InputError
from driftcheck.validation.validator import Validator

TEXT = {"type": "string"}
OBJECT = {"type": "object", "required": ["a"], "properties": {"a": TEXT}}


def said(schema: Any, value: Any) -> list[tuple[Any, ...]]:
    """Return the faults of a value: path, message."""
    return [(*fault.path, fault.message) for fault in Validator(schema).faults(value)]


def test_the_alternative_of_the_values_type_is_described(
    subtests: pytest.Subtests,
) -> None:
    for keyword, (value, faults) in product(
        ["anyOf", "oneOf"],
        [
            ({"a": 1}, [("a", "must be text, not a whole number")]),
            ({}, [("a", "is missing")]),
            (1, [("must be a mapping or text",)]),
            ("", [("must not be empty",)]),
        ],
    ):
        with subtests.test(keyword=keyword, value=value, faults=faults):
            assert said({keyword: [{**TEXT, "minLength": 1}, OBJECT]}, value) == faults


def test_the_alternative_with_the_fewest_faults_is_described() -> None:
    other = {"type": "object", "required": ["x", "y"]}
    assert said({"anyOf": [other, OBJECT]}, {"b": 1}) == [("a", "is missing")]


def test_a_fault_is_reported_once() -> None:
    schema = {"dependentRequired": {"a": ["b"], "z": ["b"]}}
    assert said(schema, {"a": 1, "z": 1}) == [("b", "is missing")]


def test_a_pattern_of_keys_that_python_cannot_parse_is_described() -> None:
    schema = {"patternProperties": {"^\\p{L}": TEXT}}
    assert said(schema, {"é": 1}) == [("é", "must be text, not a whole number")]
    assert said(schema, {"é": "x"}) == []
    assert said({**schema, "additionalProperties": False}, {"é": "x", "1": 1, "2": 1}) == [
        ("1", "is not known"),
        ("2", "is not known"),
    ]


SLOW = "^(la|l|a|b|be|e|el)*$"
LONG = "la" * 40 + "!"


@pytest.mark.parametrize(
    ("schema", "faults"),
    [
        ({}, []),
        ({"additionalProperties": False}, [(LONG, "is not known")]),
        (
            {"additionalProperties": {"type": "boolean"}},
            [(LONG, "must be true or false, not text")],
        ),
    ],
    ids=["bare", "additional", "additional-schema"],
)
def test_names_are_matched_by_the_engine_in_bounded_time(schema: Any, faults: list[Any]) -> None:
    held = {**schema, "properties": {"label": {}}, "patternProperties": {SLOW: {"maxLength": 3}}}
    long = ("label", "must have at most 3 characters")
    assert said(held, {LONG: "xxxx", "label": "xxxx"}) == [long, *faults]


def test_unevaluated_names_beside_patterns_are_named() -> None:
    held = {"patternProperties": {SLOW: TEXT}, "unevaluatedProperties": False}
    assert said(held, {LONG: 1, "la": 1}) == [
        ("la", "must be text, not a whole number"),
        (LONG, "is not known"),
    ]
    assert said(held, {"la": "x"}) == []


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"pattern": "^[a-z]+$"}, "does not match the pattern `^[a-z]+$`"),
        ({"pattern": "^a$", "patternErrorMessage": "must be short"}, "must be short"),
        ({"maxLength": 1}, "must have at most 1 character"),
        ({"enum": ["a", "b"]}, "must be one of a, b"),
        (False, "is not allowed"),
    ],
)
def test_a_refused_name_is_in_the_path(schema: Any, message: str) -> None:
    held = {"properties": {"x": {"propertyNames": schema}}}
    assert said(held, {"x": {"AB": 1}}) == [("x", "AB", message)]


def test_only_the_refused_field_is_blamed() -> None:
    schema = {"allOf": [{"properties": {"label": {}}}], "unevaluatedProperties": False}
    assert said(schema, {"k": 1, "label": 2}) == [("k", "is not known")]


def test_messages_use_json_values_and_plurals(subtests: pytest.Subtests) -> None:
    for schema, value, message in [
        ({"enum": ["a", None, True, 1]}, 2, "must be one of a, null, true, 1"),
        ({"enum": ["a"]}, 2, "must be a"),
        ({"enum": [None]}, 2, "must be null"),
        ({"const": True}, 2, "must be true"),
        ({"const": None}, 2, "must be null"),
        ({"maxLength": 1}, "xx", "must have at most 1 character"),
        ({"maxItems": 1}, [1, 2], "must have at most 1 item"),
        ({"minItems": 2}, [1], "must have at least 2 items"),
        ({"pattern": "^a "}, "b", "does not match the pattern `^a `"),
        (False, 1, "is not allowed"),
    ]:
        with subtests.test(schema=schema, value=value, message=message):
            assert said(schema, value) == [(message,)]


def test_a_format_is_checked() -> None:
    assert said({"format": "ipv4"}, "1.2.3") == [("is not in the format `ipv4`",)]
    assert said({"format": "ipv4"}, "1.2.3.4") == []


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InputError, match="not a valid JSON Schema"):
        Validator({"format": "ipv5"})


@pytest.mark.parametrize("draft", ["draft-04", "draft-06", "draft-07"])
def test_another_draft_is_refused(draft: str) -> None:
    with pytest.raises(InputError, match="only JSON Schema 2020-12 is supported"):
        Validator({"$schema": f"http://json-schema.org/{draft}/schema#", "const": 1})


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"then": False}, "then has no effect without if"),
        ({"else": False}, "else has no effect without if"),
        ({"minContains": 2}, "minContains has no effect without contains"),
        ({"definitions": {}}, '"definitions" is not a keyword of JSON Schema'),
    ],
)
def test_a_keyword_without_effect_is_refused(schema: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        Validator(schema)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "schema",
    [
        {"anyOf": [{"minLength": 5}, False]},
        {"minLength": 5, "errorMessage": {"minLength": "x"}},
        {"pattern": "^a", "patternErrorMessage": ["x"]},
    ],
)
def test_an_odd_schema_is_described_without_a_crash(schema: Any) -> None:
    assert list(Validator(schema).faults("x"))


FAILED: dict[str, Any] = {
    "allOf": {"allOf": [{"properties": {"a": TEXT, "b": {}}, "required": ["a"]}]},
    "$ref": {"$ref": "#/$defs/x", "$defs": {"x": {"properties": {"a": TEXT, "b": {}}}}},
    "then": {"if": {}, "then": {"properties": {"a": TEXT, "b": {}}}},
    "dependentSchemas": {"dependentSchemas": {"b": {"properties": {"a": TEXT, "b": {}}}}},
    "anyOf": {"anyOf": [{"properties": {"a": TEXT, "b": {}}}, {"type": "null"}]},
    "oneOf": {"oneOf": [{"properties": {"a": TEXT}, "patternProperties": {"^b": {}}}, False]},
    "deep": {"allOf": [{"allOf": [{"properties": {"a": TEXT}}], "additionalProperties": True}]},
}


def test_fields_of_a_failed_branch_are_not_blamed_and_others_are(
    subtests: pytest.Subtests,
) -> None:
    for branch in FAILED.values():
        with subtests.test(branch=branch):
            wrong = ("a", "must be text, not a whole number")
            schema = {**branch, "unevaluatedProperties": False}
            assert said(schema, {"a": 1, "b": 2}) == [wrong]
            evil = [] if "deep" in repr(branch) or "additional" in repr(branch) else [("evil",)]
            found = [fault[:-1] for fault in said(schema, {"a": 1, "b": 2, "evil": 3})]
            assert found == [("a",), *evil]


@pytest.mark.parametrize(
    ("schema", "value", "names"),
    [
        (  # a branch that fails in silence is no cause: another one holds
            {"anyOf": [{"properties": {"k": {"const": 1}, "x": {}}}, {"properties": {"k": {}}}]},
            {"k": 2, "x": 1},
            ["x"],
        ),
        ({"if": {"properties": {"k": {"const": 1}}}, "then": {}}, {"k": 2}, ["k"]),
        ({"not": {"properties": {"k": {"const": 1}}}}, {"k": 2}, ["k"]),
        (  # a branch within a failed one, which fails in silence
            {
                "allOf": [
                    {
                        "anyOf": [{"properties": {"x": {"const": 1}}, "required": ["y"]}, {}],
                        "required": ["z"],
                    }
                ]
            },
            {"x": 1},
            ["x", "z"],
        ),
    ],
)
def test_a_field_that_no_branch_evaluates_is_a_fault(
    schema: Any, value: Any, names: list[str]
) -> None:
    found = said({**schema, "unevaluatedProperties": False}, value)
    assert [fault[0] for fault in found] == names


def test_each_fault_has_the_path_of_its_field(subtests: pytest.Subtests) -> None:
    for schema, value, faults in [
        (
            {"unevaluatedProperties": {"required": ["y"], "properties": {"z": TEXT}}},
            {"a": {"z": 3}, "b": {"y": 1}},
            [("a", "y", "is missing"), ("a", "z", "must be text, not a whole number")],
        ),
        (
            {"unevaluatedProperties": {"$ref": "#/$defs/t"}, "$defs": {"t": TEXT}},
            {"a": 1},
            [("a", "must be text, not a whole number")],
        ),
        (
            {"unevaluatedProperties": {"unevaluatedProperties": False, "properties": {"x": {}}}},
            {"a": {"x": 1, "y": 2}},
            [("a", "y", "is not known")],
        ),
        (
            {"prefixItems": [True], "unevaluatedItems": False},
            ["s3cret", "s3cret", 5],
            [(1, "is not allowed"), (2, "is not allowed")],
        ),
        (
            {"contains": TEXT, "unevaluatedItems": {"type": "null"}},
            ["x", 1, None],
            [(1, "must be null, not a whole number")],
        ),
        (
            {"allOf": [{"contains": TEXT, "maxItems": 1}], "unevaluatedItems": False},
            ["x", 5],
            [("must have at most 1 item",), (1, "is not allowed")],
        ),
        (
            {"allOf": [{"contains": {"title": "any"}, "maxItems": 1}], "unevaluatedItems": False},
            ["x", 5],
            [("must have at most 1 item",)],
        ),
        ({"properties": {"a": False}}, {"a": 1}, [("a", "is not allowed")]),
        ({"propertyNames": False}, {"a": 1, "b": 1}, [(n, "is not allowed") for n in "ab"]),
        ({"dependentSchemas": {"a": False}}, {"a": 1}, [("a", "is not allowed")]),
        ({"additionalProperties": False}, {"a": 1, "b": 1}, [(n, "is not known") for n in "ab"]),
        ({"not": {"required": ["a"]}}, {"a": 1}, [("a", "is not allowed")]),
        (
            {"not": {"properties": {"a": {"properties": {"b": TEXT}, "required": ["b"]}}}},
            {"a": {"b": "x"}},
            [("a", "b", "does not satisfy `not` of the schema")],
        ),
        ({"not": {"format": "ipv4"}}, "x", []),
        ({"multipleOf": 0.01}, 19.99, []),
        ({"if": {"format": "ipv4"}, "then": False}, "x", []),
        ({"oneOf": [{"const": 1}, {"enum": [2, 3]}]}, 4, [("must be one of 1, 2, 3",)]),
        ({"oneOf": [{"const": "a"}, {"type": "null"}]}, "b", [("must be one of a, null",)]),
        (
            {"oneOf": [{"properties": {"k": {"const": v}}, "required": [v]} for v in "ab"]},
            {"k": "b"},
            [("b", "is missing")],
        ),
    ]:
        with subtests.test(schema=schema, value=value, faults=faults):
            assert said(schema, value) == faults


def test_one_fault_does_not_hide_another() -> None:
    """They did with two engines: one ignored formats, and ran only if the other found nothing."""
    schema = {"properties": {"label": {"maxLength": 3}, "host": {"format": "hostname"}}}
    assert [fault[0] for fault in said(schema, {"label": "abcd", "host": "-x-"})] == [
        "host",
        "label",
    ]
