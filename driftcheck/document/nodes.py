"""Nodes of a YAML document: values as written, with line and column."""

from typing import Any, NamedTuple

from driftcheck.model.errors import Place

MAX_DEPTH = 64  # deeper than real files, and far below Python's recursion limit


class Scalar(NamedTuple):
    """A single value as written. `plain` means without quotes. Positions count from 1."""

    text: str
    plain: bool
    line: int
    column: int


class SequenceNode(NamedTuple):
    """A list."""

    items: "list[Node]"
    line: int
    column: int


class MappingNode(NamedTuple):
    """A mapping. `keys` has the (line, column) of each key."""

    fields: "dict[str, Node]"
    keys: dict[str, tuple[int, int]]
    line: int
    column: int


Node = Scalar | SequenceNode | MappingNode
Path_ = tuple[str | int, ...]


class Document(NamedTuple):
    """A parsed file: its name in messages, and its root node."""

    name: str
    root: Node

    def listed(self, key: str) -> list[Any]:
        """Return the items of the list under a root key, or of the root if it is a list."""
        found = self.root if isinstance(self.root, SequenceNode) else find_node(self.root, (key,))
        return found.items if isinstance(found, SequenceNode) else []

    def place(self, node: Node) -> Place:
        """Return the place where a node starts."""
        return Place(self.name, node.line, node.column)

    def locate(self, path: Path_) -> Place:
        """Return the place of the key at a path, or of its nearest existing parent."""
        return locate(self.name, self.root, path)


def find_node(node: Node, path: Path_) -> Node | None:
    """Return the node at a path below `node`, or None if there is none."""
    for step in path:
        if isinstance(node, MappingNode) and step in node.fields:
            node = node.fields[str(step)]
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def locate(name: str, node: Node, path: Path_) -> Place:
    """Return the place of the key at a path below `node`, or of its nearest existing parent."""
    place = Place(name, node.line, node.column)
    for step in path:
        if isinstance(node, MappingNode) and step in node.fields:
            place, node = Place(name, *node.keys[str(step)]), node.fields[str(step)]
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = Place(name, node.line, node.column)
        else:
            break
    return place
