"""Why a value breaks a JSON Schema, in words. Never quotes the value: it may be a secret."""

import json
from collections.abc import Iterator
from typing import Any

from driftcheck.engine import matches
from driftcheck.fault import Fault, Steps
from driftcheck.model import JSON
from driftcheck.shape import type_name
from driftcheck.suggest import did_you_mean, nearest

Error = Any
"""A `jsonschema.ValidationError`, whose attributes are typed as if they could be unset."""

_TYPES = {
    "string": "text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}
_TYPE_HINTS = {
    ("boolean", "string"): "Write true or false, in lower case and without quotes.",
    ("string", "null"): "Give it a value, or leave the field out.",
    ("array", "string"): "Write a list: [one, two].",
    ("array", "object"): "Write a list: [one, two].",
}


_EMPTY = frozenset({"minLength", "minItems", "minProperties"})
_SIZES = {
    "minLength": ("at least", "character"),
    "maxLength": ("at most", "character"),
    "minItems": ("at least", "item"),
    "maxItems": ("at most", "item"),
}
_BOUNDS = {
    "minimum": "at least",
    "maximum": "at most",
    "exclusiveMinimum": "more than",
    "exclusiveMaximum": "less than",
}


def describe(error: Error) -> Iterator[Fault]:
    """The faults behind one error of jsonschema, each at the deepest place that can be named."""
    schema, keyword = error.schema, str(error.validator)
    path: Steps = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        path = (*path, str(error.instance))  # which is the name at fault
    expected = error.validator_value
    if error.validator is None:  # the schema `false`
        yield Fault(path, "false", "is not allowed", None)
    elif keyword in ("required", "dependentRequired"):
        yield from _missing(error, path)
    elif keyword in ("additionalProperties", "unevaluatedProperties"):
        yield from _unknown(error, path)
    elif isinstance(schema, dict) and isinstance(schema.get("errorMessage"), str):
        yield Fault(path, keyword, schema["errorMessage"], None)
    elif keyword == "pattern" and isinstance(schema.get("patternErrorMessage"), str):
        yield Fault(path, keyword, schema["patternErrorMessage"], expected)
    elif keyword in ("anyOf", "oneOf") and error.context:
        yield from _nearest_branch(error, path)
    elif keyword == "type":
        yield _wrong_type(error, path)
    elif keyword == "enum":
        yield _not_listed(error, path)
    else:
        yield Fault(path, keyword, _message(keyword, expected), expected, _const_hint(error))


def _missing(error: Error, path: Steps) -> Iterator[Fault]:
    required = error.validator_value
    if isinstance(required, dict):  # dependentRequired
        present = [names for name, names in required.items() if name in error.instance]
        required = [name for names in present for name in names]
    for name in required:
        if name not in error.instance and error.message.startswith(repr(name)):
            yield Fault((*path, name), "required", "is missing", "a value")


def _unknown(error: Error, path: Steps) -> Iterator[Fault]:
    known = error.schema.get("properties", {})
    for name in error.instance:
        if name not in known and _refused(error, name):
            yield Fault((*path, name), "unknown", "is not known", None, did_you_mean(name, known))


def _refused(error: Error, name: str) -> bool:
    if error.validator_value is not False:
        return False
    if error.validator == "unevaluatedProperties":
        return repr(name) in error.message
    patterns = error.schema.get("patternProperties", {})
    return not any(matches(pattern, name) for pattern in patterns)


def _nearest_branch(error: Error, path: Steps) -> Iterator[Fault]:
    """Describe the alternative that is of the value's type and breaks in the fewest ways."""
    branches: dict[Any, list[Error]] = {}
    for part in error.context:
        branches.setdefault(next(iter(part.relative_schema_path), None), []).append(part)
    fitting = [parts for parts in branches.values() if not any(map(_is_of_another_type, parts))]
    if fitting:
        for part in min(fitting, key=len):
            yield from describe(part)
    else:
        types = sorted({name for parts in branches.values() for p in parts for name in _as_list(p)})
        yield Fault(path, "type", f"must be {_alternatives(types)}", types)


def _is_of_another_type(error: Error) -> bool:
    return error.validator == "type" and not error.relative_path


def _as_list(error: Error) -> list[str]:
    value = error.validator_value if error.validator == "type" else []
    return [value] if isinstance(value, str) else list(value)


def _wrong_type(error: Error, path: Steps) -> Fault:
    wanted = _as_list(error)
    actual = type_name(error.instance)
    found = "true or false (a boolean)" if actual == "boolean" else _TYPES[actual]
    message = f"must be {_alternatives(wanted)}, not {found}"
    hints = [_TYPE_HINTS[pair] for name in wanted if (pair := (name, actual)) in _TYPE_HINTS]
    return Fault(path, "type", message, error.validator_value, hints[0] if hints else None)


def _alternatives(types: list[str]) -> str:
    return " or ".join(_TYPES.get(name, name) for name in types)


def _not_listed(error: Error, path: Steps) -> Fault:
    values = list(dict.fromkeys(map(_word, error.validator_value)))
    if not values:
        return Fault(path, "enum", "is not allowed", error.validator_value)
    close = nearest(error.instance, values) if isinstance(error.instance, str) else None
    hint = f'Did you mean "{close}"?' if close else None
    choice = f"must be one of {', '.join(values)}" if values[1:] else f"must be {values[0]}"
    return Fault(path, "enum", choice, error.validator_value, hint)


def _const_hint(error: Error) -> str | None:
    if error.validator == "const" and error.instance == str(error.validator_value):
        return "Write it without quotes."
    return None


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _word(value: JSON) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _message(keyword: str, expected: JSON) -> str:
    if keyword in _EMPTY and expected == 1:
        return "must not be empty"
    if keyword in _SIZES:
        bound, noun = _SIZES[keyword]
        return f"must have {bound} {_count(expected, noun)}"
    if keyword in _BOUNDS:
        return f"must be {_BOUNDS[keyword]} {expected}"
    match keyword:
        case "pattern":
            return f"does not match the pattern `{expected}`"
        case "const":
            return f"must be {_word(expected)}"
        case "uniqueItems":
            return "must not repeat an item"
    return f"does not satisfy `{keyword}` of the schema"
