"""The schema of live entries: the built-in one, or the user's own in its place."""

import json
from pathlib import Path
from typing import Any

import pytest

from driftcheck import entries, resources
from driftcheck.errors import InputError, Place, Problem
from driftcheck.inputs import InputFile
from tests.support import NUMBER, number

BUILT_IN = resources.schema("number")["properties"]


@pytest.fixture
def file(tmp_path: Path) -> InputFile:
    """A schema file that is yet to be written."""
    return InputFile(tmp_path / "schema.json", "schema.json")


def problems(file: InputFile) -> tuple[Problem, ...]:
    """What is wrong with a schema file."""
    with pytest.raises(InputError) as raised:
        entries.load(file)
    return raised.value.problems


def test_without_a_file_the_built_in_schema_decides() -> None:
    validator = entries.load(None)
    assert validator.is_valid(NUMBER)
    assert not validator.is_valid(number(inbound="yes"))


def test_a_json_file_takes_its_place(file: InputFile) -> None:
    file.path.write_text(json.dumps({"required": ["x"]}), encoding="utf-8")
    validator = entries.load(file)
    assert validator.is_valid({"x": 1})
    assert not validator.is_valid(NUMBER)


@pytest.mark.parametrize("suffix", ["yaml", "yml"])
def test_a_yaml_file_takes_its_place(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"schema.{suffix}"
    path.write_text("properties:\n  label: {enum: [no, 6036, true]}\n", encoding="utf-8")
    assert entries.load(InputFile(path, path.name)).schema == {
        "properties": {"label": {"enum": ["no", 6036, True]}}
    }


def test_a_byte_order_mark_does_not_matter(file: InputFile) -> None:
    file.path.write_bytes(b'\xef\xbb\xbf{"type": "object"}')
    assert entries.load(file).schema == {"type": "object"}


def test_a_file_that_is_not_there_is_named(file: InputFile) -> None:
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
        (b'{"const": NaN}', "not valid JSON: NaN is no number that JSON has"),
    ],
    ids=["deep", "long number", "no number"],
)
def test_json_that_cannot_be_read_is_an_input_error(
    file: InputFile, data: bytes, message: str
) -> None:
    file.path.write_bytes(data)
    assert problems(file) == (Problem(message, Place("schema.json", 1, 1)),)


def test_json_in_another_encoding_is_refused_where_it_is_not_utf_8(file: InputFile) -> None:
    file.path.write_bytes(b'{"title": "\xe4"}')
    place = Place("schema.json", 1, 12)
    assert problems(file) == (Problem("not UTF-8 text", place, "Save the file as UTF-8."),)


def test_a_key_given_twice_is_refused(file: InputFile) -> None:
    file.path.write_text('{"required": ["zzz"], "required": []}', encoding="utf-8")
    (found,) = problems(file)
    assert found.message == 'not valid JSON: the key "required" is given twice in one object'


def test_broken_yaml_has_its_place(tmp_path: Path) -> None:
    path = tmp_path / "schema.yaml"
    path.write_text("type: object\ntype: array\n", encoding="utf-8")
    (found,) = problems(InputFile(path, "schema.yaml"))
    assert str(found) == 'schema.yaml:2:1: the key "type" is given twice'


@pytest.mark.parametrize("text", ["[]", "true", "null", '"object"'])
def test_a_schema_must_be_a_mapping(file: InputFile, text: str) -> None:
    file.path.write_text(text, encoding="utf-8")
    assert problems(file) == (
        Problem("a JSON Schema must be a mapping", Place("schema.json", 1, 1)),
    )


def test_a_misspelt_keyword_is_refused(file: InputFile) -> None:
    file.path.write_text('{"requird": ["label"]}', encoding="utf-8")
    message, hint = '"requird" is not a keyword of JSON Schema', 'Did you mean "required"?'
    assert problems(file) == (Problem(message, Place("schema.json", 1, 1), hint),)


def test_without_a_word_on_fields_those_of_the_built_in_schema_are_known() -> None:
    assert entries.fields_known({})["properties"] == BUILT_IN


def test_a_schema_adds_the_fields_that_it_names() -> None:
    known = entries.fields_known({"properties": {"region": {"type": "string"}}})
    assert known["properties"] == {**BUILT_IN, "region": {"type": "string"}}


def test_what_a_schema_says_of_a_field_is_laid_over_the_built_in_one() -> None:
    known = entries.fields_known({"properties": {"label": {"minLength": 3}}})
    assert known["properties"]["label"] == {**BUILT_IN["label"], "minLength": 3}


def test_fields_inside_fields_are_laid_over_too() -> None:
    given: Any = {"properties": {"associated_pipeline": {"properties": {"queue": {}}}}}
    known = entries.fields_known(given)["properties"]["associated_pipeline"]["properties"]
    assert list(known) == ["pipeline_id", "pipeline_name", "queue"]


def test_laying_over_leaves_the_published_schema_alone() -> None:
    entries.fields_known({"properties": {"label": {"minLength": 3}}})
    assert "minLength" not in resources.schema("number")["properties"]["label"]


def test_the_shape_of_entries_has_every_field_that_is_known() -> None:
    shape = entries.shape({"properties": {"region": {"type": "string"}}})
    assert set(shape.fields) == {*BUILT_IN, "region"}
    assert shape.fields["region"].types == {"string"}


@pytest.mark.parametrize("label", [True, False])
def test_a_field_schema_may_be_true_or_false(label: bool) -> None:
    known = entries.fields_known({"properties": {"label": label}})
    assert known["properties"]["label"] == BUILT_IN["label"]
