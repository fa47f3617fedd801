"""Rules skip details that the list withholds, and check everything else."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.model import Place, Severity
from driftcheck.policy.blind import Blind
from driftcheck.policy.condition import AnyOf, Condition, Every, FieldCondition, Negation
from driftcheck.policy.evaluate import passes
from driftcheck.policy.rule import Rule
from driftcheck.validation.validator import Validator
from tests.effort import tried
from tests.support import Project, fresh, good_project
from tests.withholding import ONE, PACK, THREE, TWO, WITHHELD, declare, entry, rules, told

EMPTY = "{properties: {outbound_config: {maxProperties: 0}}}"
FULL = "{properties: {outbound_config: {minProperties: 1}}}"


def test_a_rule_skips_a_number_that_would_fail_on_a_detail(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for rule, path in [
        ("require: {outbound_config.address: {type: string}}", None),
        ("require: {outbound_config: {type: object}}", None),
        ("require: {not: {outbound_config.address: null}}", None),
        ("require: {any: [{outbound_config.address: a}, {label: other}]}", None),
        ("require: {outbound_config.address: {type: string}, label: other}", "label"),
        (
            "require: {any: [{outbound_config.address: a, inbound: false}, {label: other}]}",
            "inbound",
        ),
        ("when: {outbound_config.transport: null}, require: {label: other}", None),
        ("when: {not: {outbound_config: null}}, require: {label: other}", None),
        ("when: {inbound: true, outbound_config.transport: tls}, require: {label: other}", None),
        ("schema: {properties: {outbound_config: {required: [address]}}}", None),
        (
            "schema: {properties: {outbound_config: {type: 'null', required: [user]}}}",
            "outbound_config",
        ),
        (
            "schema: {properties: {outbound_config: {minProperties: 1}, label: {const: other}}}",
            "label",
        ),
        ("schema: {allOf: [{properties: {outbound_config: {required: [prefix]}}}]}", None),
        ("schema: {anyOf: [{properties: {outbound_config: {required: [user]}}}, false]}", None),
        ("schema: {if: true, then: {patternProperties: {^out: {required: [user]}}}}", None),
        (f"schema: {{if: {EMPTY}, then: {{properties: {{label: {{const: x}}}}}}}}", None),
        (f"schema: {{if: {FULL}, else: {{properties: {{label: {{const: x}}}}}}}}", None),
        ("unique: outbound_config.address", None),
        ("group_by: outbound_config.transport, count: {maximum: 1}", None),
        ("when: {outbound_config.transport: tls}, count: {minimum: 1}", None),
        ("when: {outbound_config.transport: null}, group_by: label, count: {maximum: 0}", None),
    ]:
        with subtests.test(rule=rule, path=path):
            project = good_project(fresh(tmp_path))
            declare(project.live(entry(ONE, {}), entry(TWO, {})), {ONE: {}, TWO: {}}, PACK)
            rules(project, f"id: r, {rule}")
            found = told(project)
            assert WITHHELD in found
            assert [one for one in found if one != WITHHELD] == (
                [("r", ONE, path), ("r", TWO, path)] if path else []
            )
            (message,) = [
                f["message"] for f in project.report()["findings"] if f["check"] == "live-withheld"
            ]
            assert message.endswith("1 rule skipped 2 numbers: r")
            project.live(
                entry(ONE, {}), entry(TWO, {"prefix": "9", "address": "i", "transport": "udp"})
            )
            assert WITHHELD not in told(project)


@pytest.mark.parametrize("name", ["inbound_config", "outbound_config"])
def test_a_rule_may_read_the_details_of_one_object_of_several(name: str) -> None:
    other = {"type": "object", "properties": {name: {"required": ["x"]}}}
    schema = Validator({"anyOf": [other, False]})
    rule = Rule("r", "T", Severity.LOW, None, None, schema, Place("p.yaml", 1, 1))
    sure = Blind(rule, frozenset({"inbound_config", "outbound_config"})).sure
    assert not passes(rule, {name: {}})
    assert sure is None or passes(sure, {name: {}})


def test_a_detail_shown_as_null_may_be_anything(project: Project) -> None:
    declare(project.live(entry(ONE, {"user": None})), {ONE: {}}, PACK)
    user = "properties: {user: {const: x}}"
    rules(project, f"id: r, schema: {{properties: {{outbound_config: {{{user}}}}}}}")
    assert told(project) == [WITHHELD]


def test_a_rule_that_reads_no_detail_is_unaffected(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for rule in [
        "require: {label: other}",
        "require: {outbound_config.pipeline_id: p}",
        "require: {declared.outbound_config.address: {type: string}}",
        "schema: {properties: {outbound_config: {required: [pipeline_id]}}}",
        "when: {label: Support}, count: {maximum: 1}",
        "unique: label",
    ]:
        with subtests.test(rule=rule):
            project = good_project(fresh(tmp_path))
            declare(project.live(entry(ONE, {}), entry(TWO, {})), {ONE: {}, TWO: {}}, PACK)
            rules(project, f"id: r, {rule}")
            assert {one[0] for one in told(project)} == {"r"}


def test_a_rule_applies_to_numbers_without_such_an_object(project: Project) -> None:
    declare(project.live(entry(ONE, {}), entry(TWO, None)), {ONE: {}, TWO: {}}, PACK)
    rules(project, "id: r, require: {outbound_config.address: {type: string}}")
    assert told(project) == [("r", TWO, "outbound_config.address"), WITHHELD]


def test_a_number_that_is_certainly_skipped_is_not_counted(project: Project) -> None:
    declare(project.live(entry(ONE, {})), {ONE: {}}, PACK)
    rules(
        project,
        "id: r, when: {provider: twilio, outbound_config.transport: tls}, require: {label: x}",
    )
    assert told(project) == []


def test_a_count_that_fails_with_any_details_is_found(project: Project) -> None:
    entries = [entry(ONE, {"transport": None}), entry(TWO, None), entry(THREE, None)]
    declare(project.live(*entries), {phone: {} for phone in (ONE, TWO, THREE)}, PACK)
    rules(project, "id: r, when: {outbound_config.transport: null}, count: {maximum: 1}")
    assert told(project) == [("r", None, None), WITHHELD]
    rules(project, "id: r, when: {outbound_config.transport: null}, count: {maximum: 2}")
    assert told(project) == [WITHHELD]


def test_in_tests_of_rules_nothing_is_withheld(project: Project) -> None:
    test = "tests: [{fail: {outbound_config: {}}}, {pass: {outbound_config: {address: a}}}]"
    declare(project, {ONE: {}}, PACK)
    rules(project, f"id: r, require: {{outbound_config.address: {{type: string}}}}, {test}")
    assert project.run("policy", "test").code == 0


PATHS = ["label", "inbound", "outbound_config", "outbound_config.address", "outbound_config.user"]
CHECKS: list[tuple[Any, bool]] = [
    ({"const": "a"}, False),
    ({"enum": ["a", "b", None]}, True),
    ({"const": None}, True),
    ({"type": ["object", "string"]}, False),
]
FIELDS = st.builds(
    lambda path, check: FieldCondition(path, Validator(check[0]), None, check[1]),
    st.sampled_from(PATHS),
    st.sampled_from(CHECKS),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    FIELDS,
    lambda part: (
        st.builds(lambda parts: Every(tuple(parts)), st.lists(part, min_size=1, max_size=3))
        | st.builds(lambda parts: AnyOf(tuple(parts)), st.lists(part, min_size=1, max_size=3))
        | st.builds(Negation, part)
    ),
    max_leaves=6,
)
LEAVES = [{"const": "a"}, {"type": "object"}, {"enum": ["a", None]}, {}]
SCHEMAS: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(LEAVES)
    | st.builds(
        lambda names: {"required": names},
        st.lists(st.sampled_from(["label", "address"]), unique=True),
    ),
    lambda part: (
        st.builds(lambda inner: {"properties": {"outbound_config": inner}}, part)
        | st.builds(lambda a, b: {"properties": {"address": a, "label": b}}, part, part)
        | st.builds(lambda inner: {"not": inner}, part)
        | st.builds(lambda a, b: {"if": a, "then": b}, part, part)
        | st.builds(lambda a, b: {"allOf": [a, b]}, part, part)
        | st.builds(lambda a, b: {"anyOf": [a, b]}, part, part)
        | st.builds(lambda a: {"patternProperties": {"^out": a}, "minProperties": 2}, part)
        | st.builds(lambda a: {"properties": {"label": {}}, "additionalProperties": a}, part)
    ),
    max_leaves=5,
)
KINDS = ["require", "schema"]
FILLINGS: list[Any] = [None, "a", "z", {}, ["a"]]


def rule_of(when: Condition | None, require: Condition | None, schema: Any) -> Rule:
    validator = None if schema is None else Validator(schema)
    return Rule("r", "T", Severity.LOW, when, require, validator, Place("p.yaml", 1, 1))


@tried(4)
@given(st.none() | CONDITIONS, CONDITIONS, SCHEMAS, st.sampled_from(KINDS), st.sampled_from("az"))
def test_a_certain_failure_is_found_with_any_details(
    when: Condition | None, require: Condition, schema: Any, kind: str, label: str
) -> None:
    wanted = (require, None) if kind == "require" else (None, schema)
    rule = rule_of(when, *wanted)
    sure = Blind(rule, frozenset({"outbound_config"})).sure
    entry = {"label": label, "inbound": "a", "outbound_config": {}}
    if sure is None or passes(sure, entry):
        return
    for address, user in product(FILLINGS, FILLINGS):
        shown = {**entry, "outbound_config": {"address": address, "user": user}}
        assert not passes(rule, shown)
