"""Whether the time of a function is in proportion to a text, by a ratio within one run."""

import time
from collections.abc import Callable

_SHORT, _TIMES = 1 << 12, 16
_TRIES = 5


def assert_linear(function: Callable[[str], object], unit: str) -> None:
    """A text that is sixteen times as long may take sixteen times as long, and some; not 256.

    One try of a few is enough: on a busy machine a function may take longer than it needs.
    """
    assert any(_is_linear(function, unit) for _ in range(_TRIES))


def _is_linear(function: Callable[[str], object], unit: str) -> bool:
    short, long = (_took(function, unit, size) for size in (_SHORT, _SHORT * _TIMES))
    return long < (short + 0.002) * _TIMES * 4


def _took(function: Callable[[str], object], unit: str, size: int) -> float:
    """The processor time of a call, in seconds."""
    text = ":" + unit * (size // len(unit))
    began = time.thread_time()
    function(text)
    return time.thread_time() - began
