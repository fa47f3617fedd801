"""Verifies that a history is as it was recorded: every hash is computed again.

This finds what was changed, removed, inserted or moved, and the first run that it affects. Somebody
who can write to the database could also compute all hashes again. A hash of the latest run that
was noted elsewhere reveals that, because later chains must contain it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from driftcheck.history import chain, reader
from driftcheck.history.ids import ids
from driftcheck.history.records import Anchor, Episode, StoredRun
from driftcheck.history.tables import RUNS
from driftcheck.words import inflect


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a verification: the runs that were verified, and the first fault, if any.

    `faulty_run` is the first run that does not fit; None where the fault is not in one run. `head`
    is the hash of the latest run, `noted_run` the run with the noted hash.
    """

    runs: int
    first_run: int | None
    last_run: int | None
    head: str | None
    anchor: Anchor | None
    fault: str | None = None
    faulty_run: int | None = None
    noted_run: int | None = None

    @property
    def holds(self) -> bool:
        """Whether everything is as it was recorded."""
        return self.fault is None


def verify_chain(connection: Connection, noted: str | None = None) -> Verdict:
    """Compute the hashes of all runs again. `noted` is a hash that must be among them."""
    walk = _Walk(connection)
    for row in connection.execute(select(RUNS).order_by(RUNS.c.id)):
        run = reader.run_of_row(row)
        fault = walk.fault_of(run, row.started_at, row.outcome)
        if fault:
            return walk.verdict(fault, run.id)
        walk.remember(run)
    fault = next(walk.faults_of_episodes(), None) or walk.fault_of_noted(noted)
    return walk.verdict(fault, None, walk.hashes.get(noted or ""))


class _Walk:
    """A walk over the runs of a history, the oldest first."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.anchor = reader.pruned_anchor(connection)
        self.kept = {one.state_id: one for one in reader.sightings(connection)}
        self.digests = {
            state: chain.digest(one.found, one.first_run, one.since)
            for state, one in self.kept.items()
        }
        self.episodes = {one.id: one for one in reader.episodes(connection)}
        self.hashes: dict[str, int] = {}
        self.first: StoredRun | None = None
        self.last: StoredRun | None = None
        self.traces: dict[int, _Trace] = {}

    def fault_of(self, run: StoredRun, started_at: str, outcome: str) -> str | None:
        """What is wrong with a run, given the runs before it."""
        return (
            self._gap_before(run)
            or self._broken_link(run)
            or self._changed_record(run)
            or self._differing_columns(run, started_at, outcome)
        )

    def _gap_before(self, run: StoredRun) -> str | None:
        before = self.last.id if self.last else self.anchor.run if self.anchor else 0
        missing = run.id - 1 - before
        if not missing:
            return None
        return inflect(
            missing, "the run before it was removed", f"{missing} runs before it were removed"
        )

    def _broken_link(self, run: StoredRun) -> str | None:
        before = self.last.hash if self.last else self.anchor.hash if self.anchor else None
        if run.document.get("previous") == before and run.document.get("run") == run.id:
            return None
        return "it does not follow the run before it: one was changed, inserted or moved"

    def _changed_record(self, run: StoredRun) -> str | None:
        seen, gone = list(ids(run.seen)), list(ids(run.gone))
        if not (self.kept.keys() >= set(seen) and self.episodes.keys() >= set(gone)):
            return "some of its findings were removed"
        fixed = [self.episodes[episode] for episode in gone]
        what = chain.findings_digest(
            [self.digests[state] for state in seen],
            sum(self.kept[state].first_run == run.id for state in seen),
            [chain.digest_of_fixed(one.fingerprint, one.first_run) for one in fixed],
        )
        if any(run.document.get(name) != part for name, part in what.items()):
            return "its findings are not the recorded ones"
        if chain.hash_of(run.document) != run.hash:
            return "its record does not match its hash"
        return None

    def _differing_columns(self, run: StoredRun, started_at: str, outcome: str) -> str | None:
        if (started_at, outcome) == (run.started_at, run.outcome):
            return None
        return "its row and its record differ"

    def remember(self, run: StoredRun) -> None:
        """Continue with the next run."""
        self.first, self.last = self.first or run, run
        self.hashes[run.hash] = run.id
        for state in ids(run.seen):
            self._trace(self.kept[state].episode_id).see(run, state)
        for episode in ids(run.gone):
            self._trace(episode).fixed = (run.id, run.started_at)

    def _trace(self, episode: int) -> "_Trace":
        return self.traces.setdefault(episode, _Trace())

    def faults_of_episodes(self) -> Iterator[str]:
        """Where the episodes differ from what the runs say."""
        pruned = self.anchor.run if self.anchor else 0
        for episode in self.episodes.values():
            trace = self.traces.get(episode.id, _Trace())
            if not trace.fits(episode, pruned):
                subject = f"{episode.check} on {episode.phone_number or episode.account}"
                yield f"the entry of {subject} since run {episode.first_run} was changed"
        known = {state for trace in self.traces.values() for state in trace.states}
        known |= {one.state_id for one in self.episodes.values() if one.last_run <= pruned}
        if stray := self.kept.keys() - known:
            noun = inflect(len(stray), "finding was", "findings were")
            yield f"{len(stray)} {noun} inserted that no run has"

    def fault_of_noted(self, noted: str | None) -> str | None:
        """Whether a hash that was noted is missing."""
        if noted is None or noted in self.hashes or (self.anchor and self.anchor.hash == noted):
            return None
        pruned = (
            f", unless it belongs to a pruned run before run {self.anchor.run}"
            if self.anchor
            else ""
        )
        return f"no run has the noted hash: the latest runs were removed or changed{pruned}"

    def verdict(self, fault: str | None, run: int | None, noted_run: int | None = None) -> Verdict:
        """The verdict, with the given fault or none."""
        return Verdict(
            runs=len(self.hashes),
            first_run=self.first.id if self.first else None,
            last_run=self.last.id if self.last else None,
            head=self.last.hash if self.last else None,
            anchor=self.anchor,
            fault=fault,
            faulty_run=run,
            noted_run=noted_run,
        )


@dataclass(slots=True)
class _Trace:
    """What the runs say of an episode."""

    first: tuple[int, str] | None = None
    last: tuple[int, str] | None = None
    nights: int = 0
    fixed: tuple[int | None, str | None] = (None, None)
    states: set[int] = field(default_factory=set)

    def see(self, run: StoredRun, state: int) -> None:
        """Continue with a run that found it in a state."""
        self.nights += self.last is None or self.last[1][:10] < run.started_at[:10]
        self.last = (run.id, run.started_at)
        self.first = self.first or self.last
        self.states.add(state)

    def fits(self, episode: Episode, pruned: int) -> bool:
        """Whether an episode is what the runs say of it. Runs up to `pruned` are gone."""
        if (episode.fixed_run, episode.fixed_at) != self.fixed:
            return False
        if episode.first_run <= pruned:
            unseen = self.last is None and episode.last_run <= pruned
            return episode.nights >= self.nights and (unseen or self._ends(episode))
        began = (episode.first_run, episode.since) == self.first
        return began and self._ends(episode) and episode.nights == self.nights

    def _ends(self, episode: Episode) -> bool:
        latest = max(self.states, default=0)
        return (episode.last_run, episode.last_at) == self.last and episode.state_id == latest
