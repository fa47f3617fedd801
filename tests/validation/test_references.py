"""References within a schema resolve as JSON Schema defines."""

from driftcheck.validation.validator import Validator


def test_a_reference_is_resolved_relative_to_its_schema() -> None:
    named = {"$id": "https://a.example/s", "$ref": "#/$defs/t", "$defs": {"t": {"type": "string"}}}
    validator = Validator({"properties": {"a": named}})
    assert validator.is_valid({"a": "x"})
    assert not validator.is_valid({"a": 1})
