"""Lines for a terminal: painted, and folded to its width."""

from collections.abc import Iterator

import click

from driftcheck.report.view import View
from driftcheck.words import fold


class Layout:
    """Paints and folds text as a view wants it."""

    def __init__(self, view: View) -> None:
        self.view = view

    def paint(self, text: str, **style: object) -> str:
        """Text in a style of click's, where there is to be colour."""
        return click.style(text, **style) if self.view.color else text  # type: ignore[arg-type]

    def dim(self, text: str) -> str:
        """Text that stands back."""
        return self.paint(text, dim=True)

    def fold(self, text: str, *, whole: bool = False) -> Iterator[str]:
        """Lines of which but the first are indented, so that none begins with words not ours."""
        return self.hang("", text, 2, whole=whole)

    def hang(self, head: str, text: str, indent: int, *, whole: bool = False) -> Iterator[str]:
        """Text folded beside a head; its other lines are indented by so many columns."""
        for index, line in enumerate(fold(text, self.view.width - indent, whole=whole)):
            yield (" " * indent if index else head) + line
