"""The cache of schemas is bounded."""

from typing import Any

from driftcheck.validation.keywords import remembered


def test_the_cache_of_schemas_is_bounded() -> None:
    asked: list[Any] = []
    first = {"const": -1}
    ask = remembered(asked.append)
    for schema in (first, first, *({"const": n} for n in range(2_000)), first):
        ask(schema)
    assert [schema["const"] for schema in asked] == [-1, *range(2_000), -1]
