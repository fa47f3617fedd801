"""A custom definition of a field overrides the built-in one."""

from pathlib import Path
from typing import Any

import pytest

from tests.own_schemas import TEXT, own
from tests.support import CONFIG, Project, fresh, good_project

SAID = {"provider": TEXT}


def test_a_custom_definition_replaces_a_built_in_field_anywhere(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for schema in [
        {"allOf": [{"properties": SAID}]},
        {"$ref": "#/$defs/base", "$defs": {"base": {"allOf": [{"properties": SAID}]}}},
        {"anyOf": [{"properties": SAID}, {"properties": {"provider": {"const": "vonage"}}}]},
        {"if": {"required": ["label"]}, "then": {"properties": SAID}},
        {"dependentSchemas": {"label": {"properties": SAID}}},
        {"patternProperties": {"^prov": TEXT}},
        {"additionalProperties": {"type": ["string", "boolean", "object"]}},
        {
            "allOf": [{"properties": {**SAID, "label": TEXT, "phone_number": TEXT}}],
            "unevaluatedProperties": {"type": ["boolean", "object"]},
        },
    ]:
        with subtests.test(schema=schema):
            project = good_project(fresh(tmp_path))
            own(project, schema, "provider: vonage", provider="vonage").write(
                rules__yaml="name: p\nrules:\n  - {id: r, title: T, severity: low,"
                " require: {provider: [vonage, other]}}\n",
                driftcheck__yaml=CONFIG + "schema: own.json\npolicies: [rules.yaml]\n",
            )
            ran = project.run("check", "--select", "provider=vonage")
            assert "provider" not in ran.err
            assert "drift" not in ran.out
            assert project.run("import", "-o", "new.yaml").code == 0


@pytest.mark.parametrize(
    "asking",
    [
        {"required": ["tenant"]},
        {"then": {"required": ["tenant"]}, "if": {"required": ["label"]}},
        {"dependentRequired": {"label": ["tenant"]}},
        {"dependentRequired": {"tenant": ["label"]}},
        {"allOf": [{"anyOf": [{"required": ["tenant"]}, {"required": ["extra"]}]}]},
    ],
    ids=["required", "then", "dependent", "depending", "anyOf"],
)
def test_a_required_field_is_known(project: Project, asking: Any) -> None:
    schema = {"properties": {"label": TEXT}, **asking}
    own(project, schema, "tenant: acme", tenant="acme", odd=1)
    found = project.report()["findings"]
    assert [(one["check"], one["path"]) for one in found] == [("schema-unknown-field", "odd")]


def test_a_required_built_in_field_is_unchanged(project: Project) -> None:
    schema = {"required": ["provider", "inbound"], "properties": {"label": TEXT}}
    own(project, schema, "provider: vonage, inbound: 1", provider="vonage")
    err = project.run("check").err
    assert '"provider" must be one of byo, twilio' in err
    assert '"inbound" must be true or false' in err
    own(project, schema, "ignore: [phone_number]")
    assert project.run("check").code == 1
    own(project, {**schema, "properties": {"provider": {}}}, "provider: vonage", provider="vonage")
    assert project.run("check").code == 0


def test_required_fields_do_not_close_an_object(project: Project) -> None:
    schema = {"properties": {"extra": {"required": ["a"]}}}
    own(project, schema, "extra: {a: 1, b: 2}", extra={"a": 1, "b": 2})
    assert project.run("check").code == 0


def test_a_field_of_several_types_types_unquoted_values(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for field, declared, live in [
        ({"type": ["string", "integer"]}, "7", 7),
        ({"type": ["string", "integer"]}, "'7'", "7"),
        ({"type": ["string", "integer"]}, "1.5", "1.5"),
        ({"type": ["string", "number", "null"]}, "1.5", 1.5),
        ({"type": ["string", "boolean"]}, "true", True),
        ({"type": ["string", "boolean"]}, "no", "no"),
        ({"oneOf": [{"const": True}, {"const": "auto"}]}, "true", True),
        ({"oneOf": [{"const": True}, {"const": "auto"}]}, "auto", "auto"),
        ({"enum": ["a", 1, None]}, "1", 1),
        ({"type": "string"}, "true", "true"),
        ({}, "12", "12"),
    ]:
        with subtests.test(field=field, declared=declared, live=live):
            project = good_project(fresh(tmp_path))
            schema = {"properties": {"label": field}}
            own(project, schema, f"label: {declared}", label=live)
            ran = project.run("check")
            assert (ran.code, ran.err) == (0, "")
            assert project.run("import", "-o", "numbers.yaml", "--force").code == 0
            assert project.run("check").code == 0


@pytest.mark.parametrize("schema", [{}, {"properties": {"extra": {"type": "object"}}}])
def test_names_can_be_forbidden_by_pattern(project: Project, schema: Any) -> None:
    own(project, {**schema, "patternProperties": {"^old_": False}}, "label: Support")
    assert project.run("check").code == 0
    project.write(numbers__yaml="- {phone_number: +12025550100, old_label: x}\n")
    assert '"old_label" is not allowed' in project.run("check").err
