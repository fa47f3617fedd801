"""Garbage in cycles, and how not to look for it where there is none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search() -> Iterator[None]:
    """Build a table of many numbers within: nothing of it is garbage, during and after.

    Python would go through all of the table again and again, for a fifth of the whole time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
