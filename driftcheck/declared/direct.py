"""Entries straight from the events of a file: values by their shapes, and where they stand.

This is how a fleet is read, whatever its handwriting: in one pass, without nodes. Whatever is in
doubt, such as a key given twice, an anchor or a field that nobody knows, is left to the nodes of
the same events, which say what is wrong.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import yaml

from driftcheck.declared.variables import LEFT
from driftcheck.document import NULLS, ODD_NULLS, Events, Path_, Scalar, Text, holds_variable
from driftcheck.model import JSON, Marks
from driftcheck.validation import ANY, Shape, read

MAX_LAYOUTS = 10_000
"""How many ways in which fields may stand are remembered."""

_MOST_KNOWN = 1000  # texts of a field, and names in a mapping
_DEEPEST = 16  # levels of an entry; whatever is deeper is left to the nodes
_NULLS = NULLS | ODD_NULLS
_TYPED = frozenset({"boolean", "integer", "number"})
Fill = Callable[[Scalar, Shape, Path_], JSON]
_LIST = ("phone_numbers",)
# Any: the stubs doubt that events have marks, and libyaml's always do.
_Scalar: Any = yaml.ScalarEvent
_Alias: Any = yaml.AliasEvent
_Mapping, _MappingEnd = yaml.MappingStartEvent, yaml.MappingEndEvent
_Sequence, _SequenceEnd = yaml.SequenceStartEvent, yaml.SequenceEndEvent


class Entry(NamedTuple):
    """The values of an entry, variables filled in, where its fields stand, and where it begins.

    `listed` is where each of its `phone_numbers` stands: line and column.
    """

    values: dict[str, JSON]
    marks: Marks
    line: int
    column: int
    listed: Sequence[tuple[int, int]] = ()


class _DoubtError(Exception):
    """What was met must be read into nodes, to be sure what it means."""


class FieldReader:
    """How the values at a path of an entry are read; `inner` are the fields below it, by name.

    `is_text` says that plain words are text, unless they are a null; where there are few, each is
    looked up instead, to be held in memory once.
    """

    def __init__(self, path: Path_, shape: Shape) -> None:
        self.path = path
        self.shape = shape
        self.name = str(path[-1]) if path else ""
        self.dotted = ".".join(map(str, path))
        self.is_text = bool(shape.types) and shape.types.isdisjoint(_TYPED) and not shape.values
        self.words = _Words(shape)
        self.inner = _Inner(self)

    @cached_property
    def items(self) -> "FieldReader":
        """How the items of a list are read."""
        return FieldReader(self.path, self.shape.items or ANY)


class _Words(dict[str, JSON]):
    """Plain texts typed by a shape, each once; a dict, so that a known one costs one look-up."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape

    def __missing__(self, text: str) -> JSON:
        # The nodes refuse it, with its place.
        if text in ODD_NULLS and (not self.shape.types or "null" in self.shape.types):
            raise _DoubtError
        # The place is only for problems, and none is noted here.
        value = read(Scalar(text, True, 1, 1), self.shape)
        if len(self) < _MOST_KNOWN:
            self[text] = value
        return value


class _Inner(dict[str, FieldReader]):
    """The fields of a mapping; their names are the same text in all entries, for less memory."""

    def __init__(self, field: FieldReader) -> None:
        super().__init__()
        self.field = field

    def __missing__(self, name: str) -> FieldReader:
        shape = self.field.shape.inner(name)
        if shape is None or name == "<<":  # it may be a merge key, which the nodes refuse
            raise _DoubtError
        found = FieldReader((*self.field.path, name), shape)
        if len(self) < _MOST_KNOWN:
            self[name] = found
        return found


