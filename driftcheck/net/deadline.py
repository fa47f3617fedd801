"""A deadline for everything that a call does, including host name lookups."""

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
"""The shortest wait, in seconds; zero would mean no limit."""


class DeadlineError(Exception):
    """The call did not return in time."""


class Deadline(NamedTuple):
    """The end of a fetch, as monotonic time, and the seconds that it has in all."""

    seconds: float
    end: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the deadline that is `seconds` from now."""
        return cls(seconds, time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """The seconds that are left; always more than 0."""
        return max(_LEAST, self.end - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed."""
        return self.left <= _LEAST

    @property
    def share(self) -> float:
        """How long one attempt waits for the next byte, in seconds.

        A third of the whole time, so that a stalled connection leaves time for a second attempt.
        The last attempt gets all the time that is left.
        """
        share, left = self.seconds / _SHARES, self.left
        return left if left < share * 1.5 else share


def within(seconds: float, call: Callable[[], T]) -> T:
    """Return the result of a call or raise its exception; raise DeadlineError after `seconds`.

    The call runs in its own thread, which is abandoned at the deadline. A socket timeout would not
    stop a name lookup, or a peer that sends a byte now and then.
    """
    answers: SimpleQueue[_Ended] = SimpleQueue()

    def run() -> None:
        try:
            answers.put((call(), None))
        except BaseException as error:  # noqa: BLE001 - the waiting thread raises it
            answers.put((None, error))

    threading.Thread(target=run, daemon=True, name="driftcheck-fetch").start()
    result, error = _first(answers, time.monotonic() + seconds)
    if error is not None:
        raise error
    answer: T = result  # it did not raise, so there is one
    return answer


def _first(answers: SimpleQueue[_Ended], end: float) -> _Ended:
    """Return the first answer before `end`; wait in short turns, so that Ctrl-C works.

    A signal that arrives just before a wait begins is handled after it.
    """
    while (left := end - time.monotonic()) > 0:
        with suppress(Empty):
            return answers.get(timeout=min(left, _TURN))
    raise DeadlineError
