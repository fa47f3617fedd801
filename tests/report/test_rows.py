"""The rows of a group: one for each number, or for consecutive numbers without a difference."""

from collections.abc import Iterable

from driftcheck.model import Finding, Heading, Place
from driftcheck.report import View
from driftcheck.report.similar import GroupRow, groups, rows
from driftcheck.report.text import render
from tests.each import each
from tests.reports import PLACE, RULE, changed, finding, report

ONE, TWO, SIX = "+12025550100", "+12025550101", "+12025550106"
Headings = dict[str, Heading]


def rows_of(findings: Iterable[Finding], headings: Headings | None = None) -> list[GroupRow]:
    """Return the rows of findings that form one group."""
    given = {("default", number): heading for number, heading in (headings or {}).items()}
    made = report(findings, headings=given)
    (group,) = groups(made)
    return rows(group, group.causes(made), made)


def named(findings: Iterable[Finding], headings: Headings | None = None) -> list[tuple[str, int]]:
    return [(row.name, row.count) for row in rows_of(findings, headings)]


def unmanaged(*numbers: str) -> list[Finding]:
    return [finding("drift-unmanaged", number) for number in numbers]


def test_consecutive_numbers_are_one_row_of_a_range() -> None:
    numbers = [f"+120255501{i:02}" for i in range(100)]
    assert named(unmanaged(*numbers)) == [("+12025550100..+12025550199", 100)]


def test_the_report_shows_the_range_and_counts_its_numbers() -> None:
    numbers = [f"+120255501{i:02}" for i in range(100)]
    out = render(report(unmanaged(*numbers), headings={}), View())
    assert "\n+ 100 numbers\n" in out
    assert "\n              +12025550100..+12025550199\n" in out
    assert "not shown" not in out


def test_a_gap_ends_a_range_and_starts_the_next() -> None:
    found = named(unmanaged(ONE, TWO, "+12025550103", "+12025550105", SIX))
    assert found == [
        ("+12025550100..+12025550101", 2),
        ("+12025550103", 1),
        ("+12025550105..+12025550106", 2),
    ]


@each(
    "pair",
    [
        ("+99", "+100"),
        ("12025550100", "12025550101"),
        ("+12025550101", "+12025550100"),
        ("+12025550100", "+12025550102"),
        ("+1202555010a", "+1202555010b"),
        ("+", "-"),
        ("-12025550101", "+12025550102"),
        (f"+{'1' * 500}1", f"+{'1' * 500}2"),
    ],
)
def test_numbers_that_are_not_consecutive_have_their_own_rows(pair: tuple[str, str]) -> None:
    assert named(unmanaged(*pair)) == [(number, 1) for number in pair]


def test_consecutive_numbers_with_different_labels_stay_apart() -> None:
    headings = {ONE: Heading("Support", PLACE), TWO: Heading("Sales", PLACE)}
    assert named(unmanaged(ONE, TWO), headings) == [(ONE, 1), (TWO, 1)]


def test_consecutive_numbers_from_different_places_stay_apart() -> None:
    headings = {ONE: Heading("Support", PLACE), TWO: Heading("Support", Place("b.yaml", 3, 5))}
    assert named(unmanaged(ONE, TWO), headings) == [(ONE, 1), (TWO, 1)]


def test_consecutive_numbers_of_one_entry_are_a_range_with_its_label_and_place() -> None:
    headings = dict.fromkeys((ONE, TWO), Heading("Support", PLACE))
    (row,) = rows_of(unmanaged(ONE, TWO), headings)
    assert (row.name, row.label, row.place) == (f"{ONE}..{TWO}", "Support", PLACE)


def test_consecutive_numbers_with_different_values_stay_apart() -> None:
    values = [changed(ONE, "inbound", 1, 2), changed(TWO, "inbound", 1, 3)]
    assert [(row.name, row.own) for row in rows_of(values)] == [(ONE, "1 → 2"), (TWO, "1 → 3")]


def test_the_label_column_is_left_out_if_labels_drifted() -> None:
    headings = {n: Heading(f"Label {n}", PLACE) for n in (ONE, SIX)}
    values = [changed(ONE, "label", "a", "b"), changed(SIX, "label", "a", "c")]
    found = rows_of(values, headings)
    assert [(row.label, row.own) for row in found] == [("", '"a" → "b"'), ("", '"a" → "c"')]


def test_the_label_column_stays_if_all_labels_drifted_alike() -> None:
    headings = {n: Heading("b", PLACE) for n in (ONE, SIX)}
    values = [changed(n, "label", "a", "b") for n in (ONE, SIX)]
    assert [(row.label, row.own) for row in rows_of(values, headings)] == [("b", ""), ("b", "")]


def test_values_of_several_fields_are_named() -> None:
    both = [
        changed(number, path, 0, value)
        for number, value in ((ONE, 1), (SIX, 2))
        for path in ("inbound", "outbound")
    ]
    expected = ["inbound: 0 → 1, outbound: 0 → 1", "inbound: 0 → 2, outbound: 0 → 2"]
    assert [row.own for row in rows_of(both)] == expected


def test_a_field_with_the_same_drift_is_not_repeated_in_rows() -> None:
    both = [
        found
        for number, value in ((ONE, 1), (SIX, 2))
        for found in (changed(number, "inbound", 0, value), changed(number, "outbound", 0, 5))
    ]
    assert [row.own for row in rows_of(both)] == ["0 → 1", "0 → 2"]


def test_a_value_beside_a_label_from_right_to_left_is_named_by_its_field() -> None:
    """A terminal would show the value before such a label."""
    headings = {ONE: Heading("دعم العملاء", None), SIX: Heading("Sales", None)}
    values = [changed(ONE, "inbound", 0, 1), changed(SIX, "inbound", 0, 2)]
    assert [row.own for row in rows_of(values, headings)] == ["inbound: 0 → 1", "0 → 2"]


def test_what_a_rule_says_about_a_number_has_no_field_name() -> None:
    both = [
        made
        for number, value in ((ONE, 1), (SIX, 2))
        for made in (
            changed(number, "inbound", 0, value),
            finding(RULE.id, number, path="inbound", message=f"{RULE.title}: it is {value}"),
        )
    ]
    assert [row.own for row in rows_of(both)] == [
        "it is 1, inbound: 0 → 1",
        "it is 2, inbound: 0 → 2",
    ]


def test_a_waiver_shows_its_problem_and_place() -> None:
    unused = [
        finding("waiver-unused", None, path=path, message=f"{path} matches nothing", location=place)
        for path, place in (("a", PLACE), ("b", Place("w.yaml", 9, 1)))
    ]
    assert rows_of(unused) == [
        GroupRow("a matches nothing", "a matches nothing", 1, "", "", PLACE),
        GroupRow("b matches nothing", "b matches nothing", 1, "", "", Place("w.yaml", 9, 1)),
    ]


def test_a_group_of_numbers_shows_the_place_of_its_finding() -> None:
    found = [
        finding(RULE.id, None, path=f"team={i}", message=f"{RULE.title}: {i}", location=place)
        for i, place in ((1, PLACE), (2, Place("w.yaml", 9, 1)))
    ]
    shown = [(row.name, row.own, row.place) for row in rows_of(found)]
    assert shown == [("team=1", "1", PLACE), ("team=2", "2", Place("w.yaml", 9, 1))]


def test_hostile_labels_are_escaped() -> None:
    headings = dict.fromkeys((ONE, SIX), Heading("a\x1b[2J\u202eb", None))
    assert [row.label for row in rows_of(unmanaged(ONE, SIX), headings)] == [r"a\x1b[2J\u202eb"] * 2
