"""Secrets at paths of every form, and in the names that stand below them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.secrets.inside import run
from tests.secrets.making import NUMBER, made, pack
from tests.secrets.planting import Secrets
from tests.secrets.sweep import checked, said
from tests.support import number

JSON = Any
# what is listed, and where on the live side and in the declaration the secret stands
PATHS: dict[str, tuple[str, JSON, JSON]] = {
    "label": ("label", {"label": "S"}, {"label": "S"}),
    "trunk": ("outbound_config", {"outbound_config": {"user": "S", "prefix": "S"}}, {}),
    "in-trunk": ("outbound_config.*", {"outbound_config": {"user": "S", "x": ["S"]}}, {}),
    "all": ("*", {"label": "S", "notes": {"a": "S"}}, {"label": "S"}),
    "pipeline": ("associated_pipeline", {"associated_pipeline": {"pipeline_id": "S"}}, {}),
    "list": (
        "inbound_config.allowed_addresses",
        {"inbound_config": {"allowed_addresses": "S"}},
        {},
    ),
    "not-boolean": ("inbound", {"inbound": "S"}, {}),
    "metadata": ("metadata", {}, {"metadata": {"a": "S", "b": [{"c": "S"}]}}),
    "deep": ("metadata.a.*.c", {}, {"metadata": {"a": {"b": {"c": "S"}}}}),
    "year": ("metadata.a.2024", {}, {"metadata": {"a": {"2024": "S"}}}),
    "below-year": ("metadata.*.c", {}, {"metadata": {"2024": {"c": "S"}}}),
    "any-parent": ("*.user", {"outbound_config": {"user": "S"}}, {}),
}
RULES = (
    {"require": {"declared.metadata": {"maxProperties": 0}}},
    {"require": {"declared.metadata.a": {"const": "x"}}},
    {"require": {"declared.metadata.a.b": {"const": "x"}}},
    {"require": {"declared.metadata.a.2024": {"const": "x"}}},
    {"require": {"declared.metadata.2024": {"required": ["x"]}}},
    {"require": {"declared.metadata.2024.c": {"const": "x"}}},
    {"require": {"label": {"const": "x"}}},
    {"group_by": "declared.metadata", "count": {"minimum": 5}},
    {"group_by": "outbound_config", "count": {"minimum": 5}},
)


def planted(value: JSON, secrets: Secrets) -> JSON:
    """A value with a secret of its own in place of each S."""
    text = json.dumps(value)
    while '"S"' in text:
        text = text.replace('"S"', f'"{secrets.plant(text)}"', 1)
    return json.loads(text)


@pytest.mark.parametrize("name", PATHS)
def test_a_listed_path_hides_its_value(name: str, tmp_path: Path) -> None:
    path, live, declared = PATHS[name]
    secrets = Secrets()
    entry = planted(live, secrets)
    other = {**number(**entry), "phone_number": "+12025550199"}
    project = made(
        tmp_path,
        config={"sensitive": [path], "policies": ["rules.yaml"]},
        declared=planted(declared, secrets),
        files={"live.json": [number(**entry), other], "rules.yaml": pack(*RULES)},
    )
    report, text = checked(project)
    assert report["outcome"] == "findings"
    assert secrets.found(text) == []


def test_a_path_that_no_number_has_hides_nothing_and_is_refused(tmp_path: Path) -> None:
    """A field that only the live list has cannot be listed: a slip would show what it hides."""
    project = made(tmp_path, config={"sensitive": ["notes"]}, live={"notes": "x"})
    report, text = checked(project)
    assert report["outcome"] == "error"
    assert '"sensitive" must name existing fields: no number has a field "notes"' in text


def test_a_hidden_field_is_also_hidden_in_the_heading_of_a_number(tmp_path: Path) -> None:
    secrets = Secrets()
    config = {"sensitive": ["label"]}
    project = made(
        tmp_path,
        config=config,
        declared={"inbound": False, "label": secrets.plant("declared")},
        live={"label": secrets.plant("live")},
    )
    _, text = checked(project)
    assert secrets.found(text, said(run("check", folder=tmp_path))) == []


OPEN: JSON = {
    "type": "object",
    "properties": {
        "tokens": {"type": "object", "additionalProperties": {"type": "string"}},
        "outbound_config": {
            "properties": {
                "password": {
                    "type": "object",
                    "properties": {"value": {"type": "string"}},
                    "propertyNames": {"maxLength": 5},
                }
            }
        },
    },
    "additionalProperties": True,
}
NAMES: dict[str, tuple[JSON, JSON]] = {
    "changed": ({"tokens": {"S": "read"}}, {"tokens": {"S": "write"}}),
    "missing": ({"phone_number": "+12025550177", "tokens": {"S": "read"}}, {}),
    "unmanaged": ({}, {"phone_number": "+12025550177", "tokens": {"S": "read"}}),
    "wrong-type": ({}, {"tokens": {"S": 1}}),
    "wrong-type-declared": ({"tokens": {"S": ["read"]}}, {}),
    "unknown": ({}, {"outbound_config": {"password": {"S": 1}}}),
    "ignored": ({"tokens": {}, "ignore": ["tokens.S.x"]}, {}),
}


@pytest.mark.parametrize("name", NAMES)
def test_names_below_a_secret_field_are_secret_too(name: str, tmp_path: Path) -> None:
    secrets = Secrets()
    secret = secrets.plant(name)
    sides = [json.loads(json.dumps(side).replace('"S"', f'"{secret}"')) for side in NAMES[name]]
    declared, live = (json.loads(json.dumps(side).replace("S.x", f"{secret}.x")) for side in sides)
    project = made(
        tmp_path,
        config={"schema": "own.json"},
        declared={"phone_number": NUMBER, **declared},
        live=live,
        files={"own.json": OPEN},
    )
    report, text = checked(project)
    assert report["outcome"] != "clean"
    assert secrets.found(text) == []
