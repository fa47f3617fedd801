"""What `--confirm` keeps of findings on groups of numbers, and of a selection."""

from typing import Any

import pytest

from tests.confirming import DECLARED, ONE, THREE, TWO, Account, Looked, account, entries, listed
from tests.support import Project, number

HOUSE = """\
version: 1
name: house
rules:
  - {id: one-label-each, title: One label each, severity: low, unique: label}
  - id: not-crowded
    title: A pipeline serves at most two numbers
    severity: medium
    group_by: associated_pipeline.pipeline_id
    count: {maximum: 2}
"""
POLICIES = "policies: [house.yaml]"


@pytest.fixture
def looking(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Account:
    """An account with three numbers, their own labels, and rules about groups."""
    made = account(project, monkeypatch, capsys)
    numbers = "".join(f"  - {{phone_number: {known}}}\n" for known in (ONE, TWO, THREE))
    made.project.write(numbers__yaml=f"version: 1\nnumbers:\n{numbers}", house__yaml=HOUSE)
    return made


def live(labels: str, pipelines: str) -> bytes:
    """Return three numbers with these labels and pipelines, one letter each."""
    return listed(
        *(
            number(phone_number=known, label=label, associated_pipeline={"pipeline_id": pipeline})
            for known, label, pipeline in zip((ONE, TWO, THREE), labels, pipelines, strict=True)
        )
    )


def groups(looked: Looked) -> list[tuple[Any, ...]]:
    return [
        (found["check"], found["path"], found["members"]) for found in looked.report["findings"]
    ]


CROWDED = ("not-crowded", 'associated_pipeline.pipeline_id="p"', [ONE, TWO, THREE])


def test_a_group_that_recovers_is_left_out(looking: Account) -> None:
    looked = looking.confirm(live("abc", "ppp"), live("abc", "ppq"), more=POLICIES)
    assert (looked.code, looked.asked, groups(looked)) == (0, 2, [])
    assert looked.once == [(None, CROWDED[1])]
    assert looked.report["summary"]["violations"] == 0


def test_a_persisting_group_is_kept(looking: Account) -> None:
    looked = looking.confirm(live("abc", "ppp"), more=POLICIES)
    assert (looked.code, looked.asked, groups(looked)) == (2, 2, [CROWDED])
    assert looked.report["summary"]["violations"] == 1


def test_a_value_that_is_briefly_shared_is_left_out(looking: Account) -> None:
    looked = looking.confirm(live("aab", "pqr"), live("abc", "pqr"), more=POLICIES)
    assert (looked.code, groups(looked)) == (0, [])


def test_only_numbers_that_still_share_a_value_are_kept(looking: Account) -> None:
    looked = looking.confirm(live("aab", "pqr"), live("baa", "pqr"), more=POLICIES)
    assert (looked.code, looked.drift) == (2, [(TWO, "label")])
    assert looked.once == [(ONE, "label"), (THREE, "label")]
    (finding,) = looked.report["findings"]
    assert finding["message"].endswith(f'"a" is shared with {THREE}')


def test_a_different_failing_group_gives_no_verdict(looking: Account) -> None:
    looked = looking.confirm(live("abc", "ppp"), live("abc", "qqq"), more=POLICIES)
    assert (looked.code, looked.asked, groups(looked)) == (1, 2, [])


SELECT = ("--select", f"phone_number={ONE}")


def test_drift_outside_a_selection_is_not_fetched_again(looking: Account) -> None:
    looking.project.write(numbers__yaml=DECLARED)
    looked = looking.confirm(listed(*entries(two="Sales")), listed(), args=SELECT)
    assert (looked.code, looked.asked, looked.report["confirmation"]) == (0, 1, None)


def test_drift_of_a_selection_is_confirmed_within_it(looking: Account) -> None:
    looking.project.write(numbers__yaml=DECLARED)
    first, second = entries(one="Sales"), entries(one="Sales", two="Sales")
    looked = looking.confirm(listed(*first), listed(*second), args=SELECT)
    assert (looked.code, looked.asked) == (2, 2)
    assert (looked.drift, looked.once) == ([(ONE, "label")], [])


def test_drift_that_leaves_a_selection_is_left_out(looking: Account) -> None:
    looking.project.write(numbers__yaml=DECLARED)
    looked = looking.confirm(listed(*entries(one="Sales")), listed(*entries()), args=SELECT)
    assert (looked.code, looked.asked) == (0, 2)
    assert (looked.drift, looked.once) == ([], [(ONE, "label")])
