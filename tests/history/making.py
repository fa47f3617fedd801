"""Runs and findings made by hand, for tests of the history."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from driftcheck.config.database import Database, parse_database
from driftcheck.history import reader, recording, store
from driftcheck.history.migrations import MIGRATIONS
from driftcheck.history.records import Episode, LookedAt, Recorded, Run, Sighting
from driftcheck.model import Former

HERE = Path()


def sighting(name: int | str, **fields: Any) -> Sighting:
    """A finding on the number +1202555 and four digits; a name is its fingerprint."""
    good = Sighting(
        fingerprint=f"{name:032x}" if isinstance(name, int) else name,
        check="drift-missing",
        kind="drift",
        account="default",
        phone_number=f"+1202555{name:04}" if isinstance(name, int) else "+12025550000",
        path=None,
        severity="high",
        message="it is declared, but not live",
        status="new",
        waived=False,
    )
    return good._replace(**fields)


def run(started_at: str, *found: Sighting, **fields: Any) -> Run:
    """A run that began on a day, such as `2026-01-31`, or at a time."""
    good: dict[str, Any] = {
        "duration_ms": 250,
        "tool_version": "1.0",
        "outcome": "findings" if found else "clean",
        "exit_code": 2 if found else 0,
        "fail_on": "low",
        "accounts": ({"name": "default", "error": None, "summary": _summary(found)},),
        "summary": _summary(found),
        "terms": {"select": [], "waivers": True},
        "errors": (),
        "inputs": {"configuration": "0" * 64},
    }
    at = started_at if "T" in started_at else f"{started_at}T00:00:00Z"
    return Run(started_at=at, findings=found, **{**good, **fields})


def _summary(found: Sequence[Sighting]) -> dict[str, Any]:
    """The counts of a run that a history uses."""
    levels = [one.severity for one in found if not one.waived]
    names = ("critical", "high", "medium", "low", "info")
    return {
        "coverage": 0.5,
        "waived": len(found) - len(levels),
        "by_severity": {name: levels.count(name) for name in names},
    }


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
        "waiver": None,
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


def everything(_former: Former) -> bool:
    """That a run looked at everything."""
    return True


def database(url: str) -> Database:
    """The database of a URL, relative to the working directory."""
    return parse_database(url, HERE)


def record(url: str, *runs: Run, **how: Any) -> list[Recorded]:
    """Record runs, each in a connection of its own, as they are at night."""
    recorded = []
    for one in runs:
        with store.open_history(database(url), create=True) as opened:
            recorded.append(record_run(opened, one, **how))
    return recorded


def record_run(
    opened: store.Store,
    one: Run,
    looked_at: LookedAt = everything,
    unsettled: Collection[str] = (),
) -> Recorded:
    """Record a run; prepare it again if another one was recorded meanwhile."""
    while True:
        candidate = recording.prepare_run(opened, one, looked_at, unsettled)
        if recording.record_prepared(opened, candidate, lambda: True):
            return candidate.recorded


def nights(*found: Iterable[Sighting], first: int = 1) -> list[Run]:
    """A run a night in January 2026, with what each finds."""
    return [run(f"2026-01-{day:02}", *those) for day, those in enumerate(found, first)]


def restore_version(version: int, url: str) -> str:
    """Fill an empty database with a history as driftcheck recorded it in a version of the tables.

    In version 1, the third run has a selector. In version 2, two runs were pruned; one finding is
    open that only they had, and later runs looked at another account. Returns the hash of the
    latest run.
    """
    file = Path(__file__).parent / f"version{version}.sql"
    rows = file.read_text(encoding="utf-8").splitlines()
    older = store.open_history(database(url), create=True, migrations=MIGRATIONS[:version])
    with older as opened, opened.writing() as connection:
        for row in rows:
            connection.exec_driver_sql(row)
        head = reader.latest_run(connection)
    assert head
    return head.hash


def episodes(url: str) -> list[Episode]:
    """All episodes of a history, in the order in which they began."""
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        return list(reader.episodes(connection, reader.timeline_of(connection)))


def found_in(url: str, number: int) -> set[Sighting]:
    """What a run found, read again from the history."""
    with store.open_history(database(url)) as opened, opened.reading() as connection:
        stored = reader.run_of_number(connection, number)
        assert stored
        return {kept.found for kept in reader.sightings(connection, stored.seen)}
