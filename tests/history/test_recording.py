"""A run is recorded whole; findings open, persist and close as they were looked for."""

import pytest

from driftcheck.history import reader, store
from driftcheck.model import Former, HistoryError
from tests.history.making import (
    database,
    episodes,
    found_in,
    nights,
    record,
    record_run,
    run,
    sighting,
)

ONE, TWO, THREE = sighting(1), sighting(2), sighting(3)


def test_findings_are_read_as_they_were_recorded(url: str) -> None:
    worse = TWO._replace(severity="critical", message="other", status="existing", waived=True)
    record(url, *nights([ONE, TWO], [TWO, THREE], [worse], []))
    assert found_in(url, 1) == {ONE, TWO}
    assert found_in(url, 2) == {TWO, THREE}
    assert found_in(url, 3) == {worse}
    assert found_in(url, 4) == set()


def test_a_run_says_what_is_new_what_persists_and_what_is_fixed(url: str) -> None:
    first, second = record(url, *nights([ONE, TWO], [TWO, THREE]))
    assert (first.run, first.previous, first.fixed) == (1, None, ())
    assert second.previous
    assert (second.run, second.previous.id, second.previous.found) == (2, 1, 2)
    assert {name for name, aged in second.ages.items() if aged.first_run == 2} == {
        THREE.fingerprint
    }
    assert [one.fingerprint for one in second.fixed] == [ONE.fingerprint]
    assert second.fixed[0].fixed_at == "2026-01-02T00:00:00Z"


def test_an_age_counts_days_not_runs(url: str) -> None:
    times = ["2026-01-01T01:00:00Z", "2026-01-01T23:00:00Z", "2026-01-02T01:00:00Z"]
    *_, last = record(url, *(run(time, ONE) for time in times))
    assert last.ages[ONE.fingerprint] == (1, times[0], 2)
    assert episodes(url)[0].nights == 2


def test_a_clock_that_goes_back_makes_nobody_older(url: str) -> None:
    *_, last = record(url, run("2026-01-02", ONE), run("2026-01-01", ONE))
    assert last.ages[ONE.fingerprint] == (1, "2026-01-02T00:00:00Z", 1)


def test_a_finding_that_comes_back_is_new_again(url: str) -> None:
    *_, last = record(url, *nights([ONE], [ONE], [], [ONE]))
    assert last.ages[ONE.fingerprint] == (4, "2026-01-04T00:00:00Z", 1)
    assert [(one.first_run, one.last_run, one.fixed_run) for one in episodes(url)] == [
        (1, 2, 3),
        (4, 4, None),
    ]


def test_a_changed_finding_keeps_its_age(url: str) -> None:
    worse = ONE._replace(severity="critical", message="much worse")
    *_, last = record(url, *nights([ONE], [worse], [worse]))
    assert last.ages[ONE.fingerprint] == (1, "2026-01-01T00:00:00Z", 3)
    (episode,) = episodes(url)
    assert (episode.severity, episode.message) == ("critical", "much worse")


def test_what_was_not_looked_at_is_not_fixed(url: str) -> None:
    other = sighting(2, account="other")
    record(url, *nights([ONE, other]))
    (second,) = record(
        url, *nights([], first=2), looked_at=lambda former: former.account == "default"
    )
    assert [one.fingerprint for one in second.fixed] == [ONE.fingerprint]
    (third,) = record(url, *nights([other], first=3))
    assert third.ages[other.fingerprint] == (1, "2026-01-01T00:00:00Z", 2)


def test_a_former_finding_is_looked_up_with_everything_known_about_it(url: str) -> None:
    asked: list[Former] = []
    given = sighting(1, path="label", check="drift-changed", account="eu", severity="low")
    record(url, *nights([given]))

    def looked_at(former: Former) -> bool:
        asked.append(former)
        return True

    record(url, *nights([], first=2), looked_at=looked_at)
    (former,) = asked
    assert (former.check, former.account, former.phone_number, former.path) == (
        given.check,
        given.account,
        given.phone_number,
        given.path,
    )
    assert former.severity.label == "low"
    assert (former.message, former.fingerprint) == (given.message, given.fingerprint)


def test_what_is_unsettled_is_not_fixed(url: str) -> None:
    record(url, *nights([ONE, TWO]))
    (second,) = record(url, *nights([], first=2), unsettled={ONE.fingerprint})
    assert [one.fingerprint for one in second.fixed] == [TWO.fingerprint]


def test_two_findings_with_one_fingerprint_are_one(url: str) -> None:
    twin = ONE._replace(message="found twice")
    record(url, *nights([ONE, twin], [ONE, twin]))
    assert found_in(url, 1) == found_in(url, 2) == {ONE}


def test_a_run_is_recorded_completely_or_not_at_all(url: str) -> None:
    record(url, *nights([ONE]))

    def break_off(_former: object) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record(url, *nights([TWO], first=2), looked_at=break_off)
    with store.open_history(database(url)) as opened:
        with opened.writing() as connection:  # so that the database refuses the state of TWO
            connection.exec_driver_sql("CREATE UNIQUE INDEX once ON driftcheck_states (message)")
        with pytest.raises(HistoryError, match="cannot be used"):
            record_run(opened, run("2026-01-03", ONE, TWO))
        with opened.writing() as connection:
            connection.exec_driver_sql("DROP INDEX once")
    assert [one.fingerprint for one in episodes(url)] == [ONE.fingerprint]
    (next_one,) = record(url, *nights([ONE, TWO], first=4))
    assert (next_one.run, len(next_one.ages)) == (2, 2)


def test_a_thousand_nights_take_little_more_than_one(url: str) -> None:
    many = [sighting(name) for name in range(200)]
    record(url, *nights(many))
    with store.open_history(database(url)) as opened:
        for day in range(2, 28):
            record_run(opened, run(f"2026-01-{day:02}", *many))
        with opened.reading() as connection:
            stored = list(reader.stored_runs(connection))
            assert {one.seen for one in stored} == {(range(1, 201),)}
            assert len(list(reader.sightings(connection))) == 200
