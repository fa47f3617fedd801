"""Patterns that need backtracking are found wherever they apply."""

import pickle
from typing import Any

import pytest

from driftcheck.model import InputError, Place
from driftcheck.system import SCHEMAS, published
from driftcheck.validation import Perils, Validator, resolve
from driftcheck.validation.perils import MOST_CHARACTERS
from tests.each import each
from tests.own_schemas import own
from tests.support import Project

PERIL: dict[str, Any] = {"pattern": "^(?!a)"}
NONE: dict[str, Any] = {"pattern": "^(a+)+$"}
LONG = "b" * (MOST_CHARACTERS + 1)
LABEL = {"properties": {"label": PERIL}}
IN = {"in": {"label": LONG}}
TREE = {
    "$ref": "#/$defs/tree",
    "$defs": {"tree": {"properties": {"name": PERIL, "in": {"$ref": "#/$defs/tree"}}}},
}


@pytest.mark.parametrize(
    ("schema", "value", "where"),
    [
        (PERIL, LONG, "a text"),
        (LABEL, {"label": LONG}, "label"),
        (LABEL, {"label": LONG, "phone_number": "+12025550100"}, "label of +12025550100"),
        ({"not": LABEL}, {"label": LONG}, "label"),
        ({"if": LABEL, "then": False}, {"label": LONG}, "label"),
        ({"if": True, "then": LABEL, "else": True}, {"label": LONG}, "label"),
        ({"anyOf": [True, {"oneOf": [{"allOf": [LABEL]}]}]}, {"label": LONG}, "label"),
        ({"dependentSchemas": {"x": LABEL}}, {"label": LONG}, "label"),
        ({"additionalProperties": PERIL}, {"a": "x", "b": LONG}, "b"),
        ({"unevaluatedProperties": PERIL}, {"a": "x", "b": LONG}, "b"),
        ({"patternProperties": {"^b": PERIL}}, {"a": "x", "b": LONG}, "b"),
        ({"patternProperties": {"^(?!a)": True}}, {LONG: 1}, "a text"),
        ({"propertyNames": PERIL}, {LONG: 1}, "a text"),
        ({"properties": {"label": {"propertyNames": PERIL}}}, {"label": {LONG: 1}}, "label"),
        ({"items": PERIL}, ["x", LONG], "[1]"),
        ({"items": PERIL}, ("x", LONG), "[1]"),
        ({"contains": PERIL}, ["x", LONG], "[1]"),
        ({"prefixItems": [True, PERIL]}, ["x", LONG], "[1]"),
        ({"unevaluatedItems": PERIL}, ["x", LONG], "[1]"),
        ({"allOf": [{"not": False}, LABEL], "properties": {"in": LABEL}}, IN, "in.label"),
        (TREE, {"in": {"in": {"name": LONG}}}, "in.in.name"),
    ],
)
def test_a_pattern_is_found_wherever_it_applies(schema: Any, value: Any, where: str) -> None:
    with pytest.raises(InputError) as caught:
        Validator(schema).is_valid(value)
    (problem,) = caught.value.problems
    clause = f"pattern `^(?!a)` is not matched against {where}, which has 501 characters"
    assert problem.message == f"the schema cannot be applied: its {clause}"


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (PERIL, LONG[1:]),
        (PERIL, {"label": LONG}),
        (PERIL, 7),
        (LABEL, {"other": LONG}),
        (LABEL, {"label": [LONG]}),
        (LABEL, LONG),
        ({"items": PERIL}, {"label": LONG}),
        ({"additionalProperties": PERIL}, [LONG]),
        ({"$defs": {"x": PERIL}}, {"label": LONG}),
        ({"const": PERIL, "enum": [PERIL], "default": PERIL, "examples": [PERIL]}, LONG),
        ({"properties": {"pattern": {"type": "string"}}}, {"pattern": LONG}),
        (NONE, LONG),
        (True, LONG),
    ],
)
def test_texts_without_such_a_pattern_may_be_long(schema: Any, value: Any) -> None:
    assert Perils(resolve(schema).schema).first(value, None) is None


@pytest.mark.parametrize("wrapped", [{}, {"not": {}}])
def test_a_pattern_that_the_engine_gives_up_on_is_an_error(wrapped: Any) -> None:
    pattern = {"pattern": "^(?:(?=a)a|a)*$"}
    schema = {"not": pattern} if wrapped else pattern
    validator = Validator(schema, lambda path: Place("own.json", len(path) + 1, 1))
    for made in (validator, pickle.loads(pickle.dumps(validator))):
        with pytest.raises(InputError, match="takes too long on a text") as caught:
            made.is_valid("a" * 60 + "!")
        (problem,) = caught.value.problems
        assert problem.place == Place("own.json", 2 if wrapped else 1, 1)
        assert problem.hint == (
            "Simplify the pattern: no repetition within repetition, no look-around."
        )


def test_a_copy_finds_the_same() -> None:
    """Such as the copy of a rule that is sent to another process."""
    copy = pickle.loads(pickle.dumps(Perils(LABEL)))
    found = copy.first({"label": LONG}, None)
    assert found is not None
    assert found == Perils(LABEL).first({"label": LONG}, None)


def test_the_pattern_of_a_secret_is_not_shown() -> None:
    schema = {"properties": {"password": PERIL}}
    peril = Perils(schema).first({"password": LONG}, None)
    assert peril
    assert peril.clause.startswith("pattern `(sensitive)` is not matched against password, ")


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_published_schema_has_such_a_pattern(name: str) -> None:
    assert not Perils({"allOf": [published(name)]})


SCHEMA = '{"properties": {\n  "label": {"type": "string", "pattern": "(?=([a-z]+)+$)x?"}}}'


@each(
    ("declared", "live", "place", "where"),
    [
        ("label: x", LONG * 30, "own.json:2:3", "label of +12025550100"),
        (f"label: {LONG}", "x", "numbers.yaml:1:3", "label of +12025550100"),
    ],
)
def test_the_command_line_gives_no_verdict(
    project: Project, declared: str, live: str, place: str, where: str
) -> None:
    own(project, {}, declared, label=live).write(own__json=SCHEMA)
    ran = project.run("check")
    assert ran.code == 1
    pattern = "pattern `(?=([a-z]+)+$)x?` is not matched against"
    assert f"Error: {place}: the schema cannot be applied: its {pattern} {where}, " in ran.err


def test_defaults_are_checked_too(project: Project) -> None:
    own(project, {}, "label: x", label="x").write(
        own__json=SCHEMA,
        numbers__yaml="version: 1\n"
        f"defaults: {{label: {LONG}}}\n"
        "numbers: [{phone_number: +12025550100}]\n",
    )
    ran = project.run("check")
    assert (ran.code, ran.err.split(":")[1:3]) == (1, [" numbers.yaml", "2"])


def test_an_undecided_pattern_stops_an_import(project: Project) -> None:
    own(project, {}, "label: x", label=LONG).write(own__json=SCHEMA)
    ran = project.run("import", "-o", "new")
    assert ran.code == 1
    assert "is not matched against label of +12025550100" in ran.err
