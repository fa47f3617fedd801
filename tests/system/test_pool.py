"""Concurrent calls: all items, within limits, without keeping the process alive."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from driftcheck.system.pool import Aside, each
from tests.support import HANGS

FOR_EVER = """
import threading, time
from driftcheck.system.pool import each
def call(item):
    if item:
        threading.Event().wait()
    return item
for index, item in each(call, [0, 1], 2):
    break
print(index)
"""


def test_every_item_is_called_once_and_comes_with_its_index() -> None:
    found = dict(each(lambda item: item * 10, range(1000), 7))
    assert found == {index: index * 10 for index in range(1000)}


def test_if_the_system_allows_few_threads_every_item_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = threading.Thread.start

    def start_two(thread: threading.Thread) -> None:
        if thread.name.endswith(("-account-0", "-account-1")):
            return start(thread)
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start_two)
    assert dict(each(str, range(50), 7)) == {index: str(index) for index in range(50)}


def test_without_items_there_are_no_calls() -> None:
    assert list(each(str, [], 3)) == []


@pytest.mark.parametrize("most", [1, 3])
def test_the_number_of_concurrent_calls_is_limited(most: int) -> None:
    working, most_seen, lock = 0, 0, threading.Lock()
    together = threading.Barrier(most)

    def call(_item: int) -> None:
        nonlocal working, most_seen
        with lock:
            working += 1
            most_seen = max(most_seen, working)
        together.wait(HANGS)
        with lock:
            working -= 1

    list(each(call, range(4 * most), most))
    assert most_seen == most


def test_what_a_call_raises_is_raised() -> None:
    def call(item: int) -> int:
        if item == 2:
            raise MemoryError
        return item

    with pytest.raises(MemoryError):
        list(each(call, range(5), 1))


def test_an_endless_call_does_not_keep_the_process_alive() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FOR_EVER], capture_output=True, text=True, timeout=HANGS, check=True
    )
    assert done.stdout == "0\n"


def test_items_of_a_thread_arrive_one_by_one() -> None:
    aside = Aside(lambda: iter([1, 2]))
    assert [aside.next(HANGS), aside.next(HANGS)] == [1, 2]
    with pytest.raises(StopIteration):
        aside.next(HANGS)


def test_an_item_that_does_not_come_in_time_is_not_waited_for() -> None:
    gate = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        gate.wait()
        yield 2

    aside = Aside(items)
    assert aside.next(HANGS) == 1
    with pytest.raises(TimeoutError):
        aside.next(0.1)
    gate.set()
    assert aside.next(HANGS) == 2


def test_an_error_of_the_thread_is_raised() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise KeyError("x")

    aside = Aside(items)
    assert aside.next(HANGS) == 1
    with pytest.raises(KeyError):
        aside.next(HANGS)


def test_a_stopped_thread_takes_no_other_item() -> None:
    gate, reached = threading.Event(), []

    def items() -> Iterator[int]:
        gate.wait()
        for index in range(3):
            reached.append(index)
            yield index

    aside = Aside(items)
    aside.stop()
    gate.set()
    assert aside.next(HANGS) == 0
    with pytest.raises(TimeoutError):
        aside.next(0.1)
    assert reached == [0]
