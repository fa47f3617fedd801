"""A run that is prepared first, and recorded when nothing else can happen."""

from driftcheck.history import recording, store
from tests.history.making import database, everything, nights, record, run, sighting

ONE, TWO = sighting(1), sighting(2)


def test_a_prepared_run_is_recorded_as_it_was_prepared(url: str) -> None:
    record(url, *nights([ONE]))
    with store.open_history(database(url)) as opened:
        prepared = recording.prepare_run(opened, run("2026-01-02", TWO), everything)
        assert recording.record_prepared(opened, prepared, lambda: True)
    (after,) = record(url, *nights([TWO], first=3))
    assert after.previous
    assert (after.previous.id, after.previous.hash) == (2, prepared.recorded.hash)


def test_a_run_that_is_not_ready_is_not_recorded(url: str) -> None:
    with store.open_history(database(url), create=True) as opened:
        prepared = recording.prepare_run(opened, run("2026-01-01", ONE), everything)
        assert not recording.record_prepared(opened, prepared, lambda: False)
    (first,) = record(url, *nights([ONE], first=2))
    assert (first.run, first.previous, first.ages[ONE.fingerprint].first_run) == (1, None, 1)


def test_a_run_is_prepared_again_after_another(url: str) -> None:
    with store.open_history(database(url), create=True) as opened:
        prepared = recording.prepare_run(opened, run("2026-01-01", ONE), everything)
        record(url, *nights([ONE], first=2))  # while nothing is locked
        assert not recording.record_prepared(opened, prepared, lambda: True)
        again = recording.prepare_run(opened, run("2026-01-01", ONE), everything)
        assert recording.record_prepared(opened, again, lambda: True)
    assert (again.recorded.run, again.recorded.ages[ONE.fingerprint].first_run) == (2, 1)
