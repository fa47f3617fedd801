"""What became of each finding: its latest state, its last run, its nights, and its fix.

All of it follows from what the chain covers: from the findings of the runs, and from what pruning
kept of earlier runs. So no other column can make a finding look younger, fixed or waived.
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
    state that an episode began with. A run adds a night to a finding if its day, UTC, is later than
    that of the run that had the finding before. `disordered` is a run that has a later state of a
    finding before the earlier one ended; None if driftcheck recorded the runs.
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
        self.disordered: int | None = None
        self.spans = self._spans(list(states), kept)

    def _spans(
        self, states: Sequence[tuple[int, int]], kept: Mapping[int, Span]
    ) -> dict[int, Span]:
        days = [run.started_at[:10] for run in self.runs]
        seen = _Appearances([state for state, _ in states], days)
        for position, run in enumerate(self.runs):
            seen.go(run.went, position)
            seen.come(run.came, position)
        last, counts = seen.end()
        spans = dict(kept)
        for place, end in enumerate(last):
            if end == _NEVER:
                continue
            (state, episode), first = states[place], seen.first[place]
            before, run, nights = spans.get(episode), self.runs[end], counts[place]
            if before:
                if before.last_run >= self.runs[first].id:
                    self.disordered = self.runs[first].id
                nights += before.nights - (before.last_at[:10] >= days[first])
            spans[episode] = Span(state, run.id, run.started_at, nights)
            self.initial.setdefault(episode, state)
        return spans


class _Appearances:
    """The first run, the last run and the nights of each state, by its place among all states.

    Runs are given by their positions, and `days` are their days. Ids may have large gaps in a
    history that somebody altered; places have none. Most runs find what the run before found, so
    only changes take time, and many states in a range take hardly more than one.
    """

    def __init__(self, states: Sequence[int], days: Sequence[str]) -> None:
        self.states = states
        self.days = days
        self.first = [_NEVER] * len(states)
        self._last = [_NEVER] * len(states)
        self._is_there = bytearray(len(states))
        self._changes = [0] * (len(states) + 1)
        later = (int(one < other) for one, other in pairwise(days))
        self._passed = list(accumulate(later, initial=1)) if days else []
        """The nights, up to each run, of a finding that all runs from the first on have."""

    def come(self, ranges: Iterable[range], run: int) -> None:
        """Note that a run has states that the run before did not have."""
        for part in ranges:
            start, stop = self._places(part)
            self._is_there[start:stop] = b"\1" * (stop - start)
            self._count(start, stop, 1 - self._passed[run])
            if _are_all(self.first, start, stop, _NEVER):
                self.first[start:stop] = [run] * (stop - start)
            else:
                self._return(start, stop, run)

    def _return(self, start: int, stop: int, run: int) -> None:
        """Note that a run has states again, after a gap."""
        for place in range(start, stop):
            if self.first[place] == _NEVER:
                self.first[place] = run
            elif self.days[self._last[place]] >= self.days[run]:
                self._count(place, place + 1, -1)

    def go(self, ranges: Iterable[range], run: int) -> None:
        """Note that a run does not have states that the run before had."""
        for part in ranges:
            start, stop = self._places(part)
            self._is_there[start:stop] = bytes(stop - start)
            self._last[start:stop] = [run - 1] * (stop - start)
            self._count(start, stop, self._passed[run - 1])

    def end(self) -> tuple[list[int], list[int]]:
        """The last run and the nights of each state, after the last run."""
        run, start = len(self.days), self._is_there.find(1)
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
