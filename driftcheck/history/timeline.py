"""What the runs say of each finding: its latest state, its last run, its nights, and its end.

All of it follows from what the chain covers: from the findings of the runs, and from what pruning
kept of earlier runs. No other column could make a finding look younger, fixed or waived.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

from driftcheck.history.ids import ids
from driftcheck.history.records import RunRow, Span

_NEVER = -1


class Timeline:
    """The spans of episodes, by their ids, from runs in their order.

    `states` are pairs of a state and its episode, in the order of the states. `kept` are the spans
    up to the last pruned run. `fixed` has the run that found an episode fixed, and `initial` the
    state that an episode began with. A night is a day, UTC. If the clock goes back, the latest day
    goes on.
    """

    def __init__(
        self,
        runs: Sequence[RunRow],
        states: Iterable[tuple[int, int]],
        kept: Mapping[int, Span],
    ) -> None:
        self.runs = runs
        self.kept = kept
        self.fixed = {episode: run for run in runs for episode in ids(run.gone)}
        self.initial: dict[int, int] = {}
        self._nights = list(accumulate((run.started_at[:10] for run in runs), max))
        self.spans = self._spans(list(states), kept)

    @property
    def night(self) -> str:
        """The latest night; empty where there is no run."""
        return self._nights[-1] if self._nights else ""

    def _spans(
        self, states: Sequence[tuple[int, int]], kept: Mapping[int, Span]
    ) -> dict[int, Span]:
        seen = _Appearances([state for state, _ in states], self._nights)
        for position, run in enumerate(self.runs):
            seen.go(run.went, position)
            seen.come(run.came, position)
        last, counts = seen.end()
        first, spans = seen.first, dict(kept)
        found = (place for place, run in enumerate(last) if run != _NEVER)
        for place in sorted(found, key=last.__getitem__):
            (state, episode), end = states[place], last[place]
            before, run = spans.get(episode), self.runs[end]
            nights = counts[place] + (before.nights if before else 0)
            # A state that follows another on the same night adds nothing for that night.
            nights -= before is not None and before.night == self._nights[first[place]]
            spans[episode] = Span(state, run.id, run.started_at, nights, self._nights[end])
            self.initial.setdefault(episode, state)
        return spans


class _Appearances:
    """The first run, the last run and the nights of each state, by its place among all states.

    Runs are positions. Ids may have large gaps in a history that somebody altered, places have
    none. Most runs find what the run before found, so only changes cost time: a range of states
    takes hardly more of it than one.
    """

    def __init__(self, states: Sequence[int], nights: Sequence[str]) -> None:
        self.states = states
        self.nights = nights
        self.first = [_NEVER] * len(states)
        self._last = [_NEVER] * len(states)
        self._is_there = bytearray(len(states))
        self._changes = [0] * (len(states) + 1)
        later = (int(one != other) for one, other in pairwise(nights))
        self._passed = list(accumulate(later, initial=1)) if nights else []
        """How many nights there are up to each run."""

    def come(self, ranges: Iterable[range], run: int) -> None:
        """Note that states are there from a run on."""
        for part in ranges:
            start, stop = self._places(part)
            self._is_there[start:stop] = b"\1" * (stop - start)
            self._count(start, stop, 1 - self._passed[run])
            if _are_all(self.first, start, stop, _NEVER):
                self.first[start:stop] = [run] * (stop - start)
            else:
                self._return(start, stop, run)

    def _return(self, start: int, stop: int, run: int) -> None:
        """Note that states are there again: a night with a gap is one night."""
        for place in range(start, stop):
            if self.first[place] == _NEVER:
                self.first[place] = run
            elif self.nights[self._last[place]] == self.nights[run]:
                self._count(place, place + 1, -1)

    def go(self, ranges: Iterable[range], run: int) -> None:
        """Note that states were there up to the run before."""
        for part in ranges:
            start, stop = self._places(part)
            self._is_there[start:stop] = bytes(stop - start)
            self._last[start:stop] = [run - 1] * (stop - start)
            self._count(start, stop, self._passed[run - 1])

    def end(self) -> tuple[list[int], list[int]]:
        """The last run and the nights of each state, after the last run."""
        run, start = len(self.nights), self._is_there.find(1)
        while start >= 0:
            stop = self._is_there.find(0, start)
            stop = len(self.states) if stop < 0 else stop
            self.go([range(self.states[start], self.states[stop - 1] + 1)], run)
            start = self._is_there.find(1, stop)
        return self._last, list(accumulate(self._changes))

    def _count(self, start: int, stop: int, nights: int) -> None:
        self._changes[start] += nights
        self._changes[stop] -= nights

    def _places(self, part: range) -> tuple[int, int]:
        return bisect_left(self.states, part.start), bisect_left(self.states, part.stop)


def _are_all(values: Sequence[int], start: int, stop: int, value: int) -> bool:
    return values[start:stop].count(value) == stop - start
