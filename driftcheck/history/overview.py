"""What a history says: its latest runs, and what all of it comes to over time."""

from dataclasses import dataclass

from sqlalchemy import Connection

from driftcheck.history import reader, statistics
from driftcheck.history.ids import ids
from driftcheck.history.reader import DatedSighting
from driftcheck.history.records import Anchor, Episode, StoredRun
from driftcheck.history.statistics import Drifter, Point, TimeToFix
from driftcheck.model import Severity

ALL = "all"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is wanted of a history: the latest `limit` runs, `since` a time, of one `account`."""

    limit: int = 30
    since: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a history says. `points` are the latest runs, the oldest first.

    `runs` is how many there are; times to fix, `open_episodes` and `drifters` are of all that is in
    the history since the time of the excerpt. `latest` is the number of the latest run.
    """

    database: str
    excerpt: Excerpt
    runs: int
    latest: int | None
    head: str | None
    anchor: Anchor | None
    points: tuple[Point, ...]
    to_fix: TimeToFix | None
    to_fix_by_check: tuple[TimeToFix, ...]
    to_fix_by_severity: tuple[TimeToFix, ...]
    open_episodes: tuple[Episode, ...]
    drifters: tuple[Drifter, ...]

    def is_stale(self, episode: Episode) -> bool:
        """Whether the latest run did not look at what an open episode is about."""
        return episode.last_run != self.latest


@dataclass(frozen=True, slots=True)
class Detail:
    """One run, and what it found, the worst first; `fixed` is what it found fixed."""

    database: str
    run: StoredRun
    found: tuple[DatedSighting, ...]
    fixed: tuple[Episode, ...]


def overview_of(connection: Connection, database: str, excerpt: Excerpt) -> Overview:
    """The overview of an excerpt."""
    head = reader.latest_run(connection)
    episodes = list(reader.episodes(connection, since=excerpt.since, account=excerpt.account))
    runs = list(reader.stored_runs(connection, limit=excerpt.limit, since=excerpt.since))[::-1]
    overall = statistics.times_to_fix(episodes, lambda _: ALL)
    severities = statistics.times_to_fix(episodes, lambda one: one.severity)
    return Overview(
        database=database,
        excerpt=excerpt,
        runs=reader.count_of_runs(connection),
        latest=head.id if head else None,
        head=head.hash if head else None,
        anchor=reader.pruned_anchor(connection),
        points=tuple(statistics.trend(runs, excerpt.account, episodes)),
        to_fix=overall[0] if overall else None,
        to_fix_by_check=tuple(statistics.times_to_fix(episodes, lambda one: one.check)),
        to_fix_by_severity=tuple(statistics.by_severity(severities)),
        open_episodes=tuple(statistics.open_now(episodes)),
        drifters=tuple(statistics.drifters(episodes, head.started_at if head else "")),
    )


def detail_of(connection: Connection, database: str, run: StoredRun) -> Detail:
    """All of one run."""
    found = sorted(reader.sightings(connection, run.seen), key=_order)
    gone = set(ids(run.gone))
    fixed = (one for one in reader.episodes(connection) if one.id in gone)
    return Detail(database, run, tuple(found), tuple(fixed))


def _order(kept: DatedSighting) -> tuple[int, str, str, str, str]:
    found = kept.found
    number, path = found.phone_number or "", found.path or ""
    return (-Severity.of(found.severity), number, found.check, path, found.account)
