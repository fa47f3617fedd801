"""A declarations file as it is written: where each value begins and ends, and how it is quoted."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from driftcheck.document import Events, Text

_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_SAME_LENGTH = r"\\u0041\\u0041"
BLOCKS = ("|", ">")
"""The styles of text that is written in lines of its own."""
# Any: the stubs doubt that events have marks and anchors.
_Alias: Any = yaml.AliasEvent
_Scalar: Any = yaml.ScalarEvent
_ENDS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


class Written(NamedTuple):
    """A value as it is written. `start` and `end` count the characters of the text, from 0.

    `text` is that of a scalar, None for anything else; `style` is its quote or `|` or `>`, if any,
    or `{` for a list or mapping in braces or brackets. `anchor` is its name of `&name`; `alias`
    says that it is a `*name`, and the value the one that it stands for.
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
        """The value, and all that are in it."""
        yield self
        for inner in (*self.items, *(field.value for field in self.fields.values())):
            yield from inner.each()

    @property
    def is_flow(self) -> bool:
        """Whether it is in braces or brackets."""
        return self.style == "{"

    @property
    def last(self) -> int:
        """Where the last thing in it ends: the end of a block is where the next thing begins."""
        if self.is_flow or self.alias or self.text is not None:
            return self.end
        inner = [*self.items, *(field.value for field in self.fields.values())]
        return max((one.last for one in inner), default=self.end)


class WrittenField(NamedTuple):
    """A field of a mapping: its key, and its value."""

    key: Written
    value: Written


def spans(text: str, name: str) -> Written:
    """The root of a declarations file, which is valid, and has no byte-order mark."""
    # Of the same length, so that what is behind it stays in its place.
    events = Events(Text(_PAIR.sub(_SAME_LENGTH, text), name))
    events.get(), events.get()  # the stream, and the document
    return _Reader(events).value(events.get())


class _Reader:
    """Turns events into spans; `known` are the values with anchors."""

    def __init__(self, events: Events) -> None:
        self.get = events.get
        self.known: dict[str, Written] = {}

    def value(self, event: Any) -> Written:
        """The value that begins with an event."""
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
        """The list or mapping that begins with an event."""
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
