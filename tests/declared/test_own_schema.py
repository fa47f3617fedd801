"""Declarations under a schema of the user's own, in the forms that JSON Schema allows."""

import json
from typing import Any

import pytest

from tests.support import CONFIG, Project, number

TEXT = {"type": "string"}
PIPELINE = {"type": "object", "properties": {"pipeline_version": TEXT}}


def own(project: Project, schema: Any, declared: str, **live: Any) -> Project:
    """A project with a schema of its own, and a field that only that schema knows."""
    project.write(
        driftcheck__yaml=CONFIG + "schema: own.json\nfail_on: info\n",
        own__json=json.dumps(schema),
        numbers__yaml=f"- {{phone_number: +12025550100, {declared}}}\n",
    )
    return project.live(number(**live))


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"region": TEXT}},
        {"allOf": [{"properties": {"region": TEXT}}]},
        {"$ref": "#/$defs/number", "$defs": {"number": {"properties": {"region": TEXT}}}},
        {"properties": {"region": {"$ref": "#/$defs/text"}}, "$defs": {"text": TEXT}},
        {"anyOf": [{"properties": {"region": TEXT}}, {"properties": {"region": TEXT}}]},
    ],
    ids=["inline", "allOf", "$ref", "field-$ref", "anyOf"],
)
def test_a_field_may_be_named_in_any_way(project: Project, schema: Any) -> None:
    own(project, schema, "region: 12", region="12")
    ran = project.run("check")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    "pipeline",
    [
        PIPELINE,
        {"$ref": "#/$defs/pipeline"},
        {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/pipeline"}]},
        {"allOf": [PIPELINE, {"properties": {"pipeline_id": TEXT}}]},
    ],
    ids=["inline", "$ref", "anyOf", "allOf"],
)
def test_a_field_of_a_field_may_be_named_in_any_way(project: Project, pipeline: Any) -> None:
    schema = {"properties": {"associated_pipeline": pipeline}, "$defs": {"pipeline": PIPELINE}}
    declared = "associated_pipeline: {pipeline_id: p, pipeline_version: 2}"
    live = {"associated_pipeline": {"pipeline_id": "p", "pipeline_version": "2"}}
    ran = own(project, schema, declared, **live).run("check")
    assert (ran.code, ran.err) == (0, "")


def test_a_schema_that_is_open_lets_any_field_be_declared(project: Project) -> None:
    own(project, {"additionalProperties": True}, "region: 12", region=12)
    ran = project.run("check")
    assert (ran.code, ran.err) == (0, "")


def test_a_definition_may_have_any_name(project: Project) -> None:
    names = ("entry", "file", "defaults", "metadata", "ignore", "phone_number")
    schema = {
        "properties": {f"x_{name}": {"$ref": f"#/$defs/{name}"} for name in names},
        "$defs": dict.fromkeys(names, TEXT),
    }
    declared = ", ".join(f"x_{name}: 12" for name in names)
    ran = own(project, schema, declared, **{f"x_{name}": "12" for name in names}).run("check")
    assert (ran.code, ran.err) == (0, "")


def test_a_misspelt_field_is_refused_all_the_same(project: Project) -> None:
    ran = own(project, {"allOf": [{"properties": {"region": TEXT}}]}, "regoin: 12").run("check")
    assert ran.code == 1
    assert 'unknown key "regoin"\n  Did you mean "region"?' in ran.err


def test_a_misspelt_field_of_a_field_is_refused_all_the_same(project: Project) -> None:
    schema = {
        "properties": {"associated_pipeline": {"$ref": "#/$defs/pipeline"}},
        "$defs": {"pipeline": PIPELINE},
    }
    ran = own(project, schema, "associated_pipeline: {pipeline_versoin: 2}").run("check")
    assert ran.code == 1
    assert 'unknown key "associated_pipeline.pipeline_versoin"' in ran.err
    assert 'Did you mean "pipeline_version"?' in ran.err
