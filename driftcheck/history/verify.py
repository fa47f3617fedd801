"""Verifies that a history is as it was recorded: every hash is computed again.

This finds what was changed, removed, inserted or moved, and the first run that it affects. Somebody
who can write to the database could also compute all hashes again. Whoever noted the hash of the
latest run elsewhere can detect that, because the chain must still contain it.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from driftcheck.history import chain, reader
from driftcheck.history.anchoring import kept_digests
from driftcheck.history.ids import Ranges, ids
from driftcheck.history.records import Anchor, Sighting, StoredRun
from driftcheck.history.rows import DamagedError, run_of_row
from driftcheck.words import inflect


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a verification: the runs that were verified, and the first fault, if any.

    `faulty_run` is the first run that does not fit; None if the fault is not in one run. `head`
    is the hash of the latest run, `noted_run` the run with the noted hash. `covers_anchor` is false
    until a run after the pruning has the hash of what is known of pruned runs.
    """

    runs: int
    first_run: int | None
    last_run: int | None
    head: str | None
    anchor: Anchor | None
    fault: str | None = None
    faulty_run: int | None = None
    noted_run: int | None = None
    covers_anchor: bool = True

    @property
    def holds(self) -> bool:
        """Whether everything is as it was recorded."""
        return self.fault is None


def verify_chain(connection: Connection, noted: str | None = None) -> Verdict:
    """Compute the hashes of all runs again. `noted` is a hash that must be among them."""
    walk = _Walk()
    try:
        reader.refuse_wrong_version(connection)
        walk.begin(connection)
        for row in reader.raw_runs(connection):
            if fault := walk.follow(row):
                return walk.verdict(fault, row.id)
        fault = (
            walk.fault_at_the_end(connection)
            or walk.fault_of_noted(noted)
            or _fault_of_file(connection)
        )
    except DamagedError as error:
        return walk.verdict(error.why if error.run else error.problems[0].message, error.run)
    return walk.verdict(fault, None, walk.hashes.get(noted or ""))


def _fault_of_file(connection: Connection) -> str | None:
    """What is wrong with the file of SQLite, such as an index that hides rows from queries."""
    if connection.dialect.name != "sqlite":
        return None
    found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    return None if found == "ok" else f"SQLite finds a fault in its file: {found}"


