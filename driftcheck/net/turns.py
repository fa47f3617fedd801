"""Requests to one host: side by side, until it says that they are too many (429), then one by one.

Many accounts at one host would else ask again all at once, and most of them again in vain.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from driftcheck.net.deadline import Deadline, DeadlineError

_QUIET = 60.0
"""Seconds after which a host that was asked too often is asked side by side again."""
_UNSAID = 0.5
"""Seconds to wait where the host does not say how long."""
_LONGEST_PACE = 2.0
"""Seconds between two requests. A longer pause is for a window that ends, not between requests."""
_LAST_CALL = 0.2
"""The part of a deadline that is kept for who has had no turn until then."""


class Turns:
    """The requests to one host, of all accounts of this process."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._line: deque[object] = deque()
        self._single_until = self._next = 0.0
        self._pace = 0.0

    @property
    def is_single(self) -> bool:
        """Whether requests go one by one."""
        return time.monotonic() < self._single_until

    @contextmanager
    def turn(self, deadline: Deadline) -> Iterator[bool]:
        """Wait until a request may be sent; whether it is sent alone.

        Whose turn has not come shortly before the deadline asks all the same, as the limit may be
        that of another account. Raises DeadlineError where that is too late.
        """
        if not self.is_single:
            yield False
            return
        me = object()
        with self._changed:
            self._line.append(me)
        try:
            yield self._wait(me, deadline)
        finally:
            with self._changed:
                self._line.remove(me)
                self._next = max(self._next, time.monotonic() + self._pace)
                self._changed.notify_all()

    def _wait(self, me: object, deadline: Deadline) -> bool:
        """Wait in line, then for the host; whether it is one's turn."""
        patience = deadline.left - deadline.seconds * _LAST_CALL
        with self._changed:
            is_turn = self._changed.wait_for(lambda: self._line[0] is me, max(0.0, patience))
        if not is_turn:
            if deadline.is_over:
                raise DeadlineError
            return False
        # Who could not wait that long asks all the same: the limit may be another account's.
        pause = self._next - time.monotonic()
        if 0 < pause < deadline.left:
            time.sleep(pause)
        return True

    def too_many(self, asked: float | None, was_alone: bool) -> None:
        """Note that the host answered 429, and asks to wait so many seconds, if it says so."""
        with self._changed:
            now = time.monotonic()
            self._pace = self._pace if self.is_single else 0.0
            pause = max(_UNSAID, 2 * self._pace) if asked is None else asked
            if was_alone:  # one by one was too fast
                self._pace = min(max(self._pace, pause), _LONGEST_PACE)
            self._single_until = now + pause + _QUIET
            self._next = max(self._next, now + pause)


@cache
def turns_at(_host: str) -> Turns:
    """The turns of a host (`host:port`), the same for all who ask it."""
    return Turns()
