"""How declarations are read whose numbers follow an entry schema: shapes and validators."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

from driftcheck import entries
from driftcheck.declarable import compose
from driftcheck.model import JSON
from driftcheck.outline import shape_of
from driftcheck.resources import schema as published
from driftcheck.shape import METADATA, Shape, UnknownPathError, find
from driftcheck.validator import Validator

_TEXT = frozenset({"string"})


@dataclass(frozen=True)
class Form:
    """How declarations are read whose numbers follow an entry schema: shapes and validators."""

    entry_schema: JSON

    @cached_property
    def schema(self) -> JSON:
        """The JSON Schema of a file."""
        return compose(self.entry_schema)

    @cached_property
    def file(self) -> Shape:
        """The shape of a file, its entries and defaults aside."""
        return shape_of(_part("file", published("declared")))

    @cached_property
    def entry(self) -> Shape:
        """The shape of an entry. A phone number is always text."""
        live, own = entries.shape(self.entry_schema), dict(self._own)
        key = replace(live.fields.get("phone_number", Shape()), types=_TEXT, loose=False)
        own |= {"metadata": METADATA, "phone_number": key}
        own["phone_numbers"] = replace(own["phone_numbers"], items=key)
        return replace(live, fields={**live.fields, **own})

    @cached_property
    def compared(self) -> Shape:
        """The shape of the part of an entry that is compared, and may be ignored."""
        others = {"phone_number", *self._own}
        names = sorted(self.entry.fields.keys() - others)
        fields = {name: self.entry.fields[name] for name in names}
        return replace(self.entry, fields=fields, asked=self.entry.asked - others)

    @cached_property
    def is_compared(self) -> Callable[[str], bool]:
        """Whether a dotted path is one of a field that is compared; each is looked for once."""
        return cache(partial(_has, self.compared))

    @cached_property
    def _own(self) -> Mapping[str, Shape]:
        """The fields of an entry that are no fields of a live number."""
        return shape_of(_part("entry", published("declared"))).fields

    @cached_property
    def defaults_validator(self) -> Validator:
        """Decides whether defaults are valid."""
        return Validator(_part("defaults", self.schema))

    @cached_property
    def entry_validator(self) -> Validator:
        """Decides whether an entry is valid."""
        return Validator(_part("entry", self.schema))

    @cached_property
    def envelope_validator(self) -> Validator:
        """Decides whether a file is valid, leaving its entries and defaults aside."""
        properties = {**self.schema["$defs"]["declared-file"]["properties"], "defaults": {}}
        properties["numbers"] = {"type": "array"}
        return Validator({**self.schema["$defs"]["declared-file"], "properties": properties})


def _part(name: str, schema: JSON) -> JSON:
    return {"$ref": f"#/$defs/declared-{name}", "$defs": schema["$defs"]}


def _has(shape: Shape, path: str) -> bool:
    try:
        find(shape, path)
    except UnknownPathError:
        return False
    return True
