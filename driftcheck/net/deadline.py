"""A deadline over everything a call does, looking up a host name included."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")
_Ended = tuple[Any, BaseException | None]
_TURN = 0.5
_SHARES = 3
_LEAST = 0.001
"""The least number of seconds to wait: none at all would mean no limit."""


class DeadlineError(Exception):
    """The call had not returned in time."""


class Deadline(NamedTuple):
    """When the time of a fetch is up, and how many seconds it had in all."""

    seconds: float
    end: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """The deadline that is so many seconds from now."""
        return cls(seconds, time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """The seconds that are left; never none."""
        return max(_LEAST, self.end - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether time is up."""
        return self.left <= _LEAST

    @property
    def share(self) -> float:
        """How long one try waits for the next byte, in seconds.

        That is a third of all the time, so that a connection that stands still does not take the
        place of a second one. What would leave too little for another try takes all that is left.
        """
        share, left = self.seconds / _SHARES, self.left
        return left if left < share * 1.5 else share


def within(seconds: float, call: Callable[[], T]) -> T:
    """The result of a call, or its exception. Raises DeadlineError after `seconds`.

    The call runs in a thread of its own, which is left behind when time is up: a timeout of the
    socket would not end a name lookup, or a peer that sends a byte now and then.
    """
    answers: SimpleQueue[_Ended] = SimpleQueue()

    def run() -> None:
        try:
            answers.put((call(), None))
        except BaseException as error:  # noqa: BLE001 - it is raised again, by the thread that waits
            answers.put((None, error))

    threading.Thread(target=run, daemon=True, name="driftcheck-fetch").start()
    result, error = _first(answers, time.monotonic() + seconds)
    if error is not None:
        raise error
    answer: T = result  # a call that did not raise has one
    return answer


def _first(answers: SimpleQueue[_Ended], end: float) -> _Ended:
    """The first answer that comes before a time; waits in turns, so that Ctrl-C is heard.

    A signal that comes just before a wait begins is heard after it.
    """
    while (left := end - time.monotonic()) > 0:
        with suppress(Empty):
            return answers.get(timeout=min(left, _TURN))
    raise DeadlineError