class DirectReader:
    """Reads entries of a shape; those that `is_sound` refuses are left to the nodes.

    `fill` is given a scalar that begins like a variable, with its shape and path; it returns the
    value, or LEFT where that cannot be had.
    """

    def __init__(self, shape: Shape, is_sound: Callable[[JSON], bool], fill: Fill) -> None:
        self.root = FieldReader((), shape)
        self.is_sound = is_sound
        self.fill = fill
        self.layouts: dict[tuple[Any, ...], Marks] = {}
        self.layout: list[Any] = []
        self.listed: list[tuple[int, int]] = []
        self.first = 0

    def __call__(self, events: Events) -> Entry | None:
        """An entry, of which the first event is kept; None where it is in doubt."""
        start = events.kept[0]
        mark = start.start_mark
        self.layout, self.listed, self.first = [], [], mark.line
        try:
            values = self._collection(start, self.root, events, 1, marked=True)
        except _DoubtError:
            return None
        if not self.is_sound(values):
            return None
        return Entry(values, self._marks(), mark.line + 1, mark.column + 1, self.listed)

    def _marks(self) -> Marks:
        """Where the fields stand: the very marks of an entry before whose fields stand so too."""
        key = tuple(self.layout)
        marks = self.layouts.get(key)
        if marks is None:
            # The layout is flat, as tuples for the fields would mostly be made for nothing.
            places = zip(key[1::3], key[2::3], strict=True)
            marks = dict(zip(key[::3], places, strict=True))
            if len(self.layouts) < MAX_LAYOUTS:
                self.layouts[key] = marks
        return marks

    def _collection(
        self, event: Any, field: FieldReader, events: Events, depth: int, *, marked: bool
    ) -> JSON:
        """The list or mapping that begins with an event."""
        if event.anchor is not None or event.tag is not None or depth > _DEEPEST:
            raise _DoubtError
        if type(event) is _Mapping:
            return self._mapping(field, events, depth, marked=marked)
        if type(event) is _Sequence:
            return self._sequence(field.items, events, depth)
        raise _DoubtError

    def _mapping(
        self, field: FieldReader, events: Events, depth: int, *, marked: bool
    ) -> dict[str, JSON]:
        """The rest of a mapping. Hot: a field a round."""
        get, keep, inner, text = events.get, events.kept.append, field.inner, events.text
        values: dict[str, JSON] = {}
        # `type() is` is the quickest test, and PyYAML makes no subclasses.
        while type(key := get()) is _Scalar:
            # In doubt, the nodes read the entry again from what was kept.
            keep(key)
            within = inner[key.value]
            name = within.name
            # Only an odd text may have a key of several lines: that takes a question mark.
            if name in values or key.tag is not None or (text.is_odd and text.may_be_odd(key)):
                raise _DoubtError
            if marked:
                mark = key.start_mark
                # Lines from the entry's first: entries that are written alike share their marks.
                self.layout += (within.dotted, mark.line - self.first, mark.column + 1)
            event = get()
            keep(event)
            if type(event) is _Scalar:
                values[name] = self._scalar(event, within, text)
            elif type(event) is _Alias:
                values[name] = self._alias(event, within, events)
            else:
                # Metadata may hold anything; its own place is near enough.
                deeper = marked and name != "metadata"
                values[name] = self._collection(event, within, events, depth + 1, marked=deeper)
        keep(key)
        if type(key) is not _MappingEnd:
            raise _DoubtError
        return values

    def _sequence(self, field: FieldReader, events: Events, depth: int) -> list[JSON]:
        """The rest of a list. What is in it has no marks; of phone numbers the places are noted."""
        get, keep = events.get, events.kept.append
        items: list[JSON] = []
        while True:
            event = get()
            keep(event)
            if type(event) is _Scalar:
                items.append(self._scalar(event, field, events.text))
                if field.path == _LIST:
                    self.listed.append((event.start_mark.line + 1, event.start_mark.column + 1))
            elif type(event) is _SequenceEnd:
                return items
            else:
                items.append(self._collection(event, field, events, depth + 1, marked=False))

    def _scalar(self, event: Any, field: FieldReader, text: Text) -> JSON:
        """A single value. Hot: once a value."""
        if event.anchor is not None or event.tag is not None:
            raise _DoubtError
        plain = event.implicit[0]  # libyaml's way to say: without quotes
        # Two cheap tests before the call: most values are plain, and most texts not odd.
        if (text.is_odd or not plain) and text.may_be_odd(event):
            raise _DoubtError
        value: str = event.value
        if "$" in value and holds_variable(value):
            mark = event.start_mark
            return self._variable(Scalar(value, plain, mark.line + 1, mark.column + 1), field)
        if not plain or (field.is_text and value not in _NULLS):
            return value
        return field.words[value]

    def _alias(self, event: Any, field: FieldReader, events: Events) -> JSON:
        """The single value that an alias stands for."""
        # An anchored value goes by way of nodes, so what was noted is a node.
        node = events.anchors.get(event.anchor)
        if not isinstance(node, Scalar) or events.text.fault_of_name(event):
            raise _DoubtError
        if holds_variable(node.text):
            return self._variable(node, field)
        return field.words[node.text] if node.plain else node.text

    def _variable(self, node: Scalar, field: FieldReader) -> JSON:
        """A value that begins like a variable; one that cannot be filled in makes a problem."""
        value = self.fill(node, field.shape, field.path)
        if value is LEFT:
            raise _DoubtError
        return value
