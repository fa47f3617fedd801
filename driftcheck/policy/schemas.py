"""JSON Schemas in rules, checked against the fields they apply to.

An unknown field, an impossible value or a misspelt keyword would make a schema silently accept or
refuse everything, so all three are refused.
"""

import json
from collections.abc import Iterable

from driftcheck import document
from driftcheck.document import Document, Node
from driftcheck.model import JSON, Collector, InputError, Place, Problem
from driftcheck.policy.subject import CONTEXT
from driftcheck.validation import (
    ANY,
    KEYWORDS,
    MEANING_KEYWORD,
    Shape,
    Validator,
    allows,
    is_pattern,
    matches,
    misuses,
    read,
    redact,
)
from driftcheck.words import did_you_mean

_TEXT = Shape(types=frozenset({"string"}))
_PROBE = "x:y@z"  # shown unchanged, unless the field is secret or may hold credentials
_BLIND = frozenset(
    {"additionalProperties", "prefixItems", "unevaluatedItems", "unevaluatedProperties"}
)
_SAME = frozenset({"not", "if", "then", "else"})
_SAME_EACH = frozenset({"allOf", "anyOf", "oneOf"})
_ITEMS = frozenset({"items", "contains"})
_APPLIES = {
    "string": frozenset({"minLength", "maxLength", "pattern", "format"}),
    "number integer": frozenset(
        {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
    ),
    "array": frozenset(
        """items contains minItems maxItems uniqueItems minContains maxContains prefixItems
        unevaluatedItems""".split()
    ),
    "object": frozenset(
        """properties required minProperties maxProperties patternProperties propertyNames
        additionalProperties dependentRequired dependentSchemas unevaluatedProperties""".split()
    ),
}
_MAPS = frozenset({"properties", "dependentSchemas"})


class SchemaReader(Collector):
    """Reads the JSON Schemas of one file and collects problems with their places.

    `within` has the names of the outer fields, which decide whether a field is secret.
    """

    def __init__(self, source: Document, within: Iterable[str] = ()) -> None:
        super().__init__()
        self.source = source
        self.within = list(within)

    def validator(self, node: Node, shape: Shape) -> Validator:
        """Return the compiled schema for values of a shape. Raises InputError if it is invalid."""
        schema = self.schema(node, shape)
        self.finish()
        try:
            return Validator(schema, lambda path: document.locate(self.source.name, node, path))
        except InputError as error:
            if not self._may_hold_secret():
                raise
            place = self.source.place(node)
            raise InputError(Problem("not a valid JSON Schema", place)) from error

    def schema(self, node: Node, shape: Shape) -> JSON:
        """Return the schema with its values typed by the shape."""
        if not isinstance(node, document.MappingNode):
            return read(node, ANY)
        return {
            keyword: self._keyword(keyword, child, shape, self._at(node, keyword))
            for keyword, child in node.fields.items()
        }

    def _keyword(self, keyword: str, node: Node, shape: Shape, place: Place) -> JSON:
        for fault in misuses({keyword: True} if keyword not in KEYWORDS else {}):
            self.add(fault.message, place, fault.hint)
        if keyword in _BLIND and isinstance(node, (document.MappingNode, document.SequenceNode)):
            self.add(f"{keyword} is not supported in a rule", place, "Use the names of the fields.")
        self._check_applies(keyword, shape, place)
        if keyword in ("$ref", "$defs", "$schema"):
            self.add(f"{keyword} is not supported in a rule", place, "Write the schema out.")
        if keyword == MEANING_KEYWORD:
            self.add(f"{keyword} has no effect in a rule", place, "Put it in the entry schema.")
        if keyword in _SAME:
            return self.schema(node, shape)
        if keyword in _ITEMS:
            return self.schema(node, shape.items or ANY)
        if keyword == "const":
            return self.literal(node, shape)
        if isinstance(node, document.SequenceNode) and keyword in _SAME_EACH:
            return [self.schema(item, shape) for item in node.items]
        if isinstance(node, document.SequenceNode) and keyword == "enum":
            if not node.items:
                self.add("enum is empty", place, "Nothing would match it.")
            return [self.literal(item, shape) for item in node.items]
        if isinstance(node, document.MappingNode):
            return self._mapping(keyword, node, shape)
        values = read(node, _TEXT if keyword == "pattern" else ANY)
        self._check_values(keyword, values, shape, place)
        return values

    def _check_values(self, keyword: str, values: JSON, shape: Shape, place: Place) -> None:
        if keyword == "pattern" and isinstance(values, str) and not is_pattern(values):
            hint = "Close its brackets, and put it in single quotes."
            name = "this" if self._may_hold_secret() else f"`{values}`"
            self.add(f"{name} is not a regular expression", place, hint)
        if keyword == "type":
            self._check_types(values, shape, place)
        if keyword == "required" and isinstance(values, list):
            self._check_names(values, shape, place)

    def _mapping(self, keyword: str, node: document.MappingNode, shape: Shape) -> JSON:
        place = self.source.place(node)
        if keyword in _MAPS:
            self._check_names(node.fields, shape, place)
            return {
                name: self._property(name, child, shape.inner(name) or ANY)
                if keyword == "properties"
                else self.schema(child, shape)
                for name, child in node.fields.items()
            }
        if keyword == "patternProperties":
            self._check_patterns(node.fields, shape, place)
            return {
                pattern: self.schema(child, _of_pattern(pattern, shape))
                for pattern, child in node.fields.items()
            }
        values = read(node, ANY)
        if keyword == "dependentRequired":
            lists = [names for names in values.values() if isinstance(names, list)]
            self._check_names([*values, *(n for names in lists for n in names)], shape, place)
        return values

    def _check_applies(self, keyword: str, shape: Shape, place: Place) -> None:
        """Report a keyword for another type, which JSON Schema would silently ignore."""
        types = next((types for types, words in _APPLIES.items() if keyword in words), None)
        if types and shape.types and not shape.loose and shape.types.isdisjoint(types.split()):
            kinds = " or ".join(sorted(shape.types))
            self.add(f"{keyword} has no effect on the field; its type is {kinds}", place)

    def _property(self, name: str, node: Node, shape: Shape) -> JSON:
        self.within.append(name)
        schema = self.schema(node, shape)
        self.within.pop()
        return schema

    def _check_types(self, types: JSON, shape: Shape, place: Place) -> None:
        """Report types that a field never has, which would refuse or skip every number."""
        listed = types if isinstance(types, list) else [types]
        named = {name for name in listed if isinstance(name, str)}
        known = set(shape.types) | ({"number", "integer"} if "number" in shape.types else set())
        if named and shape.types and not shape.loose and not named & (known | {"null"}):
            kinds = " or ".join(sorted(shape.types))
            words = "that" if self._may_hold_secret() else " or ".join(sorted(named))
            self.add(f"the field is never {words}; its type is {kinds}", place)

    def _check_names(self, names: Iterable[JSON], shape: Shape, place: Place) -> None:
        for name in filter(_is_text, names):
            if shape.inner(str(name)) is None:
                hint = did_you_mean(str(name), shape.fields)
                self.add(f'no number has a field "{name}"', place, hint)

    def _check_patterns(self, patterns: Iterable[str], shape: Shape, place: Place) -> None:
        for pattern in patterns:
            with self.step():
                Validator({"pattern": pattern}, lambda _: place)
                names = shape.fields.keys() - set(CONTEXT)  # present only if a rule names them
                closed = not (shape.open or shape.patterns)
                if closed and not any(matches(pattern, name) for name in names):
                    self.add(f"no field matches the pattern `{pattern}`", place)

    def literal(
        self, node: Node, shape: Shape, field: str = "the field", *, optional: bool = False
    ) -> JSON:
        """Read a value that a field is compared with; an impossible one is a problem.

        `optional` means that it may be null, whatever the types of the field.
        """
        known = len(self.problems)
        typed = shape._replace(types=shape.types | {"null"}) if optional and shape.types else shape
        value = read(node, typed, note=document.refusing(self.source.name, self))
        if len(self.problems) > known:
            return None
        if value is not None and redact(value, self.within) != value:
            try:  # no message may quote a secret
                _check_literal(value, shape, self.source.place(node), field)
            except InputError:
                self.add(f"{field} never has this value", self.source.place(node))
        elif value is not None:
            with self.step():
                _check_literal(value, shape, self.source.place(node), field)
        return value

    def _may_hold_secret(self) -> bool:
        """Whether the field is secret or may hold credentials, so that no message quotes it."""
        return bool(redact(_PROBE, self.within) != _PROBE)

    def _at(self, node: Node, keyword: str) -> Place:
        return document.locate(self.source.name, node, (keyword,))


def _is_text(value: JSON) -> bool:
    return isinstance(value, str)


def _of_pattern(pattern: str, shape: Shape) -> Shape:
    """Return the shape of the fields whose names match a pattern."""
    try:
        named = [part for name, part in shape.fields.items() if matches(pattern, name)]
    except ValueError:
        return ANY  # an invalid pattern is reported elsewhere
    if not named:
        return ANY
    types = frozenset.union(*(part.types for part in named))
    return named[0] if len(named) == 1 else Shape(types=types, open=True)


def _check_literal(value: JSON, shape: Shape, place: Place, field: str) -> None:
    if not allows(shape, value):
        kinds = " or ".join(sorted(shape.types))
        raise InputError(Problem(f"{field} is never {_text(value)}; its type is {kinds}", place))
    if shape.pattern and isinstance(value, str) and not matches(shape.pattern, value):
        message = f"{field} is never {_text(value)}: it does not match `{shape.pattern}`"
        raise InputError(Problem(message, place))
    if shape.values and value not in shape.values:
        hint = shape.hint or did_you_mean(str(value), [str(known) for known in shape.values])
        raise InputError(Problem(f"{field} is never {_text(value)}", place, hint))


def _text(value: JSON) -> str:
    return f'"{value}"' if isinstance(value, str) else json.dumps(value)
