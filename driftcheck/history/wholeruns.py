"""The runs that looked at all numbers of an account: only these show how long something took."""

from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cache

from driftcheck.history.records import Episode, StoredRun
from driftcheck.words import seconds_between

_UNSEEN = "not looked at by the latest run"
_ONLY_PARTIAL = "found by a partial run only"
_NO_WAIVERS = "found with --no-waivers"


class WholeRuns:
    """Which runs looked at all numbers of an account.

    `times` says when each run began, by its number. `incomplete` are the runs that were limited, or
    could not read an account. `states_in` gives the ids of the states that a run found; only notes
    need it.
    """

    def __init__(
        self,
        times: Mapping[int, str],
        incomplete: Iterable[StoredRun],
        states_in: Callable[[int], Container[int]] = lambda _: (),
    ) -> None:
        self.times = times
        self._states_in = cache(states_in)
        self._numbers = sorted(times)
        self._incomplete = {run.id: run for run in incomplete}
        self._next: dict[tuple[int, str], int | None] = {}
        self._latest: dict[str, int | None] = {}

    def latest(self, account: str) -> int | None:
        """The latest run without a limit for an account, even if it could not read the account."""
        if account not in self._latest:
            back = reversed(self._numbers)
            self._latest[account] = next((n for n in back if self._covers(n, account)), None)
        return self._latest[account]

    def first_from(self, run: int, account: str) -> int | None:
        """The first run, from a run on, that read all numbers of an account."""
        key = run, account
        if key not in self._next:
            later = self._numbers[bisect_left(self._numbers, run) :]
            self._next[key] = next((n for n in later if self._has_read(n, account)), None)
        return self._next[key]

    def _covers(self, run: int, account: str) -> bool:
        return run not in self._incomplete or self._incomplete[run].covers(account)

    def _has_read(self, run: int, account: str) -> bool:
        return run not in self._incomplete or self._incomplete[run].has_read(account)

    def saw(self, episode: Episode) -> bool:
        """Whether one of these runs had a finding. A first run that was pruned counts as one."""
        if episode.first_run not in self.times:
            return True
        first = self.first_from(episode.first_run, episode.account)
        return first is not None and first <= episode.last_run

    def time_to_fix(self, episode: Episode) -> float | None:
        """From the first of these runs that had a finding to the first that found it fixed.

        In seconds; None if there is no such run.
        """
        if episode.fixed_run is None or not self.saw(episode):
            return None
        last = self.first_from(episode.fixed_run, episode.account)
        return None if last is None else seconds_between(self._began(episode), self.times[last])

    def _began(self, episode: Episode) -> str:
        if episode.first_run not in self.times:
            return episode.since
        first = self.first_from(episode.first_run, episode.account)
        return episode.since if first is None else self.times[first]

    def note(self, episode: Episode) -> str:
        """What is special about when an open finding was found; empty if nothing is."""
        if not self.saw(episode):
            return _ONLY_PARTIAL
        last = self._incomplete.get(episode.last_run)
        latest = self.latest(episode.account)
        if last and not last.limits.waivers:
            is_as_before = latest is not None and episode.state_id in self._states_in(latest)
            return "" if is_as_before else _NO_WAIVERS
        return _UNSEEN if latest is not None and episode.last_run < latest else ""
