"""Reads runs, episodes and findings. Rows that driftcheck never writes raise DamagedError."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, inspect, not_, null, or_, select

from driftcheck.history.ids import Follower, Ranges, ids, ranges_of
from driftcheck.history.older import anchor_of_older, kept_of_older
from driftcheck.history.records import (
    Anchor,
    DatedSighting,
    Episode,
    RunRow,
    Sighting,
    Span,
    StoredRun,
)
from driftcheck.history.rows import (
    DamagedError,
    Most,
    anchor_of_row,
    id_or_zero,
    run_of_row,
    run_row,
    sighting_of_row,
    span_of_row,
    unique_ids,
)
from driftcheck.history.tables import ANCHOR, EPISODES, KEPT, METADATA, RUNS, STATES, VERSION
from driftcheck.history.timeline import Timeline
from driftcheck.model import Outcome

_OF_WAIVER = ("waiver_owner", "waiver_expires", "waiver_reason")
_FEW = 100
"""Up to this many ranges of ids are selected one by one; else everything between them is read."""


def latest_run(connection: Connection) -> StoredRun | None:
    """The latest run; None if there is none."""
    return next(stored_runs(connection, limit=1), None)


def first_and_last(connection: Connection) -> tuple[int, int]:
    """The numbers of the first and of the latest run; 0 if there is none."""
    found = connection.execute(select(func.min(RUNS.c.id), func.max(RUNS.c.id))).one()
    return id_or_zero(found[0]), id_or_zero(found[1])


def stored_runs(
    connection: Connection, *, limit: int | None = None, since: str | None = None
) -> Iterator[StoredRun]:
    """Runs, the latest first; `limit` at most, none that began before `since`."""
    statement = select(RUNS).order_by(RUNS.c.id.desc()).limit(limit)
    if since:
        statement = statement.where(RUNS.c.started_at >= since)
    most = most_of(connection)
    for row in connection.execute(statement):
        yield run_of_row(row, most)


def run_of_number(connection: Connection, number: int) -> StoredRun | None:
    """A run by its number; None if there is none."""
    row = connection.execute(select(RUNS).where(RUNS.c.id == number)).first()
    return run_of_row(row, most_of(connection)) if row else None


def incomplete_runs(connection: Connection) -> Iterator[StoredRun]:
    """The runs that were limited, or could not read something. No other record is parsed."""
    record = RUNS.c.record
    maybe = (
        RUNS.c.outcome == Outcome.ERROR,
        record.contains('"whole":false'),
        record.contains('"waivers":false'),
        not_(record.contains('"select":[]')),
    )
    most = most_of(connection)
    for row in connection.execute(select(RUNS).where(or_(*maybe))):
        yield run_of_row(row, most)


def raw_runs(connection: Connection) -> Iterator[Row[Any]]:
    """The rows of all runs as they are, the oldest first."""
    yield from connection.execute(select(RUNS).order_by(RUNS.c.id))


def count_of_runs(connection: Connection) -> int:
    """How many runs there are."""
    return _count(connection, RUNS)


def greatest_ids(connection: Connection) -> tuple[int, int]:
    """The greatest ids of states and episodes; 0 if there are none."""
    state, episode = (connection.scalar(select(func.max(t.c.id))) for t in (STATES, EPISODES))
    return id_or_zero(state), id_or_zero(episode)


def most_of(connection: Connection) -> Most:
    """How many states and episodes there are."""
    return Most(*(_count(connection, table) for table in (STATES, EPISODES)))


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def pruned_anchor(connection: Connection) -> Anchor | None:
    """What is known of pruned runs; None if none were pruned."""
    if not _keeps(connection):
        return anchor_of_older(connection)
    rows = connection.execute(select(ANCHOR)).all()
    if len(rows) > 1:
        raise DamagedError("what is known of the pruned runs", "there is more than one row of it")
    return anchor_of_row(rows[0]) if rows else None


def _keeps(connection: Connection) -> bool:
    """Whether there is a table of what pruned runs said of findings: from version 3 on."""
    return inspect(connection).has_table(KEPT.name)


def timeline_of(connection: Connection, until: int | None = None) -> Timeline:
    """What all runs say of each finding, or those up to the run `until`."""
    runs = [run for run in _run_rows(connection) if until is None or run.id <= until]
    states = list(states_of_episodes(connection))
    if _keeps(connection):
        timeline = Timeline(runs, states, kept_spans(connection))
    else:
        timeline = Timeline(runs, states, kept_of_older(connection, Timeline(runs, states, {})))
    if run := timeline.disordered:
        raise DamagedError(f"run {run:,}", "it has a finding as it was later", run)
    return timeline


def states_of_episodes(connection: Connection) -> Iterator[tuple[int, int]]:
    """All states in their order, each with its episode."""
    rows = connection.execute(select(STATES.c.id, STATES.c.episode_id).order_by(STATES.c.id)).all()
    unique_ids(state for state, _ in rows)
    unique_ids({episode for _, episode in rows})
    yield from ((state, episode) for state, episode in rows)


def ids_of_episodes(connection: Connection) -> set[int]:
    """The ids of all episodes."""
    return set(unique_ids(connection.scalars(select(EPISODES.c.id))))


def refuse_wrong_version(connection: Connection) -> None:
    """Raise DamagedError if the tables are not those of the stored version."""
    inspector = inspect(connection)
    for name in sorted(METADATA.tables.keys() - {KEPT.name}):
        if not inspector.has_table(name):
            raise DamagedError(f"the table {name}", "it was removed")
    there = {column["name"] for column in inspector.get_columns(STATES.name)}
    known = 3 if _keeps(connection) else 2 if "waiver_owner" in there else 1
    version = connection.scalar(select(VERSION.c.version))
    if version != known:
        why = f"it is {version}, but the tables are those of version {known}"
        raise DamagedError("the version of its tables", why)


def refuse_emptied(connection: Connection) -> None:
    """Raise DamagedError if there is no run, but there are findings or an anchor."""
    if not count_of_runs(connection) and (any(most_of(connection)) or pruned_anchor(connection)):
        raise DamagedError("the history", "it has no run, although runs were recorded")


def kept_spans(connection: Connection) -> dict[int, Span]:
    """What pruned runs said of the findings that are left, by episode."""
    rows = connection.execute(select(KEPT)).all()
    unique_ids(row.episode_id for row in rows)
    return {row.episode_id: span_of_row(row) for row in rows}


def _run_rows(connection: Connection) -> Iterator[RunRow]:
    most, seen = most_of(connection), Follower()
    columns = RUNS.c.id, RUNS.c.started_at, RUNS.c.seen, RUNS.c.gone
    for row in connection.execute(select(*columns).order_by(RUNS.c.id)):
        yield run_row(row, most, seen)


def episodes(
    connection: Connection,
    timeline: Timeline,
    *,
    fixed: Callable[[RunRow | None], bool] = lambda _: True,
    account: str | None = None,
) -> Iterator[Episode]:
    """Episodes in the order in which they began, of all accounts or of one.

    `fixed` says whether to include an episode, given the run that found it fixed, if any did.
    """
    wanted = {
        span.state_id: span
        for episode, span in timeline.spans.items()
        if fixed(timeline.fixed.get(episode))
    }
    found = sightings(connection, ranges_of(wanted), account)
    for kept in sorted(found, key=lambda one: one.episode_id):
        yield _episode(kept, timeline, wanted[kept.state_id])


def _episode(kept: DatedSighting, timeline: Timeline, span: Span) -> Episode:
    run = timeline.fixed.get(kept.episode_id)
    return Episode(
        kept.episode_id,
        kept.state_id,
        *kept.found,
        kept.first_run,
        kept.since,
        span.last_run,
        span.last_at,
        span.nights,
        run and run.id,
        run and run.started_at,
    )


def sightings(
    connection: Connection,
    among: Ranges | None = None,
    account: str | None = None,
    skip_damaged: bool = False,
) -> Iterator[DatedSighting]:
    """Findings with their states: all, or those whose state has an id in `among`."""
    statement = _select(connection)
    if account is not None:
        statement = statement.where(EPISODES.c.account == account)
    for row in _rows(connection, statement, among):
        try:
            yield sighting_of_row(row)
        except DamagedError:
            if not skip_damaged:
                raise


def _rows(
    connection: Connection, statement: Select[Any], among: Ranges | None
) -> Iterator[Row[Any]]:
    state = STATES.c.id
    if among is None:
        yield from connection.execute(statement).all()
    elif len(among) <= _FEW:
        parts = [state.between(part.start, part.stop - 1) for part in among]
        if parts:
            yield from connection.execute(statement.where(or_(*parts)).order_by(state)).all()
    else:
        wanted = set(ids(among))
        between = state.between(among[0].start, among[-1].stop - 1)
        rows = connection.execute(statement.where(between).order_by(state)).all()
        yield from (row for row in rows if row[0] in wanted)


def _select(connection: Connection) -> Select[Any]:
    """A selection of findings for `sighting_of_row`.

    Columns that an older history does not have are null.
    """
    there = {column["name"] for column in inspect(connection).get_columns(STATES.name)}
    known = {**STATES.c, **EPISODES.c, "check": EPISODES.c.check_id}
    fields = [known[name] for name in Sighting._fields[:-1]]
    waiver = (known[name] if name in there else null().label(name) for name in _OF_WAIVER)
    when = STATES.c.id, STATES.c.episode_id, EPISODES.c.first_run, EPISODES.c.since
    joined = STATES.join(EPISODES, EPISODES.c.id == STATES.c.episode_id)
    return select(*when, *fields, *waiver).select_from(joined)


def new_findings(
    connection: Connection, timeline: Timeline, first: int, account: str | None = None
) -> Iterator[tuple[int, str, int]]:
    """New findings from run `first` on, without those that were waived when they were new.

    Yields the run that first had them, their severity at that time, and their count.
    """
    initial = set(timeline.initial.values())
    columns = STATES.c.id, EPISODES.c.first_run, STATES.c.severity
    joined = STATES.join(EPISODES, EPISODES.c.id == STATES.c.episode_id)
    conditions = [STATES.c.waived == 0, EPISODES.c.first_run >= first]
    if account is not None:
        conditions.append(EPISODES.c.account == account)
    rows = connection.execute(select(*columns).select_from(joined).where(*conditions))
    counts = Counter((row.first_run, row.severity) for row in rows if row.id in initial)
    for (run, severity), count in counts.items():
        yield run, severity, count
