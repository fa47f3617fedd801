"""jsonschema-rs as it is used here: nothing is fetched, formats are held to, patterns end."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import jsonschema_rs

from driftcheck.model import JSON


def compiled(schema: JSON) -> Any:
    """A validator of jsonschema-rs. Raises ValueError where the schema cannot be used."""
    options = jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000)
    return _compiled(schema, options)


def _compiled(schema: JSON, options: Any) -> Any:
    return jsonschema_rs.validator_for(
        schema,
        offline=True,
        validate_formats=True,
        ignore_unknown_formats=False,
        pattern_options=options,
    )


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern of a JSON Schema matches somewhere in a text."""
    return _matcher(pattern)(text)


@lru_cache(maxsize=256)
def _matcher(pattern: str) -> Callable[[JSON], bool]:
    is_valid: Callable[[JSON], bool] = compiled({"pattern": pattern}).is_valid
    return is_valid


def is_pattern(text: str) -> bool:
    """Whether a text is a regular expression."""
    try:
        _matcher(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def is_linear(pattern: str) -> bool:
    """Whether a pattern is matched without backtracking, so that there is always an answer."""
    try:
        _compiled({"pattern": pattern}, jsonschema_rs.RegexOptions())
    except ValueError:
        return False
    return True


def gives_up(pattern: str, text: str) -> bool:
    """Whether matching a pattern comes to no answer; what it then counts as means nothing."""
    errors = compiled({"pattern": pattern}).iter_errors(text)
    answer = jsonschema_rs.ValidationErrorKind.Pattern
    return not all(isinstance(error.kind, answer) for error in errors)


def patterns(schema: JSON) -> Iterator[str]:
    """The patterns that values are held to anywhere in a schema."""
    if isinstance(schema, list):
        for part in schema:
            yield from patterns(part)
    elif isinstance(schema, dict):
        for keyword, part in schema.items():
            if keyword == "pattern" and isinstance(part, str):
                yield part
            elif keyword == "patternProperties" and isinstance(part, dict):
                yield from part
            yield from patterns(part)


def texts(value: JSON) -> Iterator[str]:
    """Every text in a value, the names of fields included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from texts(part)
