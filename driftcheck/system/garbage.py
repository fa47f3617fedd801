"""Ways to skip the search for cyclic garbage while there is none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search() -> Iterator[None]:
    """Pause the collector while building something that stays, such as a table of many numbers.

    Python would otherwise scan all of it repeatedly, for a fifth of the total time.
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
    """Like `no_search`; in addition, what is built is never scanned later.

    Only for the command line: in another program, it would keep that program's garbage too.
    """
    with no_search():
        try:
            yield
        finally:
            gc.freeze()
