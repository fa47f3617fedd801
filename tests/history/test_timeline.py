"""What the runs say of each finding equals what a slow and obvious walk over them says."""

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.history.ids import Follower, ids, ranges_of, text_of
from driftcheck.history.records import RunRow, Span
from driftcheck.history.timeline import Timeline

EPISODE = {1: 1, 2: 2, 3: 1, 4: 3, 5: 2, 6: 1, 9: 4}
"""The episode of each state. A later state of an episode has a greater id."""


@st.composite
def runs_of_states(draw: st.DrawFn) -> list[RunRow]:
    """Runs on a few days; an episode that changed does not return to an earlier state."""
    found: list[RunRow] = []
    latest: dict[int, int] = {}
    follower = Follower()
    for number in range(1, draw(st.integers(0, 9)) + 1):
        seen: dict[int, int] = {}
        for state in draw(st.lists(st.sampled_from(sorted(EPISODE)))):
            episode = EPISODE[state]
            seen[episode] = max(state, latest.get(episode, 0), seen.get(episode, 0))
        latest |= seen
        came, went = follower.changes(text_of(ranges_of(seen.values())), len(EPISODE))
        day = draw(st.integers(1, 4))
        found.append(RunRow(number, f"2026-01-0{day}T00:00:00Z", came, went, ()))
    return found


def seen_by(runs: Sequence[RunRow]) -> Iterator[set[int]]:
    """The states that each run found."""
    seen: set[int] = set()
    for run in runs:
        seen = (seen - set(ids(run.went))) | set(ids(run.came))
        yield seen


def naive(runs: Sequence[RunRow], kept: dict[int, Span]) -> dict[int, Span]:
    spans = dict(kept)
    for run, seen in zip(runs, seen_by(runs), strict=True):
        for state in seen:
            before = spans.get(EPISODE[state])
            is_later = before is None or before.last_at[:10] < run.started_at[:10]
            nights = (before.nights if before else 0) + is_later
            spans[EPISODE[state]] = Span(state, run.id, run.started_at, nights)
    return spans


@given(runs_of_states())
def test_spans_are_those_of_a_walk_over_all_runs(runs: list[RunRow]) -> None:
    timeline = Timeline(runs, EPISODE.items(), {})
    assert timeline.spans == naive(runs, {})
    first: dict[int, int] = {}
    for seen in seen_by(runs):
        for state in sorted(seen):
            first.setdefault(EPISODE[state], state)
    assert timeline.initial == first


@given(runs_of_states(), st.integers(0, 9))
def test_spans_are_the_same_if_some_runs_are_pruned(runs: list[RunRow], pruned: int) -> None:
    kept, left = Timeline(runs[:pruned], EPISODE.items(), {}).spans, runs[pruned:]
    if left and pruned:
        there = list(seen_by(runs))[pruned]
        left[0] = left[0]._replace(came=ranges_of(there), went=())
    assert Timeline(left, EPISODE.items(), kept).spans == naive(runs, {})


def test_a_clock_that_was_wrong_once_does_not_stop_the_count_of_nights() -> None:
    days = "2026-01-01", "2099-01-01", "2026-01-02", "2026-01-03"
    came = (range(1, 2),)
    runs = [
        RunRow(number, f"{day}T00:00:00Z", came if number == 1 else (), (), ())
        for number, day in enumerate(days, 1)
    ]
    counts = [Timeline(runs[:n], [(1, 1)], {}).spans[1].nights for n in range(1, 5)]
    assert counts == [1, 2, 2, 3]


def test_a_state_with_a_far_greater_id_takes_no_more_room() -> None:
    far = 2**40
    runs = [RunRow(1, "2026-01-01T00:00:00Z", (range(1, 2), range(far, far + 1)), (), ())]
    timeline = Timeline(runs, [(1, 1), (far, 2)], {})
    assert {episode: span.state_id for episode, span in timeline.spans.items()} == {1: 1, 2: far}
