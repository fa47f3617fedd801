"""Values of a declarations file written anew in their place; every other line stays as it is.

Quotes, comments, order and line ends are their author's. What cannot be changed without touching
what others share, or losing a comment, is refused.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from driftcheck.draft.changes import Change, Steps
from driftcheck.draft.compose import field_lines
from driftcheck.draft.edits import Edit, end_of_line, line_end
from driftcheck.draft.inplace import ValueWriter
from driftcheck.draft.quoting import flow_text
from driftcheck.draft.secrets import UnsayableError
from driftcheck.draft.spans import BLOCKS, Written, WrittenField

_SHARED = "is shared by several places (&name, *name)"
_WRITE_OUT = "Write the value out in each of them."


class EntryWriter:
    """Changes values of an entry of a text; `edits` gives what comes of all changes."""

    def __init__(self, text: str, entry: Written) -> None:
        self.text = text
        self.entry = entry
        self._edits: list[Edit] = []
        self._added: dict[Steps, dict[str, Any]] = {}

    def change(self, steps: Steps, change: Change) -> None:
        """Write a value anew, or add it where it comes from the defaults.

        Raises UnsayableError, of which the argument reads after the name of the field.
        """
        node, key = self.entry, None
        for index, step in enumerate(steps):
            if node.alias or node.anchor:
                raise UnsayableError(_SHARED, _WRITE_OUT)
            if step not in node.fields:
                return self._add(node, steps, index, change)
            key, node = node.fields[step]
        if any(one.alias or one.anchor for one in node.each()):
            raise UnsayableError(_SHARED, _WRITE_OUT)
        if key is not None:
            self._edits += list(
                ValueWriter(self.text, WrittenField(key, node)).edits(steps, change)
            )
        return None

    def _add(self, node: Written, steps: Steps, depth: int, change: Change) -> None:
        """Note a field that a mapping of the entry does not have yet."""
        if not node.fields:
            raise UnsayableError("is below a value that is not a mapping")
        _room(self.text, node)
        added = self._added.setdefault(steps[:depth], {})
        for step in steps[depth:-1]:
            added = added.setdefault(step, {})
        added[steps[-1]] = change.tree

    def edits(self) -> Iterator[Edit]:
        """What comes of the changes."""
        yield from self._edits
        for steps, fields in self._added.items():
            node = self.entry
            for step in steps:
                node = node.fields[step].value
            yield _addition(self.text, node, fields)


def _addition(text: str, node: Written, fields: Mapping[str, Any]) -> Edit:
    """Fields behind those that a mapping has."""
    place, indent = _room(text, node)
    if indent is None:
        quoted = next(iter(node.fields.values())).key.style == '"'
        inner = flow_text(fields, quoted=quoted)[1:-1]
        return Edit(place, place, f", {inner}")
    end = line_end(text, place)
    lines = field_lines(fields, " " * indent)
    return Edit(place, place, "".join(f"{end}{line}" for line in lines))


def _room(text: str, node: Written) -> tuple[int, int | None]:
    """Where a mapping can be added to, and how far its fields are indented: None in braces.

    Raises UnsayableError where it cannot be.
    """
    fields = list(node.fields.values())
    if node.is_flow:
        return fields[-1].value.end, None
    begin = text.rfind("\n", 0, fields[0].key.start) + 1
    if text[begin : fields[0].key.start].replace("-", " ").strip():
        raise UnsayableError("cannot be added to a mapping in this form")
    for field in reversed(fields):
        # The line ends behind a text in lines of its own may be part of it.
        if not any(one.style in BLOCKS for one in field.value.each()):
            place = end_of_line(text, max(field.value.last, field.key.end))
            return place, fields[0].key.start - begin
    raise UnsayableError("cannot be added to a mapping in this form")
