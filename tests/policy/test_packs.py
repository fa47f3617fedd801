"""The built-in packs: every rule is documented, and its own tests pass."""

import pytest

from driftcheck import policy
from driftcheck.document.source import InputFile
from driftcheck.model import BUILTIN_CHECKS, LiveList
from driftcheck.policy import evaluate_rules
from driftcheck.policy.trial import run_tests
from driftcheck.system import builtin_packs, published
from driftcheck.validation import entry_shape
from tests.support import NUMBER

ENTRY = entry_shape(published("number"))
PACKS = {
    name: policy.load([InputFile(path, path.name)], ENTRY, BUILTIN_CHECKS)[0]
    for name, path in builtin_packs().items()
}
RULES = [rule for pack in PACKS.values() for rule in pack.rules]


def test_there_is_a_baseline_pack() -> None:
    assert PACKS["baseline"].rules


def test_a_test_of_a_rule_holds(subtests: pytest.Subtests) -> None:
    for trial in (trial for pack in PACKS.values() for trial in run_tests(pack)):
        with subtests.test(rule=trial.rule.id, place=str(trial.test.place)):
            assert (trial.outcome, trial.messages) == (trial.test.expect, trial.messages)
            assert bool(trial.messages) is (trial.outcome == "fail")


def test_a_rule_has_a_test_that_passes_and_one_that_fails(subtests: pytest.Subtests) -> None:
    for rule in RULES:
        with subtests.test(rule=rule.id):
            assert {"pass", "fail"} <= {test.expect for test in rule.tests}


def test_a_rule_with_a_condition_has_a_skip_test(
    subtests: pytest.Subtests,
) -> None:
    for rule in RULES:
        with subtests.test(rule=rule.id):
            tested = "skip" in {test.expect for test in rule.tests}
            always = rule.when is None if not rule.grouped else rule.count and not rule.group_by
            assert tested is not bool(always)


def test_a_rule_says_why_and_what_to_do(subtests: pytest.Subtests) -> None:
    for rule in RULES:
        with subtests.test(rule=rule.id):
            assert rule.description.endswith(".")
            assert rule.remedy
            assert rule.remedy.endswith(".")
            assert rule.tags


def test_an_id_is_used_once_in_all_packs() -> None:
    ids = [rule.id for rule in RULES]
    assert sorted(ids) == sorted(set(ids))


def test_a_good_number_satisfies_the_baseline() -> None:
    assert (
        evaluate_rules(PACKS["baseline"].rules, LiveList("live.json", (NUMBER,)), {}, "default")
        == []
    )
