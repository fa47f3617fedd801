"""jsonschema-rs as it is used here: nothing is fetched, formats are held to, patterns end."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import jsonschema_rs

from driftcheck.words.pointers import JSON, Steps, reference_to

# So that a hostile pattern comes to an end; see `gives_up`.
_BACKTRACKING = jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000)


Error = Any
"""A `jsonschema_rs.ValidationError`: `kind`, and paths into the value and the schema."""

Unit = dict[str, Any]
"""A unit of the output of JSON Schema: `evaluationPath`, `instanceLocation`, `valid`."""

_DOCUMENT = "urn:driftcheck:schema"


class Compiled:
    """A compiled JSON Schema. Raises ValueError or TypeError where it cannot be used."""

    def __init__(self, schema: JSON, part: Steps = ()) -> None:
        """Compile a resolved schema, or the one at the path `part` of it."""
        self.schema = schema
        if part:
            # The whole schema is registered, so that references in the part are found.
            registry = jsonschema_rs.Registry([(_DOCUMENT, schema)])
            reference = {"$ref": f"{_DOCUMENT}{reference_to(part)}"}
            self._validator = _compiled(reference, registry=registry)
        else:
            self._validator = _compiled(schema)
        # The engine's own method, with no call in between: it is asked once a number.
        self.is_valid: Callable[[JSON], bool] = self._validator.is_valid

    def errors(self, value: JSON) -> Iterator[Error]:
        """Why a value breaks the schema, one error a keyword."""
        return iter(self._validator.iter_errors(value))

    def first_error(self, value: JSON) -> Iterator[Error]:
        """The first error, without looking for any other: each takes 1.5 kB."""
        try:
            self._validator.validate(value)
        except jsonschema_rs.ValidationError as error:
            yield error

    def units(self, value: JSON) -> list[Unit]:
        """What the schemas within the schema come to on a value, valid or not."""
        found: list[Unit] = self._validator.evaluate(value).list()["details"]
        return found

    def at(self, path: Steps) -> JSON:
        """The part of the schema at a path; an empty one where the engine has lost its way.

        It leaves out empty names on the way through a reference.
        """
        part = self.schema
        for step in path:
            try:
                part = part[int(step) if isinstance(part, list) else step]
            except (KeyError, IndexError, TypeError, ValueError):
                return {}
        return part

    def part(self, path: Steps) -> "Compiled":
        """The schema at a path of the schema, compiled with what it refers to."""
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
    """Whether a pattern of a JSON Schema matches somewhere in a text."""
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
    # This kind says that the text does not match; any other, that the engine gave up.
    answer = jsonschema_rs.ValidationErrorKind.Pattern
    return not all(isinstance(error.kind, answer) for error in errors)
