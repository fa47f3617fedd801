"""A history is opened as what it is, or refused with a reason, and then not touched."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, inspect

from driftcheck.history import reader, store, tables
from driftcheck.history.migrations import MIGRATIONS
from driftcheck.history.records import KeptWaiver
from driftcheck.history.verify import verify_chain
from driftcheck.model import HistoryError
from tests.history.making import (
    database,
    episodes,
    found_in,
    nights,
    record,
    restore_version,
    run,
    sighting,
)
from tests.support import python

ONE = sighting(1)


def add_a_column(connection: Connection) -> None:
    """A migration of a day to come."""
    connection.exec_driver_sql("ALTER TABLE driftcheck_runs ADD COLUMN note TEXT")


def break_off(connection: Connection) -> None:
    add_a_column(connection)
    connection.exec_driver_sql("CREATE TABLE driftcheck_runs (id INTEGER)")


@contextmanager
def refused(message: str) -> Iterator[None]:
    with pytest.raises(HistoryError) as caught:
        yield
    assert message in str(caught.value)


def columns(url: str) -> set[str]:
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        return {column["name"] for column in inspect(connection).get_columns("driftcheck_runs")}


def test_the_migrations_lead_to_the_tables(url: str) -> None:
    record(url, *nights([ONE]))
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        there = MetaData()
        there.reflect(connection)
    assert set(there.tables) == set(tables.METADATA.tables)
    for name, table in tables.METADATA.tables.items():
        found = {c.name: (c.nullable, c.type.python_type) for c in there.tables[name].columns}
        assert found == {c.name: (c.nullable, c.type.python_type) for c in table.columns}
        assert {i.name for i in there.tables[name].indexes} == {i.name for i in table.indexes}


def version_of(url: str) -> int:
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        assert verify_chain(connection).fault is None
        return int(connection.scalar(tables.VERSION.select()) or 0)


def covers_anchor(url: str) -> bool:
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        return verify_chain(connection).covers_anchor


def test_a_history_of_a_former_version_is_read_as_it_is(url: str) -> None:
    assert restore_version(1, url)
    assert version_of(url) == 1
    assert {one.waiver for one in found_in(url, 2)} == {None}
    assert {one.waived for one in found_in(url, 2)} == {True, False}


def test_a_history_of_a_former_version_is_upgraded_by_recording_and_still_holds(url: str) -> None:
    head = restore_version(1, url)
    waiver = KeptWaiver("voice-team", "2027-03-31", "legacy IVR")
    waived = next(one for one in found_in(url, 4) if one.waived)._replace(waiver=waiver)
    (recorded,) = record(url, *nights([waived], first=5))
    assert version_of(url) == len(MIGRATIONS)
    assert recorded.previous
    assert recorded.previous.hash == head
    assert found_in(url, 5) == {waived}
    assert {one.waiver for one in found_in(url, 4)} == {None}


AGES = [(1, 5, 4, None), (1, 2, 2, 3), (1, 4, 4, 5), (1, 2, 2, None)]
"""First run, last run, nights and the run that found it fixed, of each finding of version 2."""


def test_ages_of_pruned_runs_are_taken_from_an_earlier_version(url: str) -> None:
    restore_version(2, url)
    for _ in range(2):
        known = episodes(url)
        assert [(e.first_run, e.last_run, e.nights, e.fixed_run) for e in known] == AGES
        assert {one.state_id for one in known} == {2, 3, 4, 5}
        assert not covers_anchor(url)
        with store.open_history(database(url), create=True):  # upgrades the tables
            assert version_of(url) in (2, len(MIGRATIONS))
    (recorded,) = record(url, run("2026-01-05", sighting(4, account="eu")))
    assert recorded.ages[f"{4:032x}"] == (1, "2026-01-01T00:00:00Z", 3)
    assert version_of(url) == len(MIGRATIONS)
    assert covers_anchor(url)
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        latest, anchor = reader.latest_run(connection), reader.pruned_anchor(connection)
    assert latest
    assert anchor
    assert latest.anchor == anchor.own_hash is not None


def test_columns_that_no_hash_covered_are_not_shown(url: str) -> None:
    restore_version(1, url)
    before = episodes(url)
    with store.open_history(database(url)) as opened, opened.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE driftcheck_episodes SET state_id = -1, last_run = 9, last_at = 'x', "
            "nights = 99, fixed_run = 1, fixed_at = 'y'"
        )
    assert episodes(url) == before


def test_a_migration_that_fails_leaves_all_as_it_was(url: str) -> None:
    record(url, *nights([ONE]))
    before = columns(url)
    with (
        refused("cannot be used"),
        store.open_history(database(url), create=True, migrations=(*MIGRATIONS, break_off)),
    ):
        pass
    assert columns(url) == before
    record(url, *nights([ONE], first=2))


def test_a_newer_history_is_refused_and_not_touched(url: str) -> None:
    record(url, *nights([ONE]))
    later = (*MIGRATIONS, add_a_column)
    with store.open_history(database(url), create=True, migrations=later):
        pass
    newer, known = len(later), len(MIGRATIONS)
    with refused(
        f"has version {newer}, from a newer driftcheck; this one supports version {known}"
    ):
        record(url, *nights([ONE], first=2))
    with (
        store.open_history(database(url), migrations=later) as opened,
        opened.reading() as connection,
    ):
        assert [run.id for run in reader.stored_runs(connection)] == [1]


@pytest.mark.parametrize(
    "change", ["DELETE FROM {}", "UPDATE {} SET version = 0", "INSERT INTO {} VALUES (2)"]
)
def test_a_history_without_one_version_is_refused(change: str, url: str) -> None:
    record(url, *nights([ONE]))
    with store.open_history(database(url)) as opened, opened.writing() as connection:
        connection.exec_driver_sql(change.format("driftcheck_version"))
    with refused("the version of its tables is not valid: it is not one number"):
        record(url, *nights([ONE]))


def test_reading_does_not_create_a_history(url: str, tmp_path: Path) -> None:
    with refused("there is no history in"), store.open_history(database(url)):
        pass
    assert not list(tmp_path.glob("*.db"))


def test_the_file_is_for_its_owner_only_and_its_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "var" / "lib" / "h.db"
    record(f"sqlite:///{path}", *nights([ONE]))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == ["h.db"]


def test_a_file_that_is_not_a_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    path.write_text("notes of mine, which are no database\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    with refused("it is not an SQLite database"):
        record(f"sqlite:///{path}", *nights([ONE]))
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with refused("belongs to another program"):
        record(f"sqlite:///{path}", *nights([ONE]))
    assert path.read_bytes() == before


def test_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, what in (("folder", "is a folder"), ("pipe", "is no file")):
        with refused(what):
            record(f"sqlite:///{tmp_path / name}", *nights([ONE]))


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with refused("cannot create the history"):
        record(f"sqlite:///{tmp_path / 'file' / 'h.db'}", *nights([ONE]))


def test_an_empty_file_becomes_a_history(tmp_path: Path) -> None:
    (tmp_path / "h.db").touch()
    (recorded,) = record(f"sqlite:///{tmp_path / 'h.db'}", *nights([ONE]))
    assert recorded.run == 1


def test_a_damaged_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    record(f"sqlite:///{path}", *nights([sighting(name) for name in range(500)]))
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with refused("it is damaged"):
        record(f"sqlite:///{path}", *nights([ONE], first=2))


def test_waiting_too_long_for_another_writer_is_reported(url: str) -> None:
    record(url, *nights([ONE]))
    with store.open_history(database(url)) as first, first.writing():
        with (
            refused("another program has been writing to it for 0.05 s"),
            store.open_history(database(url), wait=0.05) as second,
            second.writing(),
        ):
            pass
        with store.open_history(database(url)) as other, other.reading() as connection:
            assert reader.latest_run(connection)


def test_no_error_quotes_the_values_of_a_statement(url: str) -> None:
    with (
        store.open_history(database(url), create=True) as opened,
        pytest.raises(HistoryError) as caught,
        opened.writing() as connection,
    ):
        connection.execute(tables.STATES.insert().values(id=1, message="hidden-message"))
    assert "hidden-message" not in str(caught.value)
    assert "INSERT" not in str(caught.value)


def test_a_full_disk_is_reported_and_nothing_is_recorded(tmp_path: Path) -> None:
    """A limit on the pages makes SQLite report the same error as a full disk."""
    url = f"sqlite:///{tmp_path / 'h.db'}"
    record(url, *nights([ONE]))
    many = nights([sighting(name) for name in range(2000)], first=2)
    with (
        refused("the disk is full"),
        store.open_history(database(url)) as opened,
        opened.writing() as connection,
    ):
        connection.exec_driver_sql("PRAGMA max_page_count = 16")
        rows = [{"id": 9 + n, "message": "m" * 200} for n, _ in enumerate(many[0].findings)]
        blank = {"episode_id": 1, "severity": "low", "status": "new", "waived": 0}
        connection.execute(tables.STATES.insert(), [{**blank, **row} for row in rows])
    (recorded,) = record(url, *nights([ONE], first=2))
    assert (recorded.run, recorded.ages[ONE.fingerprint].nights) == (2, 2)


def test_a_driver_that_is_not_installed_is_reported(tmp_path: Path) -> None:
    script = (
        "import sys\nsys.modules['psycopg'] = None\n"
        "from driftcheck.__main__ import main\nmain(sys.argv[1:])"
    )
    url = "postgresql://db.example.com/drift"
    ran = python("-c", script, "history", "--database", url, cwd=tmp_path)
    assert ran.code == 1
    assert ran.err == (
        "Error: a history in PostgreSQL needs the driver psycopg, which is not installed\n"
        "  Install it: pip install 'driftcheck[postgresql]'. "
        "In the GitHub action: postgresql: true. The image has it unless it was built without it.\n"
    )