class _Walk:
    """A walk over the runs of a history, the oldest first."""

    def __init__(self) -> None:
        self.hashes: dict[str, int] = {}
        self.anchor: Anchor | None = None
        self.first: StoredRun | None = None
        self.last: StoredRun | None = None
        self._known: set[int] = set()
        self._is_after_anchor = False
        self._anchors: set[str | None] = set()
        self._alike: tuple[Ranges, object] = ((), chain.digest_of_all(()))

    def begin(self, connection: Connection) -> None:
        """Read what all runs need. Raises DamagedError."""
        self.anchor = reader.pruned_anchor(connection)
        self._most = reader.most_of(connection)
        found = reader.sightings(connection, skip_damaged=True)
        self._kept = {one.state_id: one for one in found}
        self._digests = {
            state: chain.digest(one.found, one.first_run, one.since)
            for state, one in self._kept.items()
        }
        self._began = {one.episode_id: one for one in self._kept.values()}

    def follow(self, row: Row[Any]) -> str | None:
        """What is wrong with a run, given the runs before it. Raises DamagedError."""
        run = run_of_row(row, self._most)
        fault = (
            self._gap_before(run)
            or self._broken_link(run)
            or self._changed_findings(run)
            or self._changed_record(run, row)
            or self._differing_anchor(run)
        )
        if not fault:
            self._remember(run)
        return fault

    def _gap_before(self, run: StoredRun) -> str | None:
        before = self.last.id if self.last else self.anchor.run if self.anchor else 0
        missing = run.id - 1 - before
        if missing < 0:
            return "it was inserted: an earlier run has its number"
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

    def _changed_findings(self, run: StoredRun) -> str | None:
        seen, gone = list(ids(run.seen)), list(ids(run.gone))
        if not (self._kept.keys() >= set(seen) and self._began.keys() >= set(gone)):
            return "some of its findings were removed or damaged"
        if run.seen != self._alike[0]:
            self._alike = run.seen, chain.digest_of_all(self._digests[state] for state in seen)
        fixed = [self._began[episode] for episode in gone]
        what = {
            "findings": self._alike[1],
            "new": sum(self._kept[state].first_run == run.id for state in seen),
            "fixed": chain.digest_of_all(
                chain.digest_of_fixed(one.found.fingerprint, one.first_run) for one in fixed
            ),
        }
        if any(run.document.get(name) != part for name, part in what.items()):
            return "its findings are not the recorded ones"
        return None

    def _changed_record(self, run: StoredRun, row: Row[Any]) -> str | None:
        # Other parts select runs by the text of the record, so not even a blank may differ.
        if not row.record.isascii() or chain.sha256(row.record) != run.hash:
            return "its record does not match its hash"
        if (row.started_at, row.outcome) == (run.started_at, run.outcome):
            return None
        return "its row and its record differ"

    def _differing_anchor(self, run: StoredRun) -> str | None:
        """What is wrong with the hash of what is known of pruned runs, in the record of a run."""
        known = self.anchor.document if self.anchor else None
        if known is None:
            good = run.anchor is None
        elif self._is_after_anchor:
            good = run.anchor == (self.anchor and self.anchor.own_hash)
        else:
            self._is_after_anchor = run.hash == known["latest"]
            good = not self._is_after_anchor or run.anchor == known["before"]
        return None if good else "what is known of pruned runs was changed after it"

    @property
    def _covers_anchor(self) -> bool:
        if self.anchor is None:
            return True
        known = self.anchor.own_hash
        return known is not None and self.last is not None and self.last.anchor == known

    def _remember(self, run: StoredRun) -> None:
        self.first, self.last = self.first or run, run
        self.hashes[run.hash] = run.id
        self._anchors.add(run.anchor)
        self._known.update(ids(run.seen))

    def fault_at_the_end(self, connection: Connection) -> str | None:
        """What is wrong outside of single runs. Raises DamagedError."""
        if not self.hashes:
            return "it has no run: all were removed, or the first was never finished"
        return self._changed_anchor(connection) or self._stray(connection) or self._doubled()

    def _changed_anchor(self, connection: Connection) -> str | None:
        spans = reader.timeline_of(connection).kept
        self._known.update(span.state_id for span in spans.values())
        if not self.anchor:
            return "it has findings of pruned runs, but none were pruned" if spans else None
        if self.anchor.document is None:
            return None
        digests, document = kept_digests(connection, spans), self.anchor.document
        kept = chain.digest_of_all(digests) if len(digests) == len(spans) else None
        if chain.hash_of(document) != self.anchor.own_hash or document.get("kept") != kept:
            return "what is known of pruned runs was changed"
        if not self._is_after_anchor:
            return "the run that was the latest when runs were pruned was removed"
        return None

    def _stray(self, connection: Connection) -> str | None:
        """Whether there are findings that no run has."""
        states = dict(reader.states_of_episodes(connection))
        used = {episode for state, episode in states.items() if state in self._known}
        stray = len(states.keys() - self._known) + len(reader.ids_of_episodes(connection) - used)
        noun = inflect(stray, "finding was", "findings were")
        return f"{stray:,} {noun} inserted that no run has" if stray else None

    def _doubled(self) -> str | None:
        """Whether two rows are the same finding, so that each has a part of its runs."""
        first = {(one.found.fingerprint, one.first_run) for one in self._began.values()}
        alike = len(self._began) - len(first)
        latest: dict[int, Sighting] = {}
        for _, one in sorted(self._kept.items()):
            alike += latest.get(one.episode_id) == one.found
            latest[one.episode_id] = one.found
        noun = inflect(alike, "finding is", "findings are")
        return f"{alike:,} {noun} there twice" if alike else None

    def fault_of_noted(self, noted: str | None) -> str | None:
        """Whether a hash that was noted is missing."""
        anchor = self.anchor
        if noted is None or noted in self.hashes or noted in self._anchors:
            return None
        if anchor and noted in (anchor.hash, anchor.own_hash):
            return None
        pruned = f", unless it belongs to a run before run {anchor.run}" if anchor else ""
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
            covers_anchor=self._covers_anchor,
        )
