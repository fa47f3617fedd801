"""The counts of one account, and of several together."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.compare.conformity import find_faults
from driftcheck.compare.drift import diff
from driftcheck.model import (
    AccountResult,
    Declaration,
    Heading,
    LiveList,
    Place,
    Severity,
    Summary,
    number_of,
)
from driftcheck.pipeline.summary import Checked, Facts, headings, total
from driftcheck.validation.validator import Validator
from tests.reports import finding
from tests.support import number

NONE = dict.fromkeys(reversed(Severity), 0)


def test_counts_of_accounts_add_up_and_coverage_is_over_all_numbers() -> None:
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


def test_without_a_read_account_there_is_no_coverage() -> None:
    assert total() == Summary()


def test_an_entry_at_an_index_does_not_get_a_declared_numbers_data() -> None:
    said = Declaration({"label": "Declared"}, {}, frozenset(), False, Place("n.yaml", 3, 5), {})
    live = LiveList("live.json", ({"phone_number": "0"}, {"label": "Nameless"}))
    result = AccountResult("default", "live.json", 1, 2)
    found = [finding("schema-invalid", None, path="[1].phone_number"), finding(number="1")]
    part = Checked(result, tuple(found), {"1": said}, live, Facts())
    assert headings([part], found) == {
        ("default", 1): Heading("Nameless", None),
        ("default", "1"): Heading("Declared", Place("n.yaml", 3, 5)),
    }


PLACE = Place("numbers.yaml", 1, 1)
ENTRIES = st.lists(
    st.one_of(
        st.builds(
            lambda name, label: number(phone_number=name, label=label),
            st.sampled_from(["+1202", "+1203", "+1204", "", "x"]),
            st.sampled_from(["Support", "Sales", 5]),
        ),
        st.sampled_from([{}, None, "text", {"phone_number": 5}]),
    ),
    max_size=7,
)
DECLARED = st.dictionaries(
    st.sampled_from(["+1202", "+1203", "+1205"]),
    st.builds(
        lambda absent: Declaration({"label": "Support"}, {}, frozenset(), absent, PLACE, {}),
        st.booleans(),
    ),
)
VALIDATOR = Validator({"properties": {"label": {"type": "string"}}})


@given(ENTRIES, DECLARED)
def test_facts_match_a_naive_count(entries: list[Any], declared: dict[str, Declaration]) -> None:
    live = LiveList("live.json", tuple(entries))
    facts = Facts.of([*diff(declared, live), *find_faults(live, VALIDATOR)], declared)
    numbers = {name for name in live.numbers if name}
    expected = {name for name, said in declared.items() if not said.absent}
    wrong = {e["phone_number"] for e in entries if number_of(e) and e["label"] != "Support"}
    invalid = {number_of(e) or index for index, e in enumerate(entries) if not _is_valid(e)}
    assert facts.missing == expected - numbers
    assert facts.changed == expected & wrong
    assert facts.present == declared.keys() - expected & numbers
    assert facts.unmanaged == numbers - declared.keys()
    assert len(facts.invalid) == len(invalid)
    in_sync = {n for n in declared if (n in numbers - wrong if n in expected else n not in numbers)}
    assert declared.keys() - facts.out_of_sync == in_sync
    assert (facts.expected, facts.live) == (len(expected), len(numbers))
    assert facts.covered == len(expected & numbers)


def _is_valid(entry: Any) -> bool:
    return number_of(entry) is not None and isinstance(entry["label"], str)
