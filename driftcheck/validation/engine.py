"""Configures jsonschema-rs: nothing is fetched, formats are checked, backtracking is limited."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import jsonschema_rs

from driftcheck.words.pointers import JSON, Steps, reference_to

# Stops hostile patterns; see `gives_up`.
_BACKTRACKING = jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000)


Error = Any
"""A `jsonschema_rs.ValidationError`: `kind`, and paths into the value and the schema."""

Unit = dict[str, Any]
"""An output unit of JSON Schema: `evaluationPath`, `instanceLocation`, `valid`."""

_DOCUMENT = "urn:driftcheck:schema"


class Compiled:
    """A compiled JSON Schema. Raises ValueError or TypeError if it is unusable."""

    def __init__(self, schema: JSON, part: Steps = ()) -> None:
        """Compile a resolved schema, or the one at the path `part` of it."""
        self.schema = schema
        if part:
            # The whole schema is registered, so that references in the part resolve.
            registry = jsonschema_rs.Registry([(_DOCUMENT, schema)])
            reference = {"$ref": f"{_DOCUMENT}{reference_to(part)}"}
            self._validator = _compiled(reference, registry=registry)
        else:
            self._validator = _compiled(schema)
        # The engine's own method without a call in between, because it runs for every number.
        self.is_valid: Callable[[JSON], bool] = self._validator.is_valid

    def errors(self, value: JSON) -> Iterator[Error]:
        """Yield the errors of a value, one per keyword."""
        return iter(self._validator.iter_errors(value))

    def first_error(self, value: JSON) -> Iterator[Error]:
        """Yield only the first error; each one takes 1.5 kB."""
        try:
            self._validator.validate(value)
        except jsonschema_rs.ValidationError as error:
            yield error

    def units(self, value: JSON) -> list[Unit]:
        """Return the results of all subschemas on a value, valid or not."""
        found: list[Unit] = self._validator.evaluate(value).list()["details"]
        return found

    def at(self, path: Steps) -> JSON:
        """Return the schema at a path; an empty one if the engine's path is wrong.

        The engine omits empty names when it follows a reference.
        """
        part = self.schema
        for step in path:
            try:
                part = part[int(step) if isinstance(part, list) else step]
            except (KeyError, IndexError, TypeError, ValueError):
                return {}
        return part

    def part(self, path: Steps) -> "Compiled":
        """Compile the schema at a path, with what it refers to."""
        return Compiled(self.schema, path)


def _compiled(schema: JSON, options: Any = _BACKTRACKING, **more: Any) -> Any:
    return jsonschema_rs.validator_for(
        schema,
        offline=True,
        validate_formats=True,
        ignore_unknown_formats=False,
        pattern_options=options,
        **more,
    )


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern of a JSON Schema matches anywhere in a text."""
    return bool(_matcher(pattern).is_valid(text))


@lru_cache(maxsize=256)
def _matcher(pattern: str) -> Any:
    return _compiled({"pattern": pattern})


def is_pattern(text: str) -> bool:
    """Whether a text is a regular expression."""
    try:
        _matcher(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def is_linear(pattern: str) -> bool:
    """Whether a pattern needs no backtracking, so that it always gives an answer."""
    try:
        _compiled({"pattern": pattern}, jsonschema_rs.RegexOptions())
    except ValueError:
        return False
    return True


def gives_up(pattern: str, text: str) -> bool:
    """Whether the engine gives up on matching a pattern; its answer is then meaningless."""
    matcher = _matcher(pattern)
    if matcher.is_valid(text):
        return False
    errors = matcher.iter_errors(text)
    # This kind means no match; any other kind means that the engine gave up.
    answer = jsonschema_rs.ValidationErrorKind.Pattern
    return not all(isinstance(error.kind, answer) for error in errors)
