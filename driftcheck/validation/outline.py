"""Derives the shape of a JSON Schema: what is certain about a value, and all fields it names.

A shape allows more than its schema, never less. It decides how plain scalars are read, which fields
are known, and which values a field never has. Requirements of only some alternatives do not narrow
it, but their fields are known.
"""

from collections.abc import Iterator, Mapping
from functools import partial, reduce
from itertools import chain

from driftcheck.model.errors import InputError, Problem
from driftcheck.validation.keywords import remembered, type_name
from driftcheck.validation.references import resolve, target
from driftcheck.validation.shape import ANY, NEVER, Shape, may_have_fields
from driftcheck.words import JSON

MAX_PARTS = 20_000  # nested references can expand to billions
_OF_TEXT = frozenset({"format", "maxLength", "minLength", "pattern"})
_MAYBE = ("if", "then", "else")
_COMBINING = frozenset({"$ref", "allOf", "anyOf", "oneOf", "dependentSchemas", *_MAYBE})


@remembered
def shape_of(schema: JSON) -> Shape:
    """Return the shape of a JSON Schema; each reference within the schema is followed once.

    Raises InputError if the references expand to too much.
    """
    resolved = resolve(schema)
    return ANY if resolved.flaws else _Reader(resolved.schema).shape(resolved.schema)


def over(under: Shape, given: Shape) -> Shape:
    """Return a shape overridden by another one, field by field.

    If the other one has no type for a field, plain scalars are read as before, and all values are
    allowed.
    """
    if given is NEVER:
        return NEVER
    fields = dict(given.fields)
    if may_have_fields(given) and given.rest is not NEVER:
        stated = {name: field_shape(given, name) for name in under.fields}
        both = {name: over(under.fields[name], part) for name, part in stated.items() if part}
        fields = {**under.fields, **fields, **both}
    silent = given.open and given.rest is None
    return given._replace(
        types=given.types or under.types,
        loose=given.loose or not given.types,
        fields={name: inner for name, inner in fields.items() if inner is not NEVER},
        items=given.items or under.items,
        open=under.open if silent else given.open,
    )


def field_shape(shape: Shape, name: str) -> Shape | None:
    """Return the shape of a field, also by a pattern or for all others; None if there is none."""
    if name in shape.fields:
        return shape.fields[name]
    found = shape.inner(name)
    return None if found == ANY else found


class _Reader:
    """Reads the shape of a schema, up to a limit, because nested references grow without end."""

    def __init__(self, root: JSON) -> None:
        self.root = root
        self.left = MAX_PARTS

    def shape(self, schema: JSON, seen: frozenset[str] = frozenset()) -> Shape:
        self.left -= 1
        if self.left < 0:
            message = f"the references of this schema expand to more than {MAX_PARTS:,} parts"
            raise InputError(Problem(message, None, "Refer to each part once."))
        if schema is False:
            return NEVER
        # A schema may refer to itself, for example to describe a tree.
        if not isinstance(schema, dict) or schema.get("$ref") in seen:
            return ANY
        if _COMBINING.isdisjoint(schema):  # true for most schemas
            return self._own(schema, seen)
        seen = seen | {schema["$ref"]} if "$ref" in schema else seen
        surely = reduce(_both, self._surely(schema, seen), self._own(schema, seen))
        return reduce(_besides, self._maybe(schema, seen), surely)

    def _surely(self, schema: dict[str, JSON], seen: frozenset[str]) -> Iterator[Shape]:
        """Yield the shapes that a value must have too."""
        if "$ref" in schema:
            yield self.shape(target(schema["$ref"], self.root), seen)
        for part in schema.get("allOf", ()):
            yield self.shape(part, seen)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                yield reduce(_either, (self.shape(part, seen) for part in schema[keyword]))

    def _maybe(self, schema: dict[str, JSON], seen: frozenset[str]) -> Iterator[Shape]:
        """Yield the shapes that a value has under conditions."""
        parts = [schema[keyword] for keyword in _MAYBE if keyword in schema]
        for part in [*parts, *schema.get("dependentSchemas", {}).values()]:
            yield self.shape(part, seen)

    def _own(self, schema: dict[str, JSON], seen: frozenset[str]) -> Shape:
        """Return the shape from the schema's own keywords."""
        read = partial(self.shape, seen=seen)
        fields = {name: read(part) for name, part in schema.get("properties", {}).items()}
        patterns = {name: read(part) for name, part in schema.get("patternProperties", {}).items()}
        others = [schema[name] for name in _OTHERS if name in schema]
        rest = read(others[0]) if others else None
        named = bool(fields or patterns)
        types = _types(schema)
        loose = not types and not _OF_TEXT.isdisjoint(schema)
        return Shape(
            types=frozenset({"string"}) if loose else types,
            loose=loose,
            fields=fields,
            patterns=tuple(patterns.items()),
            rest=rest,
            items=read(schema["items"]) if "items" in schema else None,
            open=not named if rest is None else rest is not NEVER,
            values=(schema["const"],) if "const" in schema else tuple(schema.get("enum", ())),
            pattern=schema.get("pattern"),
            asked=_required_names(schema),
        )


