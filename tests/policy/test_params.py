"""Parameters of packs: declared with a type and a default, set by `with`, substituted."""

from pathlib import Path

import pytest

from driftcheck import policy
from driftcheck.document.source import InputFile
from driftcheck.model import Place
from driftcheck.policy.condition import fields
from tests.policy.params_support import (
    ENTRY,
    INTEGER,
    LABEL,
    LIST,
    LISTED,
    MINIMUM,
    SHARE,
    SWITCH,
    SWITCHED,
    TEXT,
    load,
    refusals,
    required,
    rule_of,
)
from tests.support import Project, fresh


@pytest.mark.parametrize(("given", "value"), [(None, 3), ("{}", 3), ("{n: 5}", 5)])
def test_a_parameter_has_its_default_unless_it_is_given(
    tmp_path: Path, given: str | None, value: int
) -> None:
    assert load(tmp_path, INTEGER, MINIMUM, given).values == {"n": value}
    assert required(tmp_path, INTEGER, MINIMUM, given).expected == {"minLength": value}


def test_tests_of_rules_use_the_defaults(tmp_path: Path) -> None:
    pack = load(tmp_path, INTEGER, MINIMUM, "{n: 5}")
    demands = [rule.require for rule in (*pack.rules, *pack.tested) if rule.require]
    found = [field.expected for demand in demands for field in fields(demand)]
    assert found == [{"minLength": 5}, {"minLength": 3}]


def test_a_parameter_has_its_declaration(tmp_path: Path) -> None:
    declared = "n: {type: integer, default: 3, description: How many.}"
    parameter = load(tmp_path, declared, MINIMUM).parameters["n"]
    assert (parameter.name, parameter.default, parameter.description) == ("n", 3, "How many.")
    assert parameter.place == Place("p.yaml", 4, 3)


def test_a_value_that_stands_alone_keeps_its_type(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for params, rule, given, value in [
        (TEXT, LABEL, None, "x"),
        (TEXT, LABEL, "{s: 6036}", "6036"),
        (TEXT, LABEL, "{s: true}", "true"),
        (TEXT, LABEL, "{s: 'null'}", "null"),
        (TEXT, "require: {declared.metadata.code: '${s}'}", "{s: 6036}", "6036"),
        (SWITCH, SWITCHED, None, True),
        (SWITCH, SWITCHED, "{b: false}", False),
        (LIST, LISTED, None, ["a", "b"]),
        (LIST, LISTED, "{l: [6036, no]}", ["6036", "no"]),
        (INTEGER, "require: {phone.country_code: '${n}'}", "{n: 44}", 44),
        (INTEGER, "require: {phone.country_code: '${n}'}", None, 3),
        ("q: {type: number, default: 0.5}", SHARE, None, "0.5"),  # metadata is text
    ]:
        with subtests.test(params=params, rule=rule, given=given, value=value):
            folder = fresh(tmp_path)
            expected = required(folder, params, rule, given).expected
            assert (expected, type(expected)) == (value, type(value))


@pytest.mark.parametrize(
    ("params", "text", "value"),
    [
        (TEXT, "a-${s}-b", "a-x-b"),
        (TEXT, "${s}${s}", "xx"),
        (INTEGER, "line ${n}", "line 3"),
        (SWITCH, "is ${b}", "is true"),
    ],
)
def test_a_value_inside_text_becomes_text(
    tmp_path: Path, params: str, text: str, value: str
) -> None:
    assert required(tmp_path, params, f"require: {{label: '{text}'}}").expected == value


def test_references_inside_a_value_are_not_replaced(tmp_path: Path) -> None:
    assert required(tmp_path, TEXT, LABEL, "{s: '${s}'}").expected == "${s}"


def test_a_parameter_names_a_field(tmp_path: Path) -> None:
    params = "key: {type: string, default: owner}"
    rule = "require: {'declared.metadata.${key}': {type: string}}"
    assert required(tmp_path, params, rule).path == "declared.metadata.owner"
    assert required(tmp_path, params, rule, "{key: team}").path == "declared.metadata.team"


def test_a_duplicate_key_after_substitution_is_refused(tmp_path: Path) -> None:
    rule = "require: {'${f}': a, label: b}"
    found = refusals(tmp_path, "f: {type: string, default: label}", rule)
    assert found == [('p.yaml:6:64: duplicate key "label"', None)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("$${s} ${s}", "${s} x"), ("$$ $ ${s}", "$$ $ x"), ("^x$|${s}$", "^x$|x$")],
)
def test_a_dollar_sign_escapes_a_reference_and_is_otherwise_literal(
    tmp_path: Path, text: str, value: str
) -> None:
    rule = f"require: {{label: '{text}'}}, remedy: '${{s}}'"
    assert required(tmp_path, TEXT, rule).expected == value


@pytest.mark.parametrize(
    ("rule", "place"),
    [("require: {label: 'a${l}'}", "6:60"), ("require: {'declared.metadata.${l}': a}", "6:53")],
)
def test_a_list_inside_text_is_refused(tmp_path: Path, rule: str, place: str) -> None:
    hint = "Inside text, only text, numbers, true and false are possible."
    message = f'p.yaml:{place}: the parameter "l" is not a single value'
    assert refusals(tmp_path, LIST, rule) == [(message, hint)]


