"""What a history says over time, from made-up episodes."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.history import statistics
from driftcheck.history.phrases import duration
from driftcheck.history.records import StoredRun
from driftcheck.history.statistics import TimeToFix
from driftcheck.history.text import BLOCKS, sparkline
from driftcheck.history.wholeruns import WholeRuns
from driftcheck.words import seconds_between
from tests.history.making import at, episode

DAY = 86_400.0
UNTIL = "2026-01-31T00:00:00Z"


def stored(number: int, *accounts: Any, **fields: Any) -> StoredRun:
    summary = {"coverage": 0.5, "waived": 1, "by_severity": {"high": 2}}
    document = {
        "started_at": at(number),
        "outcome": "findings",
        "fail_on": "low",
        "terms": {"select": [], "accounts": [], "whole": True},
        "accounts": list(accounts),
        "summary": summary,
        "errors": [],
        "findings": {"count": 3, "sha256": ""},
        "new": 1,
        "fixed": {"count": 2, "sha256": ""},
        **fields,
    }
    return StoredRun(number, document, (), (), "h")


def whole_runs(*incomplete: StoredRun, first: int = 1) -> WholeRuns:
    """A run a day in January, from day `first` on; only these are incomplete."""
    return WholeRuns({day: at(day) for day in range(first, 32)}, incomplete)


def selecting(number: int, **fields: Any) -> StoredRun:
    """A run with --select, of accounts that it was read from."""
    terms = {"select": ["label=x"], "accounts": [], "whole": False}
    return stored(number, account("default"), account("b"), **{"terms": terms, **fields})


def choosing(number: int, name: str) -> StoredRun:
    """A run with --account."""
    terms = {"select": [], "accounts": [name], "whole": False}
    return stored(number, account(name), terms=terms)


def unwaived(number: int) -> StoredRun:
    """A run with --no-waivers."""
    return stored(number, account("default"), terms={"select": [], "waivers": False})


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
        whole_runs().time_to_fix,
        lambda one: one.check,
    )
    assert found == [
        TimeToFix("other", 1, 30 * DAY, 30 * DAY),
        TimeToFix("drift-missing", 3, 4 * DAY, 2 * DAY),
    ]
    assert statistics.times_to_fix([], whole_runs().time_to_fix, str) == []


def test_severities_are_in_their_order() -> None:
    times = [TimeToFix(name, 1, 1.0, 1.0) for name in ("low", "critical", "info")]
    names = [one.name for one in statistics.by_severity(times)]
    assert names == ["critical", "low", "info"]


def test_open_findings_are_listed_oldest_first() -> None:
    old, new, done = episode(1), episode(2, severity="critical"), episode(1, 2)
    assert statistics.open_now([new, done, old]) == [old, new]


def test_a_number_drifts_once_where_several_of_its_fields_do() -> None:
    (one,) = statistics.drifters(
        [episode(1, 3), episode(2, 5, fingerprint="g"), episode(8, 9, fingerprint="h")], UNTIL
    )
    assert (one.episodes, one.seconds, one.returns, one.is_open) == (2, 5 * DAY, 0, False)


def test_a_number_drifts_once_on_the_first_night() -> None:
    (one,) = statistics.drifters([episode(1), episode(1, fingerprint="g")], at(1))
    assert (one.episodes, one.seconds) == (1, 0)


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
    one, two = statistics.trend(runs, [], [])
    assert one.every == (3, 1, 2)
    assert (one.every.persisting, one.coverage) == (2, 0.5)
    assert one.was_read
    assert not two.was_read
    assert (two.coverage, two.errors) == (None, ("it is down",))


def test_a_trend_of_one_account_has_its_own_counts() -> None:
    runs = [stored(day, account("a"), account("b", "down" if day == 2 else None)) for day in (1, 2)]
    one, two = statistics.trend(runs, [(1, "low", 1)], [episode(1, 2), episode(1)], "b")
    assert (one.every, one.open) == ((1, 2, 0), (1, 1, 0))
    assert (one.coverage, one.outcome) == (1.0, "findings")
    assert (two.was_read, two.outcome, two.every.fixed) == (False, "error", 1)
    assert statistics.trend(runs, [], [], "c") == []


def test_waived_findings_and_those_of_severity_info_do_not_count_as_open() -> None:
    summary = {"coverage": 0.5, "waived": 4, "by_severity": {"high": 2, "info": 3}}
    new = [(1, "high", 1), (1, "info", 1)]
    ended = [episode(1, 1), episode(1, 1, waived=True), episode(1, 1, severity="info")]
    for fail_on, counts in (("low", (2, 1, 1)), ("info", (5, 2, 2)), ("never", (5, 2, 2))):
        run = stored(1, account("a"), summary=summary, fail_on=fail_on)
        (point,) = statistics.trend([run], new, ended)
        assert (point.open, point.waived, point.every.found) == (counts, 4, 9)


def test_a_partial_run_says_which_options_limited_it() -> None:
    runs = [choosing(2, "a"), selecting(3), unwaived(4)]
    options = ["--account a", "--select label=x", "--no-waivers"]
    assert [run.limits.options() for run in runs] == options
    assert [run.limits.options("a") for run in runs] == ["", *options[1:]]
    assert stored(1).limits.options() == ""
    former = stored(4, terms={"select": ["label=a b"], "waivers": True})
    assert former.limits.options() == "--select 'label=a b'"
    assert stored(5, terms={"select": [], "waivers": True}).limits.is_whole


def test_a_time_to_fix_is_from_whole_run_to_whole_run() -> None:
    whole = whole_runs(selecting(4), selecting(8))
    days = [whole.time_to_fix(one) for one in (episode(4, 7), episode(2, 8), episode(2, 7))]
    assert days == [2 * DAY, 7 * DAY, 5 * DAY]
    assert whole.time_to_fix(episode(4, 5, last_run=4)) is None
    assert whole_runs(selecting(31)).time_to_fix(episode(2, 31)) is None


def test_a_run_that_could_not_read_an_account_is_not_whole_for_it() -> None:
    failed = stored(5, account("a", "it is down"), account("b"), outcome="error")
    whole = whole_runs(selecting(4), failed)
    times = [whole.time_to_fix(episode(2, 4, account=name)) for name in ("a", "b")]
    assert times == [4 * DAY, 3 * DAY]


def test_a_finding_whose_first_run_was_pruned_counts() -> None:
    left = whole_runs(selecting(20), first=20)
    assert left.time_to_fix(episode(2, 20)) == 19 * DAY
    assert left.note(episode(2, last_run=31)) == ""
    only_partial = whole_runs(*map(selecting, range(20, 32)), first=20)
    assert only_partial.note(episode(2, last_run=19)) == ""


def test_a_run_with_account_is_whole_for_that_account_and_for_no_other() -> None:
    whole = whole_runs(choosing(4, "a"), choosing(31, "b"))
    assert whole.time_to_fix(episode(2, 4, account="a")) == 2 * DAY
    assert whole.time_to_fix(episode(2, 4, account="b")) == 3 * DAY
    assert (whole.latest("a"), whole.latest("b")) == (30, 31)


def test_an_open_finding_says_what_is_special_about_when_it_was_found() -> None:
    whole = whole_runs(selecting(31))
    assert whole.note(episode(2, last_run=30)) == ""
    assert whole.note(episode(2, last_run=29)) == "not looked at by the latest run"
    assert whole.note(episode(31)) == "found by a partial run only"
    assert whole_runs(unwaived(31)).note(episode(2)) == "found with --no-waivers"
    failed = stored(31, account("default", "it is down"), outcome="error")
    assert whole_runs(failed).note(episode(2, last_run=30)) == "not looked at by the latest run"


def test_a_clock_that_went_back_makes_no_negative_time() -> None:
    assert seconds_between(at(2), at(1)) == 0


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e9)), max_size=200))
def test_a_sparkline_has_a_character_for_each_value(values: list[float | None]) -> None:
    line = sparkline(values)
    assert len(line) == len(values)
    known = [value for value in values if value is not None]
    for value, character in zip(values, line, strict=True):
        assert (character == " ") == (value is None)
        if value is not None and value == max(known) > 0:
            assert character == BLOCKS[-1]


def test_times_are_shown_in_the_most_readable_unit() -> None:
    texts = [duration(given) for given in (0, 59 * 60, 3600, 47 * 3600, 2 * DAY, 12.4 * DAY, 4e8)]
    assert texts == ["0 min", "59 min", "1 h", "47 h", "2.0 days", "12 days", "4,630 days"]
