"""Each row of the table in docs/history.md: what `verify` detects, and what it cannot."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from driftcheck.history import chain, store
from driftcheck.history.prune import forget_runs
from driftcheck.history.reader import latest_run, stored_runs
from driftcheck.history.rows import DamagedError
from driftcheck.history.verify import Verdict, verify_chain
from tests.history.making import database, nights, record, sighting

PAGE = Path(__file__).parents[2] / "docs" / "history.md"
ROWS = dict(re.findall(r"^\| ([A-Z][^|]*?) \| ([^|]*?) \|$", PAGE.read_text("utf-8"), re.M))
ONE, TWO, THREE = sighting(1), sighting(2), sighting(3)


class Altered(NamedTuple):
    """A history of five nights whose first run was pruned, and the hash of its latest run."""

    path: Path
    head: str

    def execute(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            for statement in statements:
                assert connection.execute(statement).rowcount, statement

    def verdict(self, noted: str | None = None) -> Verdict:
        url = f"sqlite:///{self.path}"
        with store.open_history(database(url)) as opened, opened.reading() as connection:
            return verify_chain(connection, noted)

    def compute_hashes_again(self) -> None:
        """Change a record, and compute the hashes of all later runs, as an expert would."""
        with (
            store.open_history(database(f"sqlite:///{self.path}")) as opened,
            opened.writing() as connection,
        ):
            older, *later = [one for one in list(stored_runs(connection))[::-1] if one.id > 2]
            previous = older.hash
            for run in later:
                fields = {**run.document, "duration_ms": 1, "previous": previous}
                previous = chain.hash_of(fields)
                connection.exec_driver_sql(
                    "UPDATE driftcheck_runs SET record = ?, hash = ? WHERE id = ?",
                    (chain.canonical(fields), previous, run.id),
                )


@pytest.fixture
def kept(tmp_path: Path) -> Altered:
    path = tmp_path / "h.db"
    url = f"sqlite:///{path}"
    record(url, *nights([ONE, TWO], [ONE, TWO], [ONE]))
    with store.open_history(database(url)) as opened:
        forget_runs(opened, "2026-01-03T12:00:00Z", keep=2)
    shutil.copy(path, tmp_path / "older.db")
    record(url, *nights([ONE, THREE], [ONE, THREE], first=4))
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        head = latest_run(connection)
    assert head
    return Altered(path, head.hash)


def restore_older(kept: Altered) -> None:
    shutil.copy(kept.path.parent / "older.db", kept.path)


def replace_by_new(kept: Altered) -> None:
    kept.path.unlink()
    record(f"sqlite:///{kept.path}", *nights([]))


def statements(*those: str) -> Callable[[Altered], None]:
    return lambda kept: kept.execute(*those)


TABLES = ("runs", "episodes", "states", "anchor", "kept", "version")
YES: dict[str, tuple[tuple[Callable[[Altered], None], int | None], ...]] = {
    "Changed a run: its time, verdict, counts, errors, inputs or hash": tuple(
        (statements(f"UPDATE driftcheck_runs SET {change} WHERE id = 4"), 4)
        for change in (
            "started_at = '2026-01-09T00:00:00Z'",
            "outcome = 'clean'",
            "record = replace(record, '0.5', '0.9')",
            """record = replace(record, '"errors":[]', '"errors":["e"]')""",
            "record = replace(record, '0000', '1111')",
            "hash = 'f'",
        )
    ),
    "Removed a run that has later runs": tuple(
        (statements(f"DELETE FROM driftcheck_runs WHERE id = {run}"), run + 1) for run in (2, 3, 4)
    ),
    "Inserted a run, or swapped two": (
        (
            statements(
                "INSERT INTO driftcheck_runs SELECT 6, started_at, outcome, record, seen, gone, "
                "hash FROM driftcheck_runs WHERE id = 5"
            ),
            6,
        ),
        (
            statements(
                *(
                    f"UPDATE driftcheck_runs SET id = {new} WHERE id = {old}"
                    for old, new in ((4, 9), (5, 4), (9, 5))
                )
            ),
            4,
        ),
    ),
    "Changed a finding: its number, account, severity, message, waiver or age": tuple(
        (statements(f"UPDATE driftcheck_{change}"), run)
        for change, run in {
            "episodes SET phone_number = '+1' WHERE id = 1": 2,
            "episodes SET account = 'eu' WHERE id = 3": 4,
            "states SET severity = 'low' WHERE episode_id = 3": 4,
            "states SET message = 'nothing' WHERE episode_id = 1": 2,
            "states SET waived = 1 WHERE episode_id = 1": 2,
            "episodes SET since = '2026-01-05T00:00:00Z' WHERE id = 1": 2,
            "episodes SET first_run = 5 WHERE id = 3": 4,
        }.items()
    ),
    "Removed a finding from a run, whether it was found or found fixed": tuple(
        (statements(change), run)
        for change, run in {
            "UPDATE driftcheck_runs SET seen = '1' WHERE id = 5": 5,
            "DELETE FROM driftcheck_states WHERE episode_id = 3": 4,
            "DELETE FROM driftcheck_episodes WHERE id = 3": 4,
            "UPDATE driftcheck_runs SET gone = '' WHERE id = 3": 3,
            "UPDATE driftcheck_runs SET gone = '1' WHERE id = 5": 5,
        }.items()
    ),
    "Inserted a finding that no run has": (
        (
            statements(
                "INSERT INTO driftcheck_states SELECT 99, episode_id, 'low', message, status, "
                "waived, NULL, NULL, NULL FROM driftcheck_states WHERE id = 1"
            ),
            None,
        ),
    ),
    "Copied a finding, and divided its runs among both": (
        (
            statements(
                "INSERT INTO driftcheck_states SELECT 99, 99, severity, message, status, waived, "
                "NULL, NULL, NULL FROM driftcheck_states WHERE id = 1",
                "INSERT INTO driftcheck_episodes SELECT 99, fingerprint, check_id, kind, account, "
                "phone_number, path, first_run, since FROM driftcheck_episodes WHERE id = 1",
                "UPDATE driftcheck_runs SET seen = replace(seen, '1', '99') WHERE id = 3",
            ),
            None,
        ),
    ),
    "Stored something that driftcheck never writes": tuple(
        (statements(f"UPDATE driftcheck_{change}"), run)
        for change, run in {
            "runs SET seen = '1-99999999999' WHERE id = 4": 4,
            "runs SET record = '[]' WHERE id = 4": 4,
            "states SET severity = 'x' WHERE episode_id = 3": 4,
            "version SET version = 'x'": None,
            "kept SET nights = 'x'": None,
        }.items()
    ),
    "Emptied or removed a table, or replaced it by a view": tuple(
        (alter, None)
        for table in TABLES
        for alter in (
            statements(f"DELETE FROM driftcheck_{table}"),
            statements(f"DROP TABLE driftcheck_{table}"),
            statements(
                f"ALTER TABLE driftcheck_{table} RENAME TO hidden",
                f"CREATE VIEW driftcheck_{table} AS SELECT * FROM hidden",
            ),
        )
    ),
    "Changed an index of SQLite, so that queries miss rows": (
        (
            statements(
                "CREATE INDEX lie ON driftcheck_episodes ('x' || account)",
                "PRAGMA writable_schema = ON",
                """UPDATE sqlite_master SET sql = replace(sql, "'x' || ", '') WHERE name = 'lie'""",
            ),
            None,
        ),
    ),
    "Changed or removed what is kept of pruned runs": tuple(
        (statements(change), None)
        for change in (
            "UPDATE driftcheck_anchor SET record = replace(record, '\"runs\":1', '\"runs\":0')",
            "UPDATE driftcheck_anchor SET hash = 'f'",
            "DELETE FROM driftcheck_anchor",
            "UPDATE driftcheck_kept SET nights = 99 WHERE episode_id = 1",
            "DELETE FROM driftcheck_kept WHERE episode_id = 1",
        )
    ),
}
ONLY_WITH_HEAD = {
    "Removed the latest runs, or restored an older copy": restore_older,
    "Computed all hashes again after a change": Altered.compute_hashes_again,
    "Replaced the database by a new one": replace_by_new,
}
NOT = {
    "Pruned runs with `driftcheck history prune`",
    "Ran `driftcheck check --no-history`, or not at all",
}
CASES = [(row, number) for row, cases in YES.items() for number in range(len(cases))]


def test_every_row_of_the_table_is_tested() -> None:
    answers = {row: answer.partition(",")[0] for row, answer in ROWS.items()}
    assert {row for row, answer in answers.items() if answer == "yes"} == set(YES)
    heads = {row for row, answer in answers.items() if answer == "only with `--head`"}
    assert heads == set(ONLY_WITH_HEAD)
    assert set(answers) - set(YES) - heads == NOT | {"What somebody did to the database"}


@pytest.mark.parametrize(("row", "number"), CASES)
def test_what_the_table_says_is_detected(row: str, number: int, kept: Altered) -> None:
    assert kept.verdict(kept.head).holds
    alter, run = YES[row][number]
    alter(kept)
    try:
        verdict = kept.verdict()
    except DamagedError:
        assert row.startswith(("Emptied", "Stored"))
        return
    assert not verdict.holds
    if run is not None:
        assert verdict.faulty_run == run


@pytest.mark.parametrize("row", ONLY_WITH_HEAD)
def test_what_only_a_noted_hash_reveals(row: str, kept: Altered) -> None:
    ONLY_WITH_HEAD[row](kept)
    assert kept.verdict().holds
    assert not kept.verdict(kept.head).holds


def test_a_run_that_was_not_recorded_leaves_no_trace(kept: Altered) -> None:
    record(f"sqlite:///{kept.path}", *nights([ONE], first=9))
    assert kept.verdict(kept.head).holds


def test_pruning_is_shown_and_a_noted_hash_still_fits(kept: Altered) -> None:
    with store.open_history(database(f"sqlite:///{kept.path}")) as opened:
        pruned = forget_runs(opened, "2026-01-06T00:00:00Z", keep=1)
    for noted in (kept.head, pruned.hash):
        verdict = kept.verdict(noted)
        assert (verdict.holds, verdict.covers_anchor) == (True, False)
        assert verdict.anchor
        assert (verdict.anchor.count, verdict.anchor.pruned_at) == (4, "2026-01-06T00:00:00Z")
    record(f"sqlite:///{kept.path}", *nights([ONE], first=9))
    assert kept.verdict(kept.head).covers_anchor
    with store.open_history(database(f"sqlite:///{kept.path}")) as opened:
        assert forget_runs(opened, "2026-01-10T00:00:00Z", keep=1).runs == 1
    assert kept.verdict(pruned.hash).holds
