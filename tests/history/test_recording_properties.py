"""After any sequence of runs, the history has the findings of each, and can be verified."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.history import reader, store
from driftcheck.history.prune import forget_runs
from driftcheck.history.records import Episode, Recorded, Sighting
from driftcheck.history.verify import verify_chain
from driftcheck.model import Former
from tests.history.making import database, record_run, run, sighting


def _sighting(name: int, severity: str, waived: bool) -> Sighting:
    account = "eu" if name % 2 else "us"  # a fingerprint depends on the account
    return sighting(name, severity=severity, account=account, waived=waived)


_FOUND = st.builds(_sighting, st.integers(0, 6), st.sampled_from(["low", "high"]), st.booleans())
_RUNS = st.lists(
    st.tuples(
        st.integers(1, 28),
        st.lists(_FOUND, max_size=6, unique_by=lambda one: one.fingerprint),
        st.sampled_from([("eu",), ("us",), ("eu", "us"), ()]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@given(_RUNS, st.integers(1, 4))
def test_every_run_is_read_as_it_was_recorded_and_the_chain_holds(
    made: list[tuple[int, list[Sighting], tuple[str, ...], bool]], keep: int
) -> None:
    expected: dict[int, set[Sighting]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        store.open_history(database(f"sqlite:///{Path(folder) / 'h.db'}"), create=True) as opened,
    ):
        for number, (day, found, looked_in, prune_now) in enumerate(made, 1):
            before = _open(opened)

            def looked_at(former: Former, accounts: tuple[str, ...] = looked_in) -> bool:
                return former.account in accounts

            recorded = record_run(opened, run(f"2026-01-{day:02}", *found), looked_at)
            _holds(recorded, before, found, looked_in)
            expected[number] = set(found)
            if prune_now:
                forget_runs(opened, "2026-02-01T00:00:00Z", keep=keep)
        with opened.reading() as connection:
            assert verify_chain(connection).fault is None
            for stored in reader.stored_runs(connection):
                seen = {one.found for one in reader.sightings(connection, stored.seen)}
                assert seen == expected[stored.id]


def _holds(
    recorded: Recorded,
    before: dict[str, Episode],
    found: list[Sighting],
    looked_in: tuple[str, ...],
) -> None:
    """What a run says is new, persists and is fixed is so, given what was open before."""
    left = {one.fingerprint for one in found}
    gone = {name for name, one in before.items() if name not in left and one.account in looked_in}
    assert {episode.fingerprint for episode in recorded.fixed} == gone
    for name in left:
        began = before[name].first_run if name in before else recorded.run
        assert recorded.ages[name].first_run == began


def _open(opened: store.Store) -> dict[str, Episode]:
    with opened.reading() as connection:
        return {
            one.fingerprint: one
            for one in reader.episodes(
                connection, reader.timeline_of(connection), fixed=lambda by: by is None
            )
        }
