"""Any change of a history is noticed, and the first run that it affects is named."""

import hashlib
import json

import pytest
from sqlalchemy import text

from driftcheck.history import reader, store
from driftcheck.history.prune import forget_runs
from driftcheck.history.records import KeptWaiver
from driftcheck.history.verify import Verdict, verify_chain
from tests.history.making import database, nights, record, run, sighting

ONE, TWO = sighting(1), sighting(2)
WAIVER = KeptWaiver("voice-team", "2027-03-31", "legacy IVR")
THREE = sighting(3, waived=True, waiver=WAIVER)


@pytest.fixture
def kept(url: str) -> str:
    """A history of five runs: one finding persists, one changes, a waived one goes and returns."""
    worse = TWO._replace(severity="critical")
    record(url, *nights([ONE, TWO, THREE], [ONE, TWO], [ONE, worse, THREE], [ONE], [ONE]))
    return url


def verdict(url: str, noted: str | None = None) -> Verdict:
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        return verify_chain(connection, noted)


def alter(url: str, *statements: str) -> None:
    with store.open_history(database(url)) as opened, opened.writing() as connection:
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0, statement


def hash_of(url: str, number: int) -> str:
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        stored = reader.run_of_number(connection, number)
        assert stored
        return stored.hash


def test_an_untouched_history_holds(kept: str) -> None:
    result = verdict(kept)
    assert result.holds
    assert (result.runs, result.first_run, result.last_run, result.fault) == (5, 1, 5, None)
    assert result.head == hash_of(kept, 5)


def test_a_history_without_a_run_does_not_hold(url: str) -> None:
    with store.open_history(database(url), create=True):
        pass
    assert verdict(url).fault == "it has no run: all were removed, or the first was never finished"


def test_a_hash_can_be_computed_by_hand_from_the_record(kept: str) -> None:
    with store.open_history(database(kept)) as opened, opened.reading() as connection:
        for row in connection.execute(text("SELECT record, hash FROM driftcheck_runs")):
            document = json.loads(row.record)
            plain = json.dumps(document, sort_keys=True, separators=(",", ":"))
            assert hashlib.sha256(plain.encode()).hexdigest() == row.hash


def test_the_form_of_a_hash_does_not_change_unnoticed(url: str) -> None:
    record(url, run("2026-01-01", sighting(1, message="größer", path="label")))
    known = "5953635269e3482677c47eabd82aa2ac50be33016c23038b3dac9eb91cbae59c"
    assert hash_of(url, 1) == known


CHANGES = {
    "a count": (
        "UPDATE driftcheck_runs SET record = replace(record, '0.5', '0.9') WHERE id = 3",
        3,
        "its record does not match its hash",
    ),
    "a verdict": (
        "UPDATE driftcheck_runs SET outcome = 'clean' WHERE id = 2",
        2,
        "its row and its record differ",
    ),
    "a time": (
        "UPDATE driftcheck_runs SET started_at = '2025-01-01T00:00:00Z' WHERE id = 4",
        4,
        "its row and its record differ",
    ),
    "a severity": (
        "UPDATE driftcheck_states SET severity = 'low' WHERE severity = 'critical'",
        3,
        "its findings are not the recorded ones",
    ),
    "a message": (
        "UPDATE driftcheck_states SET message = 'nothing' WHERE id = 1",
        1,
        "its findings are not the recorded ones",
    ),
    **{
        f"the {name} of a waiver": (
            f"UPDATE driftcheck_states SET waiver_{name} = {value} WHERE waived = 1",
            1,
            "its findings are not the recorded ones",
        )
        for name, value in {"owner": "'me'", "expires": "'2099-01-01'"}.items()
    },
    "a part of a waiver removed": (
        "UPDATE driftcheck_states SET waiver_reason = NULL WHERE waived = 1",
        1,
        "some of its findings were removed or damaged",
    ),
    "a waiver put in": (
        "UPDATE driftcheck_states SET waiver_owner = 'me' WHERE severity = 'critical'",
        3,
        "some of its findings were removed or damaged",
    ),
    "a number": (
        "UPDATE driftcheck_episodes SET phone_number = '+1' WHERE id = 2",
        1,
        "its findings are not the recorded ones",
    ),
    "since when": (
        "UPDATE driftcheck_episodes SET since = '2026-01-03T00:00:00Z' WHERE first_run = 1",
        1,
        "its findings are not the recorded ones",
    ),
    "a finding left out": (
        "UPDATE driftcheck_runs SET seen = '1' WHERE id = 2",
        2,
        "its findings are not the recorded ones",
    ),
    "a finding removed": (
        "DELETE FROM driftcheck_states WHERE id = 3",
        1,
        "some of its findings were removed or damaged",
    ),
    "a fix left out": (
        "UPDATE driftcheck_runs SET gone = '' WHERE id = 2",
        2,
        "its findings are not the recorded ones",
    ),
    "a run removed": (
        "DELETE FROM driftcheck_runs WHERE id = 3",
        4,
        "the run before it was removed",
    ),
    "runs removed": (
        "DELETE FROM driftcheck_runs WHERE id IN (2, 3)",
        4,
        "2 runs before it were removed",
    ),
    "the first run removed": (
        "DELETE FROM driftcheck_runs WHERE id = 1",
        2,
        "the run before it was removed",
    ),
    "a hash": (
        "UPDATE driftcheck_runs SET hash = 'f' WHERE id = 5",
        5,
        "its record does not match its hash",
    ),
    "a finding put in": (
        "INSERT INTO driftcheck_states VALUES (99, 1, 'high', 'm', 'new', 0, NULL, NULL, NULL)",
        None,
        "1 finding was inserted that no run has",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_reported_for_the_first_run_that_it_affects(what: str, kept: str) -> None:
    statement, number, fault = CHANGES[what]
    alter(kept, statement)
    result = verdict(kept)
    assert (result.holds, result.faulty_run, result.fault) == (False, number, fault)


def test_swapped_runs_are_noticed(kept: str) -> None:
    alter(
        kept,
        "UPDATE driftcheck_runs SET id = 9 WHERE id = 4",
        "UPDATE driftcheck_runs SET id = 4 WHERE id = 5",
        "UPDATE driftcheck_runs SET id = 5 WHERE id = 9",
    )
    result = verdict(kept)
    assert result.faulty_run == 4
    assert result.fault
    assert result.fault.startswith("it does not follow the run before")


def test_a_noted_hash_reveals_runs_that_were_cut_off_at_the_end(kept: str) -> None:
    noted = hash_of(kept, 5)
    assert verdict(kept, noted).noted_run == 5
    alter(kept, "DELETE FROM driftcheck_runs WHERE id = 5")
    assert verdict(kept).holds
    result = verdict(kept, noted)
    assert not result.holds
    assert result.fault
    assert result.fault.startswith("no run has the noted hash")


def test_a_hash_that_was_noted_long_ago_is_still_in_the_chain(kept: str) -> None:
    assert verdict(kept, hash_of(kept, 2)).noted_run == 2


def test_a_pruned_history_holds_and_says_what_was_pruned(kept: str) -> None:
    last_pruned = hash_of(kept, 3)
    with store.open_history(database(kept)) as opened:
        forget_runs(opened, "2026-02-01T00:00:00Z", keep=2)
    result = verdict(kept, last_pruned)
    assert result.holds
    assert result.anchor
    assert (result.anchor.run, result.anchor.hash, result.anchor.count) == (3, last_pruned, 3)
    assert (result.first_run, result.runs) == (4, 2)
    alter(kept, "DELETE FROM driftcheck_runs WHERE id = 4")
    assert verdict(kept).fault == "the run before it was removed"