_OTHERS = ("additionalProperties", "unevaluatedProperties")
_NONE: frozenset[str] = frozenset()


def _required_names(schema: dict[str, JSON]) -> frozenset[str]:
    """Return the fields that a schema lists as required."""
    if "required" not in schema and "dependentRequired" not in schema:
        return _NONE
    depending = schema.get("dependentRequired", {})
    return frozenset([*schema.get("required", ()), *depending, *chain(*depending.values())])


def _types(schema: dict[str, JSON]) -> frozenset[str]:
    named = schema.get("type")
    if named is not None:
        return frozenset([named] if isinstance(named, str) else named)
    values = [schema["const"]] if "const" in schema else schema.get("enum", ())
    return frozenset(type_name(value) for value in values)


def _both(one: Shape, other: Shape) -> Shape:
    """Return the shape of values that have both shapes."""
    if NEVER in (one, other):
        return NEVER
    shared = one.fields.keys() & other.fields.keys()
    common = {name: _both(one.fields[name], other.fields[name]) for name in shared}
    types, loose = _narrow_types(one, other)
    return Shape(
        types=types,
        loose=loose,
        fields={**other.fields, **one.fields, **common},
        patterns=tuple(dict((*other.patterns, *one.patterns)).items()),
        rest=one.rest or other.rest,
        items=one.items or other.items,
        open=_is_open(one, other),
        values=_common_values(one.values, other.values),
        pattern=one.pattern or other.pattern,
        asked=one.asked | other.asked,
    )


def _narrow_types(one: Shape, other: Shape) -> tuple[frozenset[str], bool]:
    """Return the types of values that have both shapes, and whether others are allowed."""
    firm = [shape for shape in (one, other) if shape.types and not shape.loose]
    if len(firm) < 2:
        chosen = [*firm, *(shape for shape in (one, other) if shape.types), one][0]
        return chosen.types, chosen.loose
    wide = [s.types | ({"integer"} if "number" in s.types else set()) for s in firm]
    # If they share no type: an empty set would mean any type.
    return (wide[0] & wide[1]) or one.types, False


def _common_values(one: tuple[JSON, ...], other: tuple[JSON, ...]) -> tuple[JSON, ...]:
    if not (one and other):
        return one or other
    # If they share no value: an empty tuple would mean any value.
    return tuple(value for value in one if value in other) or one


def _either(one: Shape, other: Shape) -> Shape:
    """Return the shape of values that have at least one of two shapes."""
    if NEVER in (one, other):
        return one if other is NEVER else other
    shared = one.fields.keys() & other.fields.keys()
    fields = {**_loosen(one.fields), **_loosen(other.fields)}
    fields |= {name: _either(one.fields[name], other.fields[name]) for name in shared}
    certain = one.types and other.types
    return Shape(
        types=one.types | other.types,
        loose=one.loose or other.loose or not certain,
        fields=fields,
        patterns=tuple(dict((*other.patterns, *one.patterns)).items()),
        rest=one.rest or other.rest,
        items=one.items or other.items,
        open=_is_open(one, other),
        values=(*one.values, *other.values) if one.values and other.values else (),
        pattern=one.pattern if one.pattern == other.pattern else None,
        asked=one.asked | other.asked,
    )


def _besides(surely: Shape, maybe: Shape) -> Shape:
    """Return a shape that also knows the fields of another one, without being narrowed by it."""
    if NEVER in (surely, maybe):
        return surely
    shared = surely.fields.keys() & maybe.fields.keys()
    fields = {**_loosen(maybe.fields), **surely.fields}
    fields |= {name: _besides(surely.fields[name], maybe.fields[name]) for name in shared}
    return surely._replace(
        types=surely.types or maybe.types,
        loose=surely.loose or not surely.types,
        fields=fields,
        patterns=tuple(dict((*maybe.patterns, *surely.patterns)).items()),
        rest=surely.rest or maybe.rest,
        items=surely.items or maybe.items,
        open=_is_open(surely, maybe),
        asked=surely.asked | maybe.asked,
    )


def _loosen(fields: Mapping[str, Shape]) -> dict[str, Shape]:
    """Return the shapes of fields, loosened: types only decide how values are read."""
    return {
        name: inner._replace(loose=True, values=(), pattern=None, fields=_loosen(inner.fields))
        for name, inner in fields.items()
        if inner is not NEVER
    }


def _is_open(*shapes: Shape) -> bool:
    """Whether one of the shapes allows fields that none of them names.

    A shape that names no field says nothing about other fields.
    """
    saying = [shape for shape in shapes if shape.fields or shape.patterns or shape.rest]
    return any(shape.open for shape in saying) if saying else True
