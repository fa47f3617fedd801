"""Reads a history: runs, episodes, and the findings of each run."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    func,
    inspect,
    not_,
    null,
    or_,
    select,
)

from driftcheck.history.ids import ids, parse
from driftcheck.history.records import Anchor, Episode, KeptWaiver, Sighting, StoredRun
from driftcheck.history.tables import ANCHOR, EPISODES, RUNS, STATES
from driftcheck.model import HistoryError, Outcome, Problem

_OF_WAIVER = ("waiver_owner", "waiver_expires", "waiver_reason")
_NO_WAIVER = (None, None, None)


def latest_run(connection: Connection) -> StoredRun | None:
    """The latest run; None where there is none."""
    return next(stored_runs(connection, limit=1), None)


def stored_runs(
    connection: Connection, *, limit: int | None = None, since: str | None = None
) -> Iterator[StoredRun]:
    """Runs, the latest first; `limit` at most, none that began before `since`."""
    statement = select(RUNS).order_by(RUNS.c.id.desc()).limit(limit)
    if since:
        statement = statement.where(RUNS.c.started_at >= since)
    for row in connection.execute(statement):
        yield run_of_row(row)


def run_of_number(connection: Connection, number: int) -> StoredRun | None:
    """A run by its number; None where there is none."""
    row = connection.execute(select(RUNS).where(RUNS.c.id == number)).first()
    return run_of_row(row) if row else None


def run_of_row(row: Row[Any]) -> StoredRun:
    """A run from its row. Raises HistoryError where the row is not valid."""
    try:
        document = json.loads(row.record)
        return StoredRun(row.id, document, parse(row.seen), parse(row.gone), row.hash)
    except ValueError as error:
        message = f"run {row.id} is not a valid run: {error}"
        hint = "The history was altered; run `driftcheck history verify`."
        raise HistoryError(Problem(message, None, hint)) from error


def times_of_runs(connection: Connection) -> dict[int, str]:
    """When each run began, UTC, by its number."""
    rows = connection.execute(select(RUNS.c.id, RUNS.c.started_at).order_by(RUNS.c.id))
    return {row.id: row.started_at for row in rows}


def incomplete_runs(connection: Connection) -> Iterator[StoredRun]:
    """The runs that were limited, or could not read something. No other record is parsed."""
    record = RUNS.c.record
    maybe = (
        RUNS.c.outcome == Outcome.ERROR,
        record.contains('"whole":false'),
        record.contains('"waivers":false'),
        not_(record.contains('"select":[]')),
    )
    return map(run_of_row, connection.execute(select(RUNS).where(or_(*maybe))))


def new_findings(
    connection: Connection, first: int, account: str | None = None
) -> Iterator[tuple[int, str, int]]:
    """New findings from run `first` on, without those that were waived when they were new.

    Yields the run that first had them, their severity at that time, and their count.
    """
    initial = select(func.min(STATES.c.id)).group_by(STATES.c.episode_id)
    joined = STATES.join(EPISODES, EPISODES.c.id == STATES.c.episode_id)
    what = EPISODES.c.first_run, STATES.c.severity
    statement = select(*what, func.count().label("many")).select_from(joined).group_by(*what)
    conditions = [STATES.c.id.in_(initial), STATES.c.waived == 0, EPISODES.c.first_run >= first]
    if account is not None:
        conditions.append(EPISODES.c.account == account)
    for row in connection.execute(statement.where(*conditions)):
        yield row.first_run, row.severity, row.many


def count_of_runs(connection: Connection) -> int:
    """How many runs there are."""
    return int(connection.scalar(select(func.count()).select_from(RUNS)) or 0)


def pruned_anchor(connection: Connection) -> Anchor | None:
    """What is kept of pruned runs; None where none were pruned."""
    row = connection.execute(select(ANCHOR)).first()
    return Anchor(row.run, row.hash, row.runs, row.pruned_at) if row else None


def episodes(
    connection: Connection,
    *,
    only_open: bool = False,
    since: str | None = None,
    account: str | None = None,
) -> Iterator[Episode]:
    """Episodes in the order in which they began; of one account, open at or after `since`."""
    joined = EPISODES.join(STATES, EPISODES.c.state_id == STATES.c.id)
    statement = _select(connection, Episode._fields).select_from(joined)
    conditions: list[ColumnElement[bool]] = []
    if only_open:
        conditions.append(EPISODES.c.fixed_run.is_(None))
    if since:
        conditions.append(or_(EPISODES.c.fixed_at.is_(None), EPISODES.c.fixed_at >= since))
    if account is not None:
        conditions.append(EPISODES.c.account == account)
    for row in connection.execute(statement.where(*conditions).order_by(EPISODES.c.id)):
        yield Episode(*_fields(row, Episode._fields))


def _select(connection: Connection, names: Sequence[str], *more: ColumnElement[Any]) -> Select[Any]:
    """A selection of the fields of a finding, whose last is its waiver, and of more columns.

    Columns that an older history does not have are null.
    """
    there = {column["name"] for column in inspect(connection).get_columns(STATES.name)}
    known = {**STATES.c, **EPISODES.c, "check": EPISODES.c.check_id}
    fields = (known[name] for name in names[:-1])
    waiver = (known[name] if name in there else null().label(name) for name in _OF_WAIVER)
    return select(*fields, *waiver, *more)


def _fields(row: Row[Any], names: Sequence[str]) -> list[Any]:
    """The fields of a finding from a row of `_select`."""
    count = len(names) - 1
    fields = list(row[:count])
    waived = names.index("waived")
    fields[waived] = bool(fields[waived])
    waiver = row[count : count + len(_OF_WAIVER)]
    return [*fields, None if waiver == _NO_WAIVER else KeptWaiver(*waiver)]


class DatedSighting(NamedTuple):
    """A finding with its state at a time, and since when it was there."""

    state_id: int
    episode_id: int
    found: Sighting
    first_run: int
    since: str


def sightings(
    connection: Connection, among: Sequence[range] | None = None
) -> Iterator[DatedSighting]:
    """Findings with their states: all, or those whose state has an id in `among`."""
    joined = STATES.join(EPISODES, EPISODES.c.id == STATES.c.episode_id)
    more = STATES.c.id.label("state"), EPISODES.c.id, EPISODES.c.first_run, EPISODES.c.since
    statement = _select(connection, Sighting._fields, *more).select_from(joined)
    if among is not None:
        first, last = (among[0].start, among[-1].stop - 1) if among else (1, 0)
        statement = statement.where(STATES.c.id.between(first, last))
    wanted = None if among is None else set(ids(among))
    for row in connection.execute(statement.order_by(STATES.c.id)):
        if wanted is None or row.state in wanted:
            found = Sighting(*_fields(row, Sighting._fields))
            yield DatedSighting(row.state, row.id, found, row.first_run, row.since)
