"""Explains why a document is not a valid JSON Schema.

The reference implementation, `jsonschema`, explains it and is imported only for that. The engine's
error explains what the reference accepts, such as an invalid pattern.
"""

from collections.abc import Iterator
from typing import Any

from driftcheck.validation.fault import Fault, message, not_listed, wrong_type
from driftcheck.validation.redaction import is_hidden
from driftcheck.words import JSON, Steps


def explain(schema: JSON, refused: Exception) -> list[Fault]:
    """Return the faults of a schema that the engine refused, at least one, with their paths."""
    try:
        found = [_harmless(fault) for fault in _objections(schema)]
    except RecursionError:
        return [Fault((), "", "is nested too deeply", None)]
    return found or [_harmless(_of_engine(refused))]


def _objections(schema: JSON) -> Iterator[Fault]:
    from jsonschema import Draft202012Validator  # 120 ms

    reference = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    for error in reference.iter_errors(schema):
        yield _fault(_cause(error))


def _cause(error: Any) -> Any:
    """Return the cause of an error about alternatives: that of the one with the value's type."""
    while error.context:
        error = min(error.context, key=lambda part: (part.validator == "type", len(part.path)))
    return error


def _fault(error: Any) -> Fault:
    path: Steps = tuple(error.absolute_path)
    keyword, expected = str(error.validator), error.validator_value
    match keyword:
        case "type":
            return wrong_type(path, expected, error.instance)
        case "enum":
            return not_listed(path, expected, error.instance)
    return Fault(path, keyword, message(keyword, expected), expected)


def _of_engine(error: Any) -> Fault:
    path: Steps = tuple(getattr(error, "instance_path", ()))
    named = str(path[-1]) if path else ""
    if named == "format":
        return Fault(path, "format", "is not a known format", None)
    if named == "pattern" or path[-2:-1] == ("patternProperties",):
        return Fault(path, "pattern", "is not a regular expression", None)
    return Fault(path, named, "cannot be used", None)


def _harmless(fault: Fault) -> Fault:
    """Return a fault without the value of a `not`, which may be a secret."""
    if not is_hidden([str(step) for step in fault.path]):
        return fault
    return Fault(fault.path, fault.keyword, "is not valid", None)
