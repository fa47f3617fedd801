"""References within a schema lead to where JSON Schema says."""

from driftcheck.validation.validator import Validator


def test_a_reference_is_followed_from_the_schema_whose_name_it_is_relative_to() -> None:
    named = {"$id": "https://a.example/s", "$ref": "#/$defs/t", "$defs": {"t": {"type": "string"}}}
    validator = Validator({"properties": {"a": named}})
    assert validator.is_valid({"a": "x"})
    assert not validator.is_valid({"a": 1})
