"""Any change of any column is noticed, and no change makes driftcheck hang or break.

SQLite stores values of any type in any column, so the tables may hold anything.
"""

import json
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from driftcheck.history import overview_of, run_json, store, tables
from driftcheck.history.json import history_json
from driftcheck.history.overview import Excerpt, detail_of
from driftcheck.history.prune import forget_runs
from driftcheck.history.reader import stored_runs
from driftcheck.history.records import KeptWaiver
from driftcheck.history.rows import DamagedError
from driftcheck.history.verify import verify_chain
from driftcheck.model import HistoryError
from tests.history.making import database, record, run, sighting

WAIVER = KeptWaiver("voice-team", "2027-03-31", "legacy IVR")
ONE, OF_EU = sighting(1, path="label"), sighting(4, account="eu")
WAIVED = sighting(3, waived=True, waiver=WAIVER)
WORSE = ONE._replace(severity="critical")
BOTH = tuple({"name": name, "error": None, "summary": None} for name in ("default", "eu"))
TERMS = {"select": [], "accounts": [], "whole": True, "waivers": True}
PART = {"select": [], "accounts": ["default"], "whole": False, "waivers": True}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pruned history; one open finding is known from pruned runs only, another was fixed."""
    path = tmp_path_factory.mktemp("history") / "h.db"
    url = f"sqlite:///{path}"
    first = run("2026-01-01", ONE, sighting(2), WAIVED, OF_EU, terms=TERMS, accounts=BOTH)
    record(url, first, run("2026-01-02", ONE, WAIVED, OF_EU, terms=TERMS, accounts=BOTH))
    of_default = {"terms": PART, "accounts": BOTH[:1]}
    later = run("2026-01-03", WORSE, WAIVED, **of_default), run("2026-01-04", WORSE, **of_default)
    record(url, later[0], looked_at=lambda former: former.account == "default")
    with store.open_history(database(url)) as opened:
        forget_runs(opened, "2026-01-03T12:00:00Z", keep=2)
    record(url, later[1], looked_at=lambda former: former.account == "default")
    return path


@pytest.fixture
def altered(whole: Path, tmp_path: Path) -> Path:
    """A copy to alter."""
    return Path(shutil.copy(whole, tmp_path / "h.db"))


def fault(path: Path) -> str | None:
    """What `verify` reports."""
    try:
        with (
            store.open_history(database(f"sqlite:///{path}")) as opened,
            opened.reading(any_bytes=True) as connection,
        ):
            return verify_chain(connection).fault
    except DamagedError as error:
        return str(error)
    except HistoryError as error:
        return str(error) if "a newer driftcheck" in str(error) else None


def shown(path: Path) -> list[str]:
    """All that is shown of a history."""
    with (
        store.open_history(database(f"sqlite:///{path}")) as opened,
        opened.reading() as connection,
    ):
        runs = list(stored_runs(connection))
        details = [run_json(detail_of(connection, "", one)) for one in runs]
        return [history_json(overview_of(connection, "", Excerpt())), *details]


def execute(path: Path, statement: str, *values: object) -> int:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement, values).rowcount


COLUMNS = [
    (table.name, column.name) for table in tables.METADATA.sorted_tables for column in table.columns
]
VALUES = ("x", "1-99999999999", "[]", "[" * 100_000, b"\xff", None, -1, 0, 99, 2**40, 1.5)


def test_the_untouched_history_holds(altered: Path) -> None:
    assert fault(altered) is None
    assert len(shown(altered)) == 4


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_change_of_a_column_is_detected(
    table: str, column: str, whole: Path, altered: Path
) -> None:
    before, tried = _column(whole, table, column), 0
    for value in dict.fromkeys([*VALUES, *before.values()]):
        shutil.copy(whole, altered)
        with suppress(sqlite3.IntegrityError):
            execute(altered, f"UPDATE {table} SET {column} = ? WHERE rowid = ?", value, min(before))
        if _column(altered, table, column) != before:
            tried += 1
            assert fault(altered), value
            with suppress(HistoryError):
                shown(altered)
    assert tried > 2


def _column(path: Path, table: str, column: str) -> dict[int, object]:
    """The values of a column, each with its type, by row."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall())


