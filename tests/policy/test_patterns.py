"""Patterns on which the engine gives up: an undecided rule must not pass."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from driftcheck import document, policy
from driftcheck.document.source import InputFile
from driftcheck.model import Declaration, Finding, InputError, LiveList, Place
from driftcheck.policy import Rule, builder, evaluate_groups, evaluate_rules
from driftcheck.policy.evaluate import passes
from driftcheck.policy.subject import Subjects, subject
from driftcheck.system import published
from driftcheck.validation import entry_shape, gives_up, is_linear
from driftcheck.validation.perils import MOST_CHARACTERS
from tests.strategies import broken_entries
from tests.support import fresh, good_project, number

ENTRY = entry_shape(published("number"))
PATTERN = "^(a|a|b)*(?!x)z$"
OF_NAMES = "^(a|a|b|l|e)*(?!x)l$|z$"
LONG = "ab" * 200
HELD = f"{{label: {{pattern: '{PATTERN}'}}}}"
HINT = "Simplify the pattern: no repetition within repetition, no look-around."
SINGLE = [
    f"require: {HELD}",
    f"require: {{not: {HELD}}}",
    f"require: {{label: {{not: {{pattern: '{PATTERN}'}}}}}}",
    f"require: {{any: [{{inbound: true}}, {HELD}]}}",
    f"when: {HELD}, require: {{inbound: false}}",
    f"when: {{not: {HELD}}}, require: {{inbound: true}}",
    f"schema: {{properties: {HELD}}}",
    f"schema: {{not: {{properties: {HELD}}}}}",
    f"schema: {{anyOf: [{{properties: {HELD}}}, {{required: [label]}}]}}",
]
GROUPED = [
    f"when: {HELD}, unique: inbound",
    f"when: {{not: {HELD}}}, unique: inbound",
    f"when: {HELD}, count: {{maximum: 1}}",
    f"when: {HELD}, group_by: inbound, count: {{maximum: 1}}",
]
Check = Callable[..., list[Finding]]


def text_of(rules: list[str]) -> str:
    lines = [
        f"- {{id: r{index}, title: It holds, severity: low, {rule}}}"
        for index, rule in enumerate(rules)
    ]
    return "\n".join(["version: 1", "name: p", "rules:", *lines, ""])


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return the findings of rules on one live entry."""

    def run(rules: list[str], *entries: Any, declared: Any = None) -> list[Finding]:
        path = tmp_path / "p.yaml"
        path.write_text(text_of(rules), encoding="utf-8")
        made = policy.rules_of(policy.load([InputFile(path, "p.yaml")], ENTRY, ()))
        live = LiveList("live.json", entries)
        return [
            *evaluate_rules(made, live, declared or {}, "default"),
            *evaluate_groups(made, live, declared or {}, "default"),
        ]

    return run


def refused(check: Check, rules: list[str], entry: Any, declared: Any = None) -> tuple[str, str]:
    with pytest.raises(InputError) as caught:
        check(rules, number(phone_number="+442071838750"), entry, declared=declared)
    (problem,) = caught.value.problems
    assert problem.hint == HINT
    return str(problem.place), problem.message


def told(name: str, pattern: str, field: str = "label") -> str:
    cause = f"its pattern `{pattern}` takes too long on {field} of +12025550100"
    return f'the rule "{name}" cannot be evaluated: {cause}'


def test_a_pattern_without_an_answer_is_an_error_that_names_the_rule(
    subtests: pytest.Subtests, check: Check
) -> None:
    for rule in [*SINGLE, *GROUPED]:
        with subtests.test(rule=rule):
            found = refused(check, [rule], number(label=LONG))
            assert found == ("p.yaml:4:3", told("r0", PATTERN))


@pytest.mark.parametrize(
    ("rule", "entry"),
    [
        (
            f"schema: {{patternProperties: {{'{OF_NAMES}': {{type: string}}}}}}",
            number(**{LONG: "x"}),
        ),
        (
            "require: {associated_pipeline: {patternProperties: {'^(a|a|b|[^a])*(?!x)d$': {}}}}",
            number(associated_pipeline={LONG: "x"}),
        ),
    ],
)
def test_a_pattern_of_field_names_without_an_answer_is_an_error(
    check: Check, rule: str, entry: Any
) -> None:
    with pytest.raises(InputError) as caught:
        check([rule], entry)
    (problem,) = caught.value.problems
    assert (str(problem.place), problem.hint) == ("p.yaml:4:3", HINT)
    assert problem.message.startswith('the rule "r0" cannot be evaluated: its pattern `')


def test_a_pattern_of_items_without_an_answer_is_an_error(check: Check) -> None:
    rule = f"require: {{inbound_config.allowed_addresses: {{items: {{pattern: '{PATTERN}'}}}}}}"
    entry = number(inbound_config={"allowed_addresses": ["192.0.2.1", LONG]})
    field = "inbound_config.allowed_addresses[1]"
    assert refused(check, [rule], entry) == ("p.yaml:4:3", told("r0", PATTERN, field))


def test_a_pattern_of_metadata_without_an_answer_is_an_error(
    check: Check, declaration: Declaration
) -> None:
    rule = f"require: {{declared.metadata.note: {{not: {{pattern: '{PATTERN}'}}}}}}"
    found = refused(check, [rule], number(), {number()["phone_number"]: declaration})
    assert found == ("p.yaml:4:3", told("r0", PATTERN, "declared.metadata.note"))


