"""How open findings were in the last run that judged them as the configuration says.

A run with `--no-waivers` judges differently: it reports findings that waivers still cover. Compared
with such a run, a finding whose waiver ran out would look unchanged.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection

from driftcheck.history import reader
from driftcheck.history.records import Before, Episode, Sighting, StoredRun
from driftcheck.model import Outcome


def states_before(
    connection: Connection, found: Sequence[tuple[Episode, Sighting]], fail_on: str
) -> dict[str, Before]:
    """Return how open findings were, by fingerprint, if that is not how they are now.

    `found` has pairs of a finding before and now. The present run, whose threshold is `fail_on`, is
    not recorded yet.
    """
    numbers = {episode.last_run for episode, _ in found}
    runs = {number: reader.run_of_number(connection, number) for number in numbers}
    unwaived = {number for number, run in runs.items() if run and not run.limits.waivers}
    others = {number for number, run in runs.items() if run and run.document["fail_on"] != fail_on}
    odd = unwaived | others
    lacking = _last_whole_since(connection, min(numbers, default=0))
    changed = [
        episode
        for episode, now in found
        if episode.last_run in odd or episode.last_run < lacking or _judged(episode) != _judged(now)
    ]
    known = {one.fingerprint: _before(one, runs[one.last_run]) for one in changed}
    if hidden := [one for one in changed if one.last_run in unwaived]:
        wanted = {one.fingerprint for one in hidden}
        known |= _waived(connection, wanted, min(one.first_run for one in hidden))
    for one in changed:
        if one.last_run < lacking:
            known[one.fingerprint] = known[one.fingerprint]._replace(lacking=lacking)
    return known


def _last_whole_since(connection: Connection, number: int) -> int:
    """Return the last run from `number` on that looked at everything; 0 if there is none."""
    latest = reader.latest_run(connection)  # usually it did, and no other has to be read
    if latest and not _looked_at_everything(latest):
        runs = _since(reader.stored_runs(connection), number)
        latest = next(filter(_looked_at_everything, runs), None)
    return latest.id if latest else 0


def _looked_at_everything(run: StoredRun) -> bool:
    return run.limits.is_whole and run.outcome != Outcome.ERROR


def _judged(found: Episode | Sighting) -> tuple[str, str, bool]:
    return found.severity, found.status, found.waived


def _before(found: Episode | Sighting, run: StoredRun | None) -> Before:
    fail_on = None if run is None else str(run.document["fail_on"])
    return Before(found.severity, found.status, found.waived, found.waiver, fail_on)


def _waived(connection: Connection, wanted: set[str], first: int) -> dict[str, Before]:
    """Return how findings were in the last run with waivers that had them, from run `first` on.

    Only those that were waived then: all others are compared with the last run that had them.
    """
    known: dict[str, Before] = {}
    for run in _runs_with_waivers(connection, first):
        for one in reader.sightings(connection, run.seen):
            name = one.found.fingerprint
            if name in wanted and name not in known:
                known[name] = _before(one.found, run)
    return {name: before for name, before in known.items() if before.waived}


def _runs_with_waivers(connection: Connection, first: int) -> Iterator[StoredRun]:
    """Yield runs with waivers, the latest first, back to the last one that was whole."""
    for run in _since(reader.stored_runs(connection), first):
        if run.limits.waivers:
            yield run
        if _looked_at_everything(run):
            return


def _since(runs: Iterable[StoredRun], first: int) -> Iterator[StoredRun]:
    for run in runs:
        if run.id < first:
            return
        yield run
