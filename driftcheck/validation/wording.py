"""Explains why a value breaks a JSON Schema. Never quotes the value: it may be a secret."""

from collections.abc import Iterator
from functools import cached_property

from driftcheck.validation.engine import Compiled, Error
from driftcheck.validation.fault import (
    FORBIDDEN,
    Fault,
    message,
    not_listed,
    wrong_type,
)
from driftcheck.validation.outline import shape_of
from driftcheck.validation.unevaluated import Trace
from driftcheck.words import JSON, Steps, alternatives, did_you_mean

_CHOICES = frozenset({"const", "enum"})
_UNEVALUATED = frozenset({"unevaluatedItems", "unevaluatedProperties"})
_NOT_KNOWN = "is not known"


def describe(compiled: Compiled, value: JSON, *, first: bool = False) -> Iterator[Fault]:
    """Yield the faults of a value, each at its deepest known place; some may repeat.

    `first` stops after the faults of the first error.
    """
    errors = compiled.first_error(value) if first else compiled.errors(value)
    return _Describer(compiled, value, list(errors)).faults()


class _Describer:
    """Converts the errors of one value to faults."""

    def __init__(self, compiled: Compiled, value: JSON, errors: list[Error]) -> None:
        self.compiled = compiled
        self.value = value
        self.errors = errors

    @cached_property
    def trace(self) -> Trace:
        return Trace(self.compiled, self.value, self.errors)

    def faults(self) -> Iterator[Fault]:
        for error in self.errors:
            yield from self.of(error, tuple(error.instance_path))

    def of(self, error: Error, path: Steps) -> Iterator[Fault]:
        """Yield the faults behind an error at a path of the value."""
        keyword, kind = str(error.kind.name), error.kind
        parent = self.parent(error)
        if keyword == "required":
            yield Fault((*path, kind.property), keyword, "is missing", "a value")
        elif keyword == "additionalProperties":
            yield from (self.unknown(parent, (*path, name)) for name in kind.unexpected)
        elif keyword in _UNEVALUATED:
            yield from self.unevaluated(error, path)
        elif keyword == "propertyNames":
            yield from self.of(kind.error, (*path, str(kind.error.instance)))
        elif keyword == "falseSchema":
            yield from self.forbidden(error, path, parent)
        elif isinstance(own := parent.get("errorMessage"), str):
            yield Fault(path, keyword, own, None)
        elif keyword in ("anyOf", "oneOf"):
            yield from self.nearest_branch(kind.context, path, keyword)
        else:
            yield _single(error, path, parent)

    def parent(self, error: Error) -> dict[str, JSON]:
        """Return the schema that a keyword belongs to; empty if it is not that of a keyword."""
        found = self.compiled.at(error.schema_path[:-1])
        return found if isinstance(found, dict) else {}

    def unknown(self, parent: dict[str, JSON], path: Steps) -> Fault:
        def advice() -> str:
            from driftcheck.validation.misplaced import advice_on_name  # findings need no hint

            shape = shape_of(self.compiled.schema)
            return advice_on_name(path, shape) if shape.fields else did_you_mean(name, names)

        name, names = str(path[-1]), parent.get("properties", {})
        return Fault(path, "unknown", _NOT_KNOWN, None, advice)

    def forbidden(self, error: Error, path: Steps, parent: dict[str, JSON]) -> Iterator[Fault]:
        """Yield what a schema `false` refuses: the value, or names in it that are not allowed."""
        whole, keyword = self.value, error.schema_path[-1:]
        for step in path:
            whole = whole[step]
        fields = whole if isinstance(whole, dict) else {}
        if keyword == ["additionalProperties"] and fields and fields != error.instance:
            yield from (self.unknown(parent, (*path, name)) for name in fields)
        elif keyword == ["propertyNames"] and fields:
            yield from (Fault((*path, name), "false", FORBIDDEN, None) for name in fields)
        else:
            named = error.schema_path[-2:-1] == ["dependentSchemas"] and keyword[0] in fields
            yield Fault((*path, *keyword) if named else path, "false", FORBIDDEN, None)

    def unevaluated(self, error: Error, path: Steps) -> Iterator[Fault]:
        """Yield fields or items that no other schema evaluated and that are refused."""
        schema = self.compiled.at(error.schema_path)
        for step in self.trace.unevaluated(error):
            place = (*path, step)
            if schema is not False:
                part = self.compiled.part(error.schema_path)
                yield from (f.below(place) for f in describe(part, error.instance[step]))
            elif isinstance(step, str):
                yield self.unknown(self.parent(error), place)
            else:
                yield Fault(place, "false", FORBIDDEN, None)

    def nearest_branch(
        self, branches: list[list[Error]], path: Steps, keyword: str
    ) -> Iterator[Fault]:
        """Yield the faults of the alternative of the value's type with the fewest violations."""
        fitting = [
            errors for errors in branches if not any(_is_of_other_type(e, path) for e in errors)
        ]
        if not all(branches):  # two alternatives hold, and one may
            yield Fault(path, keyword, message(keyword, None), None)
        elif not fitting:
            types = sorted({name for errors in branches for e in errors for name in _types(e)})
            yield Fault(path, "type", f"must be {alternatives(types)}", types)
        elif choice := _choice(fitting):
            place, values, value = choice
            may_be_null = place == path and any(map(_is_of_null, branches))
            yield not_listed(place, [*values, None] if may_be_null else values, value)
        else:
            for error in min(fitting, key=_distance):
                yield from self.of(error, tuple(error.instance_path))


