"""Garbage in cycles, and how not to look for it where there is none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search() -> Iterator[None]:
    """Build within what stays, such as a table of many numbers: nothing of it is garbage.

    Python would go through all of it again and again, for a fifth of the whole time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def kept() -> Iterator[None]:
    """As `no_search`, and what is built is never searched later either.

    For the command line alone: in the process of somebody else it would keep their garbage too.
    """
    with no_search():
        try:
            yield
        finally:
            gc.freeze()
