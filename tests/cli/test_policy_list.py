"""`driftcheck policy list`: the rules, their use and their severities."""

import json
import re
from typing import Any

import pytest
import yaml

from driftcheck.system import builtin_packs
from tests.each import each
from tests.support import CONFIG, Project

PACKS = {name: yaml.safe_load(path.read_bytes()) for name, path in builtin_packs().items()}
SHIPPED = [
    (f"builtin:{name}", rule["id"]) for name, pack in PACKS.items() for rule in pack["rules"]
]
HOUSE = """\
version: 1
name: house
description: What we have agreed on.
params:
  shortest: {type: integer, minimum: 1, default: 3, description: The fewest characters.}
rules:
  - id: house-label
    title: A label has ${shortest} characters or more
    description: Shorter ones say nothing.
    severity: medium
    require: {label: {minLength: '${shortest}'}}
    remedy: Write a longer one.
    tags: [labels, house]
    tests:
      - pass: {label: Sales}
      - fail: {label: X}
  - {id: house-inbound, title: A number takes calls, severity: low, require: {inbound: true}}
"""
USING = (
    CONFIG
    + "policies:\n  - {pack: house.yaml, with: {shortest: 5}}\n  - builtin:naming\n"
    + "severity: {house-inbound: critical, label-length: off, sip-over-tls: info}\n"
)
HOSTILE = r"""version: 1
name: hostile
description: "red \e[31m | <script>\nalert(1) \u202e"
params:
  given: {type: string, default: "a|b\n\e[2J\u202e", description: "x | <b>y</b>\n# z"}
rules:
  - id: hostile-rule
    title: "title \e[31m | <img src=x> [here](http://example.com)\n| low | forged |"
    description: "why \x07 | <b>this</b>\n# matters"
    severity: low
    require: {label: {not: {const: '${given}'}}}
    remedy: "do | *this*\n## or that"
    tags: ["a|b", "<i>c</i>\n- d"]
"""
RULE_LINE = re.compile(r"^  (critical|high|medium|low|info|off) +([a-z0-9-]+)  ", re.M)


@pytest.fixture
def house(project: Project) -> Project:
    """A project with a custom pack, a shipped pack and configured severities."""
    return project.write(house__yaml=HOUSE, driftcheck__yaml=USING)


def heads(text: str) -> list[str]:
    """Return the first words of every pack, up to its description."""
    return [line.split(": ")[0] for line in text.splitlines() if re.match(r"\S+( \(.*\))?: ", line)]


def rules(project: Project, *args: str) -> dict[str, Any]:
    ran = project.run("policy", "list", "-o", "json", *args)
    assert (ran.code, ran.err) == (0, "")
    return {rule["id"]: rule for rule in ran.json}


def test_without_a_configuration_the_shipped_packs_are_listed(project: Project) -> None:
    (project.folder / "driftcheck.yaml").unlink()
    ran = project.run("policy", "list")
    assert (ran.code, ran.err) == (0, "")
    assert heads(ran.out) == [f"builtin:{name}" for name in PACKS]
    listed = [(found[1], found[2]) for found in RULE_LINE.finditer(ran.out)]
    assert listed == [(r["severity"], r["id"]) for pack in PACKS.values() for r in pack["rules"]]
    assert f"{len(SHIPPED)} rules. For one rule: driftcheck explain ID\n" in ran.out


def test_packs_in_use_come_first_and_others_are_marked(house: Project) -> None:
    ran = house.run("policy", "list")
    rest = [f"builtin:{name} (not in use)" for name in PACKS if name != "naming"]
    assert heads(ran.out) == ["house.yaml", "builtin:naming", *rest]
    used = 2 + len(PACKS["naming"]["rules"]) - 1  # for one is off
    assert f"{len(SHIPPED) + 2} rules, {used} in use. " in ran.out


def test_configured_severities_and_off_are_shown(house: Project) -> None:
    shown = {found[2]: found[1] for found in RULE_LINE.finditer(house.run("policy", "list").out)}
    names = ("house-label", "house-inbound", "label-length", "sip-over-tls", "unique-label")
    assert [shown[name] for name in names] == ["medium", "critical", "off", "info", "low"]


