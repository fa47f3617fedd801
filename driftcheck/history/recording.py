"""Records a run in one transaction: opens new findings, and closes those that are fixed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, case, func, insert, select, update

from driftcheck.history import chain, reader
from driftcheck.history.ids import ranges_of, text_of
from driftcheck.history.records import Aged, Episode, LookedAt, Recorded, Run, Sighting, StoredRun
from driftcheck.history.store import Store
from driftcheck.history.tables import ANCHOR, EPISODES, RUNS, STATES
from driftcheck.model import JSON, Former

_OF_WAIVER = ("waiver_owner", "waiver_expires", "waiver_reason")


def record_run(
    store: Store, run: Run, looked_at: LookedAt, unsettled: Collection[str] = ()
) -> Recorded:
    """Record a run, or nothing on an error. Returns how it compares with the runs before.

    An open finding that the run looked for and did not find is fixed. `unsettled` are the
    fingerprints of findings that only one of two fetches had: they are neither new nor fixed.
    Raises HistoryError where the history cannot be written.
    """
    with store.writing() as connection:
        previous = reader.latest_run(connection)
        writer = _Writer(connection, run, _next_number(connection, previous))
        writer.open = {e.fingerprint: e for e in reader.episodes(connection, only_open=True)}
        for found in run.findings:
            writer.see(found)
        writer.close(looked_at, unsettled)
        return writer.write(previous)


def _next_number(connection: Connection, previous: StoredRun | None) -> int:
    if previous:
        return previous.id + 1
    return int(connection.scalar(select(func.max(ANCHOR.c.run))) or 0) + 1


@dataclass(slots=True)
class _Writer:
    """What one run adds to the history; nothing is written before `write`."""

    connection: Connection
    run: Run
    number: int
    open: Mapping[str, Episode] = field(default_factory=dict)
    seen: dict[str, "_Seen"] = field(default_factory=dict)
    fixed: list[Episode] = field(default_factory=list)

    def see(self, found: Sighting) -> None:
        """Note a finding; of two with the same fingerprint the first."""
        if found.fingerprint not in self.seen:
            episode = self.open.get(found.fingerprint)
            # Another version may have another name for the kind of a check.
            if episode and episode.kind != found.kind:
                found = found._replace(kind=episode.kind)
            self.seen[found.fingerprint] = _Seen(found, episode)

    def close(self, looked_at: LookedAt, unsettled: Collection[str]) -> None:
        """Note the open findings that the run looked for and did not find."""
        left = {*self.seen, *unsettled}
        self.fixed = [
            episode._replace(fixed_run=self.number, fixed_at=self.run.started_at)
            for episode in self.open.values()
            if episode.fingerprint not in left and looked_at(Former.of(episode._asdict()))
        ]

    def write(self, previous: StoredRun | None) -> Recorded:
        """Write everything. Returns how the run compares with the history before it."""
        self._assign_ids()
        ages = {name: self._age(seen) for name, seen in self.seen.items()}
        digests = (chain.digest(s.found, *ages[name][:2]) for name, s in self.seen.items())
        new = [seen for seen in self.seen.values() if seen.episode is None]
        gone = (chain.digest_of_fixed(e.fingerprint, e.first_run) for e in self.fixed)
        what = chain.findings_digest(digests, len(new), gone)
        # If all earlier runs were pruned, the chain continues from the last of them.
        before = previous.hash if previous else self._anchor_hash()
        document = chain.document(self.run, self.number, before, what)
        self._insert_run(document)
        self._insert_findings(new)
        self._keep_up()
        return Recorded(self.number, chain.hash_of(document), previous, ages, tuple(self.fixed))

    def _anchor_hash(self) -> str | None:
        return self.connection.scalar(select(ANCHOR.c.hash))

    def _assign_ids(self) -> None:
        """Give consecutive ids to new findings and states, so that sets of them are short."""
        episode = self.connection.scalar(select(func.max(EPISODES.c.id))) or 0
        state = self.connection.scalar(select(func.max(STATES.c.id))) or 0
        for seen in self.seen.values():
            if seen.episode is None:
                seen.episode_id = episode = episode + 1
            else:
                seen.episode_id, seen.state_id = seen.episode.id, seen.episode.state_id
            if seen.is_changed:
                seen.state_id = state = state + 1

    def _age(self, seen: "_Seen") -> Aged:
        episode, today = seen.episode, self.run.started_at[:10]
        if episode is None:
            return Aged(self.number, self.run.started_at, 1)
        nights = episode.nights + (episode.last_at[:10] < today)
        return Aged(episode.first_run, episode.since, nights)

    def _insert_run(self, document: Mapping[str, JSON]) -> None:
        values = {
            "id": self.number,
            "started_at": self.run.started_at,
            "outcome": self.run.outcome,
            "record": chain.canonical(document),
            "seen": text_of(ranges_of(seen.state_id for seen in self.seen.values())),
            "gone": text_of(ranges_of(episode.id for episode in self.fixed)),
            "hash": chain.hash_of(document),
        }
        self.connection.execute(insert(RUNS).values(values))

    def _insert_findings(self, new: Iterable["_Seen"]) -> None:
        if episodes := [seen.episode_row(self.number, self.run.started_at) for seen in new]:
            self.connection.execute(insert(EPISODES), episodes)
        changed = [seen for seen in self.seen.values() if seen.is_changed]
        # All rows of a statement have the same columns.
        waived = [seen.state_row() for seen in changed if seen.found.waiver]
        others = [seen.state_row() for seen in changed if not seen.found.waiver]
        for states in filter(None, (waived, others)):
            self.connection.execute(insert(STATES), states)
        moved = [seen for seen in changed if seen.episode is not None]
        if moved:
            statement = update(EPISODES).where(EPISODES.c.id == bindparam("of"))
            statement = statement.values(state_id=bindparam("state"))
            rows = [{"of": seen.episode_id, "state": seen.state_id} for seen in moved]
            self.connection.execute(statement, rows)

    def _keep_up(self) -> None:
        """Update the last run and the nights of open episodes.

        No digest covers these. Otherwise each run would break the hashes of earlier runs.
        """
        at = self.run.started_at
        known = ranges_of(s.episode_id for s in self.seen.values() if s.episode is not None)
        later = func.substr(EPISODES.c.last_at, 1, 10) < at[:10]
        seen = {
            "last_run": self.number,
            "last_at": at,
            "nights": EPISODES.c.nights + case((later, 1), else_=0),
        }
        self._update(known, seen)
        gone = ranges_of(episode.id for episode in self.fixed)
        self._update(gone, {"fixed_run": self.number, "fixed_at": at})

    def _update(self, ranges: Iterable[range], values: Mapping[str, object]) -> None:
        rows = [{"first": part.start, "last": part.stop - 1} for part in ranges]
        if rows:
            among = EPISODES.c.id.between(bindparam("first"), bindparam("last"))
            open_only = EPISODES.c.fixed_run.is_(None)
            self.connection.execute(update(EPISODES).where(among, open_only).values(values), rows)


@dataclass(slots=True)
class _Seen:
    """A finding of the run, and the open episode that it continues, if there is one."""

    found: Sighting
    episode: Episode | None
    episode_id: int = 0
    state_id: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether it is new, or its state changed since the last run that had it."""
        return self.episode is None or _state(self.episode) != _state(self.found)

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
            "state_id": self.state_id,
            "first_run": run,
            "since": at,
            "last_run": run,
            "last_at": at,
            "nights": 1,
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


def _state(of: Sighting | Episode) -> tuple[object, ...]:
    return of.severity, of.message, of.status, of.waived, of.waiver
