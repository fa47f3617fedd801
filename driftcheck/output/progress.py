"""Progress on stderr: one line that is overwritten on a terminal, and log lines."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from driftcheck.model import Item
from driftcheck.output.terminal import columns, write_beside
from driftcheck.words import clip, printable

_CLEAR = "\r\x1b[K"
_STEP = 512  # items between two looks at the clock
_INTERVAL = 0.1


class Progress:
    """Shows the progress of a run; a context manager that clears its line at the end.

    On a terminal, unless `quiet`, the last line shows the current step and is updated a few times a
    second. With `verbose`, every step is a permanent line, on a terminal or not. `mask` is applied
    to each line before it is shown.
    """

    def __init__(
        self,
        verbose: bool = False,
        quiet: bool = False,
        stream: TextIO | None = None,
        mask: Callable[[str], str] = str,
    ) -> None:
        self.mask = mask
        self.stream = sys.stderr if stream is None else stream
        self.verbose = verbose
        self.moving = not quiet and _is_terminal(self.stream)
        self.shown = False

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def __call__(self, line: str) -> None:
        """Show a step."""
        line = self.mask(line)
        if self.verbose:
            self.clear()
            self._write(f"driftcheck: {printable(line)}\n")
        else:
            self.show(line)

    def show(self, text: str) -> None:
        """Show the current step, in place of the previous one."""
        if self.moving:
            self._write(_CLEAR + clip(printable(text), columns(80) - 1))
            self.shown = True

    def clear(self) -> None:
        """Clear the line, so that other output starts on an empty one."""
        if self.shown:
            self._write(_CLEAR)
            self.shown = False

    def _write(self, text: str) -> None:
        write_beside(self.stream, text)

    def over(self, what: str, items: Sequence[Item]) -> Iterable[Item]:
        """Yield the items, and show how many are done if that takes a while."""
        return self._count_off(what, items) if self.moving and len(items) > _STEP else items

    def _count_off(self, what: str, items: Sequence[Item]) -> Iterator[Item]:
        shown_at = time.monotonic()
        for index, item in enumerate(items):
            if index % _STEP == 0 and time.monotonic() - shown_at >= _INTERVAL:
                shown_at = time.monotonic()
                self.show(f"{what} {index:,} of {len(items):,}")
            yield item


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
