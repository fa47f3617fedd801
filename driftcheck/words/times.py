"""UTC times to the second, such as `2026-01-01T00:00:00Z`, and durations, such as `24h`."""

import re
from datetime import UTC, datetime

_DURATION = r"([1-9][0-9]{0,8})([smhd])"
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def utc_now() -> str:
    """Return the current time."""
    return _format(datetime.now(UTC))


def as_utc(text: str) -> str:
    """Convert a time with an offset (RFC 3339) to our format. Raises ValueError if invalid."""
    try:
        return _format(datetime.fromisoformat(text.upper()).astimezone(UTC))
    except OverflowError as error:
        raise ValueError("a time out of range") from error


def unix_time(text: str) -> float | None:
    """Return the Unix time of a time in our format; None if the text is something else."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when.timestamp() if _format(when) == text else None


def seconds_since(text: str) -> float:
    """Return how many seconds ago a time in our format was; negative if it is in the future."""
    return (datetime.now(UTC) - datetime.fromisoformat(text)).total_seconds()


def seconds_between(began: str, ended: str) -> float:
    """The seconds from one time that we wrote to another; 0 where a clock went back."""
    took = datetime.fromisoformat(ended) - datetime.fromisoformat(began)
    return max(0.0, took.total_seconds())


def seconds_of(text: str) -> int | None:
    """Return the seconds of a duration such as `24h`: a whole number and s, m, h or d; or None."""
    found = re.fullmatch(_DURATION, text)
    return int(found[1]) * _SECONDS[found[2]] if found else None


def minute(text: str) -> str:
    """Return a time in our format to the minute: `2026-01-31 02:00`."""
    return f"{text[:10]} {text[11:16]}"


def _format(when: datetime) -> str:
    return f"{when.replace(microsecond=0, tzinfo=None).isoformat()}Z"
