"""`driftcheck schema NAME`: schemas for editors and other programs."""

from typing import Any

import jsonschema
import pytest
import yaml

from driftcheck.system import SCHEMAS, published
from tests.each import each
from tests.support import CONFIG, Project
from tests.test_readme import YAML


def printed(project: Project, name: str) -> Any:
    ran = project.run("schema", name)
    assert (ran.code, ran.err) == (0, "")
    return ran.json


@each("name", SCHEMAS)
def test_the_output_is_a_json_schema_with_a_title(project: Project, name: str) -> None:
    schema = printed(project, name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"].startswith("driftcheck: ")


@pytest.mark.parametrize("name", ["number", "report"])
def test_the_schemas_of_json_are_printed_as_they_are_enforced(project: Project, name: str) -> None:
    assert printed(project, name) == published(name)


@each(
    ("name", "holding"),
    [
        ("declared", "state: absent"),
        ("policy", "name: house"),
        ("waivers", "legacy IVR"),
        ("config", "strict-number.schema.json"),
    ],
)
def test_an_editor_finds_nothing_wrong_with_an_example(
    project: Project, name: str, holding: str
) -> None:
    """An editor types scalars without the schema: unquoted +12025550100 is a number to it."""
    (text,) = [text for text in YAML if holding in text]
    values = yaml.load(text, yaml.BaseLoader) if name == "waivers" else yaml.safe_load(text)
    if name == "waivers":
        values = {**values, "version": 1}
    if name == "config":
        values["severity"]["schema-unknown-field"] = "off"  # a boolean to YAML 1.1 alone
    jsonschema.validate(values, printed(project, name))


def test_an_editor_finds_an_unknown_field(project: Project) -> None:
    values = yaml.safe_load("{version: 1, numbers: [{phone_number: +12025550100, lable: x}]}")
    with pytest.raises(jsonschema.ValidationError, match="lable"):
        jsonschema.validate(values, printed(project, "declared"))


def test_an_editor_accepts_a_bare_list(project: Project) -> None:
    values = yaml.safe_load("[{phone_number: +12025550100, inbound: true}]")
    jsonschema.validate(values, printed(project, "declared"))


def test_the_configuration_of_the_tests_matches_the_schema(project: Project) -> None:
    jsonschema.validate(yaml.safe_load(CONFIG), printed(project, "config"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "config",
            "{version: 1, declared: [1], live: {agora: {customer_id: 123, timeout: '${T:-30}'}}}",
        ),
        (
            "policy",
            "{version: 1, name: 1, rules: [{id: r, title: 2, severity: low, require: {a: 1}}]}",
        ),
        (
            "waivers",
            "{version: 1, waivers: [{check: c, numbers: [+19], reason: 1, owner: 2, expires: 3}]}",
        ),
    ],
)
def test_an_editor_accepts_unquoted_values_that_the_program_reads_as_text(
    project: Project, name: str, text: str
) -> None:
    jsonschema.validate(yaml.safe_load(text), printed(project, name))
