"""Limited concurrent calls in threads that do not keep the process alive."""

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
    """Yield the results of calls, up to `most` at once, as they complete, with the item's index.

    If the system allows fewer threads, fewer calls run at once. Raises what a call raises, and
    RuntimeError if there can be no thread at all. Threads do not keep the process alive: if the
    caller stops or is interrupted, they are left behind.
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
                except BaseException as error:  # noqa: BLE001 - the waiting thread raises it
                    done.put(error)

    for number in range(min(most, len(items))):
        name = f"driftcheck-account-{number}"
        try:
            threading.Thread(target=work, daemon=True, name=name).start()
        except RuntimeError:
            if not number:
                raise
            break
    try:
        for _ in items:
            yield _next(done)
    finally:
        stopped.set()


class Aside(Generic[Item]):
    """Iterates in a thread, for callers that cannot wait forever for each item.

    The thread does not keep the process alive: if it hangs, it is left behind.
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
        except BaseException as error:  # noqa: BLE001 - the waiting thread raises it
            self._done.put(error)

    def next(self, seconds: float) -> Item:
        """Return the next item.

        Raises TimeoutError if it does not arrive within `seconds`, StopIteration at the end, and
        any error of the thread.
        """
        return _next(self._done, seconds)

    def stop(self) -> None:
        """Stop the thread before its next item."""
        self._stopped.set()


def _next(done: "SimpleQueue[Result | BaseException]", seconds: float = inf) -> Result:
    """Return the next result; wait in short turns, so that Ctrl-C works."""
    turns = 0
    while turns * _TURN < seconds:
        turns += 1
        with suppress(Empty):
            found = done.get(timeout=_TURN)
            if isinstance(found, BaseException):
                raise found
            return found
    raise TimeoutError
