"""Parameters of packs: declared with a default, set per use, and substituted for `${name}`.

A parameter has the given type, or that of its default. A value replaces a whole scalar with its own
type (`minimum: ${minimum}`), and becomes text inside a longer one. Rules are parsed afterwards, so
a parameter can do no more than text in its place.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from driftcheck import document
from driftcheck.document import Document, Node, Scalar
from driftcheck.model import JSON, Collector, InputError, Place, Problem
from driftcheck.policy.schemas import SchemaReader
from driftcheck.system import published_part
from driftcheck.validation import Shape, Validator, dotted, read, shape_of, type_name
from driftcheck.words import did_you_mean, is_secret

Values = Mapping[str, JSON]
_REFERENCE = re.compile(r"\$(?:(?P<escaped>\$)(?=\{)|\{(?P<name>[^{}]*)(?P<end>\}?))")
_NO_TYPE = "Its default has none: use string, integer, number, boolean or array."
_OF_ITEMS = frozenset({"string", "integer", "number", "boolean"})
_OF_RULES = frozenset({"title", "description", "remedy"})
_OF_SCHEMAS = frozenset({"errorMessage", "patternErrorMessage"})


class Parameter(NamedTuple):
    """A parameter of a pack: the schema of its values, and its default."""

    name: str
    validator: Validator
    default: JSON
    place: Place

    @property
    def description(self) -> str:
        """The description in the pack."""
        return str(self.validator.schema.get("description", ""))

    def read(self, source: Document, path: document.Path_) -> JSON:
        """Return the value at a path of a document. Raises InputError if its type is wrong."""
        node = document.find_node(source.root, path) or source.root
        problems = Collector()
        note = document.refusing(source.name, problems)
        value = read(node, shape_of(self.validator.schema), note=note)
        for fault in self.validator.faults(value):
            field = dotted((self.name, *fault.path))
            shown = fault.redacted((self.name,))
            place = source.locate((*path, *fault.path))
            problems.add(f'the parameter "{field}" {shown.message}', place, shown.hint)
        problems.finish()
        return value


Parameters = Mapping[str, Parameter]


def declared(source: Document) -> Parameters:
    """Return the parameters of a pack. Raises InputError if a declaration is invalid."""
    node = document.find_node(source.root, ("params",))
    problems = Collector()
    if node is not None:
        _check_form(source, node, problems)
    found: dict[str, Parameter] = {}
    for name, schema in node.fields.items() if isinstance(node, document.MappingNode) else ():
        with problems.step():
            found[name] = _parameter(name, schema, source)
    problems.finish()
    return found


def _check_form(source: Document, node: Node, problems: Collector) -> None:
    """Raise InputError if declarations do not match the schema of packs."""
    form = published_part("policy", "parameters")
    for fault in Validator(form).faults(read(node)):
        place = source.locate(("params", *fault.path))
        problems.add(f'"{dotted(("params", *fault.path))}" {fault.message}', place, fault.hint)
    problems.finish()


def _parameter(name: str, node: Node, source: Document) -> Parameter:
    place = source.locate(("params", name))
    typed = _with_type(node)
    kind = document.find_node(typed, ("type",))
    if not isinstance(kind, Scalar):
        raise InputError(Problem(f'"params.{name}.type" is missing', place, _NO_TYPE))
    validator = SchemaReader(source).validator(typed, Shape(types=frozenset([kind.text])))
    parameter = Parameter(name, validator, None, place)
    default = parameter.read(source, ("params", name, "default"))
    return Parameter(name, validator, default, place)


def _with_type(node: Node) -> Node:
    """Return a declaration with the type of its default, if it gives no type itself."""
    default = document.find_node(node, ("default",))
    if not isinstance(node, document.MappingNode) or "type" in node.fields or default is None:
        return node
    stated: dict[str, JSON] = {"type": type_name(read(default))}
    if stated["type"] in ("null", "object"):
        return node
    items = list(map(read, default.items)) if isinstance(default, document.SequenceNode) else []
    of_items = {type_name(item) for item in items}
    of_items = {"number"} if of_items == {"integer", "number"} else of_items
    if len(of_items) == 1 and of_items <= _OF_ITEMS and "items" not in node.fields:
        stated["items"] = {"type": of_items.pop()}
    fields = {**node.fields, **{key: _node(part, default) for key, part in stated.items()}}
    keys = {**node.keys, **dict.fromkeys(stated, (default.line, default.column))}
    return node._replace(fields=fields, keys=keys)


def bind(parameters: Parameters, given: Document | None) -> Values:
    """Return the values of all parameters. Raises InputError if one is missing or invalid."""
    values = {name: parameter.default for name, parameter in parameters.items()}
    problems = Collector()
    root = given.root if given else None
    for name in root.fields if given and isinstance(root, document.MappingNode) else ():
        if given and name not in parameters:
            hint = did_you_mean(name, parameters) if parameters else "The pack has none."
            problems.add(f'the pack has no parameter "{name}"', given.locate((name,)), hint)
        elif given:
            with problems.step():
                values[name] = parameters[name].read(given, (name,))
    problems.finish()
    return values


def fill(source: Document, parameters: Parameters, values: Values) -> Document:
    """Return a pack with the values of its parameters filled in.

    Raises InputError if a rule names an unknown parameter, or if no rule uses a parameter.
    """
    if not isinstance(source.root, document.MappingNode) or "rules" not in source.root.fields:
        return source
    filler = _Filler(source, values)
    with filler.step():
        rules = filler.rules(source.root.fields["rules"])
        for name in values.keys() - filler.used:
            hint = f"Write ${{{name}}} where its value is needed, or remove it."
            filler.add(f'no rule reads the parameter "{name}"', parameters[name].place, hint)
    filler.finish()
    fields = {**source.root.fields, "rules": rules}
    return Document(source.name, source.root._replace(fields=fields))


class _Filler(Collector):
    def __init__(self, source: Document, values: Values) -> None:
        super().__init__()
        self.source = source
        self.values = values
        self.used: set[str] = set()

    def rules(self, node: Node) -> Node:
        """Return the list of rules with references replaced."""
        if not isinstance(node, document.SequenceNode):
            return node
        items = [
            self.mapping(item, _OF_RULES) if isinstance(item, document.MappingNode) else item
            for item in node.items
        ]
        return node._replace(items=items)

    def node(self, node: Node, for_people: bool = False) -> Node:
        """Return a node with references replaced; `for_people` allows lists inside text."""
        if isinstance(node, Scalar):
            return self.scalar(node, for_people) if "${" in node.text else node
        if isinstance(node, document.SequenceNode):
            return node._replace(items=[self.node(item) for item in node.items])
        return self.mapping(node, _OF_SCHEMAS)

    def mapping(
        self, node: document.MappingNode, for_people: Collection[str]
    ) -> document.MappingNode:
        """Return a mapping with references replaced; `for_people` has the keys that hold prose."""
        fields: dict[str, Node] = {}
        keys: dict[str, tuple[int, int]] = {}
        for name, child in node.fields.items():
            key = Scalar(name, True, *node.keys[name])
            text = self.text(key, False) if "${" in name else name
            if text in fields:
                self.add(f'duplicate key "{text}"', self.source.place(key))
            fields[text] = self.node(child, name in for_people)
            keys[text] = node.keys[name]
        return node._replace(fields=fields, keys=keys)

    def scalar(self, node: Scalar, for_people: bool) -> Node:
        whole = _REFERENCE.fullmatch(node.text)
        if whole and whole["end"] and not for_people:
            return _node(self.value(whole["name"], node), node)
        # Text around a reference makes the value text, even if it looks like a number.
        return node._replace(text=self.text(node, for_people), plain=False)

    def text(self, node: Scalar, for_people: bool) -> str:
        """Return the text of a scalar with references replaced."""
        return _REFERENCE.sub(self._replacement(node, for_people), node.text)

    def _replacement(self, node: Scalar, for_people: bool) -> Callable[[re.Match[str]], str]:
        def replacement(found: re.Match[str]) -> str:
            if found["escaped"]:
                return "$"
            if not found["end"]:
                self.used.add(found["name"])
                hint = "Write ${name}, or $${ for the text itself."
                self.add("a parameter has no closing brace", self.source.place(node), hint)
                return ""
            value = self.value(found["name"], node)
            if isinstance(value, (list, dict)) and not for_people:
                message = f'the parameter "{found["name"]}" is not a single value'
                hint = "Inside text, only text, numbers, true and false are possible."
                self.add(message, self.source.place(node), hint)
            return as_text(value)

        return replacement

    def value(self, name: str, node: Scalar) -> JSON:
        self.used.add(name)
        if name not in self.values:
            known = did_you_mean(name, self.values) if self.values else "The pack has no `params`."
            hint = f"{known} For a literal ${{ write $${{."
            self.add(f'there is no parameter "{name}"', self.source.place(node), hint)
        return self.values.get(name)


def as_text(value: JSON) -> str:
    """Return a value as text; the items of a list are separated by commas."""
    if isinstance(value, list):
        return ", ".join(map(as_text, value))
    return value if isinstance(value, str) else json.dumps(value)


def _node(value: JSON, at: Node) -> Node:
    """Return a value as a node at the place of another node."""
    if isinstance(value, list):
        return document.SequenceNode([_node(item, at) for item in value], at.line, at.column)
    if isinstance(value, dict):
        fields = {name: _node(child, at) for name, child in value.items()}
        keys = dict.fromkeys(fields, (at.line, at.column))
        return document.MappingNode(fields, keys, at.line, at.column)
    text = value if isinstance(value, str) else json.dumps(value)
    return Scalar(text, not isinstance(value, str), at.line, at.column)


def secrets(source: Document) -> frozenset[str]:
    """Return the names of parameters that are secret by their name or by where they are used."""
    from driftcheck.policy.hidden import scalars  # only needed for display

    return frozenset(
        match["name"]
        for value, hidden in scalars(source.root)
        for match in _REFERENCE.finditer(value.text)
        if match["name"] and (hidden or is_secret(match["name"]))
    )


def relocate(error: InputError, given: Document) -> InputError:
    """Move problems that only the given parameters cause to the place of these parameters."""
    problems = Collector()
    for found in error.problems:
        problems.add(f"with these parameters: {found}", given.locate(()), found.hint)
    return InputError(*problems.problems)
