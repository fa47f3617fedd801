"""Running the tests in rules."""

from itertools import product
from pathlib import Path

import pytest

from driftcheck import policy
from driftcheck.document.source import InputFile
from driftcheck.model import InputError
from driftcheck.policy.trial import Trial, run_tests
from driftcheck.system import published
from driftcheck.validation import entry_shape
from tests.support import fresh

ENTRY = entry_shape(published("number"))
SINGLE = "when: {outbound: true}, require: {inbound: true}"
LIMIT = "n: {type: integer, default: 3}"
SHORT = "require: {label: {maxLength: '${n}'}}"
US = "require: {phone.region: US}"
TEAM = "group_by: [declared.metadata.team, account], count: {maximum: 1}"
OF_TEAM = "declared: {metadata: {team: a}}"
TWICE = "[{label: a}, {label: a}]"


def trials(folder: Path, rule: str, *tests: str, params: str = "") -> list[Trial]:
    path = folder / "p.yaml"
    text = f"- {{id: r, title: It holds, severity: low, {rule}, tests: [{', '.join(tests)}]}}\n"
    path.write_text(f"version: 1\nname: p\nparams: {{{params}}}\nrules:\n{text}", "utf-8")
    (pack,) = policy.load([InputFile(path, "p.yaml")], ENTRY, ())
    return list(run_tests(pack))


