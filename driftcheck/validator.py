"""JSON Schemas: compile them, decide with them, and say in words why a value breaks one.

`jsonschema-rs` decides whether there is anything to say (0.6 µs a number), and `jsonschema`,
a hundred times slower and imported only then, says what. Patterns are always matched by
`jsonschema-rs`, so that the two agree. Nothing is ever fetched: a `$ref` outside the schema is
refused.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import jsonschema_rs

from driftcheck.errors import InputError, Place, Problem
from driftcheck.model import JSON
from driftcheck.suggest import nearest

KEYWORDS = frozenset(
    """
    $anchor $comment $defs $id $ref $schema additionalProperties allOf anyOf const contains default
    dependentRequired dependentSchemas deprecated description else enum errorMessage examples
    exclusiveMaximum exclusiveMinimum format if items maxContains maxItems maxLength maxProperties
    maximum minContains minItems minLength minProperties minimum multipleOf not oneOf pattern
    patternErrorMessage patternProperties prefixItems properties propertyNames readOnly required
    then title type unevaluatedItems unevaluatedProperties uniqueItems writeOnly
    """.split()
)
"""The keywords of JSON Schema 2020-12 that are evaluated or annotate, and the two of editors."""

_MAPS = ("$defs", "dependentSchemas", "patternProperties", "properties")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE = frozenset(
    """
    additionalProperties contains else if items not propertyNames then unevaluatedItems
    unevaluatedProperties
    """.split()
)
Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a value breaks a schema.

    `path` leads to the offending value (or to where the missing one belongs), `expected` is what
    the schema asks for, `message` reads after the name of the field.
    """

    path: Steps
    keyword: str
    message: str
    expected: JSON
    hint: str | None = None


class Validator:
    """A compiled JSON Schema (2020-12 unless it names another draft)."""

    def __init__(self, schema: JSON, place: Place | None = None) -> None:
        """Compile a schema. Raises InputError at `place` where it is not a usable schema."""
        self.schema = schema
        for problem in misuses(schema):
            raise InputError(Problem(problem.message, place, problem.hint))
        try:
            self.is_valid: Callable[[JSON], bool] = _compile(schema).is_valid
        except (ValueError, TypeError) as error:
            reason = str(error).splitlines()[0]
            raise InputError(Problem(f"not a valid JSON Schema: {reason}", place)) from error

    @cached_property
    def _describer(self) -> Any:
        import jsonschema  # 120 ms, and only a broken value needs it

        draft = jsonschema.validators.validator_for(self.schema, jsonschema.Draft202012Validator)
        extend: Any = jsonschema.validators.extend
        return extend(draft, {"pattern": _pattern})(self.schema)

    def faults(self, value: JSON) -> Iterator[Fault]:
        """What is wrong with a value, in a fixed order; nothing if it is valid."""
        from driftcheck import wording  # needs jsonschema

        if self.is_valid(value):
            return
        faults = [
            fault
            for error in self._describer.iter_errors(value)
            for fault in wording.describe(error)
        ]
        yield from sorted(faults or self._plain(value), key=_fault_order)

    def _plain(self, value: JSON) -> Iterator[Fault]:
        """The faults as jsonschema-rs has them, should jsonschema find none."""
        for error in _compile(self.schema).iter_errors(value):
            keyword = str(error.schema_path[-1]) if error.schema_path else "schema"
            message = f"does not satisfy `{keyword}`"
            yield Fault(tuple(error.instance_path), keyword, message, None)


def _fault_order(fault: Fault) -> tuple[list[str], str]:
    return [f"{step:>9}" if isinstance(step, int) else step for step in fault.path], fault.message


def _compile(schema: JSON) -> Any:
    return jsonschema_rs.validator_for(
        schema,
        offline=True,
        pattern_options=jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000),
    )


@lru_cache(maxsize=256)
def _matcher(pattern: str) -> Callable[[JSON], bool]:
    is_valid: Callable[[JSON], bool] = _compile({"pattern": pattern}).is_valid
    return is_valid


def _pattern(_validator: Any, pattern: str, value: JSON, _schema: JSON) -> Iterator[Exception]:
    from jsonschema import ValidationError

    if isinstance(value, str) and not _matcher(pattern)(value):
        yield ValidationError("does not match")


def misuses(schema: JSON) -> Iterator[Problem]:
    """Keywords that JSON Schema would pass over in silence, and references to elsewhere."""
    if not isinstance(schema, dict):
        return
    for keyword in schema:
        if keyword not in KEYWORDS:
            close = nearest(keyword, KEYWORDS)
            hint = f'Did you mean "{close}"?' if close else None
            yield Problem(f'"{keyword}" is not a keyword of JSON Schema', None, hint)
    reference = schema.get("$ref", "#")
    if not (isinstance(reference, str) and reference.startswith("#")):
        yield Problem("a $ref must stay within the schema", None, "Copy what it names to $defs.")
    for part in _parts(schema):
        yield from misuses(part)


def _parts(schema: dict[str, JSON]) -> Iterator[JSON]:
    """The schemas directly inside a schema."""
    for keyword, value in schema.items():
        if keyword in _MAPS and isinstance(value, dict):
            yield from value.values()
        elif keyword in _LISTS and isinstance(value, list):
            yield from value
        elif keyword in _SINGLE:
            yield value
