"""Build nodes from the events of a document."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple, cast

import yaml

from driftcheck.document.nodes import MAX_DEPTH, MappingNode, Node, Scalar, SequenceNode
from driftcheck.document.strict import Text
from driftcheck.model.errors import Collector, InputError, Place, Problem
from driftcheck.words import hide_value_in_name

MAX_ALIASED_NODES = 100_000  # a few lines of aliases can expand to billions of nodes
FREE_NODES = 8
"""Nodes per alias that do not count: growth linear in the file size is harmless."""
TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"
_QUOTE = "If it is text, put it in quotes."
_CLOSE = "Close the quote where the text ends, and indent its other lines."
LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)


class Events:
    """The events of a text. `kept` has those of the current entry, `anchors` nodes by name."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.get: Callable[[], Any] = LOADER(text.text).get_event
        self.kept: list[Any] = []
        self.anchors: dict[str, Node] = {}


class Listing(NamedTuple):
    """A list whose entries are read directly: the one under `key`, or the root if it is a list.

    `read` takes the events of each entry, and keeps the ones it consumes in `kept`. It returns the
    item of the list that replaces the entry's node, or None to have the entry read into nodes.
    """

    key: str
    read: Callable[[Events], Any]


def root(text: Text, name: str, repeated: Collector, listing: Listing | None = None) -> Node:
    """Return the root node of a document. Reports duplicate keys in `repeated` and continues.

    Raises InputError or PyYAML's errors if the text is not a valid document.
    """
    return _Builder(text, name, repeated, listing).document()


class _Builder:
    """Turns the events of one document into nodes. Reports duplicate keys and continues."""

    def __init__(self, text: Text, name: str, repeated: Collector, listing: Listing | None) -> None:
        self.text = text
        self.name = name
        self.indent = -1
        self.repeated = repeated
        self.listing = listing
        self.key_of_root: str | None = None
        self.aliased = 0
        self.events = Events(text)
        self.anchors = self.events.anchors
        self.next = self.events.get

    def document(self) -> Node:
        self.next()  # the start of the stream
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            raise self.fault("the file is empty", event)
        root = self.node(self.next(), 0)
        self.next()  # the end of the document
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self.fault(
                "a second document begins here", event, "Put each document in its own file."
            )
        return root

    def node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, depth)
        if event.tag is not None:
            raise self.fault("tags (!...) are not supported", event, _QUOTE)
        if depth > MAX_DEPTH:
            raise self.fault(TOO_DEEP, event)
        if isinstance(event, yaml.ScalarEvent):
            node: Node = self.scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self.sequence(event, depth)
        else:
            node = self.mapping(event, depth)
        if event.anchor is not None:
            self.refuse(self.text.fault_of_name(event), event)
            if isinstance(node, Scalar) and not node.text and node.plain:
                raise self.fault("an anchor (&...) has no value", event, _QUOTE)
            # Only now, so that an alias inside the value cannot make a cycle.
            self.anchors[event.anchor] = node
        return node

    def scalar(self, event: Any) -> Scalar:
        mark = event.start_mark
        if event.style is not None:
            self.refuse(self.text.fault_of_scalar(event, self.indent), event, _CLOSE)
        return Scalar(self.text.value(event), event.implicit[0], mark.line + 1, mark.column + 1)

    def sequence(self, start: Any, depth: int) -> SequenceNode:
        items: list[Node] = []
        item = self.entry if self.is_listing(start, depth) else self.node
        outer = self.enter(start)
        event = self.next()
        while not isinstance(event, yaml.SequenceEndEvent):
            items.append(item(event, depth + 1))
            event = self.next()
        self.indent = outer
        return SequenceNode(items, start.start_mark.line + 1, start.start_mark.column + 1)

    def is_listing(self, start: Any, depth: int) -> bool:
        """Return whether a list is the listing. An anchored list needs nodes."""
        if self.listing is None or start.anchor is not None:
            return False
        return depth == 0 or (depth == 1 and self.key_of_root == self.listing.key)

    def entry(self, event: Any, depth: int) -> Any:
        """Return what the listing reads from an entry, or the entry's node."""
        events = self.events
        events.kept = [event]
        found = cast("Listing", self.listing).read(events)
        if found is None:
            # Replay the events that `read` consumed, then continue with the stream.
            self.next = chain(events.kept[1:], iter(events.get, None)).__next__
            found = self.node(event, depth)
            self.next = events.get
        return found

    def mapping(self, start: Any, depth: int) -> MappingNode:
        fields: dict[str, Node] = {}
        keys: dict[str, tuple[int, int]] = {}
        outer = self.enter(start)
        event = self.next()
        while not isinstance(event, yaml.MappingEndEvent):
            key = self.key(event)
            if key in keys:
                self.note_repeated(key, event, keys[key])
            else:
                keys[key] = event.start_mark.line + 1, event.start_mark.column + 1
            # Set before the value is read, as the value may be the listing.
            if depth == 0:
                self.key_of_root = key
            fields[key] = self.node(self.next(), depth + 1)
            event = self.next()
        self.indent = outer
        return MappingNode(fields, keys, start.start_mark.line + 1, start.start_mark.column + 1)

    def key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self.fault("a key must be plain text", event, "Quote it, or write it as a value.")
        if event.tag is not None:
            raise self.fault("tags (!...) are not supported", event, _QUOTE)
        self.refuse(self.text.fault_of_key(event), event)
        if event.value == "<<" and event.implicit[0]:
            hint = "Write the fields out, or use `defaults` in declarations."
            raise self.fault("merge keys (<<) are not supported", event, hint)
        return self.text.value(event)

    def enter(self, start: Any) -> int:
        """Enter a list or mapping. Return the outer indentation, to be restored by the caller."""
        outer = self.indent
        if not start.flow_style:
            self.indent = start.start_mark.column
        return outer

    def refuse(self, fault: str | None, event: Any, hint: str = _QUOTE) -> None:
        if fault:
            raise self.fault(fault, event, hint)

    def note_repeated(self, key: str, event: Any, first: tuple[int, int]) -> None:
        hint = f"The first is at {Place(self.name, *first)}; keep only one."
        message = f'duplicate key "{hide_value_in_name(key)}"'
        self.repeated.add(message, self.at(event), hint)

    def alias(self, event: Any, depth: int) -> Node:
        if event.anchor not in self.anchors:
            raise self.fault("an alias (*...) does not refer to a complete value", event, _QUOTE)
        self.refuse(self.text.fault_of_name(event), event)
        node = self.anchors[event.anchor]
        self.aliased -= FREE_NODES
        for level in _levels(node, depth):
            self.aliased += 1
            if self.aliased > MAX_ALIASED_NODES or level > MAX_DEPTH:
                raise self.fault(
                    "the aliases expand to too many values", event, "Write the values out."
                )
        return node

    def at(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def fault(self, message: str, event: Any, hint: str | None = None) -> InputError:
        return InputError(*self.repeated.problems, Problem(message, self.at(event), hint))


def _levels(node: Node, depth: int) -> Iterator[int]:
    """Yield the depth of a node at `depth`, and of each of its descendants."""
    yield depth
    children: Iterable[Node] = ()
    if isinstance(node, SequenceNode):
        children = node.items
    elif isinstance(node, MappingNode):
        children = node.fields.values()
    for child in children:
        yield from _levels(child, depth + 1)
