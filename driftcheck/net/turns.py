"""Rate limits: requests to a host run in parallel until it answers 429, then one by one.

Otherwise many accounts at one host would all retry at the same moment, most of them in vain.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from driftcheck.net.deadline import Deadline, DeadlineError

_QUIET = 60.0
"""Seconds after a 429 until a host gets requests in parallel again."""
_UNSAID = 0.5
"""Seconds to wait if the host does not say how long."""
_LONGEST_PACE = 2.0
"""The longest pause between two requests, in seconds; a longer wait is one for a rate window."""
_LAST_CALL = 0.2
"""The part of a deadline reserved for requests that have not had their turn."""


class Turns:
    """The requests of this process to one host, for all accounts."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._line: deque[object] = deque()
        self._single_until = self._next = 0.0
        self._pace = 0.0

    @property
    def is_single(self) -> bool:
        """Whether requests currently go one by one."""
        return time.monotonic() < self._single_until

    @contextmanager
    def turn(self, deadline: Deadline) -> Iterator[bool]:
        """Wait until a request may be sent; yield whether it is sent alone.

        A request whose turn has not come shortly before the deadline is sent anyway, because the
        limit may be that of another account. Raises DeadlineError if it is too late.
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
        """Wait for the requests ahead, then for the host; return whether it is this one's turn."""
        patience = deadline.left - deadline.seconds * _LAST_CALL
        with self._changed:
            is_turn = self._changed.wait_for(lambda: self._line[0] is me, max(0.0, patience))
        if not is_turn:
            if deadline.is_over:
                raise DeadlineError
            return False
        # Too long a pause is skipped: the limit may be that of another account.
        pause = self._next - time.monotonic()
        if 0 < pause < deadline.left:
            time.sleep(pause)
        return True

    def too_many(self, asked: float | None, was_alone: bool) -> None:
        """Record a 429; `asked` is the wait in seconds that the host asked for, or None."""
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
    """Return the turns of a host (`host:port`), shared by the whole process."""
    return Turns()
