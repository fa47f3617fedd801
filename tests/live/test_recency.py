"""The maximum age of a list in a file."""

from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from driftcheck.config import LiveFile
from driftcheck.live.origin import refuse_old
from driftcheck.model import LiveError, LiveList
from driftcheck.words import times
from tests.live.server import settings

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Clock":
        return cls(*NOW.timetuple()[:6], tzinfo=tz)


@pytest.fixture(autouse=True)
def no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "datetime", Clock)


def refused(allowed: str | None, **ago: float) -> str:
    """Return the error for a list of this age; empty if it is accepted."""
    at = (NOW - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%SZ") if ago else None
    try:
        refuse_old(LiveList("l.json", (), at), LiveFile(Path("l.json"), "l.json", allowed))
    except LiveError as error:
        return str(error)
    return ""


def test_a_recent_list_is_accepted(subtests: pytest.Subtests) -> None:
    for allowed, ago in [
        ("24h", {"hours": 24}),
        ("24h", {"seconds": 0}),
        ("1440m", {"days": 1}),
        ("90s", {"seconds": 90}),
        ("7d", {"days": 7}),
        ("999999999d", {"days": 30_000}),
        ("1s", {"minutes": -5}),
        (None, {"days": 30_000}),
        (None, {"days": -1}),
    ]:
        with subtests.test(allowed=allowed, ago=ago):
            assert refused(allowed, **ago) == ""


@pytest.mark.parametrize(
    ("allowed", "ago"),
    [
        ("24h", {"hours": 24, "seconds": 1}),
        ("1440m", {"days": 1, "seconds": 1}),
        ("90s", {"seconds": 91}),
        ("7d", {"days": 8}),
    ],
)
def test_an_older_list_is_refused(allowed: str, ago: dict[str, float]) -> None:
    at = (NOW - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (
        refused(allowed, **ago) == f"l.json was fetched at {at}, more than {allowed} ago (max_age)"
    )


def test_a_list_more_than_five_minutes_ahead_is_refused() -> None:
    says = "l.json was fetched at 2026-03-01T12:05:01Z, which is in the future"
    assert refused("7d", seconds=-301) == says


def test_a_list_of_unknown_age_is_refused() -> None:
    assert refused("7d").startswith("l.json does not say when it was fetched")
    assert refused(None) == ""


def test_the_api_is_always_recent_enough() -> None:
    refuse_old(LiveList("https://example.com", ()), settings("https://example.com"))
    refuse_old(LiveList("none", ()), None)


def test_a_duration_is_a_whole_number_and_its_unit(subtests: pytest.Subtests) -> None:
    for text, seconds in [("1s", 1), ("90s", 90), ("5m", 300), ("24h", 86_400), ("7d", 604_800)] + [
        (text, None)
        for text in ("", "24", "h", "0h", "024h", "-1h", "1.5h", "1h30m", "1 h", "1H", "1w", "1h\n")
    ]:
        with subtests.test(text=text, seconds=seconds):
            assert times.seconds_of(text) == seconds
