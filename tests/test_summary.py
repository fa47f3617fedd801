"""The counts of accounts, and of several together."""

from driftcheck.errors import Place
from driftcheck.model import Declaration, LiveList, Severity
from driftcheck.result import AccountResult, Heading, Summary
from driftcheck.summary import Checked, Facts, headings, total
from tests.reports import finding

NONE = dict.fromkeys(reversed(Severity), 0)


def test_the_counts_of_accounts_add_up_and_their_coverage_is_that_of_all_numbers() -> None:
    eu = Summary(
        declared=3, live=3, in_sync=2, missing=1, waived=1, covered=2, countable=3, coverage=0.6666,
        by_severity={**NONE, Severity.HIGH: 1},
    )  # fmt: skip
    us = Summary(
        declared=1, live=1, in_sync=1, violations=2, covered=1, countable=1, coverage=1.0,
        by_severity={**NONE, Severity.HIGH: 2, Severity.LOW: 1},
    )  # fmt: skip
    both = total(eu, us)
    assert both == Summary(
        declared=4, live=4, in_sync=3, missing=1, violations=2, waived=1, covered=3, countable=4,
        coverage=0.75,
        by_severity={**NONE, Severity.HIGH: 3, Severity.LOW: 1},
    )  # fmt: skip
    assert list(both.by_severity) == list(reversed(Severity))


def test_without_an_account_that_was_read_there_is_no_coverage() -> None:
    assert total() == Summary()


def test_a_declared_number_lends_nothing_to_an_entry_at_its_index() -> None:
    said = Declaration({"label": "Declared"}, {}, frozenset(), False, Place("n.yaml", 3, 5), {})
    live = LiveList("live.json", ({"phone_number": "0"}, {"label": "Nameless"}))
    result = AccountResult("default", "live.json", 1, 2)
    found = [finding("schema-invalid", None, path="[1].phone_number"), finding(number="1")]
    part = Checked(result, tuple(found), {"1": said}, live, Facts())
    assert headings([part], found) == {
        ("default", 1): Heading("Nameless", None),
        ("default", "1"): Heading("Declared", Place("n.yaml", 3, 5)),
    }
