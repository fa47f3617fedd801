"""JSON Schemas: which are refused, and messages for invalid values."""

import re
from typing import Any

import pytest

from driftcheck.model import InputError, Place, Problem
from driftcheck.validation.fault import Fault
from driftcheck.validation.keywords import misuses, remembered
from driftcheck.validation.validator import Validator

PLACE = Place("schema.json", 1, 1)


def said(schema: Any, value: Any) -> list[tuple[Any, ...]]:
    """Return the faults of a value: path, message, hint."""
    return [(*fault.path, fault.message, fault.hint) for fault in Validator(schema).faults(value)]


def refused(schema: Any) -> Problem:
    """Return why a schema is refused."""
    with pytest.raises(InputError) as raised:
        Validator(schema, lambda _: PLACE)
    (problem,) = raised.value.problems
    assert problem.place == PLACE
    return problem


def test_a_valid_value_has_no_faults() -> None:
    assert said({"type": "string"}, "x") == []


def test_a_fault_has_path_message_and_expectation() -> None:
    schema = {"properties": {"a": {"items": {"type": "string"}}}}
    (fault,) = Validator(schema).faults({"a": ["x", 1]})
    message = "must be text, not a whole number"
    assert fault == Fault(("a", 1), "type", message, "string")


def test_a_wrong_type_is_named_in_words(subtests: pytest.Subtests) -> None:
    value: Any
    for types, value, message, hint in [
        ("string", True, "must be text, not true or false (a boolean)", None),
        ("string", None, "must be text, not null", "Give it a value, or leave the field out."),
        (
            "boolean",
            "no",
            "must be true or false, not text",
            "Write true or false, in lower case and without quotes.",
        ),
        ("integer", 1.5, "must be a whole number, not a number", None),
        ("array", "x", "must be a list, not text", "Write a list: [one, two]."),
        ("object", [], "must be a mapping, not a list", None),
        ("null", {}, "must be null, not a mapping", None),
        (["string", "null"], 5, "must be text or null, not a whole number", None),
    ]:
        with subtests.test(types=types, value=value, message=message, hint=hint):
            assert said({"type": types}, value) == [(message, hint)]


def test_every_keyword_has_a_message(subtests: pytest.Subtests) -> None:
    for keyword, limit, value, message in [
        ("minLength", 1, "", "must not be empty"),
        ("minItems", 1, [], "must not be empty"),
        ("minProperties", 1, {}, "must not be empty"),
        ("minLength", 2, "😀", "must have at least 2 characters"),
        ("maxLength", 2, "abc", "must have at most 2 characters"),
        ("minItems", 2, [1], "must have at least 2 items"),
        ("maxItems", 2, [1, 2, 3], "must have at most 2 items"),
        ("minimum", 3, 2, "must be at least 3"),
        ("maximum", 3, 4, "must be at most 3"),
        ("exclusiveMinimum", 0, 0, "must be more than 0"),
        ("exclusiveMaximum", 3, 3, "must be less than 3"),
        ("const", "x", "y", "must be x"),
        ("uniqueItems", True, [1, 1], "must not repeat an item"),
        ("pattern", "^a", "b", "does not match the pattern `^a`"),
        ("multipleOf", 2, 3, "does not satisfy `multipleOf` of the schema"),
        ("not", {"type": "string"}, "x", "does not satisfy `not` of the schema"),
        ("format", "hostname", "-x", "is not in the format `hostname`"),
    ]:
        with subtests.test(keyword=keyword, limit=limit, value=value, message=message):
            (fault,) = Validator({keyword: limit}).faults(value)
            assert fault == Fault((), keyword, message, limit)


@pytest.mark.parametrize(
    ("value", "hint"), [("twillio", 'Did you mean "twilio"?'), ("zzz", None), (5, None)]
)
def test_an_unlisted_value_is_reported_with_the_list(value: Any, hint: str | None) -> None:
    assert said({"enum": ["byo", "twilio"]}, value) == [("must be one of byo, twilio", hint)]


