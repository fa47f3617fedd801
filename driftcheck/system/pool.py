"""Several calls at once, within bounds, that keep no process from ending."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
_TURN = 0.5


def each(
    call: Callable[[Item], Result], items: Sequence[Item], most: int
) -> Iterator[tuple[int, Result]]:
    """The results of calls, at most `most` at once, as they come: each with its item's index.

    Raises what a call raises. The threads do not keep the process: those that are at work when
    the caller has had enough, or is interrupted, are left behind.
    """
    waiting: SimpleQueue[int] = SimpleQueue()
    for index in range(len(items)):
        waiting.put(index)
    done: SimpleQueue[tuple[int, Result] | BaseException] = SimpleQueue()
    stopped = threading.Event()

    def work() -> None:
        with suppress(Empty):
            while not stopped.is_set():
                index = waiting.get_nowait()
                try:
                    done.put((index, call(items[index])))
                except BaseException as error:  # noqa: BLE001 - raised again by who waits for it
                    done.put(error)

    for number in range(min(most, len(items))):
        threading.Thread(target=work, daemon=True, name=f"driftcheck-account-{number}").start()
    try:
        for _ in items:
            yield _next(done)
    finally:
        stopped.set()


def _next(done: SimpleQueue[tuple[int, Result] | BaseException]) -> tuple[int, Result]:
    """The next result; waits in turns, so that Ctrl-C is heard."""
    while True:
        with suppress(Empty):
            found = done.get(timeout=_TURN)
            if isinstance(found, BaseException):
                raise found
            return found
