"""Conditions: `{inbound: true, associated_pipeline.pipeline_id: {minLength: 1}}`, and what fails.

A condition maps a dotted field path to a value (equal), a list (one of) or a mapping (a JSON Schema
for that field); `any`, `all` and `not` combine conditions. A field that is absent, null, {} or []
is not configured and fails its condition, unless the condition asks for just that, with null.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from driftcheck.model import JSON
from driftcheck.validation import Validator, configured, dotted, lookup, redact, type_name
from driftcheck.words import SENSITIVE, Steps, beside, shorten

_NOTHING: JSON = [None, {}, []]
_ALWAYS_CONFIGURED = frozenset({"boolean", "integer", "number", "string"})
_MAX_SHOWN = 80


def _nothing(depth: int) -> JSON:
    """Return the JSON Schema of "not configured", including objects that hold only that."""
    inner = _nothing(depth - 1) if depth else {"enum": _NOTHING}
    return {"anyOf": [{"enum": _NOTHING}, {"type": "object", "additionalProperties": inner}]}


# To a fixed depth, because a `$ref` could not move into other schemas; no field is deeper.
_NOT_CONFIGURED = _nothing(4)


class FieldCondition(NamedTuple):
    """What the value at a path must satisfy. `optional` means that it need not be configured.

    `expected` is the condition as written, for reports.
    """

    path: str
    validator: Validator
    expected: JSON
    optional: bool


class Every(NamedTuple):
    """All parts must hold."""

    parts: "tuple[Condition, ...]"


class AnyOf(NamedTuple):
    """At least one part must hold."""

    parts: "tuple[Condition, ...]"


class Negation(NamedTuple):
    """The part must not hold."""

    part: "Condition"


Condition = FieldCondition | Every | AnyOf | Negation


class Failure(NamedTuple):
    """A field that fails a condition. `message` is a clause; the values are redacted."""

    path: str | None
    message: str
    expected: JSON
    actual: JSON


def to_schema(condition: Condition) -> JSON:
    """Return the JSON Schema of the numbers that satisfy a condition."""
    match condition:
        case FieldCondition():
            return _nested(condition.path.split("."), condition)
        case Every(parts):
            return {"allOf": [to_schema(part) for part in parts]}
        case AnyOf(parts):
            return {"anyOf": [to_schema(part) for part in parts]}
        case Negation(part):
            return {"not": to_schema(part)}


def _nested(steps: list[str], condition: FieldCondition) -> JSON:
    schema = _leaf(condition)
    for step in reversed(steps):
        schema = {"properties": {step: schema}}
        if not condition.optional:
            schema |= {"type": "object", "required": [step]}
    return schema


def _leaf(condition: FieldCondition) -> JSON:
    schema = condition.validator.schema
    if condition.optional:
        return {"anyOf": [_NOT_CONFIGURED, schema]}
    if _is_of_configured(schema):
        return schema
    return {"allOf": [{"not": _NOT_CONFIGURED}, schema]}


def _is_of_configured(schema: JSON) -> bool:
    """Whether a schema already refuses values that are not configured; checking twice is slower."""
    if not isinstance(schema, dict):
        return False
    types = schema.get("type", ())
    values = [schema["const"]] if "const" in schema else schema.get("enum", ())
    names = {types} if isinstance(types, str) else {*types, *map(type_name, values)}
    return bool(names) and names <= _ALWAYS_CONFIGURED


def failures(condition: Condition, subject: JSON) -> Iterator[Failure]:
    """Yield the fields that fail in a number that does not satisfy a condition."""
    match condition:
        case FieldCondition():
            yield from _field_failure(condition, subject)
        case Every(parts):
            for part in parts:
                yield from failures(part, subject)
        case AnyOf(parts):
            yield from _any_failure(parts, subject)
        case Negation(part):
            yield from _negation_failure(part, subject)


def _field_failure(condition: FieldCondition, subject: JSON) -> Iterator[Failure]:
    steps = condition.path.split(".")
    value = lookup(subject, steps)
    if _holds(condition, value):
        return
    yield Failure(
        path=condition.path,
        message=_clause(condition, value),
        expected=redact(condition.expected, steps),
        actual=redact(value, steps),
    )


def _holds(condition: FieldCondition, value: JSON) -> bool:
    if configured(value) is None:
        return condition.optional
    return condition.validator.is_valid(value)


def _clause(condition: FieldCondition, value: JSON) -> str:
    if condition.optional and condition.expected is None:
        return f"{condition.path} must not be configured"
    if configured(value) is None:
        return f"{condition.path} is not configured"
    too_large = condition.validator.size_beyond(value) > 0
    fault = next(condition.validator.faults(value, first=too_large), None)
    if fault is None:
        return f"{condition.path} is not as required"
    steps = tuple(condition.path.split("."))
    clause = fault.redacted(steps).message
    return it_is(f"{dotted((condition.path, *fault.path))} {clause}", value, fault.path, steps)


def it_is(clause: str, value: JSON, path: Steps, within: Sequence[str] = ()) -> str:
    """Return a clause about the value at a path, followed by that value if it may be shown.

    `within` is the path of the outer value in the number.
    """
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return clause
    shown = redact(value, (*within, *map(str, path)))
    if value is None or isinstance(value, (dict, list)) or shown == SENSITIVE:
        return clause
    clause, text = beside(clause, json.dumps(shown, ensure_ascii=False))
    return f"{clause} (it is {shorten(text, _MAX_SHOWN)})"


def _any_failure(parts: tuple[Condition, ...], subject: JSON) -> Iterator[Failure]:
    """Yield one failure for all alternatives, with the path of the first field."""
    alternatives = [list(failures(part, subject)) for part in parts]
    if not all(alternatives):
        return
    clauses = [" and ".join(failure.message for failure in failed) for failed in alternatives]
    first = alternatives[0][0]
    yield Failure(first.path, ", or ".join(clauses), first.expected, first.actual)


def _negation_failure(part: Condition, subject: JSON) -> Iterator[Failure]:
    """Yield one failure, with the path of the first field of the forbidden condition."""
    if any(failures(part, subject)):
        return
    first = next(fields(part))
    steps = first.path.split(".")
    value = redact(lookup(subject, steps), steps)
    expected = {"not": redact(first.expected, steps)}
    absent = first.optional and configured(value) is None
    message = f"{first.path} is not configured"
    if not absent:
        message = it_is(f"{first.path} has a forbidden value", value, ())
    yield Failure(first.path, message, expected, value)


def fields(condition: Condition) -> Iterator[FieldCondition]:
    """Yield the conditions on single fields within a condition."""
    match condition:
        case FieldCondition():
            yield condition
        case Every(parts) | AnyOf(parts):
            for part in parts:
                yield from fields(part)
        case Negation(part):
            yield from fields(part)
