"""Rewrite a single value of a declarations file in place."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from driftcheck.compare.equality import equality_key, is_unordered
from driftcheck.draft.changes import Change, Steps
from driftcheck.draft.edits import Edit, end_of_line, line_end
from driftcheck.draft.quoting import as_json, flow_text, restyled
from driftcheck.draft.secrets import UndeclarableError
from driftcheck.draft.spans import BLOCKS, Written, WrittenField

_BLOCK_HEAD = re.compile(r"[|>][-+0-9]*")
_COMMENT = re.compile(r"(?:^|(?<=\s))#")


class ValueWriter:
    """Replaces the value of a field."""

    def __init__(self, text: str, field: WrittenField) -> None:
        self.text = text
        self.key, self.node = field
        self.is_quoted = field.key.style == '"'

    def edits(self, steps: Steps, change: Change) -> Iterator[Edit]:
        """Yield the edits that change the value. Raises UndeclarableError if that is impossible."""
        node, tree = self.node, change.tree
        if node.items and isinstance(tree, list):
            yield from self._items(steps, change)
        elif node.text is not None:
            yield self._scalar(node, self._written(tree, change.new, node.style))
        elif node.is_flow:
            self._keep_comments(node.start, node.end)
            yield Edit(node.start, node.end, self._written(tree, change.new, None))
        else:
            yield from self._block(self._written(tree, change.new, None))

    def _written(self, tree: object, value: object, style: str | None) -> str:
        """Return a value on one line, in the original quotes."""
        if not isinstance(tree, str):
            return flow_text(tree, quoted=self.is_quoted)
        if self.is_quoted:
            return as_json(tree)
        return restyled(tree, style) if isinstance(value, str) else tree

    def _scalar(self, node: Written, written: str) -> Edit:
        if node.style in BLOCKS:
            head = _BLOCK_HEAD.match(self.text, node.start)
            rest = self.text[
                head.end() if head else node.start : end_of_line(self.text, node.start)
            ]
            return Edit(node.start, self._content_end(node.end), written + rest)
        if node.start == node.end:
            if self.text[node.start - 1 : node.start] != ":":
                raise UndeclarableError("has no value to change")
            written = f" {written}"
        return Edit(node.start, node.end, written)

    def _block(self, written: str) -> Iterator[Edit]:
        """Yield the edits that replace the lines of a list or mapping by one value."""
        colon = self.text.find(":", self.key.end)
        first = end_of_line(self.text, colon)
        if first > self.node.start:
            raise UndeclarableError("starts on the line of its key")
        last = end_of_line(self.text, self._content_end(self.node.last))
        end = line_end(self.text, first)
        kept = "".join(f"{end}{comment}" for comment in self._comments(first, last))
        yield Edit(colon + 1, colon + 1, f" {written}")
        yield Edit(first, last, kept)

    def _content_end(self, end: int) -> int:
        """Return the end of a value without trailing line ends."""
        return len(self.text[:end].rstrip()) if self.text[end - 1 : end] in "\r\n" else end

    def _keep_comments(self, start: int, end: int) -> None:
        """Raise UndeclarableError if this part of the value has comments."""
        if _COMMENT.search(self._shown(start, end)):
            raise UndeclarableError("contains comments, which would be lost")

    def _comments(self, start: int, end: int) -> Iterator[str]:
        """Yield the comments in some lines of the value, with the indentation of their lines."""
        lines = self.text[start:end].split("\n")
        for line, shown in zip(lines, self._shown(start, end).split("\n"), strict=True):
            if found := _COMMENT.search(shown):
                yield line[: len(line) - len(line.lstrip())] + line[found.start() :].rstrip("\r")

    def _shown(self, start: int, end: int) -> str:
        """Return a part of the text of the same length, with all scalars blanked out."""
        shown = list(self.text[start:end])
        for one in self.node.each():
            if one.text is not None and not one.alias:
                # A comment may follow the | of a block.
                is_block = one.style in BLOCKS
                begin = end_of_line(self.text, one.start) if is_block else one.start
                for index in range(max(begin, start), min(one.end, end)):
                    if self.text[index] != "\n":
                        shown[index - start] = "x"
        return "".join(shown)

    def _items(self, steps: Steps, change: Change) -> Iterator[Edit]:
        """Yield the edits of a list. Unchanged items are not touched."""
        items, old, new = (
            self.node.items,
            change.old,
            list(zip(change.new, change.tree, strict=True)),
        )
        if not isinstance(old, list) or len(old) != len(items):
            raise UndeclarableError("is a list in a form that import cannot change")
        if any(one.text is None or one.style in BLOCKS for one in items):
            raise UndeclarableError("is a list of values that are not plain text")
        known = [equality_key(steps, [value]) for value in old]
        if is_unordered(steps):
            new = _in_known_order(steps, known, new)
        keys = [equality_key(steps, [value]) for value, _ in new]
        tokens = [self._written(tree, value, items[0].style) for value, tree in new]
        for tag, one, two, first, end in SequenceMatcher(None, known, keys, False).get_opcodes():
            if tag != "equal":
                yield from self._replaced(one, two, tokens[first:end])

    def _replaced(self, first: int, end: int, tokens: Sequence[str]) -> Iterator[Edit]:
        """Yield the edits that replace consecutive items by others."""
        both = min(end - first, len(tokens))
        for item, token in zip(self.node.items[first : first + both], tokens, strict=False):
            yield Edit(item.start, item.end, token)
        if len(tokens) > both:
            yield self._more(first + both, tokens[both:])
        elif end - first > both:
            yield from self._fewer(first + both, end)

    def _more(self, at: int, tokens: Sequence[str]) -> Edit:
        """Return the edit that inserts items before an index, or at the end."""
        items, text = self.node.items, self.text
        if self.node.is_flow:
            if at:
                return Edit(items[at - 1].end, items[at - 1].end, "".join(f", {t}" for t in tokens))
            return Edit(items[0].start, items[0].start, "".join(f"{t}, " for t in tokens))
        dash = text.rfind("-", 0, items[0].start)
        indent = text[text.rfind("\n", 0, dash) + 1 : dash]
        if at:
            place = end_of_line(text, items[at - 1].end)
            end = line_end(text, place)
            return Edit(place, place, "".join(f"{end}{indent}- {token}" for token in tokens))
        place, end = dash - len(indent), line_end(text, end_of_line(text, dash))
        return Edit(place, place, "".join(f"{indent}- {token}{end}" for token in tokens))

    def _fewer(self, first: int, end: int) -> Iterator[Edit]:
        """Yield the edits that remove consecutive items, but not the comments after them."""
        items, text = self.node.items, self.text
        if self.node.is_flow:
            behind = end < len(items)
            start = items[first].start if behind else items[first - 1].end
            stop = items[end].start if behind else items[end - 1].end
            self._keep_comments(start, stop)
            yield Edit(start, stop, "")
            return
        for item in items[first:end]:
            dash, stop = text.rfind("-", 0, item.start), end_of_line(text, item.end)
            rest = text[item.end : stop].lstrip()
            if rest:
                yield Edit(dash, stop, rest)
            else:
                # Remove the line end before the item, as the last line may have none.
                yield Edit(len(text[: text.rfind("\n", 0, dash)].rstrip("\r")), stop, "")


def _in_known_order(
    steps: Steps, known: Sequence[str], new: Sequence[tuple[object, object]]
) -> list[tuple[object, object]]:
    """Return unordered items, existing ones first and in their order."""
    left = {equality_key(steps, [value]): (value, tree) for value, tree in new}
    kept = [left.pop(key) for key in known if key in left]
    return [*kept, *left.values()]
