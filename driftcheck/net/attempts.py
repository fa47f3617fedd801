"""Trying again, where another attempt may succeed: until when, and after which pauses."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import tenacity

from driftcheck.model.errors import TransientError

BACKOFF: Callable[[tenacity.RetryCallState], float] = tenacity.wait_exponential(
    multiplier=0.5, max=8
) + tenacity.wait_random(0, 0.5)
_TRUSTED = 3
"""So often a server may name the pause; after that it is at least the usual one."""
_JITTER = 0.5
"""Seconds; many clients that were asked to wait are not to come back in one moment."""


def retrying(
    seconds: float, before_sleep: Callable[[tenacity.RetryCallState], None] | None = None
) -> tenacity.Retrying:
    """Calls what it is given again where that raises TransientError, for so many seconds.

    The pause after an attempt is no part of an attempt: one that would pass the end is not begun.
    """
    return tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(TransientError),
        wait=_pause,
        stop=tenacity.stop_before_delay(seconds),
        before_sleep=before_sleep,
        reraise=True,
    )


def _pause(state: tenacity.RetryCallState) -> float:
    """The pause before the next attempt, in seconds: what is asked for, or a backoff."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, TransientError) else None
    if asked is None:
        return BACKOFF(state)
    pause = asked + random.uniform(0, min(asked, _JITTER))  # noqa: S311 - nothing secret
    # A server that says "at once" for ever would be asked thousands of times.
    return pause if state.attempt_number <= _TRUSTED else max(pause, BACKOFF(state))


def retry_after(value: str | None) -> float | None:
    """The seconds that a Retry-After header asks for, given in seconds or as a date."""
    if value is None:
        return None
    if value.strip().isdecimal():
        # Twelve digits are for ever already; hundreds would be infinite.
        return min(float(value[:12]), 1e9)
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
