"""Messages about a value with variables in it: they quote what was written."""

import re
from collections.abc import Callable, Iterator
from string import punctuation

from driftcheck.document.environment import Filled
from driftcheck.document.nodes import Document, MappingNode, Node, Path_, Scalar, find_node
from driftcheck.model.errors import Place

_QUOTED = re.compile(r"""("[^"]*"|'[^'\s]*')""")
_LONG = 6
"""What is shorter is no word to look for in a sentence, which may have it of its own."""
_PART = 4
"""What is shorter may be a part of anything, and is looked for as a word of its own."""


class FilledPlace(Place):
    """A place where variables were filled in; `written` is what was written, by what it became."""

    written: dict[str, str]

    def as_written(self, text: str) -> str:
        """The text with each value that was filled in as it is written."""
        for value, written in self.written.items():
            if '"' in value:  # it would end the quotation
                text = text.replace(f'"{value}"', f'"{written}"')
        *plain, last = _QUOTED.split(text)
        parts = (
            self._replaced(said, _in_sentence) + self._replaced(quoted, _in_quotes)
            for said, quoted in zip(plain[::2], plain[1::2], strict=True)
        )
        return "".join(parts) + self._replaced(last, _in_sentence)

    def _replaced(self, text: str, pattern: Callable[[str], str]) -> str:
        # The longest first: else a part of it is replaced, and the rest shown.
        values = sorted(filter(None, self.written), key=len, reverse=True)
        known = "|".join(filter(None, map(pattern, values)))
        if not known:
            return text
        # What is written already stays, though a variable may hold its own name.
        return re.sub(rf"(?<!\$\{{)(?:{known})", lambda found: self.written[found[0]], text)


class FilledDocument(Document):
    """A document in which variables are `filled` in: its places know what was written there."""

    filled: Filled

    @classmethod
    def of(cls, source: Document, filled: Filled) -> "FilledDocument":
        """The document, of which this is filled in by and by."""
        made = cls(*source)
        made.filled = filled
        return made

    def locate(self, path: Path_) -> Place:
        """Where the value at a path is, as of any document."""
        place, node = super().locate(path), find_node(self.root, path)
        found = (scalar for _, scalar in each_scalar(node)) if node else ()
        parts = (self.filled.get((scalar.line, scalar.column), {}) for scalar in found)
        written = {value: text for part in parts for value, text in part.items()}
        if not written:
            return place
        made = FilledPlace(*place)
        made.written = written
        return made


def each_scalar(node: Node, path: Path_ = ()) -> Iterator[tuple[Path_, Scalar]]:
    """The scalars of a node, which stands at a path, each with its own path."""
    if isinstance(node, Scalar):
        yield path, node
        return
    parts = node.fields.items() if isinstance(node, MappingNode) else enumerate(node.items)
    for step, part in parts:
        yield from each_scalar(part, (*path, step))


def _in_quotes(value: str) -> str:
    return re.escape(value) if len(value) >= _PART else _word(value)


def _in_sentence(value: str) -> str:
    return _word(value) if len(value) >= _LONG else ""


def _word(value: str) -> str:
    """A pattern for a value that is no part of a longer word; none for a value without letters."""
    return "" if value.strip(punctuation) == "" else rf"(?<!\w){re.escape(value)}(?!\w)"