def _single(error: Error, path: Steps, parent: dict[str, JSON]) -> Fault:
    """Return the single fault of an error."""
    keyword = str(error.kind.name)
    expected = parent.get(keyword, next(iter(error.kind.as_dict().values()), None))
    match keyword:
        case "type":
            return wrong_type(path, expected, error.instance)
        case "enum":
            return not_listed(path, list(expected or ()), error.instance)
        case "pattern":
            own = parent.get("patternErrorMessage")
            clause = own if isinstance(own, str) else _of_pattern(error)
            return Fault(path, keyword, clause, expected)
        case "not":
            place, clause = _describe_negation(expected)
            return Fault((*path, *place), keyword, clause, expected)
    quoted = keyword == "const" and error.instance == str(expected)
    hint = "Write it without quotes." if quoted else None
    return Fault(path, keyword, message(keyword, expected), expected, hint)


def _is_of_other_type(error: Error, path: Steps) -> bool:
    """Whether an alternative is for values of another type."""
    return error.kind.name == "type" and tuple(error.instance_path) == path


def _is_of_null(errors: list[Error]) -> bool:
    """Whether an alternative is null."""
    return [_types(error) for error in errors] == [["null"]]


def _types(error: Error) -> list[str]:
    return list(error.kind.types) if error.kind.name == "type" else []


def _distance(errors: list[Error]) -> tuple[int, int]:
    """Return how far a value is from an alternative; a wrong type is the furthest."""
    return sum(error.kind.name in _CHOICES for error in errors), len(errors)


def _choice(branches: list[list[Error]]) -> tuple[Steps, list[JSON], JSON] | None:
    """Return place, choices and value if every alternative fails on the same choice."""
    first = [error for errors in branches for error in errors if error.kind.name in _CHOICES]
    places = {tuple(error.instance_path) for error in first}
    if len(first) != len(branches) or len(places) != 1:
        return None
    if not all(any(error.kind.name in _CHOICES for error in errors) for errors in branches):
        return None
    return places.pop(), [value for error in first for value in _values(error)], first[0].instance


def _values(error: Error) -> list[JSON]:
    kind = error.kind
    return list(kind.options) if kind.name == "enum" else [kind.expected_value]


def _describe_negation(schema: JSON) -> tuple[Steps, str]:
    """Return the path below a value of a forbidden part, and the message about it."""
    place: Steps = ()
    clause = message("not", schema)
    while isinstance(schema, dict) and schema.keys() <= {"type", "required", "properties"}:
        required, fields = schema.get("required", []), schema.get("properties", {})
        if len({*required, *fields}) != 1:
            break
        (name,) = {*required, *fields}
        place, schema = (*place, name), fields.get(name)
        if schema is None:
            return place, FORBIDDEN
    return place, clause


def _of_pattern(error: Error) -> str:
    """Return the message about a pattern; one that gives up on a text gives no answer."""
    pattern = getattr(error.kind, "pattern", None)
    return message("pattern", pattern) if pattern else "takes too long to match"
