"""The overview of a history: its latest runs, what is not fixed, and statistics."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from driftcheck.history import reader, statistics
from driftcheck.history.ids import ids
from driftcheck.history.records import Anchor, DatedSighting, Episode, RunRow, StoredRun
from driftcheck.history.standing import Standing, standing_of
from driftcheck.history.statistics import Drifter, Point, TimeToFix
from driftcheck.history.timeline import Timeline
from driftcheck.history.wholeruns import WholeRuns
from driftcheck.model import Severity

ALL = "all"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of a history to show: the latest `limit` runs, `since` a time, of one `account`."""

    limit: int = 30
    since: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The overview of a history. `points` are the latest runs, the oldest first.

    `runs` counts all runs. `now` is the latest whole run, None if there is none. Times to fix,
    `open_episodes`, `standing` and `drifters` are of everything since the time of the excerpt.
    `latest` is the number of the latest run, and `unread` are the accounts that it could not read;
    `several` says that there are several accounts.
    """

    database: str
    excerpt: Excerpt
    runs: int
    latest: int | None
    head: str | None
    anchor: Anchor | None
    points: tuple[Point, ...]
    now: Point | None
    to_fix: TimeToFix | None
    to_fix_by_check: tuple[TimeToFix, ...]
    to_fix_by_severity: tuple[TimeToFix, ...]
    open_episodes: tuple[Episode, ...]
    standing: Standing
    drifters: tuple[Drifter, ...]
    several: bool
    unread: tuple[str, ...] = ()

    @property
    def trend(self) -> tuple[Point, ...]:
        """The points of whole runs: a partial run would look like a fall, or a gap."""
        return tuple(point for point in self.points if not point.limits)

    def is_open(self, episode: Episode) -> bool:
        """Whether a finding that is not fixed counts as open."""
        return statistics.counts_as_open(episode, self.now is not None and self.now.fails_on_info)


@dataclass(frozen=True, slots=True)
class Detail:
    """One run, and what it found, the worst first; `fixed` is what it found fixed."""

    database: str
    run: StoredRun
    found: tuple[DatedSighting, ...]
    fixed: tuple[Episode, ...]


def overview_of(connection: Connection, database: str, excerpt: Excerpt) -> Overview:
    """The overview of an excerpt. Raises DamagedError."""
    reader.refuse_emptied(connection)
    account, since = excerpt.account, excerpt.since
    head = reader.latest_run(connection)
    timeline = reader.timeline_of(connection)
    shown = partial(_is_open_since, since)
    episodes = list(reader.episodes(connection, timeline, fixed=shown, account=account))
    runs = list(reader.stored_runs(connection, limit=excerpt.limit, since=since))[::-1]
    points = _points(connection, timeline, runs, episodes, account)
    now = _now(connection, timeline, points, account)
    whole = WholeRuns(
        {run.id: run.started_at for run in timeline.runs},
        reader.incomplete_runs(connection),
        partial(_states_in, connection),
    )
    times = partial(statistics.times_to_fix, episodes, whole.time_to_fix)
    overall, left = times(lambda _: ALL), statistics.open_now(episodes)
    info = now is not None and now.fails_on_info
    return Overview(
        database=database,
        excerpt=excerpt,
        runs=reader.count_of_runs(connection),
        latest=head.id if head else None,
        head=head.hash if head else None,
        anchor=reader.pruned_anchor(connection),
        points=tuple(points),
        now=now,
        to_fix=overall[0] if overall else None,
        to_fix_by_check=tuple(times(lambda one: one.check)),
        to_fix_by_severity=tuple(statistics.by_severity(times(lambda one: one.severity))),
        open_episodes=tuple(left),
        standing=standing_of(left, whole.note, lambda one: statistics.counts_as_open(one, info)),
        drifters=tuple(statistics.drifters(episodes, head.started_at if head else "")),
        several=account is None and len(_accounts(runs, episodes)) > 1,
        unread=tuple(_unread(head, account)) if head else (),
    )


def _unread(run: StoredRun, account: str | None) -> Iterator[str]:
    """The accounts that a run could not read, of all or of one."""
    for part in run.document["accounts"]:
        if part["error"] and account in (None, part["name"]):
            yield part["name"]


def _states_in(connection: Connection, number: int) -> set[int]:
    """The ids of the states that a run found."""
    run = reader.run_of_number(connection, number)
    return set(ids(run.seen)) if run else set()


def _points(
    connection: Connection,
    timeline: Timeline,
    runs: Sequence[StoredRun],
    episodes: Sequence[Episode],
    account: str | None,
) -> list[Point]:
    first = runs[0].id if runs else 0
    new = reader.new_findings(connection, timeline, first, account) if runs else ()
    return statistics.trend(runs, new, episodes, account)


def _now(
    connection: Connection, timeline: Timeline, points: Sequence[Point], account: str | None
) -> Point | None:
    """The latest whole run: among the points, or further back."""
    for point in reversed(points):
        if not point.limits:
            return point
    for run in reader.stored_runs(connection):
        if run.limits.is_whole or (account is not None and run.covers(account)):
            found = list(reader.episodes(connection, timeline, account=account))
            return next(iter(_points(connection, timeline, [run], found, account)), None)
    return None


def _accounts(runs: Sequence[StoredRun], episodes: Sequence[Episode]) -> set[str]:
    named = {part["name"] for run in runs for part in run.document["accounts"]}
    return named | {episode.account for episode in episodes}


def detail_of(connection: Connection, database: str, run: StoredRun) -> Detail:
    """Everything about one run."""
    found = sorted(reader.sightings(connection, run.seen), key=_order)
    return Detail(database, run, tuple(found), tuple(_fixed_by(connection, run)))


def _fixed_by(connection: Connection, run: StoredRun) -> Iterator[Episode]:
    if run.gone:  # most runs find nothing fixed
        timeline = reader.timeline_of(connection)
        yield from reader.episodes(
            connection, timeline, fixed=lambda by: by is not None and by.id == run.id
        )


def _is_open_since(since: str | None, fixed: RunRow | None) -> bool:
    return since is None or fixed is None or fixed.started_at >= since


def _order(kept: DatedSighting) -> tuple[int, str, str, str, str]:
    found = kept.found
    number, path = found.phone_number or "", found.path or ""
    return (-Severity.of(found.severity), number, found.check, path, found.account)