def test_a_missing_field_is_named_by_its_path() -> None:
    schema = {"items": {"required": ["a", "b", "it's"]}}
    faults = said(schema, [{"a": 1}])
    assert faults == [(0, name, "is missing", None) for name in ("b", "it's")]


def test_a_field_that_another_one_needs_is_missing() -> None:
    schema = {"dependentRequired": {"a": ["b", "c"], "x": ["y"]}}
    assert said(schema, {"a": 1, "c": 1}) == [("b", "is missing", None)]


@pytest.mark.parametrize("keyword", ["additionalProperties", "unevaluatedProperties"])
def test_unknown_fields_are_each_named_with_the_nearest_one(keyword: str) -> None:
    schema = {"properties": {"label": {}, "other": {}}, keyword: False}
    assert said(schema, {"lable": 1, "label": 2, "zzz": 3}) == [
        ("lable", "is not known", 'Did you mean "label"?'),
        ("zzz", "is not known", "Expected one of: label, other."),
    ]


def test_a_field_that_fits_a_pattern_is_known() -> None:
    schema = {"patternProperties": {"^x-": {}}, "additionalProperties": False}
    assert said(schema, {"x-a": 1, "y": 2}) == [("y", "is not known", "There are none here.")]


def test_other_fields_are_checked_against_their_schema() -> None:
    schema = {"properties": {"a": {}}, "additionalProperties": {"type": "boolean"}}
    assert said(schema, {"a": 1, "b": 2}) == [
        ("b", "must be true or false, not a whole number", None)
    ]


def test_a_schema_can_have_its_own_message() -> None:
    schema = {"type": "string", "minLength": 2, "errorMessage": "must be a name"}
    assert said(schema, 5) == [("must be a name", None)]
    assert said(schema, "x") == [("must be a name", None)]


def test_a_schema_can_have_its_own_message_for_a_pattern() -> None:
    schema = {"type": "string", "pattern": "^[0-9]+$", "patternErrorMessage": "must be digits"}
    assert said(schema, "x") == [("must be digits", None)]
    assert said(schema, 5) == [("must be text, not a whole number", None)]


def test_an_own_message_does_not_hide_missing_or_unknown_fields() -> None:
    schema = {"required": ["a"], "additionalProperties": False, "errorMessage": "is bad"}
    assert [fault.path for fault in Validator(schema).faults({"b": 1})] == [("a",), ("b",)]


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_alternatives_of_types_are_listed_together(keyword: str) -> None:
    schema = {keyword: [{"type": "string"}, {"type": ["integer", "null"]}]}
    (fault,) = Validator(schema).faults(1.5)
    message = "must be a whole number or null or text"
    assert fault == Fault((), "type", message, ["integer", "null", "string"])


def test_the_alternative_that_fails_deepest_is_described() -> None:
    inside = {"properties": {"a": {"minLength": 1}}}
    assert said({"anyOf": [{"type": "string"}, inside]}, {"a": ""}) == [
        ("a", "must not be empty", None)
    ]


def test_the_best_of_alternatives_on_one_level_is_described() -> None:
    assert said({"anyOf": [{"const": 1}, {"const": 2}]}, 3) == [("must be one of 1, 2", None)]


def test_a_value_that_matches_two_branches_of_one_of_is_refused() -> None:
    schema = {"oneOf": [{"type": "string"}, {"minLength": 1}]}
    assert said(schema, "x") == [("does not satisfy `oneOf` of the schema", None)]


