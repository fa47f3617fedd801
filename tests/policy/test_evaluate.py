"""Rules on live numbers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from driftcheck import policy
from driftcheck.document.source import InputFile
from driftcheck.model import Declaration, Finding, InputError, Kind, LiveList, Place, Severity
from driftcheck.policy import Rule
from driftcheck.policy.evaluate import evaluate_rules
from driftcheck.policy.subject import Subjects
from driftcheck.system import published
from driftcheck.validation import entry_shape
from tests.support import NUMBER, number

ENTRY = entry_shape(published("number"))
ONE = "+12025550100"
Rules = Callable[..., tuple[Rule, ...]]


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    """Return rules with only these fields; their ids are r0, r1 and so on."""

    def make(*fields: str) -> tuple[Rule, ...]:
        lines = [
            f"- {{id: r{index}, title: It holds, severity: high, remedy: Mend it., {part}}}"
            for index, part in enumerate(fields)
        ]
        path = tmp_path / "p.yaml"
        path.write_text("\n".join(["version: 1", "name: mine", "rules:", *lines]), encoding="utf-8")
        return policy.rules_of(policy.load([InputFile(path, "p.yaml")], ENTRY, ()))

    return make


def declare(metadata: dict[str, Any] | None = None, **fields: Any) -> dict[str, Declaration]:
    place = Place("f.yaml", 1, 1)
    return {ONE: Declaration(fields, metadata or {}, frozenset(), False, place, {})}


def run(
    made: tuple[Rule, ...], *entries: Any, declared: Any = None, account: str = "default"
) -> list[Finding]:
    return evaluate_rules(made, LiveList("live.json", entries), declared or {}, account)


def test_a_number_that_satisfies_a_rule_has_no_finding(rules: Rules) -> None:
    assert run(rules("require: {inbound: true}"), NUMBER) == []


def test_a_number_that_fails_a_rule_has_a_finding_with_its_field(rules: Rules) -> None:
    (finding,) = run(rules("require: {inbound: true}"), number(inbound=False))
    assert finding == Finding(
        check="r0",
        kind=Kind.POLICY,
        severity=Severity.HIGH,
        phone_number=ONE,
        path="inbound",
        message="It holds: inbound must be true (it is false)",
        expected=True,
        actual=False,
        remedy="Mend it.",
        location=Place("p.yaml", 4, 3),
    )


def test_a_rule_applies_only_to_the_numbers_of_its_condition(rules: Rules) -> None:
    made = rules("when: {inbound: true}, require: {label: x}")
    assert run(made, number(inbound=False), number(inbound=None), number(label="x")) == []
    assert [finding.path for finding in run(made, NUMBER)] == ["label"]


def test_every_field_that_fails_has_a_finding(rules: Rules) -> None:
    made = rules("require: {inbound: false, label: x}")
    assert [finding.path for finding in run(made, NUMBER)] == ["inbound", "label"]


def test_a_field_that_fails_twice_is_reported_once(rules: Rules) -> None:
    made = rules("require: {all: [{label: x}, {label: y}]}")
    (finding,) = run(made, NUMBER)
    assert finding.message == 'It holds: label must be x (it is "Support")'


def test_every_rule_is_evaluated_on_every_number(rules: Rules) -> None:
    made = rules("require: {label: x}", "require: {inbound: false}")
    found = run(made, NUMBER, number(phone_number="+442071838750"))
    assert [(finding.check, finding.phone_number) for finding in found] == [
        ("r0", ONE),
        ("r1", ONE),
        ("r0", "+442071838750"),
        ("r1", "+442071838750"),
    ]


@pytest.mark.parametrize(
    ("fields", "path", "clause", "actual"),
    [
        (
            "properties: {label: {maxLength: 3}}",
            "label",
            'label must have at most 3 characters (it is "Support")',
            "Support",
        ),
        ("required: [inbound_config]", "inbound_config", "inbound_config is missing", None),
        (
            "properties: {associated_pipeline: {properties: {pipeline_id: {const: p2}}}}",
            "associated_pipeline.pipeline_id",
            'associated_pipeline.pipeline_id must be p2 (it is "p1")',
            "p1",
        ),
        (
            "maxProperties: 1",
            None,
            "the number does not satisfy `maxProperties` of the schema",
            NUMBER,
        ),
    ],
)
def test_a_number_that_fails_a_whole_schema_has_a_finding_with_its_field(
    rules: Rules, fields: str, path: str | None, clause: str, actual: Any
) -> None:
    (finding,) = run(rules(f"schema: {{{fields}}}"), NUMBER)
    assert (finding.path, finding.message) == (path, f"It holds: {clause}")
    assert finding.actual == actual


def test_a_whole_schema_does_not_show_a_password(rules: Rules) -> None:
    made = rules(
        "schema: {properties: {outbound_config: {properties: {password: {minLength: 9}}}}}"
    )
    (finding,) = run(made, number(outbound_config={"password": "s3cret"}))
    assert (finding.path, finding.actual) == ("outbound_config.password", "(sensitive)")
    assert "s3cret" not in finding.message


@pytest.mark.parametrize("entry", ["hello", None, {}, {"phone_number": ""}])
def test_an_entry_without_a_number_is_named_by_its_index(rules: Rules, entry: Any) -> None:
    (finding,) = run(rules("require: {inbound: true}"), NUMBER, entry)
    assert (finding.phone_number, finding.path) == (None, "[1].inbound")


def test_rules_read_the_declaration_and_its_metadata(rules: Rules) -> None:
    made = rules("require: {declared.label: x, declared.metadata.owner: support}")
    declared = declare({"owner": "sales"}, label="x")
    (finding,) = run(made, NUMBER, declared=declared)
    assert finding.path == "declared.metadata.owner"
    assert (finding.expected, finding.actual) == ("support", "sales")


def test_the_declaration_of_an_unmanaged_number_is_null(rules: Rules) -> None:
    made = rules("require: {declared: null}", "when: {not: {declared: null}}, require: {label: x}")
    assert run(made, number(phone_number="+442071838750"), declared=declare(label="x")) == []


def test_rules_read_the_account(rules: Rules) -> None:
    made = rules("when: {account: staging}, require: {label: x}")
    assert run(made, NUMBER, account="production") == []
    assert [finding.path for finding in run(made, NUMBER, account="staging")] == ["label"]


def test_a_whole_schema_reads_the_account(rules: Rules) -> None:
    made = rules("schema: {properties: {account: {const: staging}}}")
    (finding,) = run(made, NUMBER, account="production")
    assert (finding.path, finding.expected, finding.actual) == ("account", "staging", "production")


def test_an_entry_that_is_not_a_mapping_has_no_context(rules: Rules) -> None:
    assert Subjects({}, "default").of("hello", ("declared", "account")) == "hello"
    (finding,) = run(rules("require: {account: default}"), "hello")
    assert finding.path == "[0].account"


def test_context_does_not_change_the_entry() -> None:
    entry = dict(NUMBER)
    assert Subjects({}, "a").of(entry, ("declared", "account")) == {
        **NUMBER,
        "declared": None,
        "account": "a",
    }
    assert entry == NUMBER


@pytest.mark.parametrize("error", [ValueError("x"), TypeError("x"), RecursionError("x")])
def test_a_rule_that_cannot_be_evaluated_is_an_error_at_its_place(
    rules: Rules, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    made = rules("require: {inbound: true}")

    def fail(_entry: Any) -> bool:
        raise error

    monkeypatch.setattr(made[0].decider, "is_valid", fail)
    with pytest.raises(InputError) as caught:
        run(made, NUMBER)
    (problem,) = caught.value.problems
    kind = type(error).__name__
    assert str(problem) == f'p.yaml:4:3: the rule "r0" cannot be evaluated: {kind}'


def test_a_number_that_fails_is_never_silent(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    """If no field is found, the whole number is reported."""
    made = rules("require: {inbound: true}")
    monkeypatch.setattr(made[0].decider, "is_valid", lambda _entry: False)
    (finding,) = run(made, NUMBER)
    assert (finding.path, finding.message) == (
        None,
        "It holds: the number does not satisfy the rule",
    )


def test_the_selector_of_a_rule_says_whether_it_applies_to_a_number(rules: Rules) -> None:
    some, every = rules("when: {inbound: true}, require: {label: x}", "require: {label: x}")
    assert [some.selector.is_valid(e) for e in (NUMBER, number(inbound=False))] == [True, False]
    assert every.selector.is_valid(number(inbound=False))


def test_a_rule_knows_whether_it_reads_more_than_the_entry(
    subtests: pytest.Subtests, rules: Rules
) -> None:
    for fields, reads in [
        ("require: {inbound: true}", False),
        ("require: {account: x}", True),
        ("require: {not: {declared.label: x}}", True),
        ("when: {declared: null}, require: {label: x}", True),
        ("schema: {properties: {label: {minLength: 1}}}", False),
        ("schema: {properties: {declared: {minProperties: 1}}}", True),
    ]:
        with subtests.test(fields=fields, reads=reads):
            (rule,) = rules(fields)
            assert bool(rule.context) is reads


def test_a_rule_may_read_the_declared_phone_number(rules: Rules) -> None:
    made = rules("require: {declared.phone_number: +12025550100}")
    assert run(made, NUMBER, declared=declare()) == []
    assert len(run(made, NUMBER)) == 1


@pytest.mark.parametrize(
    "schema",
    [
        "allOf: [{properties: {account: {const: production}}}]",
        "required: [account], properties: {account: {const: production}}",
        "if: {properties: {declared: {type: object}}}, then: false",
    ],
)
def test_a_whole_schema_reads_the_context_wherever_it_names_it(rules: Rules, schema: str) -> None:
    made = rules(f"schema: {{{schema}}}")
    assert run(made, NUMBER, account="production") == []
    assert len(run(made, NUMBER, account="staging", declared=declare())) == 1


@pytest.mark.parametrize("nothing", [None, {}])
def test_a_missing_required_field_is_reported_as_not_configured(rules: Rules, nothing: Any) -> None:
    (finding,) = run(
        rules("require: {not: {outbound_config: null}}"), number(outbound_config=nothing)
    )
    assert finding.message == "It holds: outbound_config is not configured"


def test_two_negations_cancel_out(rules: Rules) -> None:
    (finding,) = run(rules("require: {not: {not: {inbound: false}}}"), NUMBER)
    assert (finding.message, finding.expected) == (
        "It holds: inbound must be false (it is true)",
        False,
    )


def test_some_of_very_many_fields_are_listed_and_the_rest_is_one_finding(rules: Rules) -> None:
    networks = "inbound_config: {properties: {allowed_addresses: {items: {pattern: /}}}}"
    made = rules(f"schema: {{properties: {{{networks}}}}}")
    addresses = [f"10.0.0.{number}" for number in range(150)]
    *listed, rest = run(made, number(inbound_config={"allowed_addresses": addresses}))
    assert len(listed) == 100
    assert (rest.phone_number, rest.path) == (ONE, "inbound_config.*")
    assert (rest.message, rest.actual) == ("It holds: and 50 more fields", 50)


def test_an_oversized_number_lists_its_first_fault_and_its_size(
    rules: Rules,
) -> None:
    networks = "inbound_config: {properties: {allowed_addresses: {items: {pattern: /}}}}"
    made = rules(f"schema: {{properties: {{{networks}}}}}")
    entry = number(inbound_config={"allowed_addresses": ["10.0.0.1"] * 100_000})
    first, rest = run(made, entry)
    assert first.path == "inbound_config.allowed_addresses[0]"
    assert (rest.path, rest.actual) == ("*", 100_011)
    assert rest.message.startswith("It holds: and perhaps more: the entry holds 100,011 values")
