"""What the text report does about numbers, groups and values of which there is too much."""

import re

from driftcheck.report import View
from driftcheck.report.text import render
from tests.reports import changed, finding, report


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
