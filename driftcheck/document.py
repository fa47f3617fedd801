"""YAML text to nodes that know their line and column.

Reads PyYAML's events (from libyaml where it is there), so that keys given twice, tags, aliases
without bound and second documents are refused rather than guessed at, and no scalar gets a type
before the schema has a say (see `shape`).
"""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from driftcheck import files
from driftcheck.errors import Collector, InputError, Place, Problem

MAX_DEPTH = 64
_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"
_QUOTE = "If it is text, put it in quotes."
MAX_ALIASED_NODES = 100_000
_PAIR = re.compile(
    r"(?P<before>(?<!\\)(?:\\\\)*)(?P<escapes>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)


class Scalar(NamedTuple):
    """A single value as it is written; `plain` means without quotes. Positions count from 1."""

    text: str
    plain: bool
    line: int
    column: int


class Sequence(NamedTuple):
    """A list."""

    items: "list[Node]"
    line: int
    column: int


class Mapping(NamedTuple):
    """A mapping; `keys` holds the (line, column) of each key."""

    fields: "dict[str, Node]"
    keys: dict[str, tuple[int, int]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: the name to show for it, and its root node."""

    name: str
    root: Node

    def place(self, node: Node) -> Place:
        """Where a node begins."""
        return Place(self.name, node.line, node.column)

    def locate(self, path: Path_) -> Place:
        """Where the value at a path is: at its key, or as near to it as the document goes."""
        return locate(self.name, self.root, path)


def find(node: Node, path: Path_) -> Node | None:
    """The node at a path below `node`, or None where the path leads nowhere."""
    for step in path:
        if isinstance(node, Mapping) and step in node.fields:
            node = node.fields[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def locate(name: str, node: Node, path: Path_) -> Place:
    """Where the value at a path below `node` is: at its key, or as near as the nodes go."""
    place = Place(name, node.line, node.column)
    for step in path:
        if isinstance(node, Mapping) and step in node.fields:
            place, node = Place(name, *node.keys[str(step)]), node.fields[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = Place(name, node.line, node.column)
        else:
            break
    return place


def load(path: Path, name: str | None = None, limit: int = files.MAX_BYTES) -> Document:
    """Read a YAML file of at most `limit` bytes.

    Raises InputError with the place of everything that is wrong with it.
    """
    name = name or str(path)
    try:
        data = files.read(path, limit)
    except OSError as error:
        raise InputError(Problem(f'cannot read "{name}": {error.strerror}')) from error
    return parse(_decode(data, name), name)


def _decode(data: bytes, name: str) -> str:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        lines = data[: error.start].decode().split("\n")
        place = Place(name, len(lines), len(lines[-1]) + 1)
        problem = Problem("not UTF-8 text", place, "Save the file as UTF-8.")
        raise InputError(problem) from error


def parse(text: str, name: str) -> Document:
    """Parse YAML text. Raises InputError with the place of everything that is wrong with it."""
    repeated = Collector()
    try:
        text = _PAIR.sub(_joined, text) if "\\u" in text else text
        root = _Builder(text, name, repeated).document()
    except yaml.MarkedYAMLError as error:
        raise InputError(*repeated.problems, _syntax_problem(error, text, name)) from error
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        raise InputError(_character_problem(text, name)) from error
    repeated.finish()
    return Document(name, root)


def _joined(pair: re.Match[str]) -> str:
    """A character that JSON writes as two escapes, which YAML does not know."""
    return f"{pair['before']}{json.loads(chr(34) + pair['escapes'] + chr(34))}"


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark is not None else Place(name, 1, 1)
    if "nesting depth" in str(error.problem):  # libyaml has a limit of its own, and looks ahead
        return Problem(_TOO_DEEP, place)
    context = f" {error.context}" if error.context else ""
    hint = "Check the indentation, and quote text that holds ': ' or begins with a special sign."
    if any("${" in line for line in text.splitlines()[place.line - 1 : place.line]):
        hint = 'Inside { } or [ ], quote text that holds braces: "${NAME}".'
    return Problem(f"not valid YAML:{context} {error.problem}".rstrip(), place, hint)


def _character_problem(text: str, name: str) -> Problem:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    before = text[: found.start() if found else 0].split("\n")
    place = Place(name, len(before), len(before[-1]) + 1)
    sign = f": {found[0]!a}" if found else ""
    return Problem(f"a character that YAML does not allow{sign}", place)


class _Builder:
    """Turns the events of one document into nodes; keys given twice are noted and passed over."""

    def __init__(self, text: str, name: str, repeated: Collector) -> None:
        self.name = name
        self.repeated = repeated
        self.anchors: dict[str, Node] = {}
        self.aliased = 0
        self.next = _LOADER(text).get_event

    def document(self) -> Node:
        self.next()  # the start of the stream
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            raise self.fault("the file is empty", event)
        root = self.node(self.next(), 0)
        self.next()  # the end of the document
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self.fault("a second document begins here", event, "Use one file a document.")
        return root

    def node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, depth)
        if event.tag is not None:
            raise self.fault("tags (!...) are not supported", event, _QUOTE)
        if depth > MAX_DEPTH:
            raise self.fault(_TOO_DEEP, event)
        if isinstance(event, yaml.ScalarEvent):
            node: Node = self.scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self.sequence(event, depth)
        else:
            node = self.mapping(event, depth)
        if event.anchor is not None:
            if isinstance(node, Scalar) and not node.text and node.plain:
                raise self.fault("an anchor (&...) without a value", event, _QUOTE)
            self.anchors[event.anchor] = node
        return node

    def scalar(self, event: Any) -> Scalar:
        mark = event.start_mark
        return Scalar(event.value, event.implicit[0], mark.line + 1, mark.column + 1)

    def sequence(self, start: Any, depth: int) -> Sequence:
        items: list[Node] = []
        event = self.next()
        while not isinstance(event, yaml.SequenceEndEvent):
            items.append(self.node(event, depth + 1))
            event = self.next()
        return Sequence(items, start.start_mark.line + 1, start.start_mark.column + 1)

    def mapping(self, start: Any, depth: int) -> Mapping:
        fields: dict[str, Node] = {}
        keys: dict[str, tuple[int, int]] = {}
        event = self.next()
        while not isinstance(event, yaml.MappingEndEvent):
            key = self.key(event)
            if key in keys:
                self.note_repeated(key, event, keys[key])
            else:
                keys[key] = event.start_mark.line + 1, event.start_mark.column + 1
            fields[key] = self.node(self.next(), depth + 1)
            event = self.next()
        return Mapping(fields, keys, start.start_mark.line + 1, start.start_mark.column + 1)

    def key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self.fault("a key must be plain text", event, "Quote it, or write it as a value.")
        if event.tag is not None:
            raise self.fault("tags (!...) are not supported", event, _QUOTE)
        if event.value == "<<" and event.implicit[0]:
            hint = "Write the fields out; in declarations, `defaults` serves."
            raise self.fault("merge keys (<<) are not supported", event, hint)
        return str(event.value)

    def note_repeated(self, key: str, event: Any, first: tuple[int, int]) -> None:
        hint = f"It is first given at {Place(self.name, *first)}; keep one of them."
        self.repeated.add(f'the key "{key}" is given twice', self.at(event), hint)

    def alias(self, event: Any, depth: int) -> Node:
        if event.anchor not in self.anchors:
            raise self.fault("an alias (*...) that names nothing complete", event, _QUOTE)
        node = self.anchors[event.anchor]
        for level in _levels(node, depth):
            self.aliased += 1
            if self.aliased > MAX_ALIASED_NODES or level > MAX_DEPTH:
                raise self.fault("aliases expand to too much", event, "Write the values out.")
        return node

    def at(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def fault(self, message: str, event: Any, hint: str | None = None) -> InputError:
        return InputError(*self.repeated.problems, Problem(message, self.at(event), hint))


def _levels(node: Node, depth: int) -> Iterator[int]:
    """The depth of a node that stands at `depth`, and of each below it."""
    yield depth
    children: Iterable[Node] = ()
    if isinstance(node, Sequence):
        children = node.items
    elif isinstance(node, Mapping):
        children = node.fields.values()
    for child in children:
        yield from _levels(child, depth + 1)
