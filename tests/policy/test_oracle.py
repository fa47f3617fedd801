"""Deciding rules in one call gives the same as evaluating each rule."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from driftcheck import document, policy
from driftcheck.document.source import InputFile
from driftcheck.model import BUILTIN_CHECKS, Declaration, InputError, LiveList, Place
from driftcheck.policy import Rule, builder, condition
from driftcheck.policy.condition import FieldCondition, failures, to_schema
from driftcheck.policy.evaluate import _Bundle, evaluate_rules
from driftcheck.policy.subject import Subjects, subject
from driftcheck.system import builtin_packs, published
from driftcheck.validation import entry_shape
from driftcheck.validation.shape import lookup
from driftcheck.validation.validator import Validator
from tests.effort import tried
from tests.strategies import LABELS, broken_entries, entries
from tests.support import NUMBER, number

ENTRY = entry_shape(published("number"))
PLACE = Place("numbers.yaml", 3, 5)
PATTERN, LONG = "^(a|a|b)*(?!x)z$", "ab" * 200
"""A pattern, and a text on which the engine gives it up."""
HALF = "\ud800"
"""Text that the engine refuses to look at."""
OWN = [
    "require: {inbound: true}",
    "require: {label: [Sales, no, '']}",
    "require: {inbound_config: null}",
    "require: {outbound_config: {}}",
    "require: {outbound_config: {minProperties: 2}, outbound_config.transport: tls}",
    "require: {any: [{inbound: false}, {label: {minLength: 3}}]}",
    "require: {not: {outbound: true, provider: byo}}",
    "when: {provider: twilio}, require: {associated_pipeline.pipeline_id: {pattern: '^[a-z]'}}",
    "when: {not: {inbound: true}}, require: {associated_pipeline: null}",
    "schema: {required: [label, inbound_config]}",
    "schema: {maxProperties: 7, additionalProperties: false, properties: {label: {}}}",
    "schema: {properties: {label: {type: string}}, unevaluatedProperties: false}",
    "schema: {$id: one, anyOf: [{required: [inbound]}, {maxProperties: 2}]}",
    "schema: {$id: one, $anchor: a, if: {required: [inbound]}, then: {required: [outbound]}}",
    "schema: {type: object}",
    "schema: {maxProperties: 7}",
    "schema: {properties: {associated_pipeline: {type: object}}}",
    "schema: {not: {type: object}}",
    "when: {declared: null}, require: {label: x}",
    "require: {declared.metadata.owner: {minLength: 1}}",
    "require: {account: main, declared.inbound: true}",
    "require: {phone.valid: true}",
    "schema: {properties: {phone: {properties: {country_code: {const: 1}}}}}",
    f"require: {{not: {{label: {{pattern: '{PATTERN}'}}}}}}",
]
"""Rules that read all there is to be read, and are broken by entries of every kind."""


def rules(*fields: str) -> list[Rule]:
    """Return rules with only these fields; their ids are r0, r1 and so on."""
    lines = [
        f"- {{id: r{at}, title: It holds, severity: high, {part}}}"
        for at, part in enumerate(fields)
    ]
    text = "\n".join(["version: 1", "name: mine", "rules:", *lines])
    return builder.rules(document.parse(text, "p.yaml"), subject(ENTRY))


MINE = rules(*OWN)
PACKS = {
    name: policy.load([InputFile(path, path.name)], ENTRY, BUILTIN_CHECKS)[0].rules
    for name, path in builtin_packs().items()
}
SINGLE = [rule for pack in PACKS.values() for rule in pack if not rule.grouped]
METADATA = st.fixed_dictionaries(
    {},
    optional={
        "env": st.sampled_from(["production", "staging", "prodution", ""]),
        "owner": st.sampled_from(["support", "", " "]),
        "escalation": LABELS,
    },
)


@st.composite
def accounts(draw: st.DrawFn) -> tuple[LiveList, dict[str, Declaration]]:
    """Generate entries of every kind, and declarations of some of them."""
    good = st.just(NUMBER) | st.builds(lambda label: number(label=label), LABELS)
    live = draw(st.lists(st.one_of(good, entries(), broken_entries()), max_size=5))
    declared = {}
    for entry in live:
        name = entry.get("phone_number") if isinstance(entry, dict) else None
        if isinstance(name, str) and draw(st.booleans()):
            fields = draw(st.sampled_from([{}, {"inbound": True}, {"label": "x"}, entry]))
            metadata = draw(METADATA)
            declared[name] = Declaration(fields, metadata, frozenset(), False, PLACE, {})
    return LiveList("live.json", tuple(live)), declared


def undecided(bundle: _Bundle, found: Any) -> bool:
    """The oracle: every rule is evaluated by itself."""
    for rule in bundle.rules:
        rule.check_patterns(found)
    return False


def told(asked: list[Rule], live: LiveList, declared: dict[str, Declaration]) -> Any:
    """Return the findings, whose text distinguishes 1 and true, or the error."""
    try:
        return list(map(repr, evaluate_rules(asked, live, declared, "main")))
    except InputError as error:
        return error.problems


def hold(asked: list[Rule], live: LiveList, declared: dict[str, Declaration]) -> None:
    quickly = told(asked, live, declared)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(_Bundle, "is_satisfied", undecided)
        assert quickly == told(asked, live, declared)


@pytest.mark.parametrize("name", sorted(PACKS))
@tried(0.2)
@given(accounts())
def test_a_pack_finds_what_each_of_its_rules_finds(
    name: str, account: tuple[LiveList, dict[str, Declaration]]
) -> None:
    hold(list(PACKS[name]), *account)


@given(st.lists(st.sampled_from(MINE), unique_by=lambda rule: rule.id), accounts())
@example(MINE[-1:], (LiveList("live.json", (number(label=LONG),)), {}))
@example(MINE, (LiveList("live.json", (NUMBER, {}, None, number(label=1))), {}))
@example(MINE[1:2], (LiveList("live.json", (number(label=HALF),)), {}))
@example(MINE[:2], (LiveList("live.json", (number(label=HALF),)), {}))
def test_rules_together_find_what_each_finds(
    asked: list[Rule], account: tuple[LiveList, dict[str, Declaration]]
) -> None:
    hold(asked, *account)


def test_a_rule_by_itself_finds_the_same(subtests: pytest.Subtests) -> None:
    for rule in MINE:
        with subtests.test(rule=rule.id):
            empty: dict[str, Any] = dict.fromkeys(NUMBER)
            live: list[Any] = [
                NUMBER,
                {},
                None,
                [],
                "x",
                empty,
                {**NUMBER, "associated_pipeline": None},
            ]
            live += [
                number(inbound_config=None, outbound_config=None),
                number(outbound_config={"a": {}}),
            ]
            hold([rule], LiveList("live.json", tuple(live)), {})


@tried(0.6)
@given(accounts())
def test_a_rule_agrees_with_its_parts(
    account: tuple[LiveList, dict[str, Declaration]],
) -> None:
    live, declared = account
    subjects = Subjects(declared, "main")
    for rule in [*MINE, *SINGLE]:
        for found in (subjects.of(entry, rule.context) for entry in live.entries):
            concerned = not rule.when or not any(failures(rule.when, found))
            fails = any(failures(rule.require, found)) if rule.require else False
            fails = fails or bool(rule.schema and not rule.schema.is_valid(found))
            assert rule.decider.is_valid(found) is not (concerned and fails), rule.id


@pytest.mark.parametrize("asked", [MINE[:1], MINE[:1] + MINE[9:10]], ids=["one", "two"])
def test_a_number_that_satisfies_all_rules_takes_one_call(
    asked: list[Rule], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(_Bundle, "broken")
    live = LiveList("live.json", (number(inbound_config={}),))
    assert told(asked, live, {}) == []


NOTHINGS: list[Any] = [None, {}, [], {"a": None}, {"a": {"b": [], "c": {}}}]
NOTHINGS += [{"a": {"b": {"c": {"d": {"e": None}}}}}, {"a": {"b": {"c": {"d": {"e": {}}}}}}]
"""What is not configured; the schema looks five objects deep for it, and no deeper."""
SOMETHING: list[Any] = [
    *(True, False, 0, 1, 1.0, 0.5, -1, "", "x", "null", "{}", [None], [{}], [[]], ["x"], [0]),
    *({"a": "x"}, {"a": 0}, {"a": None, "b": False}, {"a": [None]}, {"a": {"b": ""}}),
    {"a": {"b": {"c": {"d": {"e": False}}}}},
]
VALUES = NOTHINGS + SOMETHING
NAMES = ["array", "boolean", "integer", "null", "number", "object", "string"]
TYPES: list[Any] = [
    *("none", *NAMES, ["string"], ["string", "null"], ["null"], ["integer", "boolean"]),
    *(["object", "string"], ["array", "boolean"], NAMES),
]
ENUMS: list[Any] = [
    *([value] for value in (None, {}, [], "x", "", 0, 1, True, False, 1.5, {"a": None}, ["x"])),
    *([None, "x"], ["x", {}], [[], 1], [True, "x"], ["x", {"a": 1}], ["", 0, False], [1, [None]]),
    *([{"a": {}}, "x"], ["x", None, {}, []], [], [None, {}, []]),
]


def schemas_of(kind: Any) -> Iterator[Any]:
    """Yield the schemas of a type with every choice of values."""
    typed = {} if kind == "none" else {"type": kind}
    yield typed
    for values in ENUMS:
        yield typed | {"enum": values}
        if len(values) == 1:
            yield typed | {"const": values[0]}
            yield from (typed | {"const": values[0], "enum": more} for more in ENUMS[-4:])


def decides(schema: Any, optional: bool, path: str = "a") -> None:
    """Check the schema of a condition against the oracle and the reported failures."""
    made = FieldCondition(path, Validator(schema), schema, optional)
    quickly = Validator(to_schema(made))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(condition, "_is_of_configured", lambda _: False)
        slowly = Validator(to_schema(made))
    steps = path.split(".")
    for value in VALUES:
        entry = value
        for step in reversed(steps):
            entry = {step: entry}
        for found in (entry, value) if path == "a" else (entry, value, {"a": value}):
            known = quickly.is_valid(found)
            assert known == slowly.is_valid(found), (schema, found)
            assert known == condition._holds(made, lookup(found, steps)), (schema, found)


def test_type_and_values_alone_decide_correctly(subtests: pytest.Subtests) -> None:
    for kind, optional in product(TYPES, [False, True]):
        with subtests.test(kind=kind, optional=optional):
            for schema in schemas_of(kind):
                decides(schema, optional)


def test_the_usual_conditions_do_not_check_for_configured_values(subtests: pytest.Subtests) -> None:
    for schema in [
        *({"const": True}, {"const": ""}, {"enum": ["byo", "twilio"]}, {"enum": [0, False]}),
        *({"type": "string", "minLength": 1}, {"type": ["string", "integer"]}, {"const": 1.5}),
    ]:
        with subtests.test(schema=schema):
            made = FieldCondition("a", Validator(schema), schema, optional=False)
            assert condition._leaf(made) is schema


KEYWORDS: dict[str, Any] = {
    "type": st.sampled_from(TYPES[1:]),
    "const": st.sampled_from(VALUES),
    "enum": st.lists(st.sampled_from(VALUES), max_size=3),
    "minLength": st.integers(0, 2),
    "minimum": st.integers(0, 1),
    "minItems": st.integers(0, 1),
    "maxProperties": st.integers(0, 1),
    "required": st.just(["a"]),
    "properties": st.sampled_from([{"a": {"type": "string"}}, {"a": {"const": None}}]),
}
FLAT = st.fixed_dictionaries({}, optional=KEYWORDS)
SCHEMAS: st.SearchStrategy[Any] = st.one_of(
    FLAT,
    st.builds(lambda flat, inner: {**flat, "not": inner}, FLAT, FLAT),
    st.builds(lambda flat, inner: {**flat, "anyOf": inner}, FLAT, st.lists(FLAT, min_size=1)),
    st.builds(lambda flat, inner: {**flat, "if": inner, "then": False}, FLAT, FLAT),
    st.booleans(),
)


@tried(2)
@given(SCHEMAS, st.booleans(), st.sampled_from(["a", "a.b", "a.b.c"]))
@example({"const": "x", "enum": [None, "x"]}, False, "a")
@example({"type": "string", "enum": [None, "x"]}, False, "a.b")
@example({"type": ["string", "null"], "enum": ["x", None]}, False, "a.b")
@example({"not": {"type": "string"}}, False, "a")
@example({"anyOf": [{"type": "string"}, {}]}, False, "a")
@example(True, False, "a.b")
@example(False, True, "a.b")
def test_a_schema_alone_decides_correctly(schema: Any, optional: bool, path: str) -> None:
    decides(schema, optional, path)
