"""A deadline over everything a call does, looking up a host name included."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
_Ended = tuple[Any, BaseException | None]
_TURN = 0.5


class DeadlineError(Exception):
    """The call had not returned in time."""


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
