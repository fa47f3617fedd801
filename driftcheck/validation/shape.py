"""What a JSON Schema says of types, and how scalars are read by it.

YAML gives text; only the schema knows whether `no`, `6036` or `+1202` is text or something else.
A `Shape` is the part of a schema that says so, with the names of the fields it knows.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import isfinite
from typing import NamedTuple

from driftcheck.document.nodes import MAX_DEPTH, Node, Scalar, SequenceNode
from driftcheck.document.nulls import NULLS, ODD_NULLS, Note, is_odd_null
from driftcheck.validation.engine import matches
from driftcheck.validation.keywords import type_name
from driftcheck.words import JSON, did_you_mean

_TEXT = frozenset({"string"})
Fill = Callable[[Scalar], str]
# Bounded, as Python refuses to convert thousands of digits.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,300})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,300})(\.[0-9]{1,300})?([eE][-+]?[0-9]{1,3})?")


class Shape(NamedTuple):
    """What a schema allows: types (none: any), fields, and items of lists.

    `patterns` are shapes of the fields whose names match, `rest` is that of all others: None where
    the schema does not say, NEVER where there are none. `open` says that there may be fields that
    are not named here. `values` lists the only values and `pattern` is that of text, if the schema
    has them. `loose`: the types say how a plain scalar is read, and other values are allowed too.
    `hint` says what to write for a value. `asked` are the fields that must be there, be it under
    conditions: known, even where nothing else is said of them.
    """

    types: frozenset[str] = frozenset()
    fields: Mapping[str, "Shape"] = {}
    rest: "Shape | None" = None
    items: "Shape | None" = None
    open: bool = True
    values: tuple[JSON, ...] = ()
    pattern: str | None = None
    hint: str | None = None
    patterns: tuple[tuple[str, "Shape"], ...] = ()
    loose: bool = False
    asked: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        """Short: a shape within shapes, such as that of metadata, would be written many times."""
        return f"Shape({'|'.join(sorted(self.types)) or 'any'}: {', '.join(self.fields)})"

    def inner(self, name: str) -> "Shape | None":
        """The shape of a field, ANY where nothing is known of it; None where there is none."""
        known = self.fields.get(name)
        if known is not None:
            return known
        for pattern, shape in self.patterns:
            if matches(pattern, name):
                return shape
        if name in self.asked:
            return ANY
        return (self.rest or ANY) if self.open else None


ANY = Shape()
NEVER = Shape(types=frozenset({"never"}), open=False)
"""The shape of the schema `false`."""


def _free(depth: int) -> Shape:
    inner = _free(depth - 1) if depth else None
    return Shape(types=frozenset({"array", "null", "object", "string"}), rest=inner, items=inner)


# As deep as a document may be: a named tuple cannot hold itself.
METADATA = _free(MAX_DEPTH)._replace(types=frozenset({"object"}))
"""The free part of a declaration: whatever it holds is text, so that quotes mean nothing."""


class UnknownPathError(LookupError):
    """No number can have this path; the argument is a message, `hint` a suggestion."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def allows(shape: Shape, value: JSON) -> bool:
    """Whether a value has one of the types of a shape."""
    name = type_name(value)
    integral = name == "integer" and "number" in shape.types
    return not shape.types or shape.loose or name in shape.types or integral


def read(
    node: Node, shape: Shape = ANY, fill: Fill | None = None, note: Note | None = None
) -> JSON:
    """The value of a node, its scalars typed by a shape.

    `fill` is given every scalar that holds a dollar sign and returns its text with the variables
    of the environment filled in; the text is typed afterwards. `note` is given every odd null.
    """
    if isinstance(node, Scalar):
        if note and node.text in ODD_NULLS and is_odd_null(node, shape.types):
            note(node, shape.types)
        return _scalar(node, shape.types, fill)
    if isinstance(node, SequenceNode):
        return [read(item, shape.items or ANY, fill, note) for item in node.items]
    return {
        name: read(child, shape.inner(name) or ANY, fill, note)
        for name, child in node.fields.items()
    }


def _scalar(node: Scalar, types: frozenset[str], fill: Fill | None) -> JSON:
    if fill and "$" in node.text:
        text = fill(node)
        return text if not node.plain or "string" in types else _convert(text, types)
    if not node.plain:
        return node.text
    if node.text in NULLS:
        return None
    return node.text if types == _TEXT else _convert(node.text, types)


def _convert(text: str, types: frozenset[str]) -> JSON:
    """A plain scalar by the types that it may have; text only if it is nothing else of these."""
    if text in ("true", "false") and (not types or "boolean" in types):
        return text == "true"
    if not types or types & {"integer", "number"}:
        if _INTEGER.fullmatch(text):
            return int(text)
        is_whole = "string" in types and "number" not in types
        if not is_whole and _NUMBER.fullmatch(text) and isfinite(float(text)):
            return float(text)
    return text


def find(shape: Shape, path: str) -> Shape:
    """The shape at a dotted path. Raises UnknownPathError where no value can have that path."""
    steps = path.split(".")
    for index, step in enumerate(steps):
        inner = shape.inner(step) if step else None
        closed = inner is not None and step not in shape.fields and not may_have_fields(shape)
        if inner is None or closed:
            raise _unknown(steps, index, shape.fields)
        shape = inner
    return shape


def may_have_fields(shape: Shape) -> bool:
    """Whether a value of a shape can be a mapping."""
    return not shape.types or shape.loose or "object" in shape.types


def _unknown(steps: list[str], index: int, known: Iterable[str]) -> UnknownPathError:
    prefix = ".".join(steps[:index])
    names = [f"{prefix}.{name}" if prefix else name for name in known]
    wrong = ".".join(steps[: index + 1])
    if not all(steps):
        return UnknownPathError(f'"{".".join(steps)}" is not a path', "For example: label, or a.b.")
    if prefix and not names:
        return UnknownPathError(f'"{prefix}" has no fields', f'Write "{prefix}".')
    return UnknownPathError(f'no number has a field "{wrong}"', did_you_mean(wrong, names))


def lookup(value: JSON, steps: Iterable[str]) -> JSON:
    """The value at a path, or None where the path leads nowhere."""
    for step in steps:
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def configured(value: JSON) -> JSON:
    """A value, or None where it says "not configured": null, {}, [], and objects of only these."""
    if isinstance(value, dict) and all(configured(part) is None for part in value.values()):
        return None
    return None if value == [] else value


def unknown(value: JSON, known: Shape, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of fields that the schema does not know, by name."""
    if not isinstance(value, dict):
        return
    for name, child in value.items():
        inner = known.inner(name)
        if inner is None:
            yield (*path, name)
        elif isinstance(child, dict):
            yield from unknown(child, inner, (*path, name))


def closed(shape: Shape) -> JSON:
    """The JSON Schema of values without any field that a shape does not know."""
    schema: dict[str, JSON] = {} if shape.open else {"additionalProperties": False}
    if shape.fields or shape.asked:
        named = {**dict.fromkeys(sorted(shape.asked), ANY), **shape.fields}
        schema["properties"] = {name: closed(inner) for name, inner in named.items()}
    if shape.patterns:
        schema["patternProperties"] = {name: closed(inner) for name, inner in shape.patterns}
    return schema
