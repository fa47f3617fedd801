"""The schema of live entries: the built-in one or the user's replacement."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.compare import conformity
from driftcheck.document.source import InputFile
from driftcheck.model import InputError, LiveList, Place, Problem
from driftcheck.system import published
from driftcheck.validation import METADATA, entry_shape, entry_validator
from driftcheck.validation.declarable import Form
from driftcheck.validation.validator import Validator
from tests.strategies import entries as fleet_entries
from tests.support import NUMBER, number

TYPES = "array boolean integer null number object string".split()
BUILT_IN = published("number")["properties"]


@pytest.fixture
def file(tmp_path: Path) -> InputFile:
    """Return a schema file that is not written yet."""
    return InputFile(tmp_path / "schema.json", "schema.json")


def problems(file: InputFile) -> tuple[Problem, ...]:
    """Return the problems of a schema file."""
    with pytest.raises(InputError) as raised:
        entry_validator(file)
    return raised.value.problems


def test_the_repr_of_a_deep_shape_is_short() -> None:
    assert repr(METADATA) == "Shape(object: )"
    assert len(repr(entry_shape(published("number")))) < 500


def test_without_a_file_the_built_in_schema_decides() -> None:
    validator = entry_validator(None)
    assert validator.is_valid(NUMBER)
    assert not validator.is_valid(number(inbound="yes"))


def test_a_json_file_replaces_it(file: InputFile) -> None:
    file.path.write_text(json.dumps({"required": ["x"]}), encoding="utf-8")
    validator = entry_validator(file)
    assert validator.is_valid({"x": 1})
    assert not validator.is_valid(NUMBER)


@pytest.mark.parametrize("suffix", ["yaml", "yml"])
def test_a_yaml_file_replaces_it(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"schema.{suffix}"
    path.write_text("properties:\n  label: {enum: [no, 6036, true]}\n", encoding="utf-8")
    assert entry_validator(InputFile(path, path.name)).schema == {
        "properties": {"label": {"enum": ["no", 6036, True]}}
    }


def test_a_byte_order_mark_does_not_matter(file: InputFile) -> None:
    file.path.write_bytes(b'\xef\xbb\xbf{"type": "object"}')
    assert entry_validator(file).schema == {"type": "object"}


def test_a_missing_file_is_named(file: InputFile) -> None:
    assert problems(file) == (Problem('cannot read "schema.json": No such file or directory'),)


def test_broken_json_has_its_place(file: InputFile) -> None:
    file.path.write_text('{"type":\n  oops}', encoding="utf-8")
    assert problems(file) == (
        Problem("not valid JSON: Expecting value", Place("schema.json", 2, 3)),
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"[" * 200_000, "not valid JSON: nested too deeply"),
        (
            b'{"const": ' + b"1" * 10_000 + b"}",
            "not valid JSON: a number has too many digits",
        ),
        (b'{"const": NaN}', "not valid JSON: NaN is not a JSON number"),
    ],
    ids=["deep", "long number", "no number"],
)
def test_json_that_cannot_be_read_is_an_input_error(
    file: InputFile, data: bytes, message: str
) -> None:
    file.path.write_bytes(data)
    assert problems(file) == (Problem(message, Place("schema.json", 1, 1)),)


def test_json_that_is_not_utf_8_is_refused_at_its_place(file: InputFile) -> None:
    file.path.write_bytes(b'{"title": "\xe4"}')
    place = Place("schema.json", 1, 12)
    hint = "Save the file as UTF-8; it looks like Windows-1252 (ANSI)."
    assert problems(file) == (Problem("not UTF-8 text", place, hint),)


def test_a_duplicate_key_is_refused(file: InputFile) -> None:
    file.path.write_text('{"required": ["zzz"], "required": []}', encoding="utf-8")
    (found,) = problems(file)
    assert found.message == 'not valid JSON: duplicate key "required" in one object'


def test_broken_yaml_has_its_place(tmp_path: Path) -> None:
    path = tmp_path / "schema.yaml"
    path.write_text("type: object\ntype: array\n", encoding="utf-8")
    (found,) = problems(InputFile(path, "schema.yaml"))
    assert str(found) == 'schema.yaml:2:1: duplicate key "type"'


@pytest.mark.parametrize("text", ["[]", "true", "null", '"object"'])
def test_a_schema_must_be_a_mapping(file: InputFile, text: str) -> None:
    file.path.write_text(text, encoding="utf-8")
    assert problems(file) == (
        Problem("a JSON Schema must be a mapping", Place("schema.json", 1, 1)),
    )


def test_a_fault_of_a_schema_has_its_place(subtests: pytest.Subtests, file: InputFile) -> None:
    for text, place, message in [
        ('{"requird": ["label"]}', (1, 2), '"requird" is not a keyword of JSON Schema'),
        (
            '{\n  "properties": {\n\t"label": {"type": "strin"}}}',
            (3, 12),
            f'not a valid JSON Schema: "properties.label.type" must be one of {", ".join(TYPES)}',
        ),
        (
            '{"allOf": [{},\n {"minLength": -1}]}',
            (2, 3),
            'not a valid JSON Schema: "allOf[1].minLength" must be at least 0',
        ),
        (
            '{"properties": {\n"label": {"pattern": "("}}}',
            (2, 11),
            'not a valid JSON Schema: "properties.label.pattern" is not a regular expression',
        ),
        ('{"items":\n {"$ref": "other.json"}}', (2, 3), "a $ref must stay within the schema"),
        ('{"items":\n {"$ref": "#/$defs/a"}}', (2, 3), "this $ref does not point to a schema"),
        ('{"not": {},\n "$ref": "#"}', (2, 2), "this $ref points back to itself"),
        ('{"allOf": [{\n"$ref": "#"}]}', (2, 1), "this $ref points back to itself"),
        (
            '{"$defs": {"a": {\n"$ref": "#/$defs/b"}, "b": {\n"$ref": "#/$defs/a"}}}',
            (2, 1),
            "this $ref points back to itself",
        ),
    ]:
        with subtests.test(text=text, place=place, message=message):
            file.path.write_text(text, encoding="utf-8")
            (found,) = problems(file)
            assert (found.place, found.message) == (Place("schema.json", *place), message)


def test_every_fault_of_a_schema_is_reported(file: InputFile) -> None:
    file.path.write_text('{"minLength": -1,\n "required": [5]}', encoding="utf-8")
    assert [found.place for found in problems(file)] == [
        Place("schema.json", 1, 2),
        Place("schema.json", 2, 15),
    ]


def test_a_fault_in_json_that_is_not_yaml_is_placed_at_the_start(file: InputFile) -> None:
    file.path.write_text(f'{{"title": "x", "{"k" * 2000}": []}}', encoding="utf-8")
    (found,) = problems(file)
    assert found.place == Place("schema.json", 1, 1)


def test_the_fields_of_the_built_in_schema_stay_known() -> None:
    assert set(entry_shape({}).fields) == set(BUILT_IN)
    assert set(entry_shape({"properties": {"region": {}}}).fields) == {*BUILT_IN, "region"}


TEXT = {"type": "string"}


def test_a_schema_replaces_the_built_in_values_of_a_field(
    subtests: pytest.Subtests,
) -> None:
    """If it has no type, text is still read as text."""
    for schema in [
        {"properties": {"provider": TEXT}},
        {"properties": {"provider": {"pattern": "^v"}}},
        {"properties": {"provider": {"const": "vonage"}}},
        {"properties": {"provider": {}}},
        {"properties": {"provider": True}},
        {"properties": {"provider": {"$ref": "#/$defs/p"}}, "$defs": {"p": TEXT}},
        {"properties": {"provider": {"oneOf": [{"const": "vonage"}, {"const": "byo"}]}}},
        {"allOf": [{"properties": {"provider": TEXT}}]},
        {"anyOf": [{"properties": {"provider": TEXT}}, {"properties": {"provider": True}}]},
    ]:
        with subtests.test(schema=schema):
            provider = entry_shape(schema).fields["provider"]
            assert "twilio" not in provider.values
            assert "string" in provider.types
            assert entry_shape(schema).fields["label"].types == {"string"}


@pytest.mark.parametrize(
    ("label", "types", "values"),
    [
        ({"type": ["string", "null"]}, {"string", "null"}, ()),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"string", "null"}, ()),
        ({"oneOf": [{"const": "a"}, {"enum": ["b", None]}]}, {"string", "null"}, ("a", "b", None)),
        ({"allOf": [TEXT, {"enum": ["a", 1]}]}, {"string"}, ("a", 1)),
        ({"type": "number", "not": {"type": "integer"}}, {"number"}, ()),
    ],
)
def test_alternatives_are_read_together(label: Any, types: Any, values: Any) -> None:
    shape = entry_shape({"properties": {"label": label}}).fields["label"]
    assert shape.types == types
    assert shape.values == values


def test_a_field_named_anywhere_is_known(subtests: pytest.Subtests) -> None:
    schema: Any
    for schema in [
        {"if": {"required": ["label"]}, "then": {"properties": {"region": TEXT}}},
        {"if": {"required": ["x"]}, "then": {}, "else": {"properties": {"region": TEXT}}},
        {"dependentSchemas": {"label": {"properties": {"region": TEXT}}}},
        {"patternProperties": {"^reg": TEXT}},
        {"oneOf": [{"properties": {"region": TEXT}}, {"properties": {"zone": TEXT}}]},
        {"allOf": [{"if": {}, "then": {"allOf": [{"properties": {"region": TEXT}}]}}]},
        {"$ref": "#/$defs/e", "$defs": {"e": {"properties": {"region": TEXT}}}},
        {"$ref": "#e", "$defs": {"e": {"$anchor": "e", "properties": {"region": TEXT}}}},
    ]:
        with subtests.test(schema=schema):
            known = entry_shape(schema).inner("region")
            assert known is not None
            assert known.types == {"string"}
            assert entry_shape(schema).inner("regoin") is None or "patternProperties" in schema


def test_a_forbidden_or_omitted_field_is_unknown() -> None:
    assert "label" not in entry_shape({"properties": {"label": False}}).fields
    closed = {"properties": {"label": TEXT}, "additionalProperties": False}
    assert set(entry_shape(closed).fields) == {"label"}
    trunk = {"type": "string"}
    assert (
        not entry_shape({"properties": {"outbound_config": trunk}}).fields["outbound_config"].fields
    )


def test_fields_inside_fields_are_replaced_one_by_one() -> None:
    given = {"properties": {"outbound_config": {"properties": {"transport": TEXT, "zone": TEXT}}}}
    fields = entry_shape(given).fields["outbound_config"].fields
    assert fields["transport"].values == ()
    assert set(fields) == {*BUILT_IN["outbound_config"]["properties"], "zone"}


@given(st.sets(st.sampled_from(sorted(BUILT_IN))), st.booleans())
def test_repeating_the_built_in_schema_changes_nothing(names: set[str], is_split: bool) -> None:
    parts = {name: BUILT_IN[name] for name in names}
    own = {"allOf": [{"properties": parts}]} if is_split else {"properties": parts}
    known, builtin = entry_shape(own), entry_shape(published("number"))
    assert {name: known.fields[name] for name in BUILT_IN} == dict(builtin.fields)
    form, plain = Form(own).entry, Form(published("number")).entry
    assert {name: form.fields[name] for name in plain.fields} == dict(plain.fields)


@given(fleet_entries(), fleet_entries())
def test_the_built_in_schema_as_a_user_schema_finds_the_same(one: Any, other: Any) -> None:
    live = LiveList("live.json", (one, other, {**one, "provider": "vonage", "zzz": 1}))
    own = json.loads(json.dumps(published("number")))
    assert conformity.find_faults(live, Validator(own)) == conformity.find_faults(
        live, entry_validator(None)
    )
