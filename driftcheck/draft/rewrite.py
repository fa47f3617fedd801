"""Rewrite values of a declarations file in place, without changing any other line.

Quotes, comments, order and line ends are kept. A change that would affect shared values or lose a
comment is refused.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from driftcheck.draft.changes import Change, Steps
from driftcheck.draft.compose import field_lines
from driftcheck.draft.edits import Edit, end_of_line, line_end
from driftcheck.draft.inplace import ValueWriter
from driftcheck.draft.quoting import flow_text
from driftcheck.draft.secrets import UndeclarableError
from driftcheck.draft.spans import BLOCKS, Written, WrittenField

_SHARED = "is shared by several places (&name, *name)"
_WRITE_OUT = "Write the value in each of them."


class EntryWriter:
    """Changes values of an entry. `edits` returns the edits for all changes."""

    def __init__(self, text: str, entry: Written) -> None:
        self.text = text
        self.entry = entry
        self._edits: list[Edit] = []
        self._added: dict[Steps, dict[str, Any]] = {}

    def change(self, steps: Steps, change: Change) -> None:
        """Rewrite a value, or add it to the entry if it comes from the defaults.

        Raises UndeclarableError, whose message continues after the name of the field.
        """
        node, key = self.entry, None
        for index, step in enumerate(steps):
            if node.alias or node.anchor:
                raise UndeclarableError(_SHARED, _WRITE_OUT)
            if step not in node.fields:
                return self._add(node, steps, index, change)
            key, node = node.fields[step]
        if any(one.alias or one.anchor for one in node.each()):
            raise UndeclarableError(_SHARED, _WRITE_OUT)
        if key is not None:
            self._edits += list(
                ValueWriter(self.text, WrittenField(key, node)).edits(steps, change)
            )
        return None

    def _add(self, node: Written, steps: Steps, depth: int, change: Change) -> None:
        """Record a field to add to a mapping of the entry."""
        if not node.fields:
            raise UndeclarableError("is below a value that is not a mapping")
        _room(self.text, node)
        added = self._added.setdefault(steps[:depth], {})
        for step in steps[depth:-1]:
            added = added.setdefault(step, {})
        added[steps[-1]] = change.tree

    def edits(self) -> Iterator[Edit]:
        """Yield the edits for all changes."""
        yield from self._edits
        for steps, fields in self._added.items():
            node = self.entry
            for step in steps:
                node = node.fields[step].value
            yield _addition(self.text, node, fields)


def _addition(text: str, node: Written, fields: Mapping[str, Any]) -> Edit:
    """Return the edit that adds fields at the end of a mapping."""
    place, indent = _room(text, node)
    if indent is None:
        quoted = next(iter(node.fields.values())).key.style == '"'
        inner = flow_text(fields, quoted=quoted)[1:-1]
        return Edit(place, place, f", {inner}")
    end = line_end(text, place)
    lines = field_lines(fields, " " * indent)
    return Edit(place, place, "".join(f"{end}{line}" for line in lines))


def _room(text: str, node: Written) -> tuple[int, int | None]:
    """Return the position for new fields of a mapping, and their indentation, None in braces.

    Raises UndeclarableError if the mapping cannot be extended.
    """
    fields = list(node.fields.values())
    if node.is_flow:
        return fields[-1].value.end, None
    begin = text.rfind("\n", 0, fields[0].key.start) + 1
    if text[begin : fields[0].key.start].replace("-", " ").strip():
        raise UndeclarableError("cannot be added to a mapping in this form")
    for field in reversed(fields):
        # Line ends after a block may be part of its text.
        if not any(one.style in BLOCKS for one in field.value.each()):
            place = end_of_line(text, max(field.value.last, field.key.end))
            return place, fields[0].key.start - begin
    raise UndeclarableError("cannot be added to a mapping in this form")
