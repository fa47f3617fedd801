"""Calls at once: all of them, within bounds, and none that keeps the process."""

import subprocess
import sys
import threading

import pytest

from driftcheck.system.pool import each
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


def test_no_items_make_no_calls() -> None:
    assert list(each(str, [], 3)) == []


@pytest.mark.parametrize("most", [1, 3])
def test_so_many_are_at_work_at_once_and_no_more(most: int) -> None:
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


def test_a_call_that_goes_on_for_ever_does_not_keep_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FOR_EVER], capture_output=True, text=True, timeout=HANGS, check=True
    )
    assert done.stdout == "0\n"
