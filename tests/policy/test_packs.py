"""The packs that come with the program: every rule is documented, and its own tests hold."""

import pytest

from driftcheck import policy, resources
from driftcheck.checks import BUILTIN
from driftcheck.entries import shape
from driftcheck.inputs import InputFile
from driftcheck.model import LiveList
from driftcheck.policy import Rule, RuleTest, evaluate
from tests.support import NUMBER

ENTRY = shape(resources.schema("number"))
PACKS = resources.packs()
RULES = {
    name: policy.load([InputFile(path, path.name)], ENTRY, BUILTIN) for name, path in PACKS.items()
}
EVERY_RULE = [
    pytest.param(rule, id=f"{name}/{rule.id}") for name, rules in RULES.items() for rule in rules
]
EVERY_TEST = [
    pytest.param(rule, test, id=f"{name}/{rule.id}/{index}-{test.expect}")
    for name, rules in RULES.items()
    for rule in rules
    for index, test in enumerate(rule.tests)
]


def outcome(rule: Rule, test: RuleTest) -> str:
    if not rule.selector.is_valid(test.entry):
        return "skip"
    return "pass" if rule.decider.is_valid(test.entry) else "fail"


def test_there_is_a_baseline_pack() -> None:
    assert RULES["baseline"]


@pytest.mark.parametrize(("rule", "test"), EVERY_TEST)
def test_a_test_of_a_rule_holds(rule: Rule, test: RuleTest) -> None:
    assert outcome(rule, test) == test.expect


@pytest.mark.parametrize(("rule", "test"), EVERY_TEST)
def test_findings_agree_with_the_tests_of_a_rule(rule: Rule, test: RuleTest) -> None:
    findings = evaluate([rule], LiveList("tests", (test.entry,)), {}, "default")
    assert bool(findings) is (test.expect == "fail")
    assert all(finding.path is not None for finding in findings)


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_has_a_test_that_passes_and_one_that_fails(rule: Rule) -> None:
    assert {"pass", "fail"} <= {test.expect for test in rule.tests}


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_about_some_numbers_has_a_test_of_one_that_is_not_concerned(rule: Rule) -> None:
    assert (rule.when is not None) is ("skip" in {test.expect for test in rule.tests})


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_says_why_and_what_to_do(rule: Rule) -> None:
    assert rule.description.endswith(".")
    assert rule.remedy
    assert rule.remedy.endswith(".")
    assert rule.tags


def test_an_id_is_used_once_in_all_packs() -> None:
    ids = [rule.id for rules in RULES.values() for rule in rules]
    assert sorted(ids) == sorted(set(ids))


def test_a_good_number_satisfies_the_baseline() -> None:
    assert evaluate(RULES["baseline"], LiveList("live.json", (NUMBER,)), {}, "default") == []