def test_parameters_are_shown_with_configured_values(house: Project) -> None:
    out = house.run("policy", "list").out
    assert "\n  with shortest: 5  The fewest characters.\n" in out
    assert "  A label has 5 characters or more\n" in out
    assert "\n  with max_length: 64  The maximum number of characters in a label.\n" in out


def test_only_the_given_packs_are_listed(house: Project) -> None:
    out = house.run("policy", "list", "builtin:resilience", "house.yaml").out
    assert heads(out) == ["builtin:resilience (not in use)", "house.yaml"]
    listed = [found[2] for found in RULE_LINE.finditer(out)]
    expected = [rule["id"] for rule in PACKS["resilience"]["rules"]]
    assert listed == [*expected, "house-label", "house-inbound"]


def test_json_has_everything_about_a_rule(house: Project) -> None:
    assert rules(house)["house-label"] == {
        "id": "house-label",
        "title": "A label has 5 characters or more",
        "severity": "medium",
        "description": "Shorter ones say nothing.",
        "remedy": "Write a longer one.",
        "tags": ["labels", "house"],
        "pack": "house.yaml",
        "in_use": True,
        "parameters": {"shortest": 5},
        "tests": 2,
        "location": {"file": "house.yaml", "line": 7},
    }


def test_json_has_use_and_severity(house: Project) -> None:
    found = rules(house)
    assert [(rule["pack"], rule["id"]) for rule in found.values() if not rule["in_use"]] == [
        (pack, name) for pack, name in SHIPPED if pack != "builtin:naming"
    ]
    assert found["label-length"]["severity"] == "off"
    assert (
        found["house-inbound"] | {"severity": "critical", "remedy": None} == found["house-inbound"]
    )


def test_markdown_has_a_section_for_every_rule_and_a_link_to_it(project: Project) -> None:
    (project.folder / "driftcheck.yaml").unlink()
    out = project.write(house__yaml=HOUSE).run("policy", "list", "house.yaml", "-o", "markdown").out
    assert out.startswith("# Rules\n\n## house.yaml\n\nWhat we have agreed on.\n")
    assert "\n| parameter | default | meaning |\n|---|---|---|\n" in out
    assert "\n| `shortest` | 3 | The fewest characters. |\n" in out
    assert "\n| [house-label](#house-label) | medium | A label has 3 characters or more |\n" in out
    assert (
        "\n### house-label\n\n**A label has 3 characters or more** · medium · labels, house\n"
        in out
    )
    assert "\nShorter ones say nothing.\n\nWhat to do: Write a longer one.\n" in out
    assert "\n### house-inbound\n" in out


@pytest.mark.parametrize("width", [60, 100, 140])
def test_text_fits_the_width_of_the_terminal(house: Project, width: int) -> None:
    out = house.run("policy", "list", env={"COLUMNS": str(width)}).out
    longest = max(map(len, out.splitlines()[:-1]))
    assert width - 20 < longest <= width


