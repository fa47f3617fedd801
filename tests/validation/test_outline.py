"""The shape of a JSON Schema: known fields and their requirements."""

import json
from pathlib import Path
from typing import Any

import pytest

from driftcheck.document.source import InputFile
from driftcheck.model import InputError, Place
from driftcheck.validation import entry_validator
from driftcheck.validation.outline import shape_of


def test_requirements_of_all_parts_are_combined() -> None:
    parts = [{"properties": {"label": {"type": ["string", other]}}} for other in ("null", "array")]
    shape = shape_of({"allOf": parts})
    assert shape.fields["label"].types == {"string"}


def test_parts_without_fields_change_nothing() -> None:
    assert shape_of({"allOf": [{"type": "object"}, {}]}).open
    assert not shape_of({"allOf": [{"properties": {"a": {}}}, {}]}).open


def test_references_that_expand_too_far_are_refused(tmp_path: Path) -> None:
    def twice(n: int) -> Any:
        return {"properties": {name: {"$ref": f"#/$defs/{n}"} for name in "ab"}}

    schema = {**twice(0), "$defs": {str(n): twice(n + 1) for n in range(16)} | {"16": {}}}
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        entry_validator(InputFile(path, "schema.json"))
    (problem,) = caught.value.problems
    assert problem.message == "the references of this schema expand to more than 20,000 parts"
    assert problem.place == Place("schema.json", 1, 1)
