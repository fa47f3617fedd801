"""Conditions from YAML: paths checked, values typed by the field that they are held against."""

from collections.abc import Iterator

from driftcheck import document
from driftcheck.document import Document, Node
from driftcheck.errors import Collector, InputError, Place, Problem
from driftcheck.model import JSON
from driftcheck.policy.condition import AnyOf, Condition, Every, FieldCondition, Negation
from driftcheck.shape import ANY, Shape, UnknownPathError, allows, find, read
from driftcheck.suggest import did_you_mean
from driftcheck.validator import Validator

_FOR_PEOPLE = ("description", "errorMessage", "patternErrorMessage", "title")
_COMBINE = ("any", "all", "not")
_TEXT = Shape(types=frozenset({"string"}))


class Parser(Collector):
    """Parses the conditions of one file; what is wrong is gathered, with its place."""

    def __init__(self, source: Document, known: Shape) -> None:
        super().__init__()
        self.source = source
        self.known = known

    def condition(self, node: Node) -> Condition:
        """The condition that a mapping states, all of its keys together."""
        parts = []
        for key, child in self._fields(node):
            with self.step():
                parts.append(self._part(key, child, self._at(node, key)))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _fields(self, node: Node) -> Iterator[tuple[str, Node]]:
        if not isinstance(node, document.Mapping) or not node.fields:
            place = self.source.place(node)
            hint = "Such as {inbound: true}."
            raise InputError(Problem("a condition must map field paths to values", place, hint))
        yield from node.fields.items()

    def _part(self, key: str, node: Node, place: Place) -> Condition:
        if key == "not":
            return Negation(self.condition(node))
        if key in _COMBINE:
            parts = tuple(self.condition(item) for item in self._items(node, key, place))
            return AnyOf(parts) if key == "any" else Every(parts)
        try:
            shape = find(self.known, key)
        except UnknownPathError as error:
            raise InputError(Problem(str(error), place, error.hint)) from error
        return self._field(key, node, shape)

    def _items(self, node: Node, key: str, place: Place) -> list[Node]:
        if not isinstance(node, document.Sequence) or not node.items:
            hint = f"Such as {key}: [{{inbound: true}}, {{outbound: true}}]."
            raise InputError(Problem(f'"{key}" must list conditions', place, hint))
        return node.items

    def _field(self, path: str, node: Node, shape: Shape) -> FieldCondition:
        if isinstance(node, document.Mapping):
            schema = read(node, _schema_shape(shape))
            expected = {name: part for name, part in schema.items() if name not in _FOR_PEOPLE}
            return FieldCondition(path, self._compile(node, schema, path), expected, False)
        listed = isinstance(node, document.Sequence)
        nodes = node.items if isinstance(node, document.Sequence) else [node]
        if not nodes:
            raise InputError(Problem(f'"{path}" lists no value', self.source.place(node)))
        values = [self._value(path, item, shape) for item in nodes]
        validator = Validator({"enum": values} if listed else {"const": values[0]})
        return FieldCondition(path, validator, values if listed else values[0], None in values)

    def _compile(self, node: Node, schema: JSON, path: str) -> Validator:
        """Compile a JSON Schema; one that looks like nested fields is told how to write them."""
        try:
            return Validator(schema, self.source.place(node))
        except InputError as error:
            first = error.problems[0]
            shape = find(self.known, path)
            nested = [name for name in schema if name in shape.fields]
            hint = f'Did you mean "{path}.{nested[0]}"?' if nested else first.hint
            raise InputError(Problem(first.message, first.place, hint)) from error

    def _value(self, path: str, node: Node, shape: Shape) -> JSON:
        """A literal, typed by its field; one that the field cannot have would pass in silence."""
        place = self.source.place(node)
        if not isinstance(node, document.Scalar):
            hint = f"Write a JSON Schema for it: {{{path}: {{const: ...}}}}."
            raise InputError(Problem(f'"{path}" is held against a list or mapping', place, hint))
        value = read(node, shape)
        if value is None:
            return None
        if not allows(shape, value):
            kinds = " or ".join(sorted(shape.types))
            raise InputError(Problem(f'"{path}" is never "{node.text}"; it is {kinds}', place))
        if shape.values and value not in shape.values:
            hint = did_you_mean(str(value), [str(known) for known in shape.values if known])
            raise InputError(Problem(f'"{path}" is never "{value}"', place, hint))
        return value

    def schema(self, node: Node) -> Validator:
        """A whole JSON Schema for numbers, the fields that it names checked."""
        schema = read(node, ANY)
        validator = Validator(schema, self.source.place(node))
        for name in _unknown_names(schema, self.known):
            hint = did_you_mean(name, self.known.fields)
            self.add(f'no number has a field "{name}"', self.source.place(node), hint)
        return validator

    def _at(self, node: Node, key: str) -> Place:
        return document.locate(self.source.name, node, (key,))


def _schema_shape(shape: Shape) -> Shape:
    """How the scalars of a JSON Schema for a field are typed: its values as the field's own."""
    items = shape.items or ANY
    nested = Shape(fields=_value_keywords(items))
    return Shape(fields={**_value_keywords(shape), "items": nested, "contains": nested, "not": ANY})


def _value_keywords(shape: Shape) -> dict[str, Shape]:
    return {"const": shape, "enum": Shape(items=shape), "pattern": _TEXT}


def _unknown_names(schema: JSON, known: Shape) -> Iterator[str]:
    """The fields that a JSON Schema names and that no number can have."""
    if not isinstance(schema, dict) or known.open:
        return
    properties = schema.get("properties", {})
    for name in [*properties, *schema.get("required", ())]:
        if name not in known.fields:
            yield name
    for name, part in properties.items():
        yield from _unknown_names(part, known.fields.get(name, ANY))
    for keyword in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(keyword, ()):
            yield from _unknown_names(part, known)
    for keyword in ("not", "if", "then", "else"):
        yield from _unknown_names(schema.get(keyword), known)
