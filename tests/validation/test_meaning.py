"""Only the entry schema, built-in or the user's, defines the meaning of fields."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from driftcheck.system import published
from driftcheck.validation.meaning import Field, Meaning, field_at, meaning_by
from driftcheck.validation.redaction import redact
from tests.support import Project, Ran, number, python

ROOT = Path(__file__).parents[2]
FIELD = {
    "type": ["object", "null"],
    "x-driftcheck": {"compare": "caseless"},
    "properties": {"street": {"type": "string"}, "floors": {"type": ["array", "null"]}},
}
STREET = "c/o Bob @ 4 Main St"
CONFIG = """\
version: 1
live: {file: live.json}
declared: [numbers.yaml]
policies: [policy.yaml]
"""
UNIQUE = """\
version: 1
name: mine
rules:
  - {id: one-address, title: One address each, severity: low, unique: emergency_address}
"""
Run = Callable[..., Ran]


@pytest.fixture(params=["the user's own schema", "the built-in schema"])
def check(request: pytest.FixtureRequest, project: Project) -> Run:
    """Run a check with a schema that has one extra field, which nothing else mentions."""
    fields = {"properties": {"emergency_address": FIELD}}
    project.write(policy__yaml=UNIQUE)
    if request.param == "the user's own schema":
        project.write(
            driftcheck__yaml=f"{CONFIG}schema: mine.json\n", mine__json=json.dumps(fields)
        )
        return lambda: project.run("check", "-o", "json")
    shutil.copytree(ROOT / "driftcheck", project.folder / "driftcheck")
    path = project.folder / "driftcheck" / "schemas" / "number.schema.json"
    edited = json.loads(path.read_text(encoding="utf-8"))
    edited["properties"] |= fields["properties"]
    path.write_text(json.dumps(edited), encoding="utf-8")
    project.write(driftcheck__yaml=CONFIG)
    return lambda: python("-m", "driftcheck", "check", "-o", "json", cwd=project.folder)


def declare(project: Project, address: Any) -> None:
    entry = {"phone_number": "+12025550100", "emergency_address": address}
    project.write(numbers__yaml=json.dumps({"version": 1, "numbers": [entry]}))


def test_a_new_field_is_one_edit_of_the_schema(check: Run, project: Project) -> None:
    declare(project, {"street": STREET, "floors": ["Ground", "Attic"]})
    one = number(emergency_address={"floors": ["GROUND", "attic"], "street": STREET.upper()})
    other = number(
        phone_number="+12025550101",
        emergency_address={"street": STREET, "floors": ["ground", "ATTIC"]},
    )
    project.live(one, other)
    findings = check().json["findings"]
    told = {(found["check"], found["phone_number"]) for found in findings}
    assert told == {
        ("drift-unmanaged", "+12025550101"),
        ("one-address", "+12025550100"),
        ("one-address", "+12025550101"),
    }
    shared = next(found for found in findings if found["check"] == "one-address")
    assert shared["actual"]["street"] == STREET.upper()


def test_the_values_of_the_new_field_are_shown(check: Run, project: Project) -> None:
    declare(project, {"street": STREET})
    project.live(number(emergency_address={"street": "5 Main St"}))
    (found,) = check().json["findings"]
    assert (found["path"], found["expected"]) == ("emergency_address.street", STREET)
    assert STREET in found["message"]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("{compare: loosely}", "compare of x-driftcheck must be exact or caseless or"),
        ("{comparison: exact}", 'x-driftcheck has no setting "comparison"'),
        ("{secret: 'yes'}", "secret of x-driftcheck must be true or false"),
        ("{severity: terrible}", "severity of x-driftcheck must be critical or"),
        ("caseless", "x-driftcheck must be a mapping"),
    ],
)
def test_an_unknown_setting_is_an_error(said: str, message: str, project: Project) -> None:
    project.live(number()).write(
        driftcheck__yaml=CONFIG.replace("policies: [policy.yaml]", "schema: mine.yaml"),
        mine__yaml=f"properties: {{label: {{x-driftcheck: {said}}}}}\n",
    )
    declare(project, None)
    ran = project.run("validate")
    assert ran.code == 1
    assert message in ran.err


def test_a_rule_cannot_set_the_meaning_of_a_field(project: Project) -> None:
    rule = "{id: r, title: t, severity: low, require: {label: {x-driftcheck: {secret: true}}}}"
    project.write(driftcheck__yaml=CONFIG, policy__yaml=f"version: 1\nname: m\nrules: [{rule}]\n")
    declare(project, None)
    assert "x-driftcheck has no effect in a rule" in project.run("validate").err


BUILTIN = {
    "label": "low",
    "inbound": "high",
    "outbound": "high",
    "associated_pipeline": "high",
    "associated_pipeline.pipeline_id": "high",
    "associated_pipeline.pipeline_name": "low",
    "provider": None,
    "outbound_config.pipeline_id": None,
    "extra.label": None,
}


def test_the_built_in_schema_sets_the_severity_of_drift(subtests: pytest.Subtests) -> None:
    for path, severity in BUILTIN.items():
        with subtests.test(path=path):
            assert field_at(path.split(".")).severity == severity


def field(path: str, schema: Any) -> Field:
    with meaning_by(schema):
        return field_at(path.split("."))


WHERE: dict[str, Any] = {
    "properties": {"properties": {"sip": {"properties": {"x": 0}}}},
    "a reference": {
        "$ref": "#/$defs/s",
        "$defs": {
            "s": {"properties": {"sip": {"$ref": "#/$defs/t"}}},
            "t": {"properties": {"x": 0}},
        },
    },
    "allOf": {"allOf": [{"properties": {"sip": {"allOf": [{"properties": {"x": 0}}]}}}]},
    "then": {"if": {}, "then": {"properties": {"sip": {"properties": {"x": 0}}}}},
    "else": {"if": {}, "else": {"properties": {"sip": {"properties": {"x": 0}}}}},
    "dependentSchemas": {
        "dependentSchemas": {"label": {"properties": {"sip": {"properties": {"x": 0}}}}}
    },
    "patternProperties": {"patternProperties": {"^si": {"patternProperties": {"x": 0}}}},
    "additionalProperties": {"properties": {"sip": {"additionalProperties": 0}}},
    "items of a list": {"properties": {"sip": {"items": {"properties": {"x": 0}}}}},
    "the schema itself": {"properties": {"sip": {"$ref": "#"}, "x": 0}},
}


def test_the_meaning_may_be_set_wherever_a_field_is_named(subtests: pytest.Subtests) -> None:
    for where, naming in WHERE.items():
        with subtests.test(where=where):
            said = {"x-driftcheck": {"secret": True, "severity": "critical"}}
            schema = json.loads(
                json.dumps(naming)
                .replace('"x": 0', f'"x": {json.dumps(said)}')
                .replace('"additionalProperties": 0', f'"additionalProperties": {json.dumps(said)}')
            )
            found = field("sip.x", schema)
            assert (found.secret, found.severity) == (True, "critical")
            with meaning_by(schema):
                assert redact({"sip": [{"x": "hush"}]}) == {"sip": [{"x": "(sensitive)"}]}


def test_built_in_settings_that_are_not_overridden_stay() -> None:
    schema = {
        "properties": {
            "outbound_config": {
                "properties": {"address": {"x-driftcheck": {"severity": "critical"}}}
            }
        }
    }
    found = field("outbound_config.address", schema)
    assert (found.compare, found.severity, found.credentials) == ("address", "critical", True)
    assert field("outbound_config.address", {}) == field_at(["outbound_config", "address"])


def test_a_schema_can_overrule_the_safety_net_of_names(subtests: pytest.Subtests) -> None:
    for schema, path, is_secret in [
        ({}, "outbound_config.password", True),
        ({}, "sip.token", True),
        ({"properties": {"sip": {}}}, "sip.token", True),
        ({"properties": {"sip": {"properties": {"token": {}}}}}, "sip.token", True),
        ({"properties": {"token": {"x-driftcheck": {"secret": False}}}}, "token", False),
        ({"properties": {"token": {"x-driftcheck": {"secret": False}}}}, "token.pin", True),
        ({"properties": {"sip": {"x-driftcheck": {"secret": True}}}}, "sip.user.name", True),
        (
            {
                "properties": {
                    "outbound_config": {
                        "properties": {"password": {"x-driftcheck": {"secret": False}}}
                    }
                }
            },
            "outbound_config.password",
            True,
        ),
    ]:
        with subtests.test(schema=schema, path=path, is_secret=is_secret):
            assert field(path, schema).secret is is_secret
            assert field(f"declared.{path}", schema).secret is is_secret
            assert (
                field(
                    f"then.properties.{'.properties.'.join(path.split('.'))}.const", schema
                ).secret
                is is_secret
            )


def test_credentials_are_hidden_by_schema_or_by_name(
    subtests: pytest.Subtests,
) -> None:
    for said, path, shown in [
        (None, "sip_uri", "(sensitive)@h"),
        ({"compare": "exact"}, "sip_uri", "u:p@h"),
        ({"credentials": False}, "sip_uri", "u:p@h"),
        ({"credentials": True}, "trunk", "(sensitive)@h"),
        ({"compare": "address"}, "trunk", "(sensitive)@h"),
        ({"credentials": True}, "trunk.any.where", "(sensitive)@h"),
        ({"compare": "caseless"}, "emergency_address.address_line1", "u:p@h"),
        (None, "other_address.x", "u:p@h"),
    ]:
        with subtests.test(said=said, path=path, shown=shown):
            name = path.split(".", maxsplit=1)[0]
            with meaning_by({"properties": {name: {"x-driftcheck": said} if said else {}}}):
                assert redact("u:p@h", path.split(".")) == shown


def test_unknown_fields_are_still_hidden_by_name() -> None:
    assert redact({"other_address": {"x": "u:p@h"}}) == {"other_address": {"x": "(sensitive)@h"}}
    rules = {"rules": [{"require": {"outbound_config": {"user": "u:p@h"}}}]}
    assert "u:p" not in json.dumps(redact(rules))


def test_the_cache_of_names_is_bounded() -> None:
    known = Meaning(published("number"))
    for index in range(5_000):
        known.field((f"x{index}", "y"))
    assert len(known._known) <= 4096 + 1
