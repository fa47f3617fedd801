"""`driftcheck policy show`: the source and place of a rule."""

from textwrap import dedent, indent

import pytest
import yaml

from driftcheck.system import builtin_packs
from tests.each import each
from tests.support import CONFIG, Project

FIRST = """\
- id: first
  title: A label is short   # a comment stays

  description: >-
    Folded text
    of two lines.
  severity: low
  when: {not: {label: null}}
  require: {label: {maxLength: '${longest}'}}
"""
LAST = """\
- severity: high
  id: last
  title: "A number calls, or is called"
  require:
    any:
      - {inbound: true}
      - outbound: true
"""
PARAMS = """\
params:
  longest: {type: integer, default: 9, description: The most characters.}
  name: {type: string, default: x}
"""
NAMED = """\
- {id: named, title: Another, severity: low, require: {label: {not: {const: '${name}'}}}}
"""
HEAD = "version: 1\nname: house\n"
RULES = "rules:\n" + indent(FIRST + "\n" + NAMED + "\n" + LAST, "  ")
PLAIN = HEAD + PARAMS + RULES
SHIPPED = {
    rule["id"]: name
    for name, path in builtin_packs().items()
    for rule in yaml.safe_load(path.read_bytes())["rules"]
}


@pytest.fixture
def house(project: Project) -> Project:
    """A project with a custom pack."""
    return project.write(house__yaml=PLAIN, driftcheck__yaml=CONFIG + "policies: [house.yaml]\n")


def shown(project: Project, rule: str, *args: str) -> tuple[str, str]:
    """Return the header and the source of a rule."""
    ran = project.run("policy", "show", rule, *args)
    assert (ran.code, ran.err) == (0, "")
    said, source = ran.out.split("\n\n", 1)
    return said, source


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(("rule", "source"), [("first", FIRST), ("named", NAMED), ("last", LAST)])
def test_the_source_is_shown_exactly_as_written(house: Project, rule: str, source: str) -> None:
    assert shown(house, rule)[1] == source


@pytest.mark.parametrize(("rule", "source"), [("first", FIRST), ("named", NAMED), ("last", LAST)])
def test_the_source_ends_with_the_rule_where_other_keys_follow_the_rules(
    house: Project, rule: str, source: str
) -> None:
    house.write(house__yaml=HEAD + RULES + "\n" + PARAMS + "description: What we agreed on.\n")
    assert shown(house, rule)[1] == source


@each("encoding", ["utf-8", "utf-8-sig"])
@each("newline", ["\n", "\r\n"])
def test_byte_order_marks_and_line_ends_are_not_shown(
    house: Project, encoding: str, newline: str
) -> None:
    path = house.folder / "house.yaml"
    path.write_bytes(PLAIN.replace("\n", newline).encode(encoding))
    said, source = shown(house, "last")
    assert said.splitlines()[1] == f"house.yaml:{line_of(PLAIN, '- severity: high')}"
    assert source == LAST
    assert shown(house, "first")[1] == FIRST


def test_a_pack_without_a_final_newline_is_shown_completely(house: Project) -> None:
    assert shown(house.write(house__yaml=PLAIN.rstrip("\n")), "last")[1] == LAST


def test_unindented_rules_are_shown_the_same(house: Project) -> None:
    rules = "rules:\n" + FIRST + NAMED + LAST
    house.write(house__yaml=HEAD + rules + PARAMS)
    assert [shown(house, rule)[1] for rule in ("first", "named", "last")] == [FIRST, NAMED, LAST]


def test_a_rule_in_flow_style_is_shown_with_its_lines(house: Project) -> None:
    one = "{id: one, title: One, severity: low,\n require: {inbound: true}},\n"
    two = "{id: two, title: Two, severity: low, require: {inbound: true}},\n"
    house.write(house__yaml=HEAD + "rules: [\n" + indent(one + two, "  ") + "]\n")
    assert shown(house, "one")[1] == one
    assert two in shown(house, "two")[1]


ABOVE = "# why the last one\n  # is there\n"


@each(("rule", "source"), [("first", FIRST), ("named", NAMED)])
@each("gap", ["", "\n"])
def test_comments_above_a_rule_belong_to_it_and_not_to_the_previous_one(
    house: Project, rule: str, source: str, gap: str
) -> None:
    house.write(
        house__yaml=HEAD + PARAMS + "rules:\n# about\n\n" + FIRST + NAMED + gap + ABOVE + LAST
    )
    assert shown(house, rule)[1] == source
    assert shown(house, "last")[1] == ABOVE + LAST


@pytest.mark.parametrize("rest", ["\n\n", "\n# the end\n", "# the end\n\n  # and more"])
def test_comments_and_blank_lines_at_the_end_belong_to_no_rule(house: Project, rest: str) -> None:
    house.write(house__yaml=PLAIN + rest)
    assert shown(house, "last")[1] == LAST


def test_a_dash_on_its_own_line_does_not_belong_to_the_previous_rule(house: Project) -> None:
    last = LAST.replace("- severity", "-\n  severity")
    house.write(house__yaml=HEAD + PARAMS + "rules:\n" + FIRST + NAMED + last)
    assert shown(house, "named")[1] == NAMED
    assert shown(house, "last")[1] == last


def test_place_and_header_use_the_same_pack_name(house: Project) -> None:
    (house.folder / "packs").mkdir()
    (house.folder / "house.yaml").rename(house.folder / "packs" / "house.yaml")
    house.write(driftcheck__yaml=CONFIG + "policies: [./packs/../packs/*.yaml]\n")
    first, second = shown(house, "first")[0].splitlines()[:2]
    name = first.removeprefix("first  low  ")
    assert second == f"{name}:{line_of(PLAIN, '- id: first')}"
    assert name == "packs/house.yaml"