def test_a_list_inside_prose_is_joined_by_commas(tmp_path: Path) -> None:
    rule = rule_of(tmp_path, LIST, f"{LISTED}, description: 'Only ${{l}}.', remedy: '${{l}}'")
    assert (rule.description, rule.remedy) == ("Only a, b.", "a, b")


def test_the_title_shows_the_value(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    rule = f"- {{id: r, title: 'Not ${{n}}', severity: low, {MINIMUM}}}\n"
    path.write_text(f"version: 1\nname: p\nparams: {{{INTEGER}}}\nrules:\n{rule}", "utf-8")
    (loaded,) = policy.rules_of(policy.load([InputFile(path, "p.yaml")], ENTRY, ()))
    assert loaded.title == "Not 3"


def test_variables_in_values_of_the_configuration_are_replaced(project: Project) -> None:
    rule = f"- {{id: r, title: It holds, severity: low, {MINIMUM}}}\n"
    project.write(p__yaml=f"version: 1\nname: p\nparams: {{{INTEGER}}}\nrules:\n{rule}")
    config = (project.folder / "driftcheck.yaml").read_text("utf-8")
    project.write(driftcheck__yaml=config + "policies:\n- pack: p.yaml\n  with:\n    n: ${LEAST}\n")
    assert project.run("check", env={"LEAST": "5"}).code == 0
    assert project.run("check", env={"LEAST": "50"}).code == 2
    failed = project.run("check", env={"LEAST": "many"})
    assert failed.code == 1
    assert 'driftcheck.yaml:7:5: the parameter "n" must be a whole number, not text' in failed.err


VARIABLES = """\
version: 1
name: p
params:
  most: {type: integer, default: 3}
  text: {type: string, default: x}
  codes: {type: array, items: {type: integer}, default: [1]}
  on: {type: boolean, default: true}
rules:
- {id: a, title: T, severity: low, count: {maximum: '${most}'}}
- {id: b, title: T, severity: low, require: {label: '${text}', inbound: '${on}'}}
- {id: c, title: T, severity: low, require: {phone.country_code: '${codes}'}}
"""
GIVEN = """\
policies:
- pack: p.yaml
  with: {most: "${MOST}", text: "${TEXT}", codes: ["${CODE}", 2], on: "${ON}"}
"""
ENV = {"MOST": "5", "TEXT": "6036", "CODE": "44", "ON": "false"}


def test_a_quoted_variable_is_typed_by_its_parameter(project: Project) -> None:
    config = (project.folder / "driftcheck.yaml").read_text("utf-8")
    project.write(p__yaml=VARIABLES, driftcheck__yaml=config + GIVEN)
    ran = project.run("policy", "list", "p.yaml", "-f", "json", env=ENV)
    values = {"most": 5, "text": "6036", "codes": [44, 2], "on": False}
    assert ran.json[0]["parameters"] == values
    ran = project.run("validate", env={**ENV, "MOST": "many", "TEXT": "null"})
    told = 'Error: driftcheck.yaml:6:10: the parameter "most" must be a whole number, not text\n'
    assert (ran.code, ran.out, ran.err) == (1, "", told)


def test_a_variable_inside_quoted_text_becomes_text(project: Project) -> None:
    config = (project.folder / "driftcheck.yaml").read_text("utf-8")
    given = GIVEN.replace("${TEXT}", "a-${TEXT}").replace("${MOST}", "1${MOST}")
    project.write(p__yaml=VARIABLES, driftcheck__yaml=config + given)
    ran = project.run("validate", env=ENV)
    told = 'Error: driftcheck.yaml:6:10: the parameter "most" must be a whole number, not text\n'
    assert (ran.code, ran.out, ran.err) == (1, "", told)


@pytest.mark.parametrize("command", ["validate", "policy list", "policy list p.yaml", "check"])
def test_an_unset_variable_is_reported_once(project: Project, command: str) -> None:
    config = (project.folder / "driftcheck.yaml").read_text("utf-8")
    project.write(p__yaml=VARIABLES, driftcheck__yaml=config + GIVEN)
    left = {name: value for name, value in ENV.items() if name not in ("MOST", "CODE")}
    ran = project.run(*command.split(), env=left)
    assert (ran.code, ran.out) == (1, "")
    assert [line for line in ran.err.splitlines() if line.startswith("Error")] == [
        "Error: driftcheck.yaml:6:16: the environment variable MOST is not set",
        "Error: driftcheck.yaml:6:52: the environment variable CODE is not set",
    ]


def test_the_messages_of_a_schema_take_lists_joined_by_commas(project: Project) -> None:
    schema = "{enum: '${l}', errorMessage: 'is none of ${l}'}"
    rule = f"- {{id: r, title: '${{l}} only', severity: low, require: {{label: {schema}}}}}\n"
    config = (project.folder / "driftcheck.yaml").read_text("utf-8")
    project.write(
        p__yaml=f"version: 1\nname: p\nparams: {{{LIST}}}\nrules:\n{rule}",
        driftcheck__yaml=config + "policies: [p.yaml]\n",
    )
    (finding,) = project.report()["findings"]
    assert finding["message"] == 'a, b only: label is none of a, b (it is "Support")'
