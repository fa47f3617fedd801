"""What the text report does about numbers, groups and values of which there is too much."""

import re

from driftcheck.model import Heading, Place
from driftcheck.report import View
from driftcheck.report.text import render
from tests.reports import RULE, changed, finding, report


def test_a_number_with_many_findings_does_not_fill_the_log() -> None:
    many = [finding("schema-unknown-field", path=f"field_{i}", message=f"{i}") for i in range(500)]
    text = render(report(many), View())
    assert len(text.splitlines()) < 30
    assert "… and 490 more" in text
    assert "490 findings are not shown here; --all shows them." in text
    assert len(render(report(many), View(whole=True)).splitlines()) > 500


def test_how_many_fields_are_not_listed_is_shown_all_the_same() -> None:
    many = [finding("schema-unknown-field", path=f"field_{i}", message=f"{i}") for i in range(100)]
    rest = finding("schema-unknown-field", path="*", message="and 1,200 more fields", actual=1200)
    text = render(report([*many, rest]), View())
    assert "… and 90 more\n    info      and 1,200 more fields  [" in text
    assert "90 findings are not shown here" in text


def test_what_is_waived_stands_after_what_is_not() -> None:
    worse = finding("live-duplicate", status="existing", message="twice")
    both = report([worse, finding("drift-unmanaged", message="not declared")])
    text = render(both, View(whole=True))
    assert re.search(r"medium .*\n    fix .*\n    existing ", text)


def test_true_and_1_are_not_told_as_the_same() -> None:
    both = [changed("+12025550101", "x", None, True), changed("+12025550102", "x", None, 1)]
    text = render(report(both), View())
    assert "null → true" in text
    assert "null → 1" in text


def test_a_label_is_cut_no_further_than_it_must_be() -> None:
    """Even where another row is too long for the line anyway."""
    found = [
        changed("+12025550100", "inbound", True, False),
        changed("+12025550105", "inbound", "x" * 100, False),
    ]
    assert "+12025550100  Support  true → false  numbers.yaml:3" in render(report(found), View())


def test_it_is_not_worth_leaving_one_or_two_out() -> None:
    twelve = [finding("schema-unknown-field", path=f"f{i}", message=f"{i}") for i in range(12)]
    assert "more" not in render(report(twelve), View())


def test_what_is_not_shown_of_many_numbers_with_many_findings_is_counted_once() -> None:
    names = [f"+{12025550100 + 2 * number}" for number in range(20)]
    found = [changed(name, f"f{i}", i, name) for name in names for i in range(30)]
    text = render(report(found), View(200))
    assert "… and 20 more\n" in text
    assert "500 findings are not shown here" in text  # 600, but 10 fields of 10 numbers
    assert " ".join(text.split()).count(f'→ "{names[0]}"') == 10


def test_no_owner_or_file_is_wider_than_the_terminal() -> None:
    place = Place("very/" * 30 + "long.yaml", 3, 5)
    for number in (1, 2):
        found = [
            finding("drift-missing", f"+1202555010{2 * i}", owner=f"{'o' * 500}{i} ")
            for i in range(number)
        ]
        headings = {("default", each.phone_number): Heading("Sales", place) for each in found}
        for width in (40, 100, 400):
            text = render(report(found, headings=headings), View(width))
            assert max(map(len, text.splitlines())) <= width
            assert "owner ooo" in text


def test_a_title_of_nothing_but_spaces_is_left_out() -> None:
    rule = RULE._replace(title="   ")
    found = finding(rule.id, message=f"{rule.title}: label is short")
    out = render(report([found], checks={rule.id: rule}), View())
    assert f"    critical  label is short  [{rule.id}]\n" in out