@pytest.mark.parametrize("table", [table.name for table in tables.METADATA.sorted_tables])
def test_rows_that_are_removed_or_inserted_are_detected(
    table: str, whole: Path, altered: Path
) -> None:
    execute(altered, f"DELETE FROM {table}")
    assert fault(altered)
    shutil.copy(whole, altered)
    execute(altered, f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")
    # The history without its latest run is one that was whole a night ago.
    assert fault(altered) or table == "driftcheck_runs"
    shutil.copy(whole, altered)
    columns = [column for name, column in COLUMNS if name == table]
    if columns[0] in ("id", "episode_id"):
        copied = ", ".join(["99", *columns[1:]])
        execute(altered, f"INSERT INTO {table} SELECT {copied} FROM {table} LIMIT 1")
    else:
        execute(altered, f"INSERT INTO {table} SELECT * FROM {table}")
    assert fault(altered)


STRAYS = {
    "a state with the greatest id": (
        "INSERT INTO driftcheck_states SELECT 99, episode_id, 'low', 'nothing', status, 0, "
        "NULL, NULL, NULL FROM driftcheck_states"
        " WHERE severity = 'critical'"
    ),
    "a state with the smallest id": (
        "INSERT INTO driftcheck_states SELECT -9, episode_id, 'low', 'nothing', status, 0, "
        "NULL, NULL, NULL FROM driftcheck_states WHERE severity = 'critical'"
    ),
    "an episode": (
        "INSERT INTO driftcheck_episodes SELECT 99, fingerprint, check_id, kind, account, "
        "phone_number, path, 4, since FROM driftcheck_episodes LIMIT 1"
    ),
}


@pytest.mark.parametrize("what", STRAYS)
def test_a_row_that_no_run_has_changes_nothing_that_is_shown(what: str, altered: Path) -> None:
    before = shown(altered)
    assert execute(altered, STRAYS[what]) == 1
    assert shown(altered) == before
    assert fault(altered) == "1 finding was inserted that no run has"


def test_text_that_is_not_utf_8_is_detected(altered: Path) -> None:
    message = "CAST(x'ff' AS TEXT)"
    execute(altered, f"UPDATE driftcheck_states SET message = {message} WHERE id > 0")
    assert fault(altered)
    with pytest.raises(HistoryError):
        shown(altered)


@pytest.fixture(scope="module")
def never_pruned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history of five runs; a finding was worse from the third run on."""
    path = tmp_path_factory.mktemp("history") / "h.db"
    found = (ONE, OF_EU), (ONE, OF_EU), (WORSE,), (WORSE, WAIVED), (WORSE, WAIVED)
    terms = TERMS, TERMS, TERMS, {**TERMS, "select": ["label=x"], "whole": False}, TERMS
    for day, (those, term) in enumerate(zip(found, terms, strict=True), 1):
        record(f"sqlite:///{path}", run(f"2026-01-0{day}", *those, terms=term, accounts=BOTH))
    return path


def rebuilt(table: str, rows: str) -> tuple[str, ...]:
    """Statements that make a table again, without its primary key."""
    name = f"driftcheck_{table}"
    made = f"CREATE TABLE new AS {rows.format(name)}"
    return made, f"DROP TABLE {name}", f"ALTER TABLE new RENAME TO {name}"


_TWICE = (
    "INSERT INTO driftcheck_episodes SELECT 99, fingerprint, check_id, kind, account, "
    "phone_number, path, first_run, since FROM driftcheck_episodes WHERE id = 1"
)
_STATE = "severity, message, status, waived, waiver_owner, waiver_expires, waiver_reason"
_COPIED = f"INSERT INTO driftcheck_states SELECT 99, episode_id, {_STATE} FROM driftcheck_states"
REARRANGED = {
    "nights of pruned runs that never were": (
        "INSERT INTO driftcheck_kept VALUES (1, 1, 1, '2026-01-01T00:00:00Z', 99)",
    ),
    "a blank in a record, which hides that the run was partial": (
        """UPDATE driftcheck_runs SET record = replace(record, '"whole":f', '"whole": f')""",
    ),
    "an episode twice, each with a part of the runs": (
        _TWICE,
        "UPDATE driftcheck_states SET episode_id = 99 WHERE severity = 'critical'",
    ),
    "a state twice, each with a part of the runs": (
        f"{_COPIED} WHERE severity = 'critical'",
        "UPDATE driftcheck_runs SET seen = '4,99' WHERE id = 5",
    ),
    "a state twice, in turn": (
        f"{_COPIED} WHERE id = 1",
        "UPDATE driftcheck_runs SET seen = '2,99' WHERE id = 1",
    ),
    "states with one id": rebuilt(
        "states",
        "SELECT id, episode_id, 'low' AS severity, ' ' AS message, status, waived, waiver_owner, "
        "waiver_expires, waiver_reason FROM {0} UNION ALL SELECT * FROM {0}",
    ),
    "episodes with one id": rebuilt("episodes", "SELECT * FROM {0} UNION ALL SELECT * FROM {0}"),
    "runs with one number": rebuilt("runs", "SELECT * FROM {0} UNION ALL SELECT * FROM {0}"),
    "an episode whose id is text": rebuilt(
        "episodes",
        "SELECT 'x' AS id, fingerprint, check_id, kind, account, phone_number, path, first_run, "
        "since FROM {0} UNION ALL SELECT * FROM {0}",
    ),
    "a state whose id is null": rebuilt(
        "states",
        f"SELECT NULL AS id, episode_id, {_STATE} FROM {{0}} UNION ALL SELECT * FROM {{0}}",
    ),
    "a run whose number is text": rebuilt(
        "runs",
        "SELECT 'x' AS id, started_at, outcome, record, seen, gone, hash FROM {0} "
        "UNION ALL SELECT * FROM {0}",
    ),
    "a view in place of a table": (
        "ALTER TABLE driftcheck_states RENAME TO states",
        f"CREATE VIEW driftcheck_states AS SELECT id, episode_id, {_STATE} FROM states",
    ),
    "a view without an end": (
        "ALTER TABLE driftcheck_states RENAME TO states",
        (
            "CREATE VIEW driftcheck_states AS WITH RECURSIVE endless(n) AS "
            "(SELECT 1 UNION ALL SELECT n + 1 FROM endless) "
            f"SELECT n AS id, episode_id, {_STATE} FROM endless, states"
        ),
    ),
    "no table of states": ("DROP TABLE driftcheck_states",),
    "no table of what is kept": ("DROP TABLE driftcheck_kept",),
}


@pytest.mark.parametrize("what", REARRANGED)
def test_rows_that_are_rearranged_are_noticed(
    what: str, never_pruned: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(never_pruned, tmp_path / "h.db"))
    assert fault(path) is None
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in REARRANGED[what]:
            connection.execute(statement)
    assert fault(path)
    for use in (shown, prune, record_one_more):
        with suppress(HistoryError):
            use(path)


def prune(path: Path) -> None:
    with store.open_history(database(f"sqlite:///{path}")) as opened:
        forget_runs(opened, "2026-01-09T00:00:00Z", keep=1, dry=True)


def record_one_more(path: Path) -> None:
    record(f"sqlite:///{path}", run("2026-01-09", ONE, terms=TERMS))


@pytest.mark.parametrize("value", [[], {}, 10**400])
@pytest.mark.parametrize("name", ["started_at", "summary", "new"])
def test_a_record_with_odd_values_is_noticed(name: str, value: object, altered: Path) -> None:
    with closing(sqlite3.connect(altered)) as connection, connection:
        ((text,),) = connection.execute("SELECT record FROM driftcheck_runs WHERE id = 4")
        document = json.loads(text)
        odd = {**document["summary"], "by_severity": value} if name == "summary" else value
        text = json.dumps({**document, name: odd})
        connection.execute("UPDATE driftcheck_runs SET record = ? WHERE id = 4", (text,))
    assert fault(altered)
    with pytest.raises(HistoryError):
        shown(altered)
