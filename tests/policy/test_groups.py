"""Rules about several numbers: `unique`, and `count` with and without `group_by`."""

from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck import document, policy
from driftcheck.document.source import InputFile
from driftcheck.model import Declaration, Finding, InputError, Kind, LiveList, Place, Severity
from driftcheck.policy import Rule, builder, evaluate_groups, evaluate_rules
from driftcheck.policy.subject import subject
from driftcheck.system import published
from driftcheck.validation import entry_shape
from tests.support import fresh, number

ENTRY = entry_shape(published("number"))
PIPELINE = "associated_pipeline.pipeline_id"
Check = Callable[..., list[Finding]]


def name(index: int) -> str:
    return f"+1202555{index:04}"


def live(index: int, **fields: Any) -> dict[str, Any]:
    return number(phone_number=name(index), **fields)


def compiled(path: Path, fields: str) -> tuple[Rule, ...]:
    rule = f"- {{id: r, title: It holds, severity: high, remedy: Mend it., {fields}}}\n"
    path.write_text(f"version: 1\nname: mine\nrules:\n{rule}", encoding="utf-8")
    return policy.rules_of(policy.load([InputFile(path, "p.yaml")], ENTRY, ()))


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return the findings of one rule on live entries."""

    def run(fields: str, *entries: Any, declared: Any = None, chosen: Any = None) -> list[Finding]:
        rules = compiled(tmp_path / "p.yaml", fields)
        found = LiveList("live.json", entries)
        assert evaluate_rules(rules, found, {}, "default") == []
        return list(evaluate_groups(rules, found, declared or {}, "default", chosen))

    return run


def declare(line: int, metadata: dict[str, Any] | None = None, **fields: Any) -> Declaration:
    marks = {"label": (1, 5), "metadata.team": (2, 7)}
    return Declaration(fields, metadata or {}, frozenset(), False, Place("f.yaml", line, 3), marks)


def told(findings: list[Finding]) -> list[str | None]:
    return [finding.phone_number for finding in findings]


def test_a_value_that_two_numbers_share_is_a_finding_on_each(check: Check) -> None:
    first, second = check("unique: label", live(1), live(2, label="x"), live(3))
    assert first == Finding(
        check="r",
        kind=Kind.POLICY,
        severity=Severity.HIGH,
        phone_number=name(1),
        path="label",
        message=f'It holds: label "Support" is shared with {name(3)}',
        expected={"unique": "label"},
        actual="Support",
        remedy="Mend it.",
        location=Place("p.yaml", 4, 3),
    )
    assert (second.phone_number, second.message.split()[-1]) == (name(3), name(1))


def test_a_group_of_a_wrong_size_is_one_finding(check: Check) -> None:
    fields = f"group_by: {PIPELINE}, count: {{maximum: 3}}"
    entries = [live(index) for index in (4, 3, 2, 1)]
    (finding,) = check(fields, *entries, live(5, associated_pipeline={"pipeline_id": "p2"}))
    assert (finding.phone_number, finding.path) == (None, f'{PIPELINE}="p1"')
    assert (finding.expected, finding.actual) == ({"maximum": 3}, 4)
    assert finding.members == (name(1), name(2), name(3), name(4))
    assert finding.message.startswith(f'It holds: {PIPELINE} "p1" has 4 numbers')
    assert "must be at most 3" in finding.message
    assert finding.message.endswith(f"{name(1)}, {name(2)}, {name(3)} and 1 more")
    assert (finding.location, finding.remedy) == (Place("p.yaml", 4, 3), "Mend it.")


def test_several_fields_are_unique_together(check: Check) -> None:
    entries = [live(1), live(2, inbound=False), live(3)]
    found = check("unique: [label, inbound]", *entries)
    assert told(found) == [name(1), name(3)]
    assert found[0].expected == {"unique": ["label", "inbound"]}


def test_a_value_is_unique_only_within_its_group(check: Check) -> None:
    entries = [live(1), live(2, inbound=False), live(3, inbound=False)]
    assert told(check("unique: label, group_by: inbound", *entries)) == [name(2), name(3)]


def test_several_paths_group_the_numbers_together(check: Check) -> None:
    entries = [live(1), live(2), live(3, inbound=False), live(4, label="x")]
    (finding,) = check("group_by: [label, inbound], count: {maximum: 1}", *entries)
    assert finding.path == 'label="Support", inbound=true'
    assert finding.members == (name(1), name(2))


@pytest.mark.parametrize("rule", ["unique: label", "count: {maximum: 1}"])
def test_numbers_that_the_rule_does_not_apply_to_do_not_count(check: Check, rule: str) -> None:
    fields = f"when: {{inbound: true}}, {rule}"
    assert check(fields, live(1), live(2, inbound=False), live(3, inbound=None)) == []
    assert check(fields, live(1), live(2, inbound=False), live(3))


@pytest.mark.parametrize("rule", ["unique: label", "count: {maximum: 1}"])
def test_a_number_that_is_twice_in_the_live_list_counts_once(check: Check, rule: str) -> None:
    assert check(rule, live(1), live(1)) == []


def test_a_number_without_a_value_is_in_no_group(subtests: pytest.Subtests, check: Check) -> None:
    for nothing, rule in product(
        [None, {}, {"pipeline_id": None}],
        [f"unique: {PIPELINE}", f"group_by: {PIPELINE}, count: {{maximum: 1}}"],
    ):
        with subtests.test(nothing=nothing, rule=rule):
            bare = [live(index, associated_pipeline=nothing) for index in (1, 2, 3)]
            assert check(rule, *bare) == []
            assert check(rule, *bare, live(4), live(5))


@pytest.mark.parametrize("entries", [[], [live(1, inbound=False)], ["hello"]])
def test_a_minimum_fails_without_numbers(check: Check, entries: list[Any]) -> None:
    (finding,) = check("when: {inbound: true}, count: {minimum: 1}", *entries)
    assert (finding.path, finding.actual, finding.members) == (None, 0, ())
    assert "there are 0 numbers" in finding.message
    assert check("when: {inbound: true}, count: {minimum: 1}", *entries, live(2)) == []


def test_groups_by_declaration_are_placed_at_the_declaration(check: Check) -> None:
    entries = [live(index) for index in (1, 2, 3)]
    declared = {name(i): declare(10 * i, {"team": "a"}, label="x") for i in (1, 2)}
    rule = "group_by: declared.metadata.team, count: {maximum: 1}"
    (finding,) = check(rule, *entries, declared=declared)
    assert (finding.members, finding.location) == ((name(1), name(2)), Place("f.yaml", 12, 7))
    (finding,) = check("group_by: label, count: {maximum: 1}", *entries, declared=declared)
    assert finding.location == Place("f.yaml", 11, 5)
    (finding,) = check("count: {maximum: 1}", *entries, declared=declared)
    assert finding.location == Place("p.yaml", 4, 3)
    assert told(check("unique: declared.label", *entries, declared=declared)) == [name(1), name(2)]


def test_groups_are_made_by_account_and_by_facts_of_the_number(check: Check) -> None:
    entries = [live(1), live(2), number(phone_number="+442071838750"), number(phone_number="bad")]
    (finding,) = check("group_by: account, count: {maximum: 3}", *entries)
    assert (finding.path, finding.actual) == ('account="default"', 4)
    (finding,) = check("group_by: phone.region, count: {maximum: 1}", *entries)
    assert (finding.path, finding.members) == ('phone.region="US"', (name(1), name(2)))


def test_entries_without_a_phone_number_are_named_by_their_index(check: Check) -> None:
    odd = ["hello", {"label": "x"}, None, {"label": "x", "phone_number": ""}, {"label": "x"}]
    found = check("unique: label", *odd)
    assert [(finding.phone_number, finding.path) for finding in found] == [
        (None, "[1].label"),
        (None, "[3].label"),
        (None, "[4].label"),
    ]
    (finding,) = check("count: {maximum: 2}", *odd)
    assert finding.members == ("[1]", "[3]", "[4]")


def test_only_findings_on_chosen_numbers_are_reported_but_all_numbers_count(check: Check) -> None:
    entries = [live(1), live(2), live(3, label="x"), live(4, label="x")]
    (finding,) = check("unique: label", *entries, chosen={name(2)})
    assert (finding.phone_number, finding.message.split()[-1]) == (name(2), name(1))
    rule = "group_by: label, count: {maximum: 1}"
    (finding,) = check(rule, *entries, chosen={name(4)})
    assert (finding.path, finding.members) == ('label="x"', (name(3), name(4)))
    assert check(rule, *entries, chosen=set()) == []
    assert len(check(rule, *entries)) == 2


@pytest.mark.parametrize("path", ["outbound_config.password", "outbound_config"])
@pytest.mark.parametrize("rule", ["unique: {}", "group_by: {}, count: {{maximum: 1}}"])
def test_a_secret_is_compared_but_never_shown(check: Check, path: str, rule: str) -> None:
    config = {"address": "user:hunter2@sip.example.com", "password": "s3cret"}
    entries = [live(index, outbound_config=config) for index in (1, 2)]
    found = check(rule.format(path), *entries, live(3, outbound_config={"password": "other"}))
    assert found
    assert not any(word in repr(found) for word in ("s3cret", "hunter2", "other"))
    assert "(sensitive)" in repr(found)


def test_groups_that_differ_only_in_a_secret_have_different_names(check: Check) -> None:
    configs = [{"address": f"{user}:pw@sip.example.com"} for user in ("ann", "ann", "bob", "bob")]
    entries = [live(index, outbound_config=config) for index, config in enumerate(configs)]
    first, second = check("group_by: outbound_config.address, count: {maximum: 1}", *entries)
    assert first.path != second.path
    assert "(sensitive)@sip.example.com" in first.message
    assert not any(word in repr([first, second]) for word in ("ann", "bob", "pw"))


def test_groups_of_long_values_have_different_names(check: Check) -> None:
    labels = ["x" * 50_000 + end for end in ("a", "a", "b", "b")]
    entries = [live(index, label=label) for index, label in enumerate(labels)]
    first, second = check("group_by: label, count: {maximum: 1}", *entries)
    assert first.fingerprint != second.fingerprint
    assert all(len(f"{f.path}{f.message}") < 500 for f in (first, second))
    assert all(len(f.message) < 500 for f in check("unique: label", *entries))


@pytest.mark.parametrize("label", ['a", label="b', "\x1b[31m\r\n", "\ud800", "🦊", ""])
def test_a_hostile_value_is_quoted(check: Check, label: str) -> None:
    entries = [live(1, label=label), live(2, label=label), live(3, label="b")]
    (finding,) = check("group_by: label, count: {maximum: 1}", *entries)
    assert finding.members == (name(1), name(2))
    assert not any(sign in f"{finding.path}{finding.message}" for sign in "\x1b\r\n")
    assert len(finding.fingerprint) == 32
    assert told(check("unique: label", *entries)) == [name(1), name(2)]


EXACTLY = 'the rule "r" must have exactly one of require, schema, unique and count'
SCHEMA = "must be a JSON Schema for a count, such as {minimum: 1}"
ALWAYS = "every count satisfies this, so the rule can never fail"


def test_a_rule_that_could_pass_by_mistake_is_refused(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for fields, message, hint in [
        ("unique: lable", 'no number has a field "lable"', 'Did you mean "label"?'),
        ("unique: [label, inbund]", 'no number has a field "inbund"', 'Did you mean "inbound"?'),
        ("unique: label.x", '"label" has no fields', 'Write "label".'),
        (
            "count: {maximum: 1}, group_by: declared.lable",
            'no number has a field "declared.lable"',
            'Did you mean "declared.label"?',
        ),
        (
            "require: {label: x}, group_by: label",
            "group_by has no effect here",
            "Use it in a rule with count or unique.",
        ),
        ("count: {minimum: 0}", ALWAYS, "For example: {minimum: 1}."),
        ("count: {minimum: 1}, group_by: label", ALWAYS, "A group has at least one number."),
        ("count: {minimum: 1}, unique: label", EXACTLY, "For example: `require: {inbound: true}`."),
        (
            "schema: {required: [label]}, count: {minimum: 1}",
            EXACTLY,
            "For example: `require: {inbound: true}`.",
        ),
        ("group_by: label", EXACTLY, "For example: `require: {inbound: true}`."),
        (
            "count: {minLength: 1}",
            "minLength has no effect on the field; its type is integer",
            None,
        ),
        ("count: {const: x}", 'the field is never "x"; its type is integer', None),
        ("count: 3", f'"rules[0].count" {SCHEMA}', None),
        ("unique: []", '"rules[0].unique" must not be empty', None),
    ]:
        with subtests.test(fields=fields, message=message, hint=hint):
            folder = fresh(tmp_path)
            with pytest.raises(InputError) as caught:
                compiled(folder / "p.yaml", fields)
            (problem,) = caught.value.problems
            assert (problem.message, problem.hint) == (message, hint)
            assert str(problem.place).startswith("p.yaml:4:")


VALUES = st.sampled_from(["a", "b", "1", 1, True, "", None])
LISTS = st.lists(st.tuples(st.integers(0, 7), VALUES, st.booleans()), max_size=12)


def rule_text(fields: str) -> tuple[Rule, ...]:
    text = f"version: 1\nname: p\nrules:\n- {{id: r, title: T, severity: low, {fields}}}\n"
    return tuple(builder.rules(document.parse(text, "p.yaml"), subject(ENTRY)))


UNIQUE = rule_text("when: {inbound: true}, unique: label")
COUNT = rule_text("when: {inbound: true}, group_by: label, count: {minimum: 2, maximum: 3}")


@given(LISTS)
def test_groups_match_a_naive_count(rows: list[tuple[int, Any, bool]]) -> None:
    pairs = {(repr(value), index) for index, value, on in rows if on and value is not None}
    counts = Counter(value for value, _ in pairs)
    found = LiveList("live.json", tuple(live(i, label=v, inbound=on) for i, v, on in rows))
    shared = evaluate_groups(UNIQUE, found, {}, "default")
    assert sorted((repr(f.actual), f.phone_number) for f in shared) == sorted(
        (value, name(index)) for value, index in pairs if counts[value] > 1
    )
    sized = [finding.actual for finding in evaluate_groups(COUNT, found, {}, "default")]
    assert sorted(sized) == sorted(count for count in counts.values() if not 2 <= count <= 3)
