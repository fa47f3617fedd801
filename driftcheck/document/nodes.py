"""Nodes of a YAML document: values as they are written, each with its line and column."""

from typing import Any, NamedTuple

from driftcheck.model.errors import Place

MAX_DEPTH = 64  # nobody writes deeper, and Python's recursion limit is far away


class Scalar(NamedTuple):
    """A single value as it is written; `plain` means without quotes. Positions count from 1."""

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
    """A mapping; `keys` holds the (line, column) of each key."""

    fields: "dict[str, Node]"
    keys: dict[str, tuple[int, int]]
    line: int
    column: int


Node = Scalar | SequenceNode | MappingNode
Path_ = tuple[str | int, ...]


class Document(NamedTuple):
    """A parsed file: the name to show for it, and its root node."""

    name: str
    root: Node

    def listed(self, key: str) -> list[Any]:
        """The entries of the list below a key of the root, or of the root if that is a list."""
        found = self.root if isinstance(self.root, SequenceNode) else find_node(self.root, (key,))
        return found.items if isinstance(found, SequenceNode) else []

    def place(self, node: Node) -> Place:
        """Where a node begins."""
        return Place(self.name, node.line, node.column)

    def locate(self, path: Path_) -> Place:
        """Where the value at a path is: at its key, or as near to it as the document goes."""
        return locate(self.name, self.root, path)


def find_node(node: Node, path: Path_) -> Node | None:
    """The node at a path below `node`, or None where the path leads nowhere."""
    for step in path:
        if isinstance(node, MappingNode) and step in node.fields:
            node = node.fields[str(step)]
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def locate(name: str, node: Node, path: Path_) -> Place:
    """Where the value at a path below `node` is: at its key, or as near as the nodes go."""
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
