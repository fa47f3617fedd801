"""Trying again, where another attempt may succeed: how often, and after which pauses."""

from collections.abc import Callable

import tenacity

from driftcheck.model.errors import TransientError

MAX_ATTEMPTS = 4
BACKOFF: Callable[[tenacity.RetryCallState], float] = tenacity.wait_exponential(
    multiplier=0.5, max=8
) + tenacity.wait_random(0, 0.5)


def retrying(
    seconds: float, before_sleep: Callable[[tenacity.RetryCallState], None] | None = None
) -> tenacity.Retrying:
    """Calls what it is given again where that raises TransientError, for so many seconds."""
    return tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(TransientError),
        wait=_pause,
        stop=tenacity.stop_after_attempt(MAX_ATTEMPTS) | tenacity.stop_before_delay(seconds),
        before_sleep=before_sleep,
        reraise=True,
    )


def _pause(state: tenacity.RetryCallState) -> float:
    """The pause before the next attempt, in seconds: what is asked for, or a backoff."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, TransientError) else None
    return BACKOFF(state) if asked is None else asked
