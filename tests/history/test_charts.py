"""The shapes of the charts stay within their frame, and are as high as what they stand for."""

import dataclasses
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.history import charts
from driftcheck.history.statistics import FindingCount, Point

_COUNTS = st.integers(0, 100_000)
_LEVELS = ("critical", "high", "medium", "low", "info")


def point(run: int, counts: list[int] | None, new: int, fixed: int, coverage: float) -> Point:
    by_severity = None if counts is None else dict(zip(_LEVELS, counts, strict=True))
    return Point(
        run=run,
        started_at="2026-01-01T00:00:00Z",
        outcome="findings",
        by_severity=by_severity,
        waived=0,
        coverage=None if counts is None else coverage,
        every=FindingCount(0, 0, 0),
        open=FindingCount(sum((counts or [])[:4]), new, fixed),
        fails_on_info=False,
        errors=(),
        hash="",
    )


_POINTS = st.lists(
    st.builds(
        point,
        st.integers(1, 9),
        st.one_of(st.none(), st.lists(_COUNTS, min_size=5, max_size=5)),
        _COUNTS,
        _COUNTS,
        st.floats(0, 1),
    ),
    max_size=40,
)


@given(_POINTS)
def test_every_shape_is_within_its_frame(points: list[Point]) -> None:
    for draw in (charts.by_severity, charts.movement, charts.coverage):
        chart = draw(points)
        for box in (*chart.boxes, *chart.dots):
            assert box.x >= charts.LEFT - 0.1
            assert box.x + box.width <= charts.WIDTH - charts.RIGHT + 0.1
            assert box.y >= -0.1
            assert box.y + box.height <= charts.HEIGHT
        for tick in chart.across:
            assert -0.1 <= tick.at <= charts.HEIGHT
        assert len(chart.across) <= 12


def test_bars_are_as_high_as_their_counts() -> None:
    chart = charts.by_severity([point(2, [1, 0, 3, 0, 0], 0, 0, 1.0)])
    one, three = chart.boxes
    assert (one.style, three.style) == ("critical", "medium")
    assert round(three.height / one.height, 1) == 3
    assert one.about == "run 2 of 2026-01-01 00:00: 1 critical"
    assert three.y + three.height == one.y
    assert [tick.label for tick in chart.across] == ["0", "1", "2", "3", "4"]


def test_what_is_waived_or_info_is_in_no_chart() -> None:
    waived = dataclasses.replace(point(2, [1, 0, 0, 0, 9], 0, 0, 1.0), waived=9)
    assert [box.style for box in charts.by_severity([waived]).boxes] == ["critical"]
    failing = dataclasses.replace(waived, fails_on_info=True)
    assert [box.style for box in charts.by_severity([failing]).boxes] == ["critical", "info"]


def test_labels_below_a_year_of_runs_do_not_touch() -> None:
    for year in (2025, 2026):
        points = [
            dataclasses.replace(point(n, [1] * 5, 0, 0, 1.0), started_at=f"{year - n // 300}-01-01")
            for n in range(1, 366)
        ]
        labels = charts.by_severity(points).below
        wide = max(len(tick.label) for tick in labels) * 7
        assert all(one.at + wide < two.at for one, two in pairwise(labels))
        assert labels[-1].at + wide / 2 <= charts.WIDTH


def test_a_run_that_read_nothing_is_a_gap() -> None:
    good, bad = point(2, [0] * 5, 0, 0, 0.5), point(3, None, 0, 0, 0)
    assert [box.style for box in charts.by_severity([good, bad]).boxes] == ["unread"]
    assert len(charts.coverage([good, good, bad, good, good]).lines) == 2
    assert charts.by_severity([]).boxes == ()
