"""Garbage in cycles, and how not to look for it where there is none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search() -> Iterator[None]:
    """Build within what stays, such as a table of many numbers: nothing of it is garbage.

    Python would go through all of it again and again, for a fifth of the whole time, and for a
    fourteenth of the start.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
