"""Retries: how long, and with which pauses."""

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
"""For this many attempts the server chooses the pause; after that, it is at least the backoff."""
_JITTER = 0.5
"""Seconds. Keeps many clients that were asked to wait from coming back at the same moment."""


def retrying(
    seconds: float, before_sleep: Callable[[tenacity.RetryCallState], None] | None = None
) -> tenacity.Retrying:
    """Return a retrier that repeats a call on TransientError for up to `seconds`.

    An attempt whose pause would end after that is not made.
    """
    return tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(TransientError),
        wait=_pause,
        stop=tenacity.stop_before_delay(seconds),
        before_sleep=before_sleep,
        reraise=True,
    )


def _pause(state: tenacity.RetryCallState) -> float:
    """Return the pause before the next attempt, in seconds: the requested one, or a backoff."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, TransientError) else None
    if asked is None:
        return BACKOFF(state)
    pause = asked + random.uniform(0, min(asked, _JITTER))  # noqa: S311 - nothing secret
    # Otherwise a server that always says "at once" would get thousands of requests.
    return pause if state.attempt_number <= _TRUSTED else max(pause, BACKOFF(state))


def retry_after(value: str | None) -> float | None:
    """Return the seconds of a Retry-After header, which has seconds or a date; None if unusable."""
    if value is None:
        return None
    if value.strip().isdecimal():
        # Twelve digits are already forever; hundreds would become infinity.
        return min(float(value[:12]), 1e9)
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
