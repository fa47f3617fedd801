"""What a history says over time, from made-up episodes."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.history import statistics
from driftcheck.history.phrases import duration
from driftcheck.history.records import Episode, StoredRun
from driftcheck.history.statistics import TimeToFix
from driftcheck.history.text import BLOCKS, sparkline

DAY = 86_400.0
UNTIL = "2026-01-31T00:00:00Z"


def episode(first: int, fixed: int | None = None, **fields: Any) -> Episode:
    """A finding from one day of January to another."""
    given: dict[str, Any] = {
        "id": 1,
        "fingerprint": "f",
        "check": "drift-missing",
        "kind": "drift",
        "account": "default",
        "phone_number": "+12025550100",
        "path": None,
        "state_id": 1,
        "severity": "high",
        "message": "m",
        "status": "new",
        "waived": False,
        "nights": 1,
    }
    last = fixed - 1 if fixed else 31
    times = {
        "first_run": first,
        "since": at(first),
        "last_run": last,
        "last_at": at(last),
        "fixed_run": fixed,
        "fixed_at": at(fixed) if fixed else None,
    }
    return Episode(**{**given, **times, **fields})


def at(day: int) -> str:
    return f"2026-01-{day:02}T00:00:00Z"


def stored(number: int, *accounts: Any, **fields: Any) -> StoredRun:
    summary = {"coverage": 0.5, "waived": 1, "by_severity": {"high": 2}}
    document = {
        "started_at": at(number),
        "outcome": "findings",
        "accounts": list(accounts),
        "summary": summary,
        "errors": [],
        "findings": {"count": 3, "sha256": ""},
        "new": 1,
        "fixed": {"count": 2, "sha256": ""},
        **fields,
    }
    return StoredRun(number, document, (), (), "h")


def account(name: str, error: str | None = None) -> Any:
    summary = {"coverage": 1.0, "waived": 0, "by_severity": {"low": 1}}
    return {"name": name, "error": error, "summary": None if error else summary}


def test_time_to_fix_has_a_mean_and_a_median_and_leaves_out_what_is_open_or_waived() -> None:
    found = statistics.times_to_fix(
        [
            episode(1, 2),
            episode(1, 3),
            episode(1, 10),
            episode(1),
            episode(1, 31, waived=True),
            episode(1, 31, check="other"),
        ],
        lambda one: one.check,
    )
    assert found == [
        TimeToFix("other", 1, 30 * DAY, 30 * DAY),
        TimeToFix("drift-missing", 3, 4 * DAY, 2 * DAY),
    ]
    assert statistics.times_to_fix([], str) == []


def test_severities_are_in_their_order() -> None:
    times = [TimeToFix(name, 1, 1.0, 1.0) for name in ("low", "critical", "info")]
    names = [one.name for one in statistics.by_severity(times)]
    assert names == ["critical", "low", "info"]


def test_what_is_open_is_told_oldest_first() -> None:
    old, new, done = episode(1), episode(2, severity="critical"), episode(1, 2)
    assert statistics.open_now([new, done, old]) == [old, new]


def test_a_number_drifts_once_where_several_of_its_fields_do() -> None:
    (one,) = statistics.drifters(
        [episode(1, 3), episode(2, 5, fingerprint="g"), episode(8, 9, fingerprint="h")], UNTIL
    )
    assert (one.episodes, one.seconds, one.returns, one.is_open) == (2, 5 * DAY, 0, False)


def test_a_number_flaps_where_one_finding_came_back_twice() -> None:
    twice = [episode(1, 2), episode(3, 4)]
    (one,) = statistics.drifters(twice, UNTIL)
    assert (one.returns, one.flaps) == (1, False)
    (one,) = statistics.drifters([*twice, episode(5)], UNTIL)
    assert (one.returns, one.flaps, one.is_open) == (2, True, True)
    assert one.seconds == (1 + 1 + 26) * DAY


def test_only_drift_of_numbers_counts_and_the_most_frequent_is_first() -> None:
    others = [episode(1, 2, kind="policy", phone_number="+1"), episode(1, phone_number=None)]
    often = [episode(day, day + 1, phone_number="+2") for day in (1, 5)]
    long = [episode(1, 30, phone_number="+3")]
    found = statistics.drifters([*others, *long, *often], UNTIL)
    assert [one.phone_number for one in found] == ["+2", "+3"]


@given(st.lists(st.tuples(st.integers(1, 29), st.integers(1, 9)), min_size=1))
def test_time_in_all_is_that_of_the_days_on_which_it_drifted(spans: list[tuple[int, int]]) -> None:
    episodes = [
        episode(first, min(30, first + days), fingerprint=str(index))
        for index, (first, days) in enumerate(spans)
    ]
    (one,) = statistics.drifters(episodes, UNTIL)
    days = {day for first, length in spans for day in range(first, min(30, first + length))}
    assert one.seconds == len(days) * DAY


def test_a_trend_has_gaps_where_nothing_was_read() -> None:
    runs = [stored(1, account("a")), stored(2, account("a", "it is down"), outcome="error")]
    one, two = statistics.trend(runs)
    assert (one.found, one.new, one.persisting, one.fixed, one.coverage) == (3, 1, 2, 2, 0.5)
    assert one.was_read
    assert not two.was_read
    assert (two.coverage, two.errors) == (None, ("it is down",))


def test_a_trend_of_one_account_has_its_own_counts() -> None:
    runs = [stored(day, account("a"), account("b", "down" if day == 2 else None)) for day in (1, 2)]
    one, two = statistics.trend(runs, "b", [episode(1, 2), episode(1)])
    assert (one.found, one.new, one.coverage, one.outcome) == (1, 2, 1.0, "findings")
    assert (two.was_read, two.outcome, two.fixed) == (False, "error", 1)
    assert statistics.trend(runs, "c") == []


def test_a_clock_that_went_back_makes_no_negative_time() -> None:
    assert statistics.seconds(at(2), at(1)) == 0


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e9)), max_size=200))
def test_a_sparkline_has_a_sign_for_each_value(values: list[float | None]) -> None:
    line = sparkline(values)
    assert len(line) == len(values)
    known = [value for value in values if value is not None]
    for value, sign in zip(values, line, strict=True):
        assert (sign == " ") == (value is None)
        if value is not None and value == max(known) > 0:
            assert sign == BLOCKS[-1]


def test_times_are_told_in_the_unit_that_says_them_best() -> None:
    told = [duration(given) for given in (0, 59 * 60, 3600, 47 * 3600, 2 * DAY, 12.4 * DAY, 4e8)]
    assert told == ["0 min", "59 min", "1 h", "47 h", "2.0 days", "12 days", "4,630 days"]
