"""Lines for a terminal: coloured, and folded to its width."""

from collections.abc import Iterable, Iterator, Sequence

import click

from driftcheck.report.view import View
from driftcheck.words import fold, width_of

GAP = "  "
"""Separates columns, and a statement from what follows it."""


class Layout:
    """Colours and folds text according to a view."""

    def __init__(self, view: View) -> None:
        self.view = view

    def paint(self, text: str, **style: object) -> str:
        """Return text in a style of click, if the view has colour."""
        return click.style(text, **style) if self.view.color else text  # type: ignore[arg-type]

    def dim(self, text: str) -> str:
        """Return dimmed text."""
        return self.paint(text, dim=True)

    def fold(self, text: str, *, whole: bool = False) -> Iterator[str]:
        """Fold text into lines. All but the first are indented, so hostile text starts no line."""
        return self.hang("", text, 2, whole=whole)

    def hang(self, head: str, text: str, indent: int, *, whole: bool = False) -> Iterator[str]:
        """Yield text folded after a head; `indent` is the indentation of its other lines."""
        for index, line in enumerate(fold(text, self.view.width - indent, whole=whole)):
            yield (" " * indent if index else head) + line

    def beside(
        self, head: str, said: Sequence[str], asides: Sequence[str], indent: int
    ) -> Iterator[str]:
        """Yield statements folded after a head, with dimmed asides after the last or below it.

        An aside stays on one line if it fits.
        """
        room = self.view.width - indent
        lines = [line for text in said for line in fold(text, room)]
        packed = list(_packed(asides, room))
        if lines and len(packed) == 1 and _fits([lines[-1], *packed], room):
            lines[-1] += GAP + self.dim(packed.pop())
        for index, line in enumerate([*lines, *map(self.dim, packed)]):
            yield (" " * indent if index else head) + line


def _packed(parts: Iterable[str], room: int) -> Iterator[str]:
    """Yield lines of parts, as many on each as fit."""
    line: list[str] = []
    for part in filter(str.strip, parts):
        if line and not _fits([*line, part], room):
            yield GAP.join(line)
            line = []
        *full, last = fold(part, room)
        yield from full
        line.append(last)
    if line:
        yield GAP.join(line)


def _fits(parts: Sequence[str], room: int) -> bool:
    return sum(width_of(part) + len(GAP) for part in parts) - len(GAP) <= room
