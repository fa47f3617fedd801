"""The interface through which a run reports its progress."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Notify = Callable[[str], None]
"""Called with a line for the log; never with a secret."""


class Over(Protocol):
    """Iterates over many items and may report how many are done."""

    def __call__(self, what: str, items: Sequence[Item]) -> Iterable[Item]:
        """Yield the items; `what` says what is done with them, such as "validating"."""


class Watch(Protocol):
    """Receives the progress of a run."""

    def __call__(self, line: str) -> None:
        """Report a step; the line never holds a secret."""

    def over(self, what: str, items: Sequence[Item]) -> Iterable[Item]:
        """Yield the items, as `Over` does."""


def unwatched(what: str, items: Sequence[Item]) -> Iterable[Item]:  # noqa: ARG001 - as `Over`
    """Return the items without reporting progress."""
    return items
