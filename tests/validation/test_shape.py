"""Types from a schema, and how scalars are read."""

from itertools import product
from typing import Any

import pytest

from driftcheck.document import Scalar, parse
from driftcheck.validation.keywords import type_name
from driftcheck.validation.outline import shape_of
from driftcheck.validation.shape import (
    ANY,
    Shape,
    UnknownPathError,
    allows,
    find,
    lookup,
    read,
)

NUMBER = {
    "type": "object",
    "properties": {
        "label": {"type": "string"},
        "pipeline": {"type": ["object", "null"], "properties": {"id": {"type": "string"}}},
        "addresses": {"type": "array", "items": {"type": "string"}},
        "metadata": {"type": "object"},
        "extra": {"type": "object", "additionalProperties": {"type": "string"}},
        "closed": {"type": "object", "additionalProperties": False},
    },
}


def typed(text: str, *types: str) -> Any:
    """Read a YAML scalar by a schema with these types."""
    root = parse(f"a: {text}\n", "f.yaml").root
    return read(root, Shape(fields={"a": Shape(frozenset(types))}))["a"]


def filled(text: str, value: str, *types: str) -> Any:
    """Read a scalar with a variable by a schema with these types."""
    return read(parse(text, "f.yaml").root, Shape(frozenset(types)), lambda _: value)


def test_a_scalar_stays_text_if_the_schema_says_text(subtests: pytest.Subtests) -> None:
    for text in [
        "no",
        "on",
        "6036",
        "+12025550100",
        "0",
        "1.50",
        "1e5",
        "true",
        "2027-01-01",
        "Null",
        "NULL",
    ]:
        with subtests.test(text=text):
            assert typed(text, "string") == text
            assert typed(text, "string", "null") == text


def test_a_plain_null_is_always_null(subtests: pytest.Subtests) -> None:
    for text, types in product(
        ["", "~", "null"], [(), ("string",), ("string", "null"), ("boolean",), ("object",)]
    ):
        with subtests.test(text=text, types=types):
            assert typed(text, *types) is None


def test_a_quoted_scalar_is_always_text(subtests: pytest.Subtests) -> None:
    for text, types in product(
        ["", "~", "null", "true", "6036"], [(), ("string",), ("boolean", "integer")]
    ):
        with subtests.test(text=text, types=types):
            assert typed(f"'{text}'", *types) == text


@pytest.mark.parametrize("types", [(), ("boolean",), ("boolean", "null")])
def test_true_and_false_are_booleans(types: tuple[str, ...]) -> None:
    assert typed("true", *types) is True
    assert typed("false", *types) is False


def test_nothing_else_is_a_boolean(subtests: pytest.Subtests) -> None:
    for text in ["yes", "no", "on", "off", "True", "FALSE", "1"]:
        with subtests.test(text=text):
            assert typed(text, "boolean") == text


def test_whole_numbers_are_read_where_allowed(subtests: pytest.Subtests) -> None:
    for types, (text, value) in product(
        [(), ("integer",), ("number",), ("integer", "null")], [("0", 0), ("6036", 6036), ("-5", -5)]
    ):
        with subtests.test(types=types, text=text, value=value):
            found = typed(text, *types)
            assert (found, type(found)) == (value, int)


def test_numbers_are_read_where_allowed(subtests: pytest.Subtests) -> None:
    for types, (text, value) in product(
        [(), ("number",)], [("1.5", 1.5), ("-0.5", -0.5), ("1e3", 1000.0)]
    ):
        with subtests.test(types=types, text=text, value=value):
            found = typed(text, *types)
            assert (found, type(found)) == (value, float)


def test_a_number_that_json_does_not_know_is_text(subtests: pytest.Subtests) -> None:
    for text in [
        "007",
        "+5",
        "1_000",
        "0x1f",
        "0o7",
        "12:30",
        ".inf",
        ".nan",
        "1.",
        ".5",
        "1e",
        "1,5",
    ]:
        with subtests.test(text=text):
            assert typed(text) == text
            assert typed(text, "number") == text


def test_a_number_of_many_digits_is_exact() -> None:
    assert typed("9" * 300) == int("9" * 300)


@pytest.mark.parametrize("text", ["9" * 100_000, "1." + "0" * 100_000, "1e99999"])
def test_a_number_of_too_many_digits_stays_text(text: str) -> None:
    assert typed(f"\n  {text}", "number") == text


def test_lists_and_mappings_are_read_by_the_shapes_of_their_parts() -> None:
    text = "{label: 5, pipeline: {id: no, n: 5}, addresses: [10, no], extra: {a: 1}, b: 6}"
    assert read(parse(text, "f.yaml").root, shape_of(NUMBER)) == {
        "label": "5",
        "pipeline": {"id": "no", "n": 5},
        "addresses": ["10", "no"],
        "extra": {"a": "1"},
        "b": 6,
    }


def test_without_a_schema_scalars_are_read_like_json() -> None:
    text = "[no, 1, 1.5, true, ~, 'true', {a: []}]"
    assert read(parse(text, "f.yaml").root) == ["no", 1, 1.5, True, None, "true", {"a": []}]


def test_only_scalars_with_a_dollar_sign_are_filled_in() -> None:
    asked: list[str] = []

    def fill(node: Scalar) -> str:
        asked.append(node.text)
        return "x"

    assert read(parse("{a: $b, c: d, e: '$f'}", "f.yaml").root, ANY, fill) == {
        "a": "x",
        "c": "d",
        "e": "x",
    }
    assert asked == ["$b", "$f"]


