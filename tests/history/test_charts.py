"""The shapes of the charts stay within their frame, and are as high as what they stand for."""

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.history import charts
from driftcheck.history.statistics import Point

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
        found=sum(counts or []),
        new=new,
        fixed=fixed,
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
            assert box.x + box.width <= chart.width - charts.RIGHT + 0.1
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


def test_a_run_that_read_nothing_is_a_gap() -> None:
    good, bad = point(2, [0] * 5, 0, 0, 0.5), point(3, None, 0, 0, 0)
    assert [box.style for box in charts.by_severity([good, bad]).boxes] == ["unread"]
    assert len(charts.coverage([good, good, bad, good, good]).lines) == 2
    assert charts.by_severity([]).boxes == ()
