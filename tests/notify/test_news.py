"""The news of a run, and runs without news."""

import pytest

from driftcheck.model import Age, Comparison, Former, History, Problem, Report, Severity
from driftcheck.notify.news import News
from tests.notify.giving import ONE, drifted, news
from tests.reports import WAIVER, finding, report

FORMER = Former("drift-changed", Severity.LOW, "default", ONE, "label", "x", "0" * 32)
FIXED = Comparison("base.json", "2026-01-01T00:00:00Z", (FORMER,))


def occasions(made: Report, least: Severity = Severity.LOW) -> set[str]:
    return set(News.of(made, least).occasions) - {"always"}


def test_a_finding_is_new_and_any() -> None:
    assert occasions(drifted()) == {"any", "new"}


def test_a_clean_run_has_only_the_occasion_always() -> None:
    assert News.of(report(), Severity.LOW).occasions == {"always"}


def test_findings_below_the_severity_do_not_count() -> None:
    made = report([finding(number=ONE, severity=Severity.MEDIUM)])
    assert occasions(made, Severity.HIGH) == set()
    assert occasions(made, Severity.MEDIUM) == {"any", "new"}


def test_waived_and_existing_findings_do_not_count() -> None:
    accepted = [finding(number=ONE, waiver=WAIVER), finding(number=ONE, status="existing")]
    assert occasions(report(accepted)) == set()


def test_fixed_findings_count_from_the_severity_on() -> None:
    made = report(baseline=FIXED)
    assert occasions(made) == {"fixed"}
    assert occasions(made, Severity.MEDIUM) == set()


def aged(*new: bool | str, previous: int | None = 1, fixed: tuple[Former, ...] = ()) -> Report:
    """Return a report with a finding per item: whether it is new in the history, or why worse."""
    found = [finding(number=f"+1202555010{n}", age=_age(item)) for n, item in enumerate(new)]
    count = sum(item is True for item in new)
    told = History("h.db", 2, "0" * 64, previous, "x", count, len(found) - count, fixed)
    return report(found, history=told)


def _age(item: bool | str) -> Age:
    worse = item if isinstance(item, str) else ""
    return Age("2026-01-01T00:00:00Z", 1, item is True, worse)


def test_with_a_history_findings_of_no_earlier_run_are_new() -> None:
    assert occasions(aged(False, False)) == {"any"}
    made = aged(False, True)
    assert occasions(made) == {"any", "new"}
    assert [f.phone_number for f in news(made).new] == ["+12025550101"]
    assert news(made).counts == "2 medium to look at, 1 new"


def test_a_finding_that_is_worse_than_before_is_news() -> None:
    made = aged("was info, now medium")
    assert occasions(made) == {"any", "new"}
    assert news(made).counts == "1 medium to look at, 1 worse"
    assert occasions(made, Severity.HIGH) == set()


def test_new_findings_come_first_then_worse_ones_each_with_the_reason() -> None:
    told = news(aged(False, "its waiver ran out on 2025-12-31", True))
    assert told.counts == "3 medium to look at, 1 new, 1 worse"
    assert [(item.name[11], item.why) for item in told.items()] == [
        ("2", "new"),
        ("1", "worse: its waiver ran out on 2025-12-31"),
        ("0", ""),
    ]
    assert [f.phone_number for f in told.worse] == ["+12025550101"]


def test_in_the_first_run_of_a_history_everything_is_new() -> None:
    assert occasions(aged(False, previous=None)) == {"any", "new"}


def test_fixed_findings_since_the_previous_run_are_news() -> None:
    assert occasions(aged(fixed=(FORMER,))) == {"fixed"}


def test_no_verdict_is_an_error_whatever_the_severity() -> None:
    made = report(problems=[Problem("no list")])
    assert occasions(made, Severity.CRITICAL) == {"error"}


def test_items_are_sorted_the_worst_first() -> None:
    told = [(item.kind, item.name, item.text) for item in news(drifted(baseline=FIXED)).items()]
    assert told == [
        ("high", f"{ONE} (Support)", "live, but not declared"),
        ("low", f"{ONE} (Support)", 'label: "a" → "b"'),
        ("fixed", f"default {ONE} label", "drift-changed"),
    ]


def test_the_rest_of_many_items_is_counted() -> None:
    made = report([finding(number=f"+1202555{n:04}") for n in range(25)])
    items = list(news(made).items())
    assert len(items) == 11
    assert (items[-1].kind, items[-1].name) == ("more", "… and 15 more findings")


def test_the_counts_are_in_words() -> None:
    assert news().counts == "1 high, 1 low to look at"
    assert news(report(baseline=FIXED)).counts == "1 fixed"
    assert news(report()).counts == ""


def test_the_reason_for_no_verdict_has_a_hint() -> None:
    made = report(problems=[Problem("no list", None, "See the API.")])
    assert [item.name for item in news(made).items()] == ["no list — See the API."]


@pytest.mark.parametrize("label", ["a\nb", "\x1b[31m", "\u202e"])
def test_every_item_is_one_harmless_line(label: str) -> None:
    made = drifted()
    hostile = {key: h._replace(label=label) for key, h in made.headings.items()}
    for item in news(made._replace(headings=hostile)).items():
        assert (item.name + item.text).isprintable()
