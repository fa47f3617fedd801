"""Parses conditions from YAML: checks paths, and types values by the field they belong to."""

from collections.abc import Iterator

from driftcheck import document
from driftcheck.document import Document, Node
from driftcheck.model import JSON, Collector, InputError, Place, Problem
from driftcheck.policy.condition import AnyOf, Condition, Every, FieldCondition, Negation
from driftcheck.policy.schemas import SchemaReader
from driftcheck.validation import (
    ANY,
    KEYWORDS,
    Shape,
    UnknownPathError,
    Validator,
    allows,
    find,
    read,
    redact,
    unknown,
)

_FOR_PEOPLE = ("description", "errorMessage", "patternErrorMessage", "title")
_COMBINE = ("any", "all", "not")
_OTHER_WORDS = {"or": 'Did you mean "any"?', "and": 'Did you mean "all"?'}


class Parser(Collector):
    """Parses the conditions of one file and collects problems with their places."""

    def __init__(self, source: Document, known: Shape) -> None:
        super().__init__()
        self.source = source
        self.known = known

    def condition(self, node: Node) -> Condition:
        """Return the condition of a mapping; all of its keys must hold."""
        parts = []
        for key, child in self._fields(node):
            with self.step():
                parts.append(self._part(key, child, self._at(node, key)))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _fields(self, node: Node) -> Iterator[tuple[str, Node]]:
        if not isinstance(node, document.MappingNode) or not node.fields:
            place = self.source.place(node)
            hint = "For example: {inbound: true}."
            raise InputError(Problem("a condition must map field paths to values", place, hint))
        yield from node.fields.items()

    def _part(self, key: str, node: Node, place: Place) -> Condition:
        if key == "not":
            part = self.condition(node)
            return part.part if isinstance(part, Negation) else Negation(part)
        if key in _COMBINE:
            parts = tuple(self.condition(item) for item in self._items(node, key, place))
            return AnyOf(parts) if key == "any" else Every(parts)
        return self._field(key, node, self._find(key, place))

    def _items(self, node: Node, key: str, place: Place) -> list[Node]:
        if not isinstance(node, document.SequenceNode) or not node.items:
            hint = f"For example: {key}: [{{inbound: true}}, {{outbound: true}}]."
            raise InputError(Problem(f'"{key}" must list conditions', place, hint))
        return node.items

    def _field(self, path: str, node: Node, shape: Shape) -> FieldCondition:
        if isinstance(node, document.MappingNode):
            return self._schema_condition(path, node, shape)
        listed = isinstance(node, document.SequenceNode)
        nodes = node.items if isinstance(node, document.SequenceNode) else [node]
        if not nodes:
            raise InputError(Problem(f'"{path}" has an empty list', self.source.place(node)))
        values = [self._value(path, item, shape, listed) for item in nodes]
        validator = Validator({"enum": values} if listed else {"const": values[0]})
        return FieldCondition(path, validator, values if listed else values[0], None in values)

    def _schema_condition(
        self, path: str, node: document.MappingNode, shape: Shape
    ) -> FieldCondition:
        """Parse a JSON Schema for a field; an error explains how to write nested fields."""
        for name in node.fields:
            if name in shape.fields and name not in KEYWORDS:
                place = self._at(node, name)
                hint = f'Did you mean "{path}.{name}"?'
                message = f'"{name}" is not a keyword of JSON Schema'
                raise InputError(Problem(message, place, hint))
        self._check_null(path, node)
        validator = SchemaReader(self.source, path.split(".")).validator(node, shape)
        keywords = validator.schema.items()
        expected = {name: part for name, part in keywords if name not in _FOR_PEOPLE}
        # {minLength: 1} also allows null, but does not ask for it.
        optional = _asks_for_null(validator.schema) and validator.is_valid(None)
        return FieldCondition(path, validator, expected, optional)

    def _check_null(self, path: str, node: document.MappingNode) -> None:
        """Refuse null in a schema: only a plain null asks for "not configured"."""
        for keyword, empty in (("type", "null"), ("const", None), ("enum", [None])):
            child = node.fields.get(keyword)
            if child is not None and read(child) in (empty, [empty]):
                message = f'null means that "{path}" is not configured'
                raise InputError(Problem(message, self._at(node, keyword), f"Write {path}: null."))

    def _value(self, path: str, node: Node, shape: Shape, listed: bool) -> JSON:
        """Parse a literal, typed by its field; an impossible one would never match."""
        if not isinstance(node, document.Scalar):
            place = self.source.place(node)
            hint = f"Write a JSON Schema for it: {{{path}: {{const: ...}}}}."
            raise InputError(Problem(f'"{path}" is compared with a list or mapping', place, hint))
        if not shape.types or "string" in shape.types:
            self._check_wildcard(path, node, listed)
        reader = SchemaReader(self.source, path.split("."))
        value = reader.literal(node, shape, f'"{path}"', optional=True)
        reader.finish()
        return value

    def _check_wildcard(self, path: str, node: document.Scalar, listed: bool) -> None:
        """Refuse text that looks like a glob: it equals no value, so the rule would never apply."""
        if "*" not in node.text and "?" not in node.text:
            return
        from driftcheck.policy import wildcard  # rarely needed

        hidden = redact(node.text, path.split(".")) != node.text
        place = self.source.place(node)
        found = wildcard.problem(path, node.text, place, listed=listed, hidden=hidden)
        if found:
            raise InputError(found)

    def schema(self, node: Node, shape: Shape | None = None) -> Validator:
        """Parse a whole JSON Schema for numbers, or for values of another shape."""
        return SchemaReader(self.source).validator(node, shape or self.known)

    def paths(self, node: Node) -> tuple[str, ...]:
        """Return the dotted paths in a value: one, or a list of them."""
        nodes = node.items if isinstance(node, document.SequenceNode) else [node]
        named = [item for item in nodes if isinstance(item, document.Scalar) and read(item)]
        for item in named:
            with self.step():
                self._check_path(item.text, self.source.place(item))
        return tuple(item.text for item in named)

    def _check_path(self, path: str, place: Place) -> None:
        self._find(path, place)
        if path.removeprefix("declared.") == "phone_number":
            hint = "live-duplicate finds numbers that appear twice in the live list."
            message = f"every number has its own {path}"
            raise InputError(Problem(message, place, hint))

    def _find(self, path: str, place: Place) -> Shape:
        try:
            return find(self.known, path)
        except UnknownPathError as error:
            hint = _OTHER_WORDS.get(path, error.hint)
            raise InputError(Problem(str(error), place, hint)) from error

    def check_entry(self, node: Node) -> None:
        """Report fields in a test's entry that no number has: they would test nothing."""
        for path in unknown(read(node, self.known), self.known):
            with self.step():
                self._find(".".join(path), document.locate(self.source.name, node, path))
        self._check_values(node, self.known, ())

    def _check_values(self, node: Node, shape: Shape, path: tuple[str, ...]) -> None:
        """Report values in a test's entry that a field never has; texts may have any form."""
        if isinstance(node, document.MappingNode):
            for name, child in node.fields.items():
                self._check_values(child, shape.inner(name) or ANY, (*path, name))
        elif isinstance(node, document.SequenceNode):
            for item in node.items:
                self._check_values(item, shape.items or ANY, path)
        elif not _is_possible(node, shape):
            reader = SchemaReader(self.source, path)
            reader.literal(node, shape._replace(pattern=None), f'"{".".join(path)}"')
            self.problems.extend(reader.problems)

    def _at(self, node: Node, key: str) -> Place:
        return document.locate(self.source.name, node, (key,))


def _is_possible(node: document.Scalar, shape: Shape) -> bool:
    """Whether a field can certainly have a value; texts may have any form."""
    if document.is_odd_null(node, shape.types):
        return False
    value = read(node, shape)
    return value is None or (allows(shape, value) and (not shape.values or value in shape.values))


def _asks_for_null(schema: JSON) -> bool:
    """Whether a JSON Schema explicitly allows null for a field."""
    if not isinstance(schema, dict):
        return False
    types = schema.get("type", [])
    named = types == "null" or (isinstance(types, list) and "null" in types)
    parts = [part for word in ("anyOf", "oneOf", "allOf") for part in schema.get(word, [])]
    return named or None in schema.get("enum", []) or any(map(_asks_for_null, parts))
