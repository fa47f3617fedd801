"""Places of values with variables, for messages that quote the text as written."""

import re
from collections.abc import Callable, Iterator
from string import punctuation

from driftcheck.document.environment import Filled
from driftcheck.document.nodes import Document, MappingNode, Node, Path_, Scalar, find_node
from driftcheck.model.errors import Place

_QUOTED = re.compile(r"""("[^"]*"|'[^'\s]*')""")
_LONG = 6
"""Shorter values are not replaced in sentences, which may contain them by chance."""
_PART = 4
"""Shorter values are only replaced as whole words, as they may be part of other words."""


class FilledPlace(Place):
    """A place where variables were filled in. `written` maps values to the text as written."""

    written: dict[str, str]

    def as_written(self, text: str) -> str:
        """Return a text with filled-in values replaced by the text as written."""
        for value, written in self.written.items():
            if '"' in value:  # it would end the quoted part
                text = text.replace(f'"{value}"', f'"{written}"')
        *plain, last = _QUOTED.split(text)
        parts = (
            self._replaced(outside, _in_sentence) + self._replaced(quoted, _in_quotes)
            for outside, quoted in zip(plain[::2], plain[1::2], strict=True)
        )
        return "".join(parts) + self._replaced(last, _in_sentence)

    def _replaced(self, text: str, pattern: Callable[[str], str]) -> str:
        # Replace the longest first; otherwise the rest of a longer value would be shown.
        values = sorted(filter(None, self.written), key=len, reverse=True)
        known = "|".join(filter(None, map(pattern, values)))
        if not known:
            return text
        # Keep variable names, although a variable's value may equal its own name.
        return re.sub(rf"(?<!\$\{{)(?:{known})", lambda found: self.written[found[0]], text)


class FilledDocument(Document):
    """A document with variables `filled` in, whose places know the text as written."""

    filled: Filled

    @classmethod
    def of(cls, source: Document, filled: Filled) -> "FilledDocument":
        """Return the document with a `filled` mapping, which fillers update later."""
        made = cls(*source)
        made.filled = filled
        return made

    def locate(self, path: Path_) -> Place:
        """Return the place of the value at a path, with its text as written."""
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
    """Yield path and scalar for each scalar in a node; `path` is that of the node."""
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
    """Return a pattern for a value as a whole word, or "" for one of punctuation only."""
    return "" if value.strip(punctuation) == "" else rf"(?<!\w){re.escape(value)}(?!\w)"
