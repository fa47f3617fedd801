"""The JSON Schemas in rules, read by the fields they are about, so that none passes by mistake.

A name that no number has, a value that a field never has, and a misspelt keyword would make a
schema accept or refuse everything in silence; all three are refused.
"""

import json
from collections.abc import Iterable

from driftcheck import document
from driftcheck.document import Document, Node
from driftcheck.engine import matches
from driftcheck.errors import Collector, InputError, Place, Problem
from driftcheck.model import JSON
from driftcheck.shape import ANY, Shape, allows, read
from driftcheck.suggest import did_you_mean
from driftcheck.validator import Validator

_TEXT = Shape(types=frozenset({"string"}))
_SAME = frozenset({"not", "if", "then", "else"})
_SAME_EACH = frozenset({"allOf", "anyOf", "oneOf"})
_ITEMS = frozenset({"items", "contains"})
_MAPS = frozenset({"properties", "dependentSchemas"})


class SchemaReader(Collector):
    """Reads JSON Schemas of one file; what is wrong with them is gathered, with its place."""

    def __init__(self, source: Document) -> None:
        super().__init__()
        self.source = source

    def validator(self, node: Node, shape: Shape) -> Validator:
        """The compiled schema for values of a shape. Raises InputError where it is not usable."""
        schema = self.schema(node, shape)
        self.finish()
        return Validator(schema, self.source.place(node))

    def schema(self, node: Node, shape: Shape) -> JSON:
        """The schema, its values typed as those of the shape."""
        if not isinstance(node, document.Mapping):
            return read(node, ANY)
        return {
            keyword: self._keyword(keyword, child, shape, self._at(node, keyword))
            for keyword, child in node.fields.items()
        }

    def _keyword(self, keyword: str, node: Node, shape: Shape, place: Place) -> JSON:
        if keyword in ("$ref", "$defs", "definitions"):
            self.add(f"{keyword} is not supported in a rule", place, "Write the schema out.")
        if keyword in _SAME:
            return self.schema(node, shape)
        if keyword in _ITEMS:
            return self.schema(node, shape.items or ANY)
        if keyword == "const":
            return self.literal(node, shape)
        if isinstance(node, document.Sequence) and keyword in _SAME_EACH:
            return [self.schema(item, shape) for item in node.items]
        if isinstance(node, document.Sequence) and keyword == "enum":
            return [self.literal(item, shape) for item in node.items]
        if isinstance(node, document.Mapping):
            return self._mapping(keyword, node, shape)
        values = read(node, _TEXT if keyword == "pattern" else ANY)
        if keyword == "required" and isinstance(values, list):
            self._check_names(values, shape, place)
        return values

    def _mapping(self, keyword: str, node: document.Mapping, shape: Shape) -> JSON:
        place = self.source.place(node)
        if keyword in _MAPS:
            self._check_names(node.fields, shape, place)
            inner = shape.fields if keyword == "properties" else {}
            return {
                name: self.schema(child, inner.get(name, shape.rest or ANY) if inner else shape)
                for name, child in node.fields.items()
            }
        if keyword == "patternProperties":
            self._check_patterns(node.fields, shape, place)
        values = read(node, ANY)
        if keyword == "dependentRequired":
            lists = [names for names in values.values() if isinstance(names, list)]
            self._check_names([*values, *(n for names in lists for n in names)], shape, place)
        return values

    def _check_names(self, names: Iterable[JSON], shape: Shape, place: Place) -> None:
        for name in names:
            if not shape.open and name not in shape.fields:
                hint = did_you_mean(str(name), shape.fields)
                self.add(f'no number has a field "{name}"', place, hint)

    def _check_patterns(self, patterns: Iterable[str], shape: Shape, place: Place) -> None:
        for pattern in patterns:
            with self.step():
                Validator({"pattern": pattern}, place)
                if not shape.open and not any(matches(pattern, name) for name in shape.fields):
                    self.add(f"no field matches the pattern `{pattern}`", place)

    def literal(self, node: Node, shape: Shape, field: str = "the field") -> JSON:
        """A value that a field is held against; one that it never has is a problem."""
        value = read(node, shape)
        if value is not None:
            with self.step():
                _check_literal(value, shape, self.source.place(node), field)
        return value

    def _at(self, node: Node, keyword: str) -> Place:
        return document.locate(self.source.name, node, (keyword,))


def _check_literal(value: JSON, shape: Shape, place: Place, field: str) -> None:
    if not allows(shape, value):
        kinds = " or ".join(sorted(shape.types))
        raise InputError(Problem(f"{field} is never {_text(value)}; it is {kinds}", place))
    if shape.values and value not in shape.values:
        hint = did_you_mean(str(value), [str(known) for known in shape.values if known])
        raise InputError(Problem(f"{field} is never {_text(value)}", place, hint))


def _text(value: JSON) -> str:
    return f'"{value}"' if isinstance(value, str) else json.dumps(value)
