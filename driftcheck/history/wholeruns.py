"""The runs that looked at all numbers of an account: only they tell how long something took."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from driftcheck.history.records import Episode, StoredRun
from driftcheck.words import seconds_between

_UNSEEN = "not looked at by the latest run"
_ONLY_PARTIAL = "found by a partial run only"


class WholeRuns:
    """Which runs looked at all numbers of an account.

    `times` says when each run began, by its number; `partial` are the runs that had a limit.
    """

    def __init__(self, times: Mapping[int, str], partial: Iterable[StoredRun]) -> None:
        self.times = times
        self._numbers = sorted(times)
        self._partial = {run.id: run for run in partial}
        self._next: dict[tuple[int, str], int | None] = {}
        self._latest: dict[str, int | None] = {}

    def latest(self, account: str) -> int | None:
        """The latest run that looked at all of an account."""
        if account not in self._latest:
            back = reversed(self._numbers)
            self._latest[account] = next((n for n in back if self._covers(n, account)), None)
        return self._latest[account]

    def first_from(self, run: int, account: str) -> int | None:
        """The first run, from a run on, that looked at all of an account."""
        key = run, account
        if key not in self._next:
            later = self._numbers[bisect_left(self._numbers, run) :]
            self._next[key] = next((n for n in later if self._covers(n, account)), None)
        return self._next[key]

    def _covers(self, run: int, account: str) -> bool:
        return run not in self._partial or self._partial[run].covers(account)

    def saw(self, episode: Episode) -> bool:
        """Whether one of them had a finding."""
        first = self.first_from(episode.first_run, episode.account)
        return first is not None and first <= episode.last_run

    def time_to_fix(self, episode: Episode) -> float | None:
        """From the first of them that had a finding to the first that found it fixed, in seconds.

        None where there is no such run. A first run that was pruned counts.
        """
        if episode.fixed_run is None or not self.saw(episode):
            return None
        first = self.first_from(episode.first_run, episode.account)
        last = self.first_from(episode.fixed_run, episode.account)
        if first is None or last is None:
            return None
        known = episode.first_run in self.times
        return seconds_between(self.times[first] if known else episode.since, self.times[last])

    def note(self, episode: Episode) -> str:
        """What is special about when an open finding was found; empty where nothing is."""
        if not self.saw(episode):
            return _ONLY_PARTIAL
        latest = self.latest(episode.account)
        return _UNSEEN if latest is not None and episode.last_run < latest else ""
