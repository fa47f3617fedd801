"""Records a run in one transaction: opens new findings, and closes those that are fixed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert

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
        previous, anchor = reader.latest_run(connection), reader.pruned_anchor(connection)
        number = 1 + max(previous.id if previous else 0, anchor.run if anchor else 0)
        writer = _Writer(connection, run, number, reader.timeline_of(connection), anchor)
        writer.find_open()
        for found in run.findings:
            writer.see(found)
        writer.close(looked_at, unsettled)
        return writer.write(previous)


@dataclass(slots=True)
class _Writer:
    """What one run adds to the history; nothing is written before `write`."""

    connection: Connection
    run: Run
    number: int
    timeline: Timeline
    anchor: Anchor | None
    open: Mapping[str, Episode] = field(default_factory=dict)
    seen: dict[str, "_Seen"] = field(default_factory=dict)
    fixed: list[Episode] = field(default_factory=list)

    def find_open(self) -> None:
        """Read the findings that are not fixed."""
        found = reader.episodes(self.connection, self.timeline, only_open=True)
        self.open = {episode.fingerprint: episode for episode in found}

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
        known = [(seen.episode, seen.found) for seen in self.seen.values() if seen.episode]
        states = states_before(self.connection, known, self.run.fail_on)
        digests = (chain.digest(s.found, *ages[name][:2]) for name, s in self.seen.items())
        new = [seen for seen in self.seen.values() if seen.episode is None]
        gone = (chain.digest_of_fixed(e.fingerprint, e.first_run) for e in self.fixed)
        what = chain.findings_digest(digests, len(new), gone)
        before = previous.hash if previous else None
        anchor = self.anchor.own_hash if self.anchor else None
        document = chain.document(self.run, self.number, before, what, anchor)
        self._insert_run(document)
        self._insert_findings(new)
        fixed = tuple(self.fixed)
        return Recorded(self.number, chain.hash_of(document), previous, ages, fixed, states)

    def _assign_ids(self) -> None:
        """Give consecutive ids to new findings and states, so that sets of them are short."""
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
            return Aged(self.number, self.run.started_at, 1)
        night = max(self.timeline.night, self.run.started_at[:10])
        nights = episode.nights + (self.timeline.spans[episode.id].night < night)
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


def _state(of: Sighting | Episode) -> tuple[object, ...]:
    return of.severity, of.message, of.status, of.waived, of.waiver
