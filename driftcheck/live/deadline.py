"""A deadline over everything a call does, looking up a host name included."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")


class DeadlineError(Exception):
    """The call had not returned in time."""


def within(seconds: float, call: Callable[[], T]) -> T:
    """The result of a call, or its exception. Raises DeadlineError after `seconds`.

    The call runs in a thread of its own, which is left behind when time is up: a timeout of the
    socket would not end a name lookup, or a peer that sends a byte now and then.
    """
    answers: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            answers.put((call(), None))
        except BaseException as error:  # noqa: BLE001 - it is raised again, by the thread that waits
            answers.put((None, error))

    threading.Thread(target=run, daemon=True, name="driftcheck-fetch").start()
    try:
        result, error = answers.get(timeout=seconds)
    except Empty:
        raise DeadlineError from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]  # a call that did not raise has a result