@pytest.mark.parametrize(("rule", "start"), [("first", "- id: first"), ("last", "- severity")])
def test_its_place_and_pack_are_shown(house: Project, rule: str, start: str) -> None:
    first, second = shown(house, rule)[0].splitlines()[:2]
    assert first == f"{rule}  {'low' if rule == 'first' else 'high'}  house.yaml"
    assert second == f"house.yaml:{line_of(PLAIN, start)}"


@pytest.mark.parametrize(("level", "label"), [("critical", "critical"), ("off", "off")])
def test_its_configured_severity_is_shown(house: Project, level: str, label: str) -> None:
    policies = f"policies: [house.yaml]\nseverity: {{first: {level}}}\n"
    house.write(driftcheck__yaml=CONFIG + policies)
    said, source = shown(house, "first")
    assert said.startswith(f"first  {label}  house.yaml\n")
    assert source == FIRST


def test_parameters_are_shown_with_values_and_defaults_marked(house: Project) -> None:
    assert "\nwith longest: 9 (default)  The most characters.\n" in shown(house, "first")[0]
    given = CONFIG + "policies: [{pack: house.yaml, with: {longest: 5}}]\n"
    said = shown(house.write(driftcheck__yaml=given), "first")[0]
    assert said.splitlines()[2:] == [
        "with longest: 5  The most characters.",
        'with name: "x" (default)',
    ]


@each("rule", SHIPPED)
def test_every_shipped_rule_is_shown_without_a_configuration(rule: str, project: Project) -> None:
    (project.folder / "driftcheck.yaml").unlink()
    said, source = shown(project, rule)
    path = builtin_packs()[SHIPPED[rule]]
    text = path.read_text(encoding="utf-8")
    assert said.splitlines()[1] == f"{path}:{line_of(text, f'- id: {rule}' + chr(10))}"
    assert f"builtin:{SHIPPED[rule]}" in said.splitlines()[0]
    assert indent(source, "  ") in text
    (written,) = yaml.safe_load(source)
    assert written in yaml.safe_load(text)["rules"]


def test_a_rule_of_a_pack_that_is_not_in_use_is_marked(house: Project) -> None:
    assert shown(house, "sip-over-tls")[0].startswith(
        "sip-over-tls  high  builtin:security  (not in use)\n"
    )
    assert "not in use" not in shown(house, "first")[0]


def test_the_rule_in_use_is_shown_if_two_have_the_same_id(house: Project) -> None:
    own = LAST.replace("last", "unique-label")
    house.write(house__yaml=HEAD + "rules:\n" + own)
    assert shown(house, "unique-label")[1] == own


def test_hostile_text_is_harmless(house: Project) -> None:
    hostile = LAST.replace("A number calls,", "A \u202enumber\u200b calls,")
    params = PARAMS.replace("The most characters.", r'"red \e[31m \u202e\nX"')
    house.write(house__yaml=HEAD + params + "rules:\n" + FIRST + NAMED + hostile)
    ran = house.run("policy", "show", "last")
    assert ran.code == 0
    assert all(sign.isprintable() or sign == "\n" for sign in ran.out)
    assert r"with longest: 9 (default)  red \x1b[31m \u202e\nX" in ran.out.splitlines()
    assert r'  title: "A \u202enumber\u200b calls, or is called"' in ran.out.splitlines()


def test_an_unknown_id_is_an_error_with_a_suggestion(house: Project) -> None:
    ran = house.run("policy", "show", "frist")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == 'Error: there is no rule "frist"\n  Did you mean "first"?\n'


def test_a_built_in_check_is_not_a_rule(house: Project) -> None:
    ran = house.run("policy", "show", "drift-missing")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith('Error: there is no rule "drift-missing"\n')


def test_no_id_is_a_usage_error(project: Project) -> None:
    ran = project.run("policy", "show")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "Error: driftcheck policy show needs ID\n"
        "  For example: driftcheck policy show inbound-has-pipeline\n"
    )


def test_the_given_configuration_is_used(house: Project) -> None:
    (house.folder / "driftcheck.yaml").rename(house.folder / "other.yaml")
    assert shown(house, "first", "-c", "other.yaml")[1] == dedent(FIRST)
    assert house.run("policy", "show", "first").code == 1
    ran = house.run("policy", "show", "first", env={"DRIFTCHECK_CONFIG": "other.yaml"})
    assert ran.out.endswith("\n\n" + FIRST)


SECRET = """\
- id: secretive
  title: t
  severity: low
  require:
    outbound_config.password: {const: hunter2}
    outbound_config.address: sip:u:hunter2@h   # hunter2
    associated_pipeline.pipeline_id: {const: hunter2}
    label: Support
  tests:
    - fail: {outbound_config: {password: "hunter2"}}
    - pass:
        outbound_config:
          password: |
            hunter2
            hunter2
        label: Support
"""


def test_secrets_in_a_rule_are_hidden_and_the_rest_is_shown(project: Project) -> None:
    config = CONFIG + "policies: [p.yaml]\nsensitive: [associated_pipeline.pipeline_id]\n"
    project.write(driftcheck__yaml=config, p__yaml=HEAD + "rules:\n" + indent(SECRET, "  "))
    _, source = shown(project, "secretive")
    assert "hunter2" not in source
    assert source.count("(sensitive)") == 5
    assert source.count("label: Support") == 2
