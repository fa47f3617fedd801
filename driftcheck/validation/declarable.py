"""The schema of declarations: the published one, with the fields of live entries filled in.

The declarable fields are those of the entry schema, so that a declaration looks like the API's
answer. A declaration may omit fields that the live side requires.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property, partial

from driftcheck.system import known_as_sound, published, published_part
from driftcheck.validation import (
    METADATA,
    NEVER,
    Fault,
    Shape,
    UnknownPathError,
    Validator,
    closed,
    entry_shape,
    field_shape,
    find,
    lookup,
    networks,
    parts_by,
    resolve,
    shape_of,
    subschemas,
    target,
)
from driftcheck.validation.meaning import named
from driftcheck.words import JSON, Steps

_COMBINED = frozenset({"$ref", "allOf", "anyOf", "oneOf"})
_WHOLE = frozenset(
    """$defs dependentRequired dependentSchemas else if minProperties not required then
    unevaluatedProperties""".split()
)
"""Keywords about a whole value, of which a declaration may hold only a part."""

_NAMING = frozenset({"additionalProperties", "patternProperties", "properties"})
_TEXT = frozenset({"string"})


def compose(entry_schema: JSON) -> JSON:
    """Return the JSON Schema of a declarations file whose numbers follow `entry_schema`.

    The requirements of a field apply to the declared field too, as far as they involve no other
    field.
    """
    template, live = published("declared"), entry_shape(entry_schema)
    own = _Partial(entry_schema)
    fields = _required_fields(live) | {
        name: own.field(name, shape) for name, shape in live.fields.items()
    }
    fields["phone_number"] = _key(fields.get("phone_number", {}))
    is_builtin = entry_schema == published("number")
    if "inbound_config" in fields and (is_builtin or not field_shape(own.shape, "inbound_config")):
        fields["inbound_config"] = _of_networks(fields["inbound_config"])
    defaults = {name: part for name, part in fields.items() if name != "phone_number"}
    parts = dict(template["$defs"])
    for name, extra in (("declared-entry", fields), ("declared-defaults", defaults)):
        properties = {**extra, **parts[name]["properties"]}
        parts[name] = {**parts[name], "properties": properties, "additionalProperties": live.open}
        if live.patterns:
            parts[name]["patternProperties"] = {n: _schema_of(inner) for n, inner in live.patterns}
    parts["declared-phone_number"] = fields["phone_number"]
    return {**template, "$defs": {**own.shared, **parts}}


def _of_networks(schema: JSON) -> JSON:
    """Return the schema of declared inbound details; addresses must be valid, unlike live ones.

    If a user's schema covers the field, it decides.
    """
    fields = schema["properties"]
    addresses = {**fields["allowed_addresses"], "items": networks.SCHEMA}
    return {**schema, "properties": {**fields, "allowed_addresses": addresses}}


def _key(schema: JSON) -> JSON:
    """Return the schema of phone numbers, which are always non-empty text."""
    if isinstance(schema, dict) and schema.get("type") == "string":
        return {**schema, "minLength": max(1, schema.get("minLength", 1))}
    return {"allOf": [{"type": "string", "minLength": 1}, schema]}


class _Partial:
    """The requirements of single fields in an entry schema; `shared` has targets of references."""

    def __init__(self, entry_schema: JSON) -> None:
        self.root = resolve(entry_schema).schema
        self.shape = shape_of(self.root)
        parts = [part for _, part in subschemas(self.root) if isinstance(part, dict)]
        named = dict.fromkeys(part["$ref"] for part in parts if "$ref" in part)
        self.names = {reference: f"live-{n}" for n, reference in enumerate(named, 1)}
        self.shared = {
            name: self.of(target(reference, self.root)) for reference, name in self.names.items()
        }

    def field(self, name: str, shape: Shape) -> JSON:
        """Return the schema of a declared field; a conditional field has only its shape."""
        builtin = published("number")["properties"]
        if given := [self.of(part) for part in self._given(self.root, name)]:
            return _limit(given[0] if len(given) == 1 else {"allOf": given}, shape)
        if name in builtin and field_shape(self.shape, name) is None:
            return _limit(builtin[name], shape)
        return _schema_of(shape)

    def _given(self, schema: JSON, name: str) -> Iterator[JSON]:
        """Yield what always applies to a field: here, or in a part that must hold."""
        if not isinstance(schema, dict):
            return
        yield from named({word: schema[word] for word in schema.keys() & _NAMING}, name)
        parts = [target(schema["$ref"], self.root)] if "$ref" in schema else []
        for part in (*parts, *schema.get("allOf", ())):
            yield from self._given(part, name)

    def of(self, schema: JSON) -> JSON:
        """Return a schema without required fields."""
        if not isinstance(schema, dict):
            return schema
        kept = {
            keyword: parts_by(keyword, part, self.of)
            for keyword, part in schema.items()
            if keyword not in _WHOLE
        }
        if "$ref" in kept:
            kept["$ref"] = f"#/$defs/{self.names[schema['$ref']]}"
        if "oneOf" in kept:  # for a part of a value, several may hold
            kept["allOf"] = [*kept.get("allOf", []), {"anyOf": kept.pop("oneOf")}]
        return kept


def _limit(given: JSON, shape: Shape) -> JSON:
    """Return the schema of a field, closed to unknown fields inside it."""
    if not (shape.fields or shape.patterns):
        return given
    if not isinstance(given, dict) or not _COMBINED.isdisjoint(given):
        return {"allOf": [given, closed(shape)]}
    inner = given.get("properties", {})
    fields = {
        name: _limit(inner[name], part) if name in inner else _schema_of(part)
        for name, part in shape.fields.items()
    }
    fields = _required_fields(shape) | fields
    limit = {} if shape.open else {"additionalProperties": False}
    return {**given, "properties": fields, **limit}


def _required_fields(shape: Shape) -> dict[str, JSON]:
    """Return schemas for the fields that a schema only lists as required."""
    return {name: {} for name in sorted(shape.asked) if name not in shape.fields}


def _schema_of(shape: Shape) -> JSON:
    """Return the schema of a field of which only the shape is known."""
    if shape is NEVER:
        return False
    schema: dict[str, JSON] = {}
    if shape.types and not shape.loose:
        schema["type"] = sorted(shape.types)
    if shape.values:
        schema["enum"] = list(shape.values)
    return _limit(schema, shape)


class _EntryValidator(Validator):
    """Accepts valid networks in notations that the pattern does not cover."""

    def faults(self, value: JSON, *, first: bool = False) -> Iterator[Fault]:
        """Yield the faults of a value, as every validator does."""
        for fault in super().faults(value, first=first):
            if fault.expected != networks.PATTERN or not networks.is_network(
                _at(value, fault.path)
            ):
                yield fault


def _at(value: JSON, path: Steps) -> JSON:
    for step in path:
        value = value[step]
    return value


class Form:
    """Shapes and validators for declarations that follow an entry schema."""

    def __init__(self, entry_schema: JSON) -> None:
        self.entry_schema = entry_schema

    @cached_property
    def schema(self) -> JSON:
        """The JSON Schema of a file."""
        return _builtin_schema() if self._is_builtin else compose(self.entry_schema)

    @cached_property
    def file(self) -> Shape:
        """The shape of a file without its entries and defaults."""
        return shape_of(published_part("declared", "declared-file"))

    @cached_property
    def entry(self) -> Shape:
        """The shape of an entry. A phone number is always text."""
        live, own = entry_shape(self.entry_schema), dict(self._own)
        key = live.fields.get("phone_number", Shape())._replace(types=_TEXT, loose=False)
        own |= {"metadata": METADATA, "phone_number": key}
        own["phone_numbers"] = own["phone_numbers"]._replace(items=key)
        return live._replace(fields={**live.fields, **own})

    @cached_property
    def compared(self) -> Shape:
        """The shape of the compared part of an entry, which may also be ignored."""
        others = {"phone_number", *self._own}
        names = sorted(self.entry.fields.keys() - others)
        fields = {name: self.entry.fields[name] for name in names}
        return self.entry._replace(fields=fields, asked=self.entry.asked - others)

    @cached_property
    def is_compared(self) -> Callable[[str], bool]:
        """Whether a dotted path is that of a compared field; results are cached."""
        return cache(partial(_has, self.compared))

    @cached_property
    def _own(self) -> Mapping[str, Shape]:
        """The fields of an entry that are not fields of a live number."""
        return shape_of(published_part("declared", "declared-entry")).fields

    @cached_property
    def asks_for_networks(self) -> bool:
        """Whether addresses must be IP addresses or CIDRs, as in the built-in schema."""
        gate = self.schema["$defs"]["declared-entry"]["properties"].get("inbound_config")
        addresses = lookup(gate, ("properties", "allowed_addresses", "items"))
        return bool(addresses == networks.SCHEMA)

    @cached_property
    def defaults_validator(self) -> Validator:
        """The validator of defaults."""
        return _EntryValidator(self._part("defaults"))

    @cached_property
    def entry_validator(self) -> Validator:
        """The validator of an entry."""
        return _EntryValidator(self._part("entry"))

    @cached_property
    def envelope_validator(self) -> Validator:
        """The validator of a file without its entries and defaults."""
        properties = {**self.schema["$defs"]["declared-file"]["properties"], "defaults": {}}
        properties["numbers"] = {"type": "array"}
        return Validator({**self.schema["$defs"]["declared-file"], "properties": properties})

    @property
    def _is_builtin(self) -> bool:
        return bool(self.entry_schema == published("number"))

    def _part(self, name: str) -> JSON:
        return builtin_part(name) if self._is_builtin else _part(name, self.schema)


@cache
def _builtin_schema() -> JSON:
    return compose(published("number"))


@cache
def builtin_part(name: str) -> JSON:
    """Return the schema of `entry` or `defaults` for the built-in entry schema."""
    return known_as_sound(_part(name, _builtin_schema()))


def _part(name: str, schema: JSON) -> JSON:
    return {"$ref": f"#/$defs/declared-{name}", "$defs": schema["$defs"]}


def _has(shape: Shape, path: str) -> bool:
    try:
        find(shape, path)
    except UnknownPathError:
        return False
    return True
