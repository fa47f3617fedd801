"""jsonschema-rs as it is used here: nothing is fetched, formats are held to, patterns end."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonschema_rs

JSON = Any

_OF_NAMES = frozenset({"$defs", "dependentSchemas", "patternProperties", "properties"})
_OF_VALUES = frozenset({"const", "default", "enum", "examples"})


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
    return bool(_matcher(pattern).is_valid(text))


@lru_cache(maxsize=256)
def _matcher(pattern: str) -> Any:
    return compiled({"pattern": pattern})


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
    matcher = _matcher(pattern)
    if matcher.is_valid(text):
        return False
    errors = matcher.iter_errors(text)
    answer = jsonschema_rs.ValidationErrorKind.Pattern
    return not all(isinstance(error.kind, answer) for error in errors)


def patterns(schema: JSON) -> Iterator[str]:
    """The patterns that values are held to anywhere in a schema."""
    for part in schema if isinstance(schema, list) else ():
        yield from patterns(part)
    for keyword, part in schema.items() if isinstance(schema, dict) else ():
        if keyword == "pattern" and isinstance(part, str):
            yield part
        elif keyword in _OF_NAMES and isinstance(part, dict):
            yield from part if keyword == "patternProperties" else ()
            yield from patterns(list(part.values()))
        elif keyword not in _OF_VALUES:
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
