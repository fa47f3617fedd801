"""The packs that come with the program: every rule is documented, and its own tests hold."""

import pytest

from driftcheck import policy
from driftcheck.checks import BUILTIN
from driftcheck.document.source import InputFile
from driftcheck.model import LiveList
from driftcheck.policy import Rule, evaluate
from driftcheck.policy.trial import Trial, run
from driftcheck.system import resources
from driftcheck.validation.entries import shape
from tests.support import NUMBER

ENTRY = shape(resources.schema("number"))
PACKS = {
    name: policy.load([InputFile(path, path.name)], ENTRY, BUILTIN)[0]
    for name, path in resources.packs().items()
}
EVERY_RULE = [
    pytest.param(rule, id=f"{name}/{rule.id}")
    for name, pack in PACKS.items()
    for rule in pack.rules
]
EVERY_TRIAL = [
    pytest.param(trial, id=f"{name}/{trial.rule.id}/{trial.test.place.line}-{trial.test.expect}")
    for name, pack in PACKS.items()
    for trial in run(pack)
]


def test_there_is_a_baseline_pack() -> None:
    assert PACKS["baseline"].rules


@pytest.mark.parametrize("trial", EVERY_TRIAL)
def test_a_test_of_a_rule_holds(trial: Trial) -> None:
    assert (trial.outcome, trial.messages) == (trial.test.expect, trial.messages)
    assert bool(trial.messages) is (trial.outcome == "fail")


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_has_a_test_that_passes_and_one_that_fails(rule: Rule) -> None:
    assert {"pass", "fail"} <= {test.expect for test in rule.tests}


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_about_some_numbers_has_a_test_of_one_that_is_not_concerned(rule: Rule) -> None:
    tested = "skip" in {test.expect for test in rule.tests}
    always = rule.when is None if not rule.grouped else rule.count and not rule.group_by
    assert tested is not bool(always)


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_says_why_and_what_to_do(rule: Rule) -> None:
    assert rule.description.endswith(".")
    assert rule.remedy
    assert rule.remedy.endswith(".")
    assert rule.tags


def test_an_id_is_used_once_in_all_packs() -> None:
    ids = [rule.id for pack in PACKS.values() for rule in pack.rules]
    assert sorted(ids) == sorted(set(ids))


def test_a_good_number_satisfies_the_baseline() -> None:
    assert evaluate(PACKS["baseline"].rules, LiveList("live.json", (NUMBER,)), {}, "default") == []
