"""Explanations for schemas that only the engine refuses."""

import pytest

from driftcheck.model import InputError
from driftcheck.validation import Validator
from tests.each import each


@each(
    ("schema", "said"),
    [
        ({"items": {"pattern": "("}}, '"items.pattern" is not a regular expression'),
        ({"patternProperties": {"(": {}}}, '"patternProperties.(" is not a regular expression'),
        (
            {"properties": {"pattern": {"format": "x"}}},
            '"properties.pattern.format" is not a known format',
        ),
    ],
)
def test_the_fault_has_its_path_and_reason(schema: object, said: str) -> None:
    with pytest.raises(InputError) as caught:
        Validator(schema)
    (problem,) = caught.value.problems
    assert problem.message.startswith(f"not a valid JSON Schema: {said}")
