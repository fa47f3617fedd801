"""Types from a JSON Schema, and how scalars are read according to them.

YAML gives text; only the schema knows whether `no`, `6036` or `+1202` is text or something else. A
`Shape` is the part of a schema that decides this, with the names of known fields.
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
# Bounded, because Python refuses to convert thousands of digits.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,300})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,300})(\.[0-9]{1,300})?([eE][-+]?[0-9]{1,3})?")


class Shape(NamedTuple):
    """What a schema allows: types (none: any), fields, and items of lists.

    `patterns` has the shapes of fields whose names match. `rest` is the shape of all other fields:
    None if the schema does not say, NEVER if there are none. `open` means that there may be fields
    that are not named here. `values` has the only allowed values and `pattern` the pattern of text,
    if there are any. `loose` means that the types only decide how a plain scalar is read, and other
    values are allowed too. `hint` says what to write for a value. `asked` has the fields that are
    required, perhaps under conditions; they are known even if nothing else is said about them.
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
        """Return a short form, because nested shapes such as that of metadata repeat many times."""
        return f"Shape({'|'.join(sorted(self.types)) or 'any'}: {', '.join(self.fields)})"

    def inner(self, name: str) -> "Shape | None":
        """Return the shape of a field: ANY if nothing is known of it, None if it cannot exist."""
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


# As deep as a document may be, because a named tuple cannot contain itself.
METADATA = _free(MAX_DEPTH)._replace(types=frozenset({"object"}))
"""The free part of a declaration: all values are text, so that quotes make no difference."""


class UnknownPathError(LookupError):
    """No number can have this path. The argument is a message, `hint` a suggestion."""

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
    """Return the value of a node, with scalars typed by a shape.

    `fill` gets every scalar with a dollar sign and returns its text with environment variables
    replaced; the text is typed afterwards. `note` gets every suspicious null.
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
    """Convert a plain scalar to one of the types; to text only if no other one fits."""
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
    """Return the shape at a dotted path. Raises UnknownPathError if no value can have that path."""
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
    """Return the value at a path, or None if there is none."""
    for step in steps:
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def configured(value: JSON) -> JSON:
    """Return a value, or None for "not configured": null, {}, [], or an object of only these."""
    if isinstance(value, dict) and all(configured(part) is None for part in value.values()):
        return None
    return None if value == [] else value


def unknown(value: JSON, known: Shape, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the paths of fields that the schema does not define, by name."""
    if not isinstance(value, dict):
        return
    for name, child in value.items():
        inner = known.inner(name)
        if inner is None:
            yield (*path, name)
        elif isinstance(child, dict):
            yield from unknown(child, inner, (*path, name))


def closed(shape: Shape) -> JSON:
    """Return the JSON Schema of values without unknown fields."""
    schema: dict[str, JSON] = {} if shape.open else {"additionalProperties": False}
    if shape.fields or shape.asked:
        named = {**dict.fromkeys(sorted(shape.asked), ANY), **shape.fields}
        schema["properties"] = {name: closed(inner) for name, inner in named.items()}
    if shape.patterns:
        schema["patternProperties"] = {name: closed(inner) for name, inner in shape.patterns}
    return schema
