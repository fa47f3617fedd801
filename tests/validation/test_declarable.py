"""The schema of declarations follows the entry schema."""

from typing import Any

import pytest

from driftcheck.document import parse
from driftcheck.system import published
from driftcheck.validation.declarable import Form
from driftcheck.validation.shape import read, unknown

NESTED = {
    "type": "object",
    "required": ["a"],
    "minProperties": 1,
    "dependentRequired": {"a": ["b"]},
    "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
}


@pytest.fixture
def form() -> Form:
    return Form(published("number"))


def with_field(schema: Any) -> Form:
    return Form({"type": "object", "properties": {"trunk": schema}})


def test_every_live_field_may_be_declared(subtests: pytest.Subtests, form: Form) -> None:
    for name in sorted(published("number")["properties"]):
        with subtests.test(name=name):
            assert name in form.entry.fields


def test_only_the_phone_number_may_not_be_in_defaults(form: Form) -> None:
    allowed = form.schema["$defs"]["declared-defaults"]["properties"]
    assert set(form.entry.fields) - set(allowed) == {
        "phone_number",
        "phone_numbers",
        "range",
        "state",
    }


def test_an_entry_may_omit_fields_that_the_live_side_requires(form: Form) -> None:
    assert form.entry_validator.is_valid({"phone_number": "+12025550100"})


def test_an_unknown_field_of_an_entry_is_refused(form: Form) -> None:
    assert not form.entry_validator.is_valid({"phone_number": "+12025550100", "lable": "x"})


def test_an_unknown_field_inside_an_entry_is_refused(form: Form) -> None:
    assert not form.entry_validator.is_valid({"associated_pipeline": {"pipeline_idd": "p"}})


def test_metadata_is_free(form: Form) -> None:
    assert form.entry_validator.is_valid({"metadata": {"owner": "x", "deep": {"er": [1, None]}}})


@pytest.mark.parametrize("value", [{}, {"b": "x"}, {"a": "x"}])
def test_nothing_inside_a_field_is_required(value: Any) -> None:
    assert with_field(NESTED).entry_validator.is_valid({"trunk": value})


def test_nothing_in_the_items_of_a_list_is_required() -> None:
    form = with_field({"type": "array", "prefixItems": [NESTED], "items": NESTED})
    assert form.entry_validator.is_valid({"trunk": [{}, {"b": "x"}]})


def test_the_types_inside_a_field_still_apply() -> None:
    assert not with_field(NESTED).entry_validator.is_valid({"trunk": {"a": 1}})


def test_a_field_whose_own_fields_are_free_stays_free() -> None:
    form = with_field({**NESTED, "additionalProperties": True})
    assert form.entry_validator.is_valid({"trunk": {"other": 1}})


def test_a_field_of_any_value_may_be_declared() -> None:
    assert with_field({}).entry_validator.is_valid({"trunk": ["anything", 1]})


def test_definitions_of_the_entry_schema_are_followed() -> None:
    trunk = {"$ref": "#/$defs/trunk"}
    form = Form({"properties": {"trunk": trunk}, "$defs": {"trunk": NESTED}})
    assert form.entry_validator.is_valid({"trunk": {"b": "x"}})
    assert list(unknown({"trunk": {"c": "x"}}, form.entry)) == [("trunk", "c")]


def test_a_definition_of_the_entry_schema_cannot_replace_one_of_the_format() -> None:
    form = Form({"$defs": {"metadata": {"type": "string"}, "entry": False}})
    assert form.entry_validator.is_valid({"metadata": {"owner": "support"}})


def test_the_pattern_of_a_phone_number_holds_for_lists_of_them() -> None:
    form = Form({"properties": {"phone_number": {"pattern": "^[+]44"}}})
    assert form.entry_validator.is_valid({"phone_numbers": ["+442071838750"]})
    assert not form.entry_validator.is_valid({"phone_numbers": ["+12025550100"]})


@pytest.mark.parametrize("schema", [True, {}, {"pattern": "^[+]"}])
def test_a_phone_number_is_always_text(schema: Any) -> None:
    form = Form({"properties": {"phone_number": schema}})
    assert form.entry_validator.is_valid({"phone_number": "+442071838750"})
    assert not form.entry_validator.is_valid({"phone_number": 442071838750})
    assert not form.entry_validator.is_valid({"phone_number": ""})


def test_a_pattern_of_field_names_applies_to_a_named_field_too() -> None:
    form = Form({"properties": {"trunk": {}}, "patternProperties": {"^tr": {"maxLength": 3}}})
    assert form.entry_validator.is_valid({"trunk": "abc"})
    assert not form.entry_validator.is_valid({"trunk": "abcd"})


def test_the_shape_of_an_entry_types_its_values(form: Form) -> None:
    node = parse("{phone_number: +12025550100, label: 6036, inbound: true}", "f").root
    assert read(node, form.entry) == {
        "phone_number": "+12025550100",
        "label": "6036",
        "inbound": True,
    }


def test_the_envelope_ignores_entries_and_defaults(form: Form) -> None:
    assert form.envelope_validator.is_valid({"version": 1, "defaults": 5, "numbers": [5]})


@pytest.mark.parametrize(
    "value",
    [
        {"numbers": []},
        {"version": 1},
        {"version": 2, "numbers": []},
        {"version": 1, "numbers": {}},
        {"version": 1, "numbers": [], "nmbers": []},
    ],
)
def test_the_envelope_itself_is_validated(form: Form, value: Any) -> None:
    assert not form.envelope_validator.is_valid(value)


def test_a_field_named_like_a_keyword_can_be_declared() -> None:
    form = Form({"properties": {"required": {"type": "boolean"}}})
    assert form.entry_validator.is_valid({"required": True})
    assert not form.entry_validator.is_valid({"required": "yes"})
