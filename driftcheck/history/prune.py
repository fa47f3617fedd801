"""Deletes old runs so that the rest can still be verified."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, bindparam, delete, func, insert, or_, select

from driftcheck.history import reader
from driftcheck.history.ids import ids, ranges_of
from driftcheck.history.store import Store
from driftcheck.history.tables import ANCHOR, EPISODES, RUNS, STATES
from driftcheck.history.wholeruns import WholeRuns


@dataclass(frozen=True, slots=True)
class Pruned:
    """The result of pruning: how many runs are deleted, the last of them, and how many are left."""

    runs: int
    last_run: int | None
    left: int


def forget_runs(
    store: Store, now: str, *, before: str | None = None, keep: int | None = None, dry: bool = False
) -> Pruned:
    """Delete the runs that began before a time, or all but the latest `keep`; never the latest.

    Runs are deleted from the oldest on, without a gap. With both limits, only runs that match both
    are deleted. Their findings are deleted unless a later run has them, or they are open and no
    later run looked at their whole account. `now` and `before` are UTC, as `2026-01-01T00:00:00Z`.
    With `dry`, nothing is changed.
    """
    with store.reading() if dry else store.writing() as connection:
        last = _last(connection, before, keep)
        count = _count(connection, last) if last else 0
        result = Pruned(count, last, reader.count_of_runs(connection) - count)
        if last and not dry:
            _forget(connection, last, count, now)
    if last and not dry:
        store.compact()
    return result


def _last(connection: Connection, before: str | None, keep: int | None) -> int | None:
    """The last run to delete; None where none is."""
    latest = connection.scalar(select(func.max(RUNS.c.id)))
    first = connection.scalar(select(func.min(RUNS.c.id)))
    if latest is None or first is None:
        return None
    bounds = [latest - 1]
    if keep is not None:
        bounds.append(latest - keep)
    if before is not None:
        late = connection.scalar(select(func.min(RUNS.c.id)).where(RUNS.c.started_at >= before))
        bounds.append(latest if late is None else late - 1)
    last = min(bounds)
    return last if last >= first else None


def _count(connection: Connection, last: int) -> int:
    statement = select(func.count()).select_from(RUNS).where(RUNS.c.id <= last)
    return int(connection.scalar(statement) or 0)


def _forget(connection: Connection, last: int, count: int, now: str) -> None:
    former = reader.pruned_anchor(connection)
    values = {
        "run": last,
        "hash": connection.scalar(select(RUNS.c.hash).where(RUNS.c.id == last)),
        "runs": count + (former.count if former else 0),
        "pruned_at": now,
    }
    connection.execute(delete(RUNS).where(RUNS.c.id <= last))
    unseen = EPISODES.c.fixed_run.is_(None) & EPISODES.c.account.in_(_looked_at(connection))
    over = or_(EPISODES.c.fixed_run <= last, unseen)
    connection.execute(delete(EPISODES).where(EPISODES.c.last_run <= last, over))
    _delete_states(connection)
    # The first run that is left has the hash of the last deleted run: `verify` starts from it.
    connection.execute(delete(ANCHOR))
    connection.execute(insert(ANCHOR).values(values))


def _looked_at(connection: Connection) -> list[str]:
    """The accounts that a run looked at whole. An account that no longer exists is one."""
    whole = WholeRuns(reader.times_of_runs(connection), reader.incomplete_runs(connection))
    accounts = connection.scalars(select(EPISODES.c.account).distinct()).all()
    return [name for name in accounts if whole.first_from(0, name) is not None]


def _delete_states(connection: Connection) -> None:
    """Delete the states that no remaining run has."""
    wanted = set(connection.scalars(select(EPISODES.c.state_id)))
    for run in reader.stored_runs(connection):
        wanted.update(ids(run.seen))
    there = set(connection.scalars(select(STATES.c.id)))
    _delete(connection, STATES, STATES.c.id, there - wanted)


def _delete(connection: Connection, table: Table, column: Column[int], gone: Iterable[int]) -> None:
    rows = [{"first": part.start, "last": part.stop - 1} for part in ranges_of(gone)]
    if rows:
        among = column.between(bindparam("first"), bindparam("last"))
        connection.execute(delete(table).where(among), rows)
