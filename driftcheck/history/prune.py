"""Deletes old runs so that the rest can still be verified."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Column, Connection, Table, bindparam, delete, func, select

from driftcheck.history import reader
from driftcheck.history.anchoring import write_anchor
from driftcheck.history.ids import ids, ranges_of
from driftcheck.history.records import Anchor, Span
from driftcheck.history.store import Store
from driftcheck.history.tables import EPISODES, RUNS, STATES
from driftcheck.history.timeline import Timeline
from driftcheck.history.wholeruns import WholeRuns


@dataclass(frozen=True, slots=True)
class Pruned:
    """The result of pruning: how many runs are deleted, the last of them, and how many are left.

    `hash` covers what the history keeps of them; None if nothing was deleted.
    """

    runs: int
    last_run: int | None
    left: int
    hash: str | None = None


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
            result = replace(result, hash=_forget(connection, last, count, now))
    if last and not dry:
        store.compact()
    return result


def _last(connection: Connection, before: str | None, keep: int | None) -> int | None:
    """The last run to delete; None if there is none."""
    first, latest = reader.first_and_last(connection)
    bounds = [latest - 1]
    if keep is not None:
        bounds.append(latest - keep)
    if before is not None:
        late = connection.scalar(select(func.min(RUNS.c.id)).where(RUNS.c.started_at >= before))
        bounds.append(latest if late is None else late - 1)
    last = min(bounds)
    return last if 0 < first <= last else None


def _count(connection: Connection, last: int) -> int:
    statement = select(func.count()).select_from(RUNS).where(RUNS.c.id <= last)
    return int(connection.scalar(statement) or 0)


def _forget(connection: Connection, last: int, count: int, now: str) -> str | None:
    """Delete the runs up to the last. Returns the hash of what is known of them."""
    former, whole = reader.pruned_anchor(connection), reader.timeline_of(connection)
    pruned = reader.timeline_of(connection, until=last)
    tip = connection.scalar(select(RUNS.c.hash).where(RUNS.c.id == last))
    connection.execute(delete(RUNS).where(RUNS.c.id <= last))
    gone = set(_gone(connection, whole, last))
    kept = {episode: span for episode, span in pruned.spans.items() if episode not in gone}
    _delete(connection, EPISODES, EPISODES.c.id, gone)
    _delete_states(connection, kept.values())
    count += former.count if former else 0
    return write_anchor(connection, Anchor(last, str(tip), count, now), kept)


def _gone(connection: Connection, whole: Timeline, last: int) -> Iterator[int]:
    """Yield the episodes to delete: those that only pruned runs had.

    One that is not fixed is kept until a later run has looked at its whole account.
    """
    later = {run.id: run.started_at for run in whole.runs if run.id > last}
    runs = WholeRuns(later, reader.incomplete_runs(connection))
    for episode, account in connection.execute(select(EPISODES.c.id, EPISODES.c.account)):
        span, fixed = whole.spans.get(episode), whole.fixed.get(episode)
        if span is None or span.last_run > last:
            continue
        # An account that no longer exists counts as one that a later run looked at.
        if fixed.id <= last if fixed else runs.first_from(0, account) is not None:
            yield episode


def _delete_states(connection: Connection, kept: Iterable[Span]) -> None:
    """Delete the states that neither a remaining run nor the anchor has."""
    wanted = {span.state_id for span in kept}
    for run in reader.stored_runs(connection):
        wanted.update(ids(run.seen))
    there = set(connection.scalars(select(STATES.c.id)))
    _delete(connection, STATES, STATES.c.id, there - wanted)


def _delete(connection: Connection, table: Table, column: Column[int], gone: Iterable[int]) -> None:
    rows = [{"first": part.start, "last": part.stop - 1} for part in ranges_of(gone)]
    if rows:
        among = column.between(bindparam("first"), bindparam("last"))
        connection.execute(delete(table).where(among), rows)
