"""Difficult places: bytes, byte-order marks, characters, types in branches."""

from pathlib import Path
from typing import Any

import pytest

from driftcheck import document
from driftcheck.model import InputError
from driftcheck.validation.outline import shape_of
from driftcheck.validation.shape import read

TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("é: é".encode() + b"\xff", "f.yaml:1:5"),
        (b"\xef\xbb\xbfa\n\xff", "f.yaml:2:1"),
        (b"\xff", "f.yaml:1:1"),
    ],
)
def test_an_invalid_byte_has_a_place_in_characters(data: bytes, place: str, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(data)
    with pytest.raises(InputError) as caught:
        document.load(tmp_path / "f.yaml", "f.yaml")
    assert str(caught.value) == f"{place}: not UTF-8 text"


def test_exactly_the_forbidden_character_is_named() -> None:
    with pytest.raises(InputError) as caught:
        document.parse("a: \u202e\u200b\nb: \x07", "f.yaml")
    assert str(caught.value) == "f.yaml:2:4: a character that YAML does not allow: '\\x07'"


@pytest.mark.parametrize("text", ["a: \ud800", "\x00"])
def test_text_that_cannot_be_read_at_all_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="a character that YAML does not allow"):
        document.parse(text, "f.yaml")


def test_a_name_that_cannot_be_opened_is_refused() -> None:
    with pytest.raises(InputError, match="cannot read"):
        document.load(Path("a\0b"))


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        ({"anyOf": [{"type": "array", "items": TEXT}, {"type": "null"}]}, "[6036]", ["6036"]),
        ({"allOf": [{"additionalProperties": TEXT}]}, "{a: 6036}", {"a": "6036"}),
        ({"patternProperties": {"^a": TEXT}}, "{a: 6036}", {"a": "6036"}),
        (
            {"properties": {"a": {"$ref": "#/$defs/x~1y"}}, "$defs": {"x/y": TEXT}},
            "{a: 6036}",
            {"a": "6036"},
        ),
        ({}, "[1e999, 1e3]", ["1e999", 1000.0]),
    ],
)
def test_scalars_are_typed_in_every_branch_of_the_schema(
    schema: Any, text: str, value: Any
) -> None:
    assert read(document.parse(text, "f.yaml").root, shape_of(schema)) == value
