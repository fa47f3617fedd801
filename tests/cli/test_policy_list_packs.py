"""`driftcheck policy list` with given packs and various configurations."""

import json
import re

import pytest

from tests.each import each
from tests.support import CONFIG, Project

HOUSE = """\
version: 1
name: house
description: What we have agreed on.
params:
  shortest: {type: integer, minimum: 1, default: 3, description: The fewest characters.}
rules:
  - id: house-label
    title: A label has ${shortest} characters or more
    severity: medium
    require: {label: {minLength: '${shortest}'}}
  - {id: house-inbound, title: A number takes calls, severity: low, require: {inbound: true}}
"""
ONE = """\
version: 1
name: one
rules:
  - {id: one-rule, title: A number takes calls, severity: low, require: {inbound: true}}
"""
USING = (
    CONFIG
    + "policies: [{pack: house.yaml, with: {shortest: 5}}]\n"
    + "severity: {house-inbound: off, sip-over-tls: info}\n"
)
FOOTER = "For one rule: driftcheck explain ID\n"
NARROW = {"properties": {"provider": {"enum": ["twilio"]}, "label": {"enum": ["Support"]}}}
OF_RULES = ("explain sip-over-tls", "policy show sip-over-tls", "policy list", "policy test")


@pytest.fixture
def house(project: Project) -> Project:
    """A project with a custom pack, parameters and severities."""
    return project.write(house__yaml=HOUSE, driftcheck__yaml=USING)


def listed(project: Project, *args: str, columns: int = 100) -> str:
    ran = project.run("policy", "list", *args, env={"COLUMNS": str(columns)})
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_a_given_pack_is_shown_as_configured(house: Project) -> None:
    assert listed(house, "house.yaml") == (
        "house.yaml: What we have agreed on.\n"
        "  with shortest: 5  The fewest characters.\n"
        "  medium    house-label    A label has 5 characters or more\n"
        "  off       house-inbound  A number takes calls\n"
        "\n"
        f"2 rules, 1 in use. {FOOTER}"
    )


def test_a_given_pack_that_is_not_configured_is_marked(house: Project) -> None:
    out = listed(house, "builtin:security")
    assert out.startswith("builtin:security (not in use): ")
    assert re.search(r"^  info +sip-over-tls  ", out, re.M)
    assert f" rules, 0 in use. {FOOTER}" in out


def test_json_shows_a_given_pack_as_configured(house: Project) -> None:
    rules = json.loads(listed(house, "house.yaml", "builtin:security", "-o", "json"))
    of_house = [rule for rule in rules if rule["pack"] == "house.yaml"]
    assert [(rule["severity"], rule["in_use"]) for rule in of_house] == [
        ("medium", True),
        ("off", True),
    ]
    assert of_house[0]["parameters"] == {"shortest": 5}
    assert {rule["in_use"] for rule in rules if rule["pack"] != "house.yaml"} == {False}


@pytest.mark.parametrize("policies", ["", "policies: []\n"])
def test_no_pack_is_in_use_if_none_is_configured(project: Project, policies: str) -> None:
    project.write(driftcheck__yaml=CONFIG + policies)
    out = listed(project)
    heads = [line for line in out.splitlines() if line.startswith("builtin:")]
    assert len(heads) > 5
    assert all(re.match(r"builtin:\w+ \(not in use\): ", head) for head in heads)
    assert f" rules, 0 in use. {FOOTER}" in out


def test_one_rule_is_counted_in_the_singular(project: Project) -> None:
    project.write(one__yaml=ONE)
    assert listed(project, "one.yaml").endswith(f"\n1 rule, 0 in use. {FOOTER}")
    (project.folder / "driftcheck.yaml").unlink()
    assert listed(project, "one.yaml").endswith(f"\n1 rule. {FOOTER}")


def test_the_footer_is_folded(house: Project) -> None:
    assert listed(house, "house.yaml", columns=52).endswith(
        "\n2 rules, 1 in use. For one rule: driftcheck explain\nID\n"
    )


def test_a_title_that_does_not_fit_gets_its_own_line(project: Project) -> None:
    name, title = "a-rule-with-a-name-that-is-rather-long", "A number takes calls at all times"
    one = ONE.replace("one-rule", name).replace("A number takes calls", title)
    out = listed(project.write(one__yaml=one), "one.yaml", columns=60)
    assert f"\n  low       {name}\n            {title}\n" in out
    assert f"\n  low       {name}  {title}\n" in listed(project, "one.yaml")


def test_every_missing_pack_is_reported(project: Project) -> None:
    ran = project.run("policy", "list", "a.yaml", "builtin:nam", "packs/", "b.yaml", "baseline")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        'Error: there is no file "a.yaml"\n'
        'Error: there is no pack "builtin:nam"\n  Did you mean "builtin:naming"?\n'
        'Error: there is no file "packs/"\n'
        'Error: there is no file "b.yaml"\n'
        'Error: there is no file "baseline"\n  Did you mean "builtin:baseline"?\n'
    )


def test_a_pack_given_twice_is_used_once(house: Project) -> None:
    (house.folder / "link.yaml").symlink_to("house.yaml")
    once = listed(house, "house.yaml")
    assert listed(house, "house.yaml", "./house.yaml", "link.yaml") == once
    assert listed(house, str(house.folder / "house.yaml")) == once


@each("command", OF_RULES)
def test_a_schema_that_narrows_a_field_does_not_break_packs_that_are_not_in_use(
    project: Project, command: str
) -> None:
    config = CONFIG + "schema: narrow.json\npolicies: [one.yaml]\n"
    project.write(driftcheck__yaml=config, narrow__json=json.dumps(NARROW), one__yaml=ONE)
    ran = project.run(*command.split())
    assert (ran.code, ran.err) == (0, "")


@each("command", [*OF_RULES, "policy list builtin:naming"])
def test_a_configuration_that_is_a_dangling_link_is_an_error(
    project: Project, command: str
) -> None:
    (project.folder / "driftcheck.yaml").unlink()
    (project.folder / "driftcheck.yaml").symlink_to("nowhere.yaml")
    ran = project.run(*command.split())
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith('Error: there is no configuration file "driftcheck.yaml"\n')


@each("command", [*OF_RULES, "policy list builtin:naming", "check", "validate"])
def test_a_configuration_that_is_a_folder_is_an_error_that_says_so(
    project: Project, command: str
) -> None:
    (project.folder / "driftcheck.yaml").unlink()
    (project.folder / "driftcheck.yaml").mkdir()
    (project.folder / "other").mkdir()
    for name, args in (("driftcheck.yaml", ()), ("other", ("-c", "other/"))):
        ran = project.run(*command.split(), *args)
        assert (ran.code, ran.out) == (1, "")
        hint = f"Use -c {name}/driftcheck.yaml."
        assert ran.err == f'Error: "{name}" is a folder\n  {hint}\n'
