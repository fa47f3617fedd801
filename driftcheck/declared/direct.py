"""Read entries directly from the events of a file: typed values and their places.

This fast path reads large fleets in one pass, without nodes. Anything in doubt, such as a duplicate
key, an anchor or an unknown field, is read again into nodes, which report what is wrong.
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
"""The number of field layouts that are cached."""

_MOST_KNOWN = 1000  # texts of a field, and names in a mapping
_DEEPEST = 16  # levels of an entry; deeper ones are read into nodes
_NULLS = NULLS | ODD_NULLS
_TYPED = frozenset({"boolean", "integer", "number"})
Fill = Callable[[Scalar, Shape, Path_], JSON]
_LIST = ("phone_numbers",)
# Any: in the stubs, marks of events are optional, but libyaml always sets them.
_Scalar: Any = yaml.ScalarEvent
_Alias: Any = yaml.AliasEvent
_Mapping, _MappingEnd = yaml.MappingStartEvent, yaml.MappingEndEvent
_Sequence, _SequenceEnd = yaml.SequenceStartEvent, yaml.SequenceEndEvent


class Entry(NamedTuple):
    """The values of an entry with variables filled in, the marks of its fields, and its start.

    `listed` has the line and column of each of its `phone_numbers`.
    """

    values: dict[str, JSON]
    marks: Marks
    line: int
    column: int
    listed: Sequence[tuple[int, int]] = ()


class _DoubtError(Exception):
    """An entry must be read into nodes to be sure what it means."""


class FieldReader:
    """Reads the values at a path of an entry. `inner` has the readers of its fields by name.

    With `is_text`, unquoted values are text unless they are a null. Other values are looked up in
    `words`, which keeps each typed value in memory once.
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
        """The reader of the items of a list."""
        return FieldReader(self.path, self.shape.items or ANY)


class _Words(dict[str, JSON]):
    """A cache of unquoted values typed by a shape. As a dict, it costs one look-up per value."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape

    def __missing__(self, text: str) -> JSON:
        # Reading into nodes reports it with its place.
        if text in ODD_NULLS and (not self.shape.types or "null" in self.shape.types):
            raise _DoubtError
        # The position does not matter, as no problem is reported here.
        value = read(Scalar(text, True, 1, 1), self.shape)
        if len(self) < _MOST_KNOWN:
            self[text] = value
        return value


class _Inner(dict[str, FieldReader]):
    """The readers of a mapping's fields. All entries share the name strings, to save memory."""

    def __init__(self, field: FieldReader) -> None:
        super().__init__()
        self.field = field

    def __missing__(self, name: str) -> FieldReader:
        shape = self.field.shape.inner(name)
        if shape is None or name == "<<":  # nodes report merge keys
            raise _DoubtError
        found = FieldReader((*self.field.path, name), shape)
        if len(self) < _MOST_KNOWN:
            self[name] = found
        return found


class DirectReader:
    """Reads entries of a shape. Entries that `is_sound` refuses must be read into nodes.

    `fill` takes a scalar that may hold a variable, its shape and its path. It returns the value, or
    LEFT if the variable cannot be filled in.
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
        """Return the entry whose first event is in `events.kept`, or None if it is in doubt."""
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
        """Return the marks of the fields. Entries with the same layout share one object."""
        key = tuple(self.layout)
        marks = self.layouts.get(key)
        if marks is None:
            # The layout is flat, because most tuples per field would be discarded.
            places = zip(key[1::3], key[2::3], strict=True)
            marks = dict(zip(key[::3], places, strict=True))
            if len(self.layouts) < MAX_LAYOUTS:
                self.layouts[key] = marks
        return marks

    def _collection(
        self, event: Any, field: FieldReader, events: Events, depth: int, *, marked: bool
    ) -> JSON:
        """Return the list or mapping that starts with an event."""
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
        """Return a mapping, read up to its end. Hot: one field per iteration."""
        get, keep, inner, text = events.get, events.kept.append, field.inner, events.text
        values: dict[str, JSON] = {}
        # `type() is` is the fastest test, and PyYAML has no subclasses of these.
        while type(key := get()) is _Scalar:
            # If in doubt, the nodes are built from the kept events.
            keep(key)
            within = inner[key.value]
            name = within.name
            # Only odd texts can have a key of several lines, which needs a question mark.
            if name in values or key.tag is not None or (text.is_odd and text.may_be_odd(key)):
                raise _DoubtError
            if marked:
                mark = key.start_mark
                # Lines relative to the entry, so that entries of the same layout share marks.
                self.layout += (within.dotted, mark.line - self.first, mark.column + 1)
            event = get()
            keep(event)
            if type(event) is _Scalar:
                values[name] = self._scalar(event, within, text)
            elif type(event) is _Alias:
                values[name] = self._alias(event, within, events)
            else:
                # Metadata may hold anything; the place of the whole field is enough.
                deeper = marked and name != "metadata"
                values[name] = self._collection(event, within, events, depth + 1, marked=deeper)
        keep(key)
        if type(key) is not _MappingEnd:
            raise _DoubtError
        return values

    def _sequence(self, field: FieldReader, events: Events, depth: int) -> list[JSON]:
        """Return a list, read up to its end. Only items of `phone_numbers` get places."""
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
        """Return a single value. Hot: called for every value."""
        if event.anchor is not None or event.tag is not None:
            raise _DoubtError
        plain = event.implicit[0]  # without quotes
        # Two cheap tests before the call: most values are plain, and most texts are not odd.
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
        """Return the single value that an alias refers to."""
        # Anchored values are always read into nodes.
        node = events.anchors.get(event.anchor)
        if not isinstance(node, Scalar) or events.text.fault_of_name(event):
            raise _DoubtError
        if holds_variable(node.text):
            return self._variable(node, field)
        return field.words[node.text] if node.plain else node.text

    def _variable(self, node: Scalar, field: FieldReader) -> JSON:
        """Return a value with its variables filled in. Raises _DoubtError if one is not set."""
        value = self.fill(node, field.shape, field.path)
        if value is LEFT:
            raise _DoubtError
        return value