def test_a_replaced_variable_is_typed_by_the_schema(subtests: pytest.Subtests) -> None:
    for types, value, expected in [
        (("integer",), "30", 30),
        (("boolean",), "true", True),
        (("string",), "30", "30"),
        (("string", "null"), "null", "null"),
        (("string",), "", ""),
        (("number",), "many", "many"),
    ]:
        with subtests.test(types=types, value=value, expected=expected):
            assert filled("$X", value, *types) == expected


def test_a_variable_in_quotes_is_text() -> None:
    assert filled("'$X'", "30", "integer") == "30"


def test_the_types_of_a_schema_are_known(subtests: pytest.Subtests) -> None:
    for schema, types in [
        ({"type": "string"}, {"string"}),
        ({"type": ["string", "null"]}, {"string", "null"}),
        ({"const": 1}, {"integer"}),
        ({"enum": ["a", None]}, {"string", "null"}),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"string", "null"}),
        ({"oneOf": [{"type": "string"}, {"const": 5}]}, {"string", "integer"}),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}}, {"string"}),
        ({"$ref": "#/$defs/none"}, set()),
        ({"$ref": "#/$defs/a", "$defs": {"a": 5}}, set()),
        ({"$ref": "#"}, set()),
        ({}, set()),
        (True, set()),
    ]:
        with subtests.test(schema=schema, types=types):
            assert shape_of(schema).types == types


def test_a_schema_that_refers_to_itself_has_a_shape() -> None:
    shape = shape_of({"type": "object", "properties": {"a": {"$ref": "#"}}})
    assert shape.fields["a"].fields["a"] == ANY


def test_the_fields_of_every_branch_are_known() -> None:
    parts = [{"properties": {"a": {"type": "string"}}}, {"properties": {"b": {}}}]
    shape = shape_of({"allOf": parts, "properties": {"a": {"type": "integer"}, "c": {}}})
    assert sorted(shape.fields) == ["a", "b", "c"]
    assert shape.fields["a"].types == {"integer"}


def test_the_only_values_of_a_schema_are_known() -> None:
    assert shape_of({"enum": ["byo", None]}).values == ("byo", None)


def test_a_schema_with_fields_knows_no_others_unless_it_says_so(subtests: pytest.Subtests) -> None:
    for schema, is_open in [
        ({}, True),
        ({"properties": {"a": {}}}, False),
        ({"properties": {"a": {}}, "additionalProperties": {"type": "string"}}, True),
        ({"additionalProperties": False}, False),
        ({"properties": {"a": {}}, "patternProperties": {"^x": {}}}, False),
        ({"patternProperties": {"^x": {}}}, False),
        ({"properties": {"a": {}}, "unevaluatedProperties": True}, True),
    ]:
        with subtests.test(schema=schema, is_open=is_open):
            assert shape_of(schema).open is is_open


def test_types_have_their_names_in_json_schema(subtests: pytest.Subtests) -> None:
    value: Any
    for value, name in [
        (None, "null"),
        (True, "boolean"),
        (1, "integer"),
        (1.5, "number"),
        ("", "string"),
        ([], "array"),
        ((), "array"),
        ({}, "object"),
    ]:
        with subtests.test(value=value, name=name):
            assert type_name(value) == name


def test_a_shape_allows_values_of_its_types(subtests: pytest.Subtests) -> None:
    for types, value, allowed in [
        ({"string"}, "x", True),
        ({"string"}, 1, False),
        ({"number"}, 1, True),
        ({"integer"}, 1.5, False),
        ({"number"}, True, False),
        (set(), None, True),
    ]:
        with subtests.test(types=types, value=value, allowed=allowed):
            assert allows(Shape(frozenset(types)), value) is allowed


def test_a_path_that_a_number_can_have_is_found() -> None:
    paths = ["label", "pipeline.id", "extra.x", "metadata.owner.name"]
    types = [find(shape_of(NUMBER), path).types for path in paths]
    assert types == [*[{"string"}] * 3, set()]


def test_a_path_that_no_number_can_have_is_refused(subtests: pytest.Subtests) -> None:
    for path, message, hint in [
        ("lable", 'no number has a field "lable"', 'Did you mean "label"?'),
        ("Label", 'no number has a field "Label"', 'Did you mean "label"?'),
        (
            "zzz.id",
            'no number has a field "zzz"',
            "Expected one of: addresses, closed, extra, label, metadata, pipeline.",
        ),
        ("pipeline.ID", 'no number has a field "pipeline.ID"', 'Did you mean "pipeline.id"?'),
        ("label.x", '"label" has no fields', 'Write "label".'),
        ("addresses.0", '"addresses" has no fields', 'Write "addresses".'),
        ("closed.x", '"closed" has no fields', 'Write "closed".'),
    ]:
        with subtests.test(path=path, message=message, hint=hint):
            with pytest.raises(UnknownPathError) as raised:
                find(shape_of(NUMBER), path)
            assert (str(raised.value), raised.value.hint) == (message, hint)


@pytest.mark.parametrize("path", ["", "metadata.", ".label", "pipeline..id"])
def test_a_path_with_an_empty_step_is_refused(path: str) -> None:
    with pytest.raises(UnknownPathError):
        find(shape_of(NUMBER), path)


def test_a_value_is_looked_up_by_its_path() -> None:
    entry: Any = {"a": {"b": 1}}
    assert [lookup(entry, steps) for steps in (["a", "b"], ["a"], [])] == [1, {"b": 1}, entry]
    assert [lookup(entry, steps) for steps in (["c"], ["a", "b", "c"])] == [None, None]
