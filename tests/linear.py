"""Whether a function takes time in proportion to a text: told by a ratio, in one run."""

import time
from collections.abc import Callable

_SHORT, _TIMES = 1 << 13, 16


def assert_linear(function: Callable[[str], object], unit: str) -> None:
    """A text that is sixteen times as long may take sixteen times as long, and some; not 256."""
    short, long = (_took(function, unit, size) for size in (_SHORT, _SHORT * _TIMES))
    assert long < (short + 0.002) * _TIMES * 4


def _took(function: Callable[[str], object], unit: str, size: int) -> float:
    """The processor time of the quickest of three tries, in seconds."""
    text = ":" + unit * (size // len(unit))
    tries = []
    for _ in range(3):
        began = time.thread_time()
        function(text)
        tries.append(time.thread_time() - began)
    return min(tries)