@pytest.fixture
def declaration() -> Declaration:
    """Return a declaration with a long text in its metadata."""
    return Declaration({}, {"note": LONG}, frozenset(), False, Place("f.yaml", 1, 1), {})


@pytest.mark.parametrize("first", ["require: {inbound: true}", "require: {label: x}"])
def test_the_rule_that_cannot_be_decided_is_named_among_others(check: Check, first: str) -> None:
    rules = [first, "require: {outbound: true}", SINGLE[1]]
    assert refused(check, rules, number(label=LONG)) == ("p.yaml:6:3", told("r2", PATTERN))


def test_a_long_text_is_fine_without_such_a_pattern(check: Check) -> None:
    entry = number(label="abz", provider=LONG, **{LONG: LONG})
    assert check(SINGLE[:1], entry) == []
    named = f"schema: {{patternProperties: {{'^lab|{OF_NAMES}': {{maxLength: 3}}}}}}"
    assert check([named], number(label="abz", provider=LONG)) == []


@pytest.mark.parametrize("pattern", ["(?=(a+)+$)x?", "^(?!x)", r"(a)\1"])
def test_a_text_that_is_too_long_for_look_around_is_an_error(check: Check, pattern: str) -> None:
    rules = [f"require: {{label: {{pattern: '{pattern}'}}}}"]
    assert len(check(rules, number(label="x" * MOST_CHARACTERS))) == 1
    with pytest.raises(InputError) as caught:
        check(rules, number(label="x" * (MOST_CHARACTERS + 1)))
    (problem,) = caught.value.problems
    assert problem.message == (
        f'the rule "r0" cannot be evaluated: its pattern `{pattern}` is not matched against '
        "label of +12025550100, which has 501 characters"
    )
    assert "without look-around" in str(problem.hint)
    assert str(problem.place) == "p.yaml:4:3"


def test_a_text_with_an_answer_is_decided_by_the_same_pattern(check: Check) -> None:
    assert check(SINGLE[:1], number(label="abz")) == []
    assert len(check(SINGLE[:1], number(label="abab"))) == 1
    assert check(SINGLE[:1], number(label=None))[0].message == "It holds: label is not configured"


def test_a_linear_pattern_is_decided_on_a_long_text(
    subtests: pytest.Subtests, check: Check
) -> None:
    for length, pattern in product([1, 100_000], ["^(a|a|b)*c$", "^(a*)*c$", "^(([a-c])+)+c$"]):
        with subtests.test(length=length, pattern=pattern):
            rules = [f"require: {{label: {{pattern: '{pattern}'}}}}"]
            assert is_linear(pattern)
            assert check(rules, number(label="a" * length + "c")) == []
            assert len(check(rules, number(label="a" * length))) == 1


@pytest.mark.parametrize(
    ("text", "gives"), [(LONG, True), (LONG + "z", False), ("z", False), ("a", False), ("", False)]
)
def test_the_engine_says_whether_it_gives_up(text: str, gives: bool) -> None:
    assert gives_up(PATTERN, text) is gives
    assert not is_linear(PATTERN)


def test_the_command_line_gives_no_verdict(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for rule in [SINGLE[0], SINGLE[1], SINGLE[4], SINGLE[6], *GROUPED]:
        with subtests.test(rule=rule):
            project = good_project(fresh(tmp_path))
            config = (project.folder / "driftcheck.yaml").read_text(encoding="utf-8")
            project.write(driftcheck__yaml=f"{config}policies: [p.yaml]\n", p__yaml=text_of([rule]))
            assert project.live(number(label="z")).run("check", "--quiet").code != 1
            ran = project.live(number(label=LONG)).run("check")
            assert ran.code == 1
            assert 'the rule "r0" cannot be evaluated' in ran.out + ran.err
            assert "p.yaml:4:3" in ran.out + ran.err


MIXED = [
    "require: {inbound: true}",
    "require: {label: {pattern: '^[^ ]+$'}}",
    "require: {label: {pattern: '^(?!no)'}}",
    "when: {inbound: true}, require: {not: {associated_pipeline: null}}",
    "when: {not: {outbound_config: null}}, require: {outbound_config.transport: tls}",
    "require: {any: [{provider: byo}, {inbound_config: null}]}",
    "schema: {required: [label], properties: {label: {minLength: 1}}}",
    "schema: {patternProperties: {'^(in|out)bound$': {type: boolean}}}",
    "require: {account: default}",
    "require: {phone.valid: true}",
    "when: {declared: null}, require: {provider: twilio}",
]


def built(rules: list[str]) -> list[Rule]:
    return builder.rules(document.parse(text_of(rules), "p.yaml"), subject(ENTRY))


RULES = built(MIXED)


@given(broken_entries())
def test_rules_decided_together_agree_with_each_one_alone(entry: Any) -> None:
    subjects = Subjects({}, "default")
    together = {
        f.check for f in evaluate_rules(RULES, LiveList("live.json", (entry,)), {}, "default")
    }
    alone = {r.id for r in RULES if not passes(r, subjects.of(entry, r.context))}
    assert together == alone
