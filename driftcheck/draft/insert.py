"""Find where entries can be added to a declarations file without changing existing lines.

Comments, order, quotes and line ends are kept. A file that cannot be extended by whole lines is
refused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from driftcheck import document
from driftcheck.document import Document, Node
from driftcheck.model import InputError, Place, Problem

_BRACKETS = re.compile(r"\[\s*\]")
_BLOCK = "Write its entries as lines that start with `- `."


@dataclass(frozen=True, slots=True)
class Slot:
    """A position for new entries: before the line at index `line`, with indentation and line end.

    `brackets` has the columns of an empty list's brackets in the line before, to be removed.
    """

    line: int
    indent: str
    end: str
    brackets: tuple[int, int] | None = None

    def filled(self, text: str, lines: Iterable[str]) -> str:
        """Return the text with lines added."""
        known = _lines(text)
        if self.brackets:
            (start, end), line = self.brackets, known[self.line - 1]
            known[self.line - 1] = line[:start].rstrip(" ") + line[end:]
        before = "".join(known[: self.line])
        if before and not before.endswith("\n"):
            before += self.end
        return before + "".join(f"{line}{self.end}" for line in lines) + "".join(known[self.line :])


def slot(text: str, name: str) -> Slot:
    """Return where entries can be added to the text of a valid declarations file.

    Raises InputError if that would change existing lines.
    """
    if "\r" in text.replace("\r\n", ""):
        problem = Problem(
            "lines end with a lone carriage return",
            Place(name, 1, 1),
            "Save the file with line feeds.",
        )
        raise InputError(problem)
    source = document.parse(text.removeprefix("\ufeff"), name)
    listed = _find_list(source)
    lines = _lines(text)
    if not listed.items:
        return _empty(lines, source, listed)
    first = lines[listed.line - 1].removeprefix("\ufeff")
    if first[listed.column - 1 : listed.column + 1].rstrip() != "-":
        message = "entries cannot be added to a list in this form"
        raise InputError(Problem(message, source.place(listed), _BLOCK))
    indent = first[: listed.column - 1]
    if indent.strip():  # such as `- - a`
        raise InputError(Problem("the list does not start on its own line", source.place(listed)))
    line = _end(lines, source, listed.items[-1], listed.column - 1)
    return Slot(line, indent, _line_end(lines, lines[line - 1]))


def _lines(text: str) -> list[str]:
    """Return lines with their line ends, counted as in YAML."""
    parts = text.split("\n")
    lines = [f"{part}\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def _find_list(source: Document) -> document.SequenceNode:
    listed: Node | None = source.root
    if isinstance(source.root, document.MappingNode):
        listed = source.root.fields.get("numbers")
    if not isinstance(listed, document.SequenceNode):
        place = source.place(listed or source.root)
        raise InputError(Problem("there are no entries to add to", place, _BLOCK))
    return listed


def _empty(lines: list[str], source: Document, listed: document.SequenceNode) -> Slot:
    """Return the position of the first entry of an empty list, written as `numbers: []`."""
    line = lines[listed.line - 1]
    start = listed.column - 1 + line.startswith("\ufeff")
    found = _BRACKETS.match(line, start)
    if found is None or not line[:start].rstrip().endswith("numbers:"):
        message = "there are no entries to add to"
        raise InputError(Problem(message, source.place(listed), _BLOCK))
    return Slot(listed.line, "  ", _line_end(lines, line), found.span())


def _line_end(lines: list[str], line: str) -> str:
    return "\r\n" if line.endswith("\r\n") or lines[0].endswith("\r\n") else "\n"


def _end(lines: list[str], source: Document, last: Node, column: int) -> int:
    """Return the index of the line after the last entry, before blank lines and comments."""
    keys = source.root.keys.values() if isinstance(source.root, document.MappingNode) else ()
    after = [line - 1 for line, _ in keys if line > last.line]
    after += [i for i in range(last.line, len(lines)) if lines[i].rstrip() in ("...", "---")]
    end = min(after, default=len(lines))
    while end > last.line and _is_apart(lines[end - 1], column):
        end -= 1
    return end


def _is_apart(line: str, column: int) -> bool:
    """Return whether a line is blank or a comment indented no further than the list."""
    bare = line.lstrip(" ")
    return not bare.strip() or (bare.startswith("#") and len(line) - len(bare) <= column)
