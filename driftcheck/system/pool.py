"""Calls in threads, within bounds, that keep no process from ending."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from math import inf
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

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


class Aside(Generic[Item]):
    """What a thread goes through, for whoever cannot wait for each item for ever.

    The thread does not keep the process: where it stands still, it is left behind.
    """

    def __init__(self, items: Callable[[], Iterable[Item]]) -> None:
        self._items = items
        self._done: SimpleQueue[Item | BaseException] = SimpleQueue()
        self._stopped = threading.Event()
        threading.Thread(target=self._work, daemon=True, name="driftcheck-aside").start()

    def _work(self) -> None:
        try:
            for item in self._items():
                self._done.put(item)
                if self._stopped.is_set():
                    return
            self._done.put(StopIteration())
        except BaseException as error:  # noqa: BLE001 - raised again by who waits for it
            self._done.put(error)

    def next(self, seconds: float) -> Item:
        """The next item.

        Raises TimeoutError where it does not come in so many seconds, StopIteration at the end,
        and what the thread raised.
        """
        return _next(self._done, seconds)

    def stop(self) -> None:
        """Have the thread go on to no other item."""
        self._stopped.set()


def _next(done: "SimpleQueue[Result | BaseException]", seconds: float = inf) -> Result:
    """The next result; waits in turns, so that Ctrl-C is heard."""
    turns = 0
    while turns * _TURN < seconds:
        turns += 1
        with suppress(Empty):
            found = done.get(timeout=_TURN)
            if isinstance(found, BaseException):
                raise found
            return found
    raise TimeoutError