def test_hostile_text_is_harmless_in_text(project: Project) -> None:
    ran = project.write(hostile__yaml=HOSTILE).run("policy", "list", "hostile.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert all(sign.isprintable() or sign == "\n" for sign in ran.out)
    assert [found[2] for found in RULE_LINE.finditer(ran.out)] == ["hostile-rule"]
    assert r"title \x1b[31m | <img src=x>" in ran.out


def test_hostile_text_makes_no_html_link_heading_or_row_in_markdown(project: Project) -> None:
    out = (
        project.write(hostile__yaml=HOSTILE)
        .run("policy", "list", "hostile.yaml", "-o", "markdown")
        .out
    )
    assert re.findall(r"^#.*", out, re.M) == ["# Rules", "## hostile.yaml", "### hostile-rule"]
    assert re.findall(r"(?<!\\)<", out) == []
    assert re.findall(r"(?<!\\)\]\(.*?\)", out) == ["](#hostile-rule)"]
    rows = [line for line in out.splitlines() if line.startswith("|")]
    assert len(rows) == 6
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {4}


def test_hostile_text_is_harmless_in_json(project: Project) -> None:
    ran = project.write(hostile__yaml=HOSTILE).run("policy", "list", "hostile.yaml", "-o", "json")
    assert ran.out.replace("\n", "").isprintable()
    assert ran.json[0]["parameters"] == {"given": "a|b\n\x1b[2J\u202e"}


UNKNOWN_KEY = 'Error: bad.yaml:4:1: unknown key "polices"\n  Did you mean "policies"?\n'
NO_CONFIG = """\
Error: there is no configuration file "nope.yaml"
  Choose another with -c FILE, or create one: driftcheck init.
"""
TWO_FAULTS = """\
Error: packs/broken.yaml:4:23: "rules[0].severity" must be one of critical, high, medium, low, info
  Did you mean "low"?
Error: packs/broken.yaml:4:47: no number has a field "inboud"
  Did you mean "inbound"?
"""
BROKEN = (
    "version: 1\nname: b\nrules:\n  - {id: b, title: t, severity: lo, require: {inboud: true}}\n"
)


@each(
    ("args", "err"),
    [
        (["nope.yaml"], 'Error: there is no file "nope.yaml"\n'),
        (["packs/"], 'Error: "packs/" is a folder\n  Write "packs/*.yaml".\n'),
        (
            ["builtin:basline"],
            'Error: there is no pack "builtin:basline"\n  Did you mean "builtin:baseline"?\n',
        ),
        (["builtin:naming", "packs/broken.yaml"], TWO_FAULTS),
        (["-c", "nope.yaml"], NO_CONFIG),
        (["-c", "bad.yaml"], UNKNOWN_KEY),
        (["builtin:naming", "-c", "bad.yaml"], UNKNOWN_KEY),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_error_is_exit_1_and_a_clear_message(
    args: list[str], err: str, project: Project
) -> None:
    project.write(packs___broken__yaml=BROKEN, bad__yaml=CONFIG + "polices: []\n")
    ran = project.run("policy", "list", *args)
    assert (ran.code, ran.out, ran.err) == (1, "", err)


def test_a_broken_pack_of_the_configuration_is_reported(project: Project) -> None:
    project.write(b__yaml=BROKEN, driftcheck__yaml=CONFIG + "policies: [b.yaml]\n")
    ran = project.run("policy", "list")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith('Error: b.yaml:4:23: "rules[0].severity" must be one of ')


def test_an_unknown_format_is_refused(project: Project) -> None:
    ran = project.run("policy", "list", "-o", "yaml")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        'Error: --output: there is no format "yaml"\n  Expected one of: json, markdown, text.\n'
    )


def test_options_may_come_from_the_environment(house: Project) -> None:
    (house.folder / "driftcheck.yaml").rename(house.folder / "other.yaml")
    env = {"DRIFTCHECK_CONFIG": "other.yaml", "DRIFTCHECK_POLICY_LIST_OUTPUT": "json"}
    ran = house.run("policy", "list", env=env)
    assert [rule["id"] for rule in ran.json if rule["in_use"]][:2] == [
        "house-label",
        "house-inbound",
    ]


def test_the_command_line_overrides_the_environment(house: Project) -> None:
    env = {"DRIFTCHECK_CONFIG": "nope.yaml", "DRIFTCHECK_POLICY_LIST_OUTPUT": "markdown"}
    ran = house.run("policy", "list", "-c", "driftcheck.yaml", "-o", "json", env=env)
    assert json.loads(ran.out)[0]["in_use"] is True


def test_a_configuration_named_in_the_environment_must_exist(project: Project) -> None:
    ran = project.run("policy", "list", env={"DRIFTCHECK_CONFIG": "nope.yaml"})
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith('Error: there is no configuration file "nope.yaml"\n')


def test_it_needs_neither_credentials_nor_a_live_list(project: Project) -> None:
    live = "version: 1\nlive: {agora: {}}\ndeclared: [numbers.yaml]\npolicies: [builtin:naming]\n"
    ran = project.write(driftcheck__yaml=live).run("policy", "list")
    assert (ran.code, ran.err) == (0, "")
    assert heads(ran.out)[0] == "builtin:naming"
