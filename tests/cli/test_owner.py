"""`owner` of findings, from the declaration of the number."""

import json
from typing import Any

import pytest

from tests.each import each
from tests.support import CONFIG, Project, number

ONE, TWO, THREE = "+12025550100", "+12025550101", "+12025550102"


def declared(owner: str) -> str:
    return (
        f"version: 1\nnumbers: [{{phone_number: {ONE}, label: x, metadata: {{owner: {owner}}}}}]\n"
    )


def owners(report: Any) -> set[Any]:
    return {finding["owner"] for finding in report["findings"]}


@each(
    ("given", "told"),
    [
        ("support", "support"),
        ('"ops: night"', "ops: night"),
        ('"x\\u202ey"', "x\u202ey"),
        ("[a, b]", None),
        ("{team: a}", None),
        ("null", None),
        ('""', None),
    ],
)
def test_the_owner_is_the_text_in_the_declaration(project: Project, given: str, told: Any) -> None:
    assert owners(project.write(numbers__yaml=declared(given)).report()) == {told}


def test_every_finding_on_the_number_has_the_owner_and_no_others(project: Project) -> None:
    text = f"""\
version: 1
numbers:
  - {{phone_number: {ONE}, label: x, metadata: {{owner: support}}}}
  - {{phone_number: {TWO}, metadata: {{owner: sales}}}}
  - {{phone_number: {THREE}}}
"""
    rules = """\
version: 1
name: own
rules:
  - {id: r, title: T, severity: low, require: {inbound: false}}
  - {id: u, title: T, severity: low, unique: label}
  - {id: c, title: T, severity: low, count: {maximum: 1}}
"""
    project.write(
        driftcheck__yaml=CONFIG + "policies: [own.yaml]\n", own__yaml=rules, numbers__yaml=text
    )
    project.live(
        number(phone_number=ONE, brand_new=1), number(phone_number="+12025550199"), {"label": "z"}
    )
    found = {(f["check"], f["phone_number"]): f["owner"] for f in project.report()["findings"]}
    assert {key: owner for key, owner in found.items() if owner} == {
        ("drift-changed", ONE): "support",
        ("schema-unknown-field", ONE): "support",
        ("r", ONE): "support",
        ("u", ONE): "support",
        ("drift-missing", TWO): "sales",
    }
    assert {("drift-missing", THREE), ("c", None), ("drift-unmanaged", "+12025550199")} < {*found}


def test_an_owner_in_the_defaults_counts(project: Project) -> None:
    text = (
        f"version: 1\ndefaults: {{metadata: {{owner: all}}}}\nnumbers: [{{phone_number: {TWO}}}]\n"
    )
    report = project.write(numbers__yaml=text).report("--select", f"phone_number={TWO}")
    assert owners(report) == {"all"}


@pytest.mark.parametrize("path", ["metadata.owner", "metadata"])
def test_a_sensitive_owner_is_not_shown(project: Project, path: str) -> None:
    project.write(
        driftcheck__yaml=f"{CONFIG}sensitive: [{path}]\n", numbers__yaml=declared("s3cret-owner")
    )
    ran = project.run("check", "-o", "json")
    assert owners(ran.json) == {"(sensitive)"}
    assert "s3cret-owner" not in ran.out


def test_credentials_and_numbers_in_the_owner_are_hidden(project: Project) -> None:
    project.write(numbers__yaml=declared('"https://u:s3cret@x.example, +1 202 555 0100"'))
    ran = project.run("check", "-o", "json", "--mask-numbers")
    assert "s3cret" not in ran.out
    assert "555" not in json.dumps(ran.json["findings"])
    (owner,) = owners(ran.json)
    assert "x.example" in owner