def test_faults_are_sorted_by_path() -> None:
    value = {"b": ["x"] * 11, "a": "x"}
    schema = {"properties": {"b": {"items": {"type": "null"}}, "a": {"type": "null"}}}
    paths = [fault.path for fault in Validator(schema).faults(value)]
    assert paths == [("a",), *(("b", index) for index in range(11))]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "boolean"},
        {"enum": ["a", "b"]},
        {"pattern": "^a"},
        {"not": {}},
        {"anyOf": [{"const": "a"}, {"const": "b"}]},
    ],
)
def test_no_message_quotes_the_value(schema: Any) -> None:
    (fault,) = Validator(schema).faults("s3cret")
    assert "s3cret" not in repr(fault)


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("^\\d$", "1", "٣"),
        ("^a$", "a", "a\n"),
        ("^\\p{L}+$", "äé", "1"),
        ("^(?=.*[0-9])[a-z0-9]+$", "a1", "a"),
        ("^(?!\\+1900)", "+1202", "+1900"),
    ],
)
def test_verdict_and_messages_agree_on_patterns(pattern: str, good: str, bad: str) -> None:
    schema = {"properties": {"a": {"pattern": pattern}, "b": {"type": "null"}}}
    value = {"a": good, "b": 1}
    assert [fault.path for fault in Validator(schema).faults(value)] == [("b",)]
    assert [fault.path for fault in Validator(schema).faults({"a": bad})] == [("a",)]


def test_values_are_checked_against_a_schema(subtests: pytest.Subtests) -> None:
    for schema, value, valid in [
        ({"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}}, "x", True),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}}, 1, False),
        ({"properties": {"a": {"$ref": "#"}}, "required": ["b"]}, {"b": 1, "a": {}}, False),
        ({"const": 1}, 1.0, True),
        ({"const": 1}, True, False),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema", "const": 1}, 2, False),
    ]:
        with subtests.test(schema=schema, value=value, valid=valid):
            validator = Validator(schema)
            assert (validator.is_valid(value), not list(validator.faults(value))) == (valid, valid)


def test_an_invalid_json_schema_is_refused_in_one_line(subtests: pytest.Subtests) -> None:
    for schema in [
        {"type": "sting"},
        {"minLength": "x"},
        {"pattern": "("},
        {"format": "x"},
        [],
        5,
        None,
    ]:
        with subtests.test(schema=schema):
            assert re.fullmatch(r"not a valid JSON Schema: .+", refused(schema).message)


@pytest.mark.parametrize(
    "where",
    [
        lambda part: part,
        lambda part: {"properties": {"a": part}},
        lambda part: {"$defs": {"a": part}},
        lambda part: {"anyOf": [{}, part]},
        lambda part: {"items": {"not": part}},
    ],
)
def test_a_misspelt_keyword_is_refused_anywhere(where: Any) -> None:
    message, hint = '"minLenght" is not a keyword of JSON Schema', 'Did you mean "minLength"?'
    assert refused(where({"minLenght": 1})) == Problem(message, PLACE, hint)


def test_an_unknown_keyword_without_a_similar_one_has_no_suggestion() -> None:
    assert refused({"zzz": 1}).hint is None


@pytest.mark.parametrize("reference", ["http://example.com/a", "other.json", "", 5])
def test_a_reference_to_elsewhere_is_refused(reference: Any) -> None:
    message, hint = "a $ref must stay within the schema", "Copy what it refers to into $defs."
    assert refused({"items": {"$ref": reference}}) == Problem(message, PLACE, hint)


def test_names_and_values_are_not_keywords(subtests: pytest.Subtests) -> None:
    for schema in [
        {"properties": {"minLenght": {}}, "required": ["minLenght"]},
        {
            "enum": [{"$ref": "a"}],
            "const": {"z": 1},
            "default": {"zzz": 1},
            "examples": [{"zzz": 1}],
        },
        {"properties": 5, "anyOf": 5},
        {"$ref": "#/$defs/a", "$defs": {"a": True}},
        {"$schema": "https://json-schema.org/draft/2020-12/schema#"},
        True,
    ]:
        with subtests.test(schema=schema):
            assert list(misuses(schema)) == []


def test_schemas_at_the_same_memory_address_are_distinguished() -> None:
    value = remembered(lambda schema: schema["const"])
    assert [value({"const": n}) for n in range(2_000)] == [*range(2_000)]


def test_an_invalid_single_value_is_refused_immediately() -> None:
    assert refused({"const": "\ud800"}).message == "not a valid JSON Schema: it cannot be used"
