"""How a run tells of its progress to whoever watches it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Notify = Callable[[str], None]
"""Called with a line for the log; never with a secret."""


class Over(Protocol):
    """Goes over many items, and may tell how many are done."""

    def __call__(self, what: str, items: Sequence[Item]) -> Iterable[Item]:
        """The items; `what` says what is done with them: "validating"."""


class Watch(Protocol):
    """What a run tells to."""

    def __call__(self, line: str) -> None:
        """A step that is of interest; never with a secret."""

    def over(self, what: str, items: Sequence[Item]) -> Iterable[Item]:
        """The items, as in `Over`."""


def unwatched(what: str, items: Sequence[Item]) -> Iterable[Item]:  # noqa: ARG001 - as `Over`
    """The items; nobody hears of them."""
    return items
