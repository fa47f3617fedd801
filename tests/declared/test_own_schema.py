"""Declarations with a custom schema in the various forms of JSON Schema."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from driftcheck.document import parse
from driftcheck.validation import entry_shape, matches
from driftcheck.validation.declarable import Form
from driftcheck.validation.shape import allows, read
from driftcheck.validation.validator import Validator
from tests.own_schemas import TEXT, own
from tests.support import CONFIG, Project, fresh, good_project, number

PIPELINE = {"type": "object", "properties": {"pipeline_version": TEXT}}


def test_a_declared_number_is_never_empty_whatever_the_schema_allows(project: Project) -> None:
    """It would match every live entry without a number."""
    own(project, {"properties": {"phone_number": TEXT}}, "label: x")
    project.write(numbers__yaml="version: 1\nnumbers: [{phone_number: '', label: x}]\n")
    ran = project.run("check")
    assert (ran.code, ran.out) == (1, "")
    assert '"phone_number" must not be empty' in ran.err


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
def test_a_schema_may_define_a_field_in_any_form(project: Project, schema: Any) -> None:
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
def test_a_schema_may_define_a_nested_field_in_any_form(project: Project, pipeline: Any) -> None:
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


def test_a_misspelt_field_is_still_refused(project: Project) -> None:
    ran = own(project, {"allOf": [{"properties": {"region": TEXT}}]}, "regoin: 12").run("check")
    assert ran.code == 1
    assert 'unknown key "regoin"\n  Did you mean "region"?' in ran.err


def test_a_misspelt_nested_field_is_still_refused(project: Project) -> None:
    schema = {
        "properties": {"associated_pipeline": {"$ref": "#/$defs/pipeline"}},
        "$defs": {"pipeline": PIPELINE},
    }
    ran = own(project, schema, "associated_pipeline: {pipeline_versoin: 2}").run("check")
    assert ran.code == 1
    assert 'unknown key "associated_pipeline.pipeline_versoin"' in ran.err
    assert 'Did you mean "pipeline_version"?' in ran.err


VONAGE = {"provider": "vonage", "label": None}
KINDS: dict[str, Any] = {
    "type": {"type": "string"},
    "pattern": {"pattern": "^v"},
    "const": {"const": "vonage"},
    "enum": {"enum": ["vonage", "byo"]},
    "nothing": {},
    "true": True,
    "$ref": {"$ref": "#/$defs/entry"},
    "oneOf": {"oneOf": [{"const": "vonage"}, {"const": "byo"}]},
    "anyOf": {"anyOf": [{"type": "null"}, {"type": "string"}]},
    "label's": {"$ref": "#/properties/other"},
}
POLICY = """\
version: 1
name: house
rules:
  - {id: vonage, title: It is Vonage's, severity: high, require: {provider: vonage}}
"""


def test_a_schema_applies_to_declarations_rules_and_selections(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    """The built-in schema has byo and twilio, and no null label."""
    for provider in KINDS.values():
        with subtests.test(provider=provider):
            project = good_project(fresh(tmp_path))
            schema = {
                "properties": {
                    "provider": provider,
                    "label": {"type": ["string", "null"]},
                    "other": {"type": "string"},
                },
                "$defs": {"entry": {"type": "string"}},
            }
            own(project, schema, "provider: vonage, label: null", **VONAGE)
            project.write(policy__yaml=POLICY)
            config = (project.folder / "driftcheck.yaml").read_text(encoding="utf-8")
            project.write(driftcheck__yaml=config + "policies: [policy.yaml]\n")
            for arguments in ([], ["--select", "provider=vonage"]):
                ran = project.run("check", *arguments)
                assert (ran.code, ran.err) == (0, "")


def test_import_writes_what_a_custom_schema_allows(project: Project) -> None:
    own(project, {"properties": {"provider": {}, "label": True}}, "provider: byo", **VONAGE)
    ran = project.run("import", "--output", "new.yaml")
    assert (ran.code, ran.err.count("cannot be declared")) == (0, 0)
    assert "provider: vonage" in (project.folder / "new.yaml").read_text(encoding="utf-8")


REGION = {"properties": {"region": TEXT}}
CONDITIONAL: dict[str, Any] = {
    "then": {"if": {"required": ["label"]}, "then": REGION},
    "else": {"if": {"required": ["zzz"]}, "then": {}, "else": REGION},
    "dependentSchemas": {"dependentSchemas": {"label": REGION}},
    "patternProperties": {"patternProperties": {"^reg": TEXT}},
    "within": {"allOf": [{"oneOf": [REGION, {"required": ["zzz"]}]}]},
}


@pytest.mark.parametrize("schema", CONDITIONAL.values(), ids=CONDITIONAL.keys())
def test_a_field_named_only_in_a_condition_is_known_everywhere(
    project: Project, schema: Any
) -> None:
    own(project, schema, "region: 12", region="12")
    rule = "{id: region, title: Region, severity: high, require: {region: {minLength: 2}}}"
    project.write(policy__yaml=f"version: 1\nname: house\nrules: [{rule}]\n")
    config = (project.folder / "driftcheck.yaml").read_text(encoding="utf-8")
    project.write(driftcheck__yaml=config + "policies: [policy.yaml]\n")
    ran = project.run("check", "--select", "region=12")
    assert (ran.code, ran.err) == (0, "")
    own(project, schema, "region: other, ignore: [region]", region="12")
    ran = project.run("check")
    assert (ran.code, ran.err) == (0, "")


def test_a_field_that_a_schema_forbids_cannot_be_declared(project: Project) -> None:
    ran = own(project, {"properties": {"region": False}}, "region: 12").run("check")
    assert ran.code == 1
    assert 'unknown key "region"' in ran.err


def test_a_phone_number_is_text_whatever_the_schema_says(project: Project) -> None:
    project.write(
        driftcheck__yaml=CONFIG + "schema: own.json\nfail_on: info\n",
        own__json='{"properties": {"phone_number": {}}}',
        numbers__yaml="- {phone_number: 12025550100, label: Support}\n",
    ).live(number(phone_number="12025550100"))
    ran = project.run("check")
    assert (ran.code, ran.err) == (0, "")


def test_without_a_type_in_the_schema_text_is_read_as_text(project: Project) -> None:
    schema = {"properties": {"outbound_config": {"properties": {"prefix": {}}}, "label": True}}
    declared = "label: 6036, outbound_config: {prefix: 6036}"
    ran = own(project, schema, declared, label="6036", outbound_config={"prefix": "6036"})
    assert (ran.run("check").code, ran.run("check").err) == (0, "")


SUBJECTS = st.sampled_from(["byo", "twilio", "vonage", "6036"])
OWN = st.sampled_from(
    [
        {"type": "string"},
        {"enum": ["byo", "vonage"]},
        {"oneOf": [{"const": "byo"}, {"pattern": "^[0-9v]"}]},
        {"allOf": [{"type": "string"}, {"not": {"const": "byo"}}]},
        {"if": {"const": "byo"}, "then": {"minLength": 3}, "else": {"maxLength": 6}},
        {"$ref": "#/$defs/p"},
        {},
        True,
    ]
)


@given(OWN, SUBJECTS)
def test_every_allowed_live_value_may_be_declared_and_required(schema: Any, value: str) -> None:
    """The common property: a value that a custom schema allows is refused nowhere."""
    entry = {"properties": {"provider": schema}, "$defs": {"p": {"minLength": 1}}}
    assume(Validator(entry).is_valid({"provider": value}))
    form = Form(entry)
    node = parse(f"{{phone_number: +12025550100, provider: {value}}}", "f").root
    declared = read(node, form.entry)
    assert declared["provider"] == value
    assert form.entry_validator.is_valid(declared)
    known = entry_shape(entry).fields["provider"]
    assert allows(known, value)
    assert not known.values or value in known.values
    assert known.pattern is None or matches(known.pattern, value)