def test_a_test_holds_if_its_outcome_is_the_expected_one(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for (rule, entries, outcome), expect in product(
        [
            (SINGLE, "{inbound: true, outbound: true}", "pass"),
            (SINGLE, "{inbound: false, outbound: true}", "fail"),
            (SINGLE, "{outbound: true}", "fail"),
            (SINGLE, "{inbound: false}", "skip"),
            (SINGLE, "{}", "skip"),
            ("require: {inbound: true}", "{inbound: true}", "pass"),
            ("schema: {required: [label]}", "{}", "fail"),
            ("unique: label", "[{label: a}, {label: b}]", "pass"),
            ("unique: label", "{label: a}", "pass"),
            ("unique: label", TWICE, "fail"),
            ("unique: label", "[{}, {label: null}]", "skip"),
            ("unique: label", "[]", "skip"),
            ("when: {inbound: true}, unique: label", TWICE, "skip"),
            ("count: {minimum: 1}", "[]", "fail"),
            ("count: {minimum: 1}", "{}", "pass"),
            ("when: {inbound: true}, count: {minimum: 1}", TWICE, "fail"),
            ("group_by: label, count: {maximum: 1}", TWICE, "fail"),
            ("group_by: label, count: {maximum: 2}", TWICE, "pass"),
            ("group_by: label, count: {maximum: 1}", "[{}, {}]", "skip"),
        ],
        ["pass", "fail", "skip"],
    ):
        with subtests.test(rule=rule, entries=entries, outcome=outcome, expect=expect):
            folder = fresh(tmp_path)
            (trial,) = trials(folder, rule, f"{{{expect}: {entries}}}")
            assert (trial.outcome, trial.holds) == (outcome, expect == outcome)
            assert bool(trial.messages) is (outcome == "fail")
            assert (trial.rule.id, trial.test.expect) == ("r", expect)


def test_every_test_is_run_in_the_order_given(tmp_path: Path) -> None:
    tests = ["{skip: {}}", "{pass: {inbound: true, outbound: true}}", "{fail: {outbound: true}}"]
    found = trials(tmp_path, SINGLE, *tests)
    assert [trial.outcome for trial in found] == ["skip", "pass", "fail"]
    assert all(trial.holds for trial in found)


def test_a_failing_number_has_the_messages_of_the_rule(tmp_path: Path) -> None:
    (trial,) = trials(tmp_path, "require: {inbound: true, label: x}", "{fail: {inbound: true}}")
    assert trial.messages == ("It holds: label is not configured",)
    (trial,) = trials(tmp_path, "require: {inbound: true, label: x}", "{pass: {}}")
    assert [message.split()[2] for message in trial.messages] == ["inbound", "label"]


def test_a_failing_group_has_its_members(tmp_path: Path) -> None:
    (trial,) = trials(tmp_path, "unique: label", f"{{fail: {TWICE}}}")
    assert trial.messages == (
        'It holds: label "a" is shared with [1]',
        'It holds: label "a" is shared with [0]',
    )
    numbers = "[{label: a, phone_number: +12025550100}, {label: a, phone_number: +12025550101}]"
    (trial,) = trials(tmp_path, "group_by: label, count: {maximum: 1}", f"{{fail: {numbers}}}")
    (message,) = trial.messages
    assert message.startswith('It holds: label "a" has 2 numbers')
    assert message.endswith("+12025550100 and +12025550101")


def test_a_duplicate_number_counts_once(tmp_path: Path) -> None:
    entry = "{label: a, phone_number: +12025550100}"
    (trial,) = trials(tmp_path, "unique: label", f"{{pass: [{entry}, {entry}]}}")
    assert trial.holds


def test_a_test_has_the_defaults_of_parameters_or_its_own_values(tmp_path: Path) -> None:
    tests = [
        "{pass: {label: abc}}",
        "{fail: {label: abcd}}",
        "{fail: {label: abc}, with: {n: 2}}",
        "{with: {n: 4}, pass: {label: abcd}}",
        "{pass: {label: abc}, with: {}}",
    ]
    found = trials(tmp_path, SHORT, *tests, params=LIMIT)
    assert [trial.outcome for trial in found] == ["pass", "fail", "fail", "pass", "pass"]
    assert "at most 3 characters" in found[1].messages[0]
    assert "at most 2 characters" in found[2].messages[0]


def test_the_entry_of_a_test_reads_its_parameters(tmp_path: Path) -> None:
    tests = ["{pass: {label: '${s}'}, with: {s: other}}", "{pass: {label: '${s}'}}"]
    params = "s: {type: string, default: x}"
    found = trials(tmp_path, "require: {label: '${s}'}", *tests, params=params)
    assert [trial.test.entries for trial in found] == [({"label": "other"},), ({"label": "x"},)]
    assert all(trial.holds for trial in found)


def test_a_test_of_a_group_has_its_own_values(tmp_path: Path) -> None:
    tests = [f"{{pass: {TWICE}}}", f"{{fail: {TWICE}, with: {{n: 1}}}}"]
    rule = "group_by: label, count: {maximum: '${n}'}"
    assert [trial.holds for trial in trials(tmp_path, rule, *tests, params=LIMIT)] == [True, True]


def test_values_that_break_the_rule_are_an_error(tmp_path: Path) -> None:
    test = "{pass: {label: a}, with: {f: lable}}"
    with pytest.raises(InputError) as caught:
        trials(tmp_path, "require: {'${f}': a}", test, params="f: {type: string, default: label}")
    (problem,) = caught.value.problems
    assert str(problem) == (
        'p.yaml:5:98: with these parameters: p.yaml:5:53: no number has a field "lable"'
    )
    assert problem.hint == 'Did you mean "label"?'


def test_a_field_of_an_entry_that_no_number_has_is_refused(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for (entry, message, hint), rule in product(
        [
            ("{lable: x}", 'no number has a field "lable"', 'Did you mean "label"?'),
            (
                "{declared: {lable: x}}",
                'no number has a field "declared.lable"',
                'Did you mean "declared.label"?',
            ),
            (
                "{associated_pipeline: {pipline_id: p}}",
                'no number has a field "associated_pipeline.pipline_id"',
                'Did you mean "associated_pipeline.pipeline_id"?',
            ),
            (
                "{phone: {regoin: US}}",
                'no number has a field "phone.regoin"',
                'Did you mean "phone.region"?',
            ),
        ],
        ["require: {label: x}", "unique: label"],
    ):
        with subtests.test(entry=entry, message=message, hint=hint, rule=rule):
            folder = fresh(tmp_path)
            with pytest.raises(InputError) as caught:
                trials(folder, rule, f"{{pass: {entry}}}")
            (problem,) = caught.value.problems
            assert (problem.message, problem.hint) == (message, hint)


def test_the_metadata_of_an_entry_is_free(tmp_path: Path) -> None:
    rule = "require: {declared.metadata.lable: x}"
    (trial,) = trials(tmp_path, rule, "{pass: {declared: {metadata: {lable: x, y: {z: 1}}}}}")
    assert trial.holds


def test_missing_context_in_an_entry_means_not_declared(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for rule, entry, outcome in [
        ("require: {declared: null}", "{}", "pass"),
        ("require: {declared: null}", "{declared: {label: x}}", "fail"),
        ("require: {declared.label: '6036'}", "{declared: {label: 6036}}", "pass"),
        ("require: {declared.metadata.owner: a}", "{declared: {metadata: {owner: a}}}", "pass"),
        ("require: {account: default}", "{}", "pass"),
        ("require: {account: default}", "{account: other}", "fail"),
        (US, "{phone_number: +12025550100}", "pass"),
        (US, "{phone_number: +442071838750}", "fail"),
        (US, "{}", "fail"),
        (US, "{phone: {region: US}}", "pass"),
        (US, "{phone_number: +12025550100, phone: {region: GB}}", "fail"),
        (TEAM, f"[{{{OF_TEAM}}}, {{{OF_TEAM}}}]", "fail"),
        (TEAM, f"[{{{OF_TEAM}}}, {{{OF_TEAM}, account: other}}]", "pass"),
        (TEAM, "[{label: x}, {label: x}]", "skip"),
        ("group_by: phone.region, count: {maximum: 1}", "[{}, {}]", "skip"),
    ]:
        with subtests.test(rule=rule, entry=entry, outcome=outcome):
            folder = fresh(tmp_path)
            (trial,) = trials(folder, rule, f"{{pass: {entry}}}")
            assert trial.outcome == outcome


def test_a_list_is_for_rules_about_groups(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        trials(tmp_path, "require: {inbound: true}", "{pass: [{inbound: true}]}")
    (problem,) = caught.value.problems
    assert problem.message == "a test of this rule must be one number"
    assert problem.hint == "Use a list of numbers only for rules with count or unique."


@pytest.mark.parametrize("rule", ["require: {inbound: true}", "unique: label"])
def test_a_rule_without_tests_has_no_trial(tmp_path: Path, rule: str) -> None:
    assert trials(tmp_path, rule) == []


def test_a_pattern_without_an_answer_in_a_test_is_an_error(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for expect, rule in product(
        ["pass", "fail", "skip"],
        [
            "require: {label: {pattern: '^(a|a|b)*(?!x)z$'}}",
            "when: {label: {pattern: '^(a|a|b)*(?!x)z$'}}, unique: label",
        ],
    ):
        with subtests.test(expect=expect, rule=rule):
            folder = fresh(tmp_path)
            with pytest.raises(InputError, match='the rule "r" cannot be evaluated'):
                trials(folder, rule, f"{{{expect}: {{label: {'ab' * 200}}}}}")
