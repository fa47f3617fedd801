"""Records a run in one transaction: opens new findings, and closes those that are fixed."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection, Table, insert

from driftcheck.history import chain, reader
from driftcheck.history.before import states_before
from driftcheck.history.ids import ranges_of, text_of
from driftcheck.history.records import (
    Aged,
    Anchor,
    Episode,
    LookedAt,
    Recorded,
    Run,
    Sighting,
    StoredRun,
)
from driftcheck.history.store import Store
from driftcheck.history.tables import EPISODES, RUNS, STATES
from driftcheck.history.timeline import Timeline
from driftcheck.model import JSON, Former, HistoryError, Problem

_OF_WAIVER = ("waiver_owner", "waiver_expires", "waiver_reason")


def prepare_run(
    store: Store, run: Run, looked_at: LookedAt, unsettled: Collection[str] = ()
) -> "Candidate":
    """Compute what to record of a run, and write nothing. Raises HistoryError.

    An open finding that the run looked for and did not find is fixed. `unsettled` are the
    fingerprints of findings that only one of two fetches had: they are neither new nor fixed.
    """
    with store.reading() as connection:
        return _candidate(connection, run, looked_at, unsettled)


def record_prepared(store: Store, candidate: "Candidate", ready: Callable[[], bool]) -> bool:
    """Record a run as it was prepared. Returns False if that is not possible; nothing changes then.

    It is not possible if the history changed since, or if `ready` returns False. `ready` is called
    just before the commit, while no other run can be recorded. Raises HistoryError.
    """
    with suppress(_Withdrawn), store.writing() as connection:
        if _end(connection) != candidate.end:
            raise _Withdrawn
        candidate.write(connection)
        candidate.refuse_unwritten()
        if not ready():
            raise _Withdrawn
        return True
    return False


class _Withdrawn(Exception):  # noqa: N818 - it is no error
    """Rolls back a transaction."""


class _End(NamedTuple):
    """Where the chain ends: the latest run, and the anchor of pruned runs."""

    latest: StoredRun | None
    anchor: Anchor | None

    @property
    def number(self) -> int:
        """The number of the next run."""
        of_anchor = self.anchor.run if self.anchor else 0
        return 1 + max(self.latest.id if self.latest else 0, of_anchor)

    @property
    def hashes(self) -> tuple[str | None, str | None]:
        """The hashes that the next run includes: of the run before it, and of the anchor."""
        latest, anchor = self.latest, self.anchor
        return latest.hash if latest else None, anchor.own_hash if anchor else None


def _end(connection: Connection) -> _End:
    return _End(reader.latest_run(connection), reader.pruned_anchor(connection))


def _candidate(
    connection: Connection, run: Run, looked_at: LookedAt, unsettled: Collection[str]
) -> "Candidate":
    timeline = reader.timeline_of(connection)
    candidate = Candidate(connection, run, _end(connection), timeline)
    found = reader.episodes(connection, timeline, fixed=lambda by: by is None)
    candidate.open = {episode.fingerprint: episode for episode in found}
    for sighting in run.findings:
        candidate.see(sighting)
    candidate.close(looked_at, unsettled)
    candidate.compare()
    return candidate


@dataclass(slots=True)
class Candidate:
    """What one run adds to the history that ends at `end`; nothing is written before `write`.

    `recorded` is how the run compares with the history.
    """

    connection: Connection
    run: Run
    end: _End
    timeline: Timeline
    open: Mapping[str, Episode] = field(default_factory=dict)
    seen: dict[str, "_Seen"] = field(default_factory=dict)
    fixed: list[Episode] = field(default_factory=list)
    new: list["_Seen"] = field(default_factory=list)
    document: dict[str, JSON] = field(init=False)
    recorded: Recorded = field(init=False)

    def see(self, found: Sighting) -> None:
        """Note a finding; if two have the same fingerprint, only the first."""
        if found.fingerprint not in self.seen:
            episode = self.open.get(found.fingerprint)
            # Another version may have another name for the kind of a check.
            if episode and episode.kind != found.kind:
                found = found._replace(kind=episode.kind)
            is_changed = episode is None or episode.found != found
            self.seen[found.fingerprint] = _Seen(found, episode, is_changed)

    def close(self, looked_at: LookedAt, unsettled: Collection[str]) -> None:
        """Note the open findings that the run looked for and did not find."""
        left = {*self.seen, *unsettled}
        self.fixed = [
            episode._replace(fixed_run=self.end.number, fixed_at=self.run.started_at)
            for episode in self.open.values()
            if episode.fingerprint not in left and looked_at(Former.of(episode._asdict()))
        ]

    def compare(self) -> None:
        """Compute everything that `write` writes."""
        self._assign_ids()
        ages = {name: self._age(seen) for name, seen in self.seen.items()}
        known = [(seen.episode, seen.found) for seen in self.seen.values() if seen.episode]
        states = states_before(self.connection, known, self.run.fail_on)
        self.new = [seen for seen in self.seen.values() if seen.episode is None]
        gone = (chain.digest_of_fixed(e.fingerprint, e.first_run) for e in self.fixed)
        what = chain.findings_digest(self._digest(ages), len(self.new), gone)
        end, (before, anchor) = self.end, self.end.hashes
        self.document = chain.document(self.run, end.number, before, what, anchor)
        proof, fixed = chain.hash_of(self.document), tuple(self.fixed)
        self.recorded = Recorded(end.number, proof, end.latest, ages, fixed, states)

    def _digest(self, ages: Mapping[str, Aged]) -> JSON:
        """Return the digest of all findings; on a night without a change, that of the night before.

        It covers the same states, so computing it again would only take time.
        """
        latest = self.end.latest
        if latest and latest.seen == self._states():
            return latest.document["findings"]
        found = self.seen.items()
        return chain.digest_of_all(chain.digest(s.found, *ages[name][:2]) for name, s in found)

    def _states(self) -> tuple[range, ...]:
        return ranges_of(seen.state_id for seen in self.seen.values())

    def write(self, connection: Connection) -> None:
        """Write everything."""
        self.connection = connection
        self._insert_run(self.document)
        self._insert_findings(self.new)

    def refuse_unwritten(self) -> None:
        """Raise HistoryError if the database did not keep the run."""
        latest = reader.latest_run(self.connection)
        if latest is None or latest.hash != self.recorded.hash:
            message = f"the history did not keep run {self.end.number}"
            hint = "A trigger or a rule of the database may prevent it; remove it."
            raise HistoryError(Problem(message, None, hint))

    def _assign_ids(self) -> None:
        """Give consecutive ids to new findings and states: their ranges are short as text."""
        state, episode = reader.greatest_ids(self.connection)
        for seen in self.seen.values():
            if seen.episode is None:
                seen.episode_id = episode = episode + 1
            else:
                seen.episode_id, seen.state_id = seen.episode.id, seen.episode.state_id
            if seen.is_changed:
                seen.state_id = state = state + 1

    def _age(self, seen: "_Seen") -> Aged:
        episode = seen.episode
        if episode is None:
            return Aged(self.end.number, self.run.started_at, 1)
        nights = episode.nights + (episode.last_at[:10] < self.run.started_at[:10])
        return Aged(episode.first_run, episode.since, nights)

    def _insert_run(self, document: Mapping[str, JSON]) -> None:
        values = {
            "id": self.end.number,
            "started_at": self.run.started_at,
            "outcome": self.run.outcome,
            "record": chain.canonical(document),
            "seen": text_of(self._states()),
            "gone": text_of(ranges_of(episode.id for episode in self.fixed)),
            "hash": self.recorded.hash,
        }
        self.connection.execute(insert(RUNS).values(values))

    def _insert_findings(self, new: Iterable["_Seen"]) -> None:
        if episodes := [seen.episode_row(self.end.number, self.run.started_at) for seen in new]:
            _insert(self.connection, EPISODES, episodes)
        changed = [seen for seen in self.seen.values() if seen.is_changed]
        # All rows of a statement have the same columns.
        waived = [seen.state_row() for seen in changed if seen.found.waiver]
        others = [seen.state_row() for seen in changed if not seen.found.waiver]
        for states in filter(None, (waived, others)):
            _insert(self.connection, STATES, states)


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, JSON]]) -> None:
    """Insert rows that have the same columns. SQLAlchemy would prepare each, which takes longer."""
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=[*rows[0]])
    order = compiled.positiontup
    values = [*map(itemgetter(*order), rows)] if order else [*map(dict, rows)]
    connection.exec_driver_sql(str(compiled), values)


@dataclass(slots=True)
class _Seen:
    """A finding of the run, and the open episode that it continues, if there is one.

    `is_changed` says whether it is new, or its state changed since the last run that had it.
    """

    found: Sighting
    episode: Episode | None
    is_changed: bool
    episode_id: int = 0
    state_id: int = 0

    def episode_row(self, run: int, at: str) -> dict[str, JSON]:
        found = self.found
        return {
            "id": self.episode_id,
            "fingerprint": found.fingerprint,
            "check_id": found.check,
            "kind": found.kind,
            "account": found.account,
            "phone_number": found.phone_number,
            "path": found.path,
            "first_run": run,
            "since": at,
        }

    def state_row(self) -> dict[str, JSON]:
        found = self.found
        row: dict[str, JSON] = {
            "id": self.state_id,
            "episode_id": self.episode_id,
            "severity": found.severity,
            "message": found.message,
            "status": found.status,
            "waived": int(found.waived),
        }
        if found.waiver:
            row.update(zip(_OF_WAIVER, found.waiver, strict=True))
        return row
