"""What a JSON Schema says of types, and how scalars are read by it.

YAML gives text; only the schema knows whether `no`, `6036` or `+1202` is text or something else.
A `Shape` is the part of a schema that says so, with the names of the fields it knows.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite

from driftcheck import document
from driftcheck.document import NULLS, ODD_NULLS, Node, Note, Scalar, is_odd_null
from driftcheck.errors import InputError, Problem
from driftcheck.model import JSON
from driftcheck.suggest import did_you_mean

Fill = Callable[[Scalar], str]
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,300})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,300})(\.[0-9]{1,300})?([eE][-+]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Shape:
    """The types that a schema allows (none: any), its fields, other fields, and list items.

    `open` means that fields not named here are allowed for; `values` lists the only values and
    `pattern` is that of text, if the schema has them. `hint` tells what to write for a value.
    """

    types: frozenset[str] = frozenset()
    fields: Mapping[str, "Shape"] = field(default_factory=dict)
    rest: "Shape | None" = None
    items: "Shape | None" = None
    open: bool = True
    values: tuple[JSON, ...] = ()
    pattern: str | None = None
    hint: str | None = None


ANY = Shape()
MAX_PARTS = 20_000


def _free(depth: int) -> Shape:
    inner = _free(depth - 1) if depth else None
    return Shape(types=frozenset({"array", "null", "object", "string"}), rest=inner, items=inner)


METADATA = replace(_free(document.MAX_DEPTH), types=frozenset({"object"}))
"""The free part of a declaration: whatever it holds is text, so that quotes mean nothing."""


class UnknownPathError(LookupError):
    """No number can have this path; the argument is a message, `hint` a suggestion."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def shape_of(schema: JSON) -> Shape:
    """The shape of a JSON Schema; references within the schema are followed, once each.

    Raises InputError where they expand to too much.
    """
    return _Reader(schema).shape(schema)


class _Reader:
    """Reads the shape of a schema, within bounds: references to references grow without end."""

    def __init__(self, root: JSON) -> None:
        self.root = root
        self.left = MAX_PARTS

    def shape(self, schema: JSON, seen: frozenset[str] = frozenset()) -> Shape:
        self.left -= 1
        if self.left < 0:
            message = f"the references of this schema expand to more than {MAX_PARTS:,} parts"
            raise InputError(Problem(message, None, "Refer to each part once."))
        return self._shape(schema, seen)

    def _shape(self, schema: JSON, seen: frozenset[str]) -> Shape:
        if not isinstance(schema, dict) or schema.get("$ref") in seen:
            return ANY
        parts = [part for word in ("allOf", "anyOf", "oneOf") for part in schema.get(word, ())]
        if "$ref" in schema:
            seen = seen | {schema["$ref"]}
            parts.append(_target(schema["$ref"], self.root))
        branches = [self.shape(part, seen) for part in parts]
        fields = {
            name: self.shape(part, seen) for name, part in schema.get("properties", {}).items()
        }
        for branch in branches:
            fields = {**branch.fields, **fields}
        others = [schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()]
        rest = [self.shape(part, seen) for part in others if isinstance(part, dict)]
        items = [self.shape(schema["items"], seen)] if "items" in schema else []
        return Shape(
            types=_types(schema).union(*(branch.types for branch in branches)),
            fields=fields,
            rest=next(iter(rest + [branch.rest for branch in branches if branch.rest]), None),
            items=next(iter(items + [branch.items for branch in branches if branch.items]), None),
            open=_is_open(schema, fields, branches),
            values=tuple(schema.get("enum", ())),
            pattern=schema.get("pattern"),
        )


def _is_open(
    schema: dict[str, JSON], fields: Mapping[str, Shape], branches: Iterable[Shape]
) -> bool:
    """Fields that are not named are allowed for by saying so, or by naming none at all."""
    if "additionalProperties" in schema:
        return schema["additionalProperties"] is not False
    said = any(branch.open and branch.fields for branch in branches)
    return said or not fields or "patternProperties" in schema


def _target(reference: str, root: JSON) -> dict[str, JSON]:
    target = root
    for part in reference.removeprefix("#").strip("/").split("/"):
        step = part.replace("~1", "/").replace("~0", "~")
        target = target.get(step, {}) if step and isinstance(target, dict) else target
    return target if isinstance(target, dict) else {}


def _types(schema: dict[str, JSON]) -> frozenset[str]:
    named = schema.get("type")
    if named is not None:
        return frozenset([named] if isinstance(named, str) else named)
    values = [schema["const"]] if "const" in schema else schema.get("enum", ())
    return frozenset(type_name(value) for value in values)


def type_name(value: JSON) -> str:
    """The JSON Schema name of a value's type."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
    return "array" if isinstance(value, (list, tuple)) else "object"


def allows(shape: Shape, value: JSON) -> bool:
    """Whether a value has one of the types of a shape."""
    name = type_name(value)
    integral = name == "integer" and "number" in shape.types
    return not shape.types or name in shape.types or integral


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
    if isinstance(node, document.Sequence):
        return [read(item, shape.items or ANY, fill, note) for item in node.items]
    return {
        name: read(child, shape.fields.get(name) or shape.rest or ANY, fill, note)
        for name, child in node.fields.items()
    }


def _scalar(node: Scalar, types: frozenset[str], fill: Fill | None) -> JSON:
    if fill and "$" in node.text:
        text = fill(node)
        return text if not node.plain or "string" in types else _typed(text, types)
    if not node.plain:
        return node.text
    if node.text in NULLS:
        return None
    return node.text if "string" in types else _typed(node.text, types)


def _typed(text: str, types: frozenset[str]) -> JSON:
    if text in ("true", "false") and (not types or "boolean" in types):
        return text == "true"
    if not types or types & {"integer", "number"}:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _NUMBER.fullmatch(text) and isfinite(float(text)):
            return float(text)
    return text


def find(shape: Shape, path: str) -> Shape:
    """The shape at a dotted path. Raises UnknownPathError where no value can have that path."""
    steps = path.split(".")
    for index, step in enumerate(steps):
        known = shape.fields
        if step in known:
            shape = known[step]
        elif shape.open and step and (not shape.types or "object" in shape.types):
            shape = shape.rest or ANY
        else:
            raise _unknown(steps, index, known)
    return shape


def _unknown(steps: list[str], index: int, known: Iterable[str]) -> UnknownPathError:
    prefix = ".".join(steps[:index])
    names = [f"{prefix}.{name}" if prefix else name for name in known]
    wrong = ".".join(steps[: index + 1])
    if not all(steps):
        return UnknownPathError(f'"{".".join(steps)}" is not a path', "Such as label, or a.b.")
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
        field = known.fields.get(name)
        if field is not None:
            if isinstance(child, dict):
                yield from unknown(child, field, (*path, name))
        elif not known.open:
            yield (*path, name)
