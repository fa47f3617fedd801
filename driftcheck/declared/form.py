"""The form of declarations: the published schema, with the fields of live entries filled in.

The fields that may be declared are those that the entry schema knows, so that a declaration and
the API's own answer look alike; whatever the live side requires, a declaration may leave out.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from driftcheck import entries
from driftcheck.model import JSON
from driftcheck.resources import schema as published
from driftcheck.shape import METADATA, Shape, shape_of
from driftcheck.validator import Validator

_COMBINED = frozenset({"$ref", "allOf", "anyOf", "oneOf"})
_MAPS = ("properties", "patternProperties")
_WHOLE = frozenset(
    """required minProperties dependentRequired dependentSchemas not if then else oneOf
    unevaluatedProperties""".split()
)


def compose(entry_schema: JSON) -> JSON:
    """The JSON Schema of a declarations file whose numbers follow `entry_schema`."""
    template = published("declared")
    known, live = entries.fields_known(entry_schema), entries.shape(entry_schema)
    fields = {name: _typed(part) for name, part in live.fields.items()}
    fields |= {name: _partial(part) for name, part in known["properties"].items()}
    defaults = {name: part for name, part in fields.items() if name != "phone_number"}
    parts = dict(template["$defs"])
    for name, extra in (("declared-entry", fields), ("declared-defaults", defaults)):
        properties = {**extra, **parts[name]["properties"]}
        parts[name] = {**parts[name], "properties": properties, "additionalProperties": live.open}
    parts["declared-phone_number"] = fields["phone_number"]
    shared = {name: _partial(part, close=False) for name, part in known.get("$defs", {}).items()}
    return {**template, "$defs": {**shared, **parts}}


def _typed(shape: Shape) -> JSON:
    """The schema of a field that is known by its types only."""
    return {"type": sorted(shape.types)} if shape.types else {}


def _partial(schema: JSON, close: bool = True) -> JSON:
    """A schema in which nothing is required any more, and unknown fields are refused.

    They are where the schema says of itself alone which fields there are; of one that is put
    together from others nobody knows.
    """
    if isinstance(schema, list):
        return [_partial(part, close=False) for part in schema]
    if not isinstance(schema, dict):
        return schema
    close = close and _COMBINED.isdisjoint(schema)
    kept = {
        key: {name: _partial(inner, close) for name, inner in part.items()}
        if key in _MAPS and isinstance(part, dict)
        else _partial(part, close)
        for key, part in schema.items()
        if key not in _WHOLE
    }
    if close and isinstance(schema.get("properties"), dict) and "type" in schema:
        kept.setdefault("additionalProperties", False)
    return kept


@dataclass(frozen=True)
class Form:
    """How declarations are read: the shapes and validators of their parts."""

    schema: JSON

    @cached_property
    def file(self) -> Shape:
        """The shape of a file, its entries and defaults included."""
        return shape_of(self._part("file"))

    @cached_property
    def entry(self) -> Shape:
        """The shape of an entry."""
        shape = shape_of(self._part("entry"))
        return replace(shape, fields={**shape.fields, "metadata": METADATA})

    @cached_property
    def compared(self) -> Shape:
        """The shape of the part of an entry that is compared, and may be ignored."""
        names = self.entry.fields.keys() - {"phone_number", *self._template}
        return replace(self.entry, fields={name: self.entry.fields[name] for name in sorted(names)})

    @cached_property
    def _template(self) -> frozenset[str]:
        return frozenset(published("declared")["$defs"]["declared-entry"]["properties"])

    @cached_property
    def defaults_validator(self) -> Validator:
        """Decides whether defaults are valid."""
        return Validator(self._part("defaults"))

    @cached_property
    def entry_validator(self) -> Validator:
        """Decides whether an entry is valid."""
        return Validator(self._part("entry"))

    @cached_property
    def envelope_validator(self) -> Validator:
        """Decides whether a file is valid, leaving its entries and defaults aside."""
        properties = {**self.schema["$defs"]["declared-file"]["properties"], "defaults": {}}
        properties["numbers"] = {"type": "array"}
        return Validator({**self.schema["$defs"]["declared-file"], "properties": properties})

    def _part(self, name: str) -> JSON:
        return {"$ref": f"#/$defs/declared-{name}", "$defs": self.schema["$defs"]}
