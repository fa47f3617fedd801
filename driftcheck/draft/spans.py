"""The source positions and quoting of all values in a declarations file."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from driftcheck.document import Events, Text

_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_SAME_LENGTH = r"\\u0041\\u0041"
BLOCKS = ("|", ">")
"""The styles of block scalars."""
# Any: in the stubs, marks and anchors of events are optional.
_Alias: Any = yaml.AliasEvent
_Scalar: Any = yaml.ScalarEvent
_ENDS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


class Written(NamedTuple):
    """A value as written. `start` and `end` are character indexes from 0.

    `text` is the text of a scalar, None for lists and mappings. `style` is a quote, `|` or `>`, or
    `{` for a list or mapping in flow style. `anchor` is the name in `&name`. With `alias`, this is
    a `*name`, and the other fields are those of the value that it refers to.
    """

    start: int
    end: int
    text: str | None = None
    style: str | None = None
    anchor: str | None = None
    alias: bool = False
    items: tuple["Written", ...] = ()
    fields: "dict[str, WrittenField]" = {}  # noqa: RUF012

    def each(self) -> Iterator["Written"]:
        """Yield the value and all values in it."""
        yield self
        for inner in (*self.items, *(field.value for field in self.fields.values())):
            yield from inner.each()

    @property
    def is_flow(self) -> bool:
        """Whether it is a list or mapping in flow style."""
        return self.style == "{"

    @property
    def last(self) -> int:
        """The end of its last scalar; `end` of a block is the start of what follows."""
        if self.is_flow or self.alias or self.text is not None:
            return self.end
        inner = [*self.items, *(field.value for field in self.fields.values())]
        return max((one.last for one in inner), default=self.end)


class WrittenField(NamedTuple):
    """A field of a mapping."""

    key: Written
    value: Written


def spans(text: str, name: str) -> Written:
    """Return the root of a valid declarations file without byte-order mark."""
    # A replacement of the same length keeps all positions.
    events = Events(Text(_PAIR.sub(_SAME_LENGTH, text), name))
    events.get(), events.get()  # the stream, and the document
    return _Reader(events).value(events.get())


class _Reader:
    """Turns events into spans. `known` has the values with anchors."""

    def __init__(self, events: Events) -> None:
        self.get = events.get
        self.known: dict[str, Written] = {}

    def value(self, event: Any) -> Written:
        """Return the value that starts with an event."""
        start, end = event.start_mark.index, event.end_mark.index
        if type(event) is _Alias:
            return self.known[event.anchor]._replace(start=start, end=end, alias=True)
        if type(event) is _Scalar:
            found = Written(start, end, event.value, event.style, event.anchor)
        else:
            found = self.collection(event, start)
        if event.anchor:
            self.known[event.anchor] = found
        return found

    def collection(self, event: Any, start: int) -> Written:
        """Return the list or mapping that starts with an event."""
        items, fields = [], {}
        style = "{" if event.flow_style else None
        inner = self.get()
        while type(inner) not in _ENDS:
            part = self.value(inner)
            if isinstance(event, yaml.MappingStartEvent):
                fields[part.text or ""] = WrittenField(part, self.value(self.get()))
            else:
                items.append(part)
            inner = self.get()
        end = inner.end_mark.index
        return Written(start, end, None, style, event.anchor, False, tuple(items), fields)
