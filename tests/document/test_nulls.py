"""`NULL` and `Null` are refused if a value may be null, and text otherwise."""

import json
from itertools import product
from pathlib import Path

import pytest

from tests.support import CONFIG, NUMBER, Project, Ran, fresh, good_project, number

ODD = ("NULL", "Null", "nULL")
HEAD = "version: 1\nnumbers:\n  - phone_number: +12025550100\n    "
TEXT = "Write null, or quote it: "
NO_TEXT = "Write null, in lower case."


def problem(ran: Ran) -> tuple[str, str]:
    """Return the place and the hint of the only error."""
    assert ran.code == 1, ran.out + ran.err
    lines = ran.err.splitlines()
    assert len(lines) == 2, ran.err
    return lines[0].split(": ")[1], lines[1].strip()


def test_in_a_declaration_it_is_one_error_where_null_is_possible(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for null, (field, hint) in product(
        ODD,
        [
            ("associated_pipeline: {pipeline_id: %s}", TEXT),
            ("associated_pipeline: {pipeline_name: %s, pipeline_id: a}", TEXT),
            ("associated_pipeline: %s", NO_TEXT),
            ("inbound_config: {allowed_addresses: %s}", NO_TEXT),
            ("outbound_config: {prefix: %s}", TEXT),
            ("outbound_config: {transport: %s}", TEXT),
            ("metadata: {owner: %s}", TEXT),
            ("metadata: {owners: [a, %s]}", TEXT),
        ],
    ):
        with subtests.test(null=null, field=field, hint=hint):
            project = good_project(fresh(tmp_path))
            project.write(numbers__yaml=f"{HEAD}{field % null}\n")
            place, told = problem(project.run("check"))
            assert place == f"numbers.yaml:4:{5 + field.index('%')}"
            assert told == (f'{hint}"{null}".' if hint == TEXT else hint)


@pytest.mark.parametrize("null", ODD)
def test_it_is_an_error_in_defaults_and_with_a_custom_schema(null: str, project: Project) -> None:
    entry = HEAD.removeprefix("version: 1\n").rstrip() + "\n"
    text = f"version: 1\ndefaults:\n  outbound_config:\n    user: {null}\n{entry}"
    assert problem(project.write(numbers__yaml=text).run("validate"))[0] == "numbers.yaml:4:11"
    text = f"version: 1\ndefaults: {{associated_pipeline: {null}}}\n{entry}"
    assert problem(project.write(numbers__yaml=text).run("validate"))[0] == "numbers.yaml:2:33"
    for label in ({"type": ["string", "null"]}, {"anyOf": [{"type": "string"}, {"type": "null"}]}):
        project.write(
            driftcheck__yaml=f"{CONFIG}schema: s.json\n",
            s__json=json.dumps({"properties": {"label": label}}),
            numbers__yaml=f"{HEAD}label: {null}\n",
        )
        assert problem(project.run("validate"))[0] == "numbers.yaml:4:12"


def test_a_quoted_null_is_text(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for null, quote in product(ODD, ['"', "'"]):
        with subtests.test(null=null, quote=quote):
            project = good_project(fresh(tmp_path))
            quoted = f"{quote}{null}{quote}"
            project.write(numbers__yaml=f"{HEAD}associated_pipeline: {{pipeline_id: {quoted}}}\n")
            project.live(number(associated_pipeline={"pipeline_id": null, "pipeline_name": None}))
            assert project.run("check").code == 0


@pytest.mark.parametrize("null", ODD)
def test_a_label_may_be_spelled_like_null(null: str, project: Project) -> None:
    project.write(numbers__yaml=f"{HEAD}label: {null}\n").live(number(label=null))
    assert project.run("check").code == 0


@pytest.mark.parametrize("text", ["NULLS", "nil", "None", "Nullable", "_NULL"])
def test_other_words_are_text(text: str, project: Project) -> None:
    project.write(numbers__yaml=f"{HEAD}associated_pipeline: {{pipeline_id: {text}}}\n")
    project.live(number(associated_pipeline={"pipeline_id": text, "pipeline_name": "x"}))
    assert project.run("check").code == 0


@pytest.mark.parametrize("null", ODD)
def test_one_among_a_thousand_entries_is_found(null: str, project: Project) -> None:
    entries = "".join(
        f"  - phone_number: +1202555{index:04}\n    associated_pipeline:\n"
        f"      pipeline_id: {null if index == 700 else 'p1'}\n    label: {null}\n"
        for index in range(1000)
    )
    project.write(numbers__yaml=f"version: 1\nnumbers:\n{entries}")
    assert problem(project.run("validate"))[0] == "numbers.yaml:2805:20"
    text = (project.folder / "numbers.yaml").read_text("utf-8")
    project.write(numbers__yaml=text.replace(f"pipeline_id: {null}", "pipeline_id: p1"))
    assert project.run("validate").code == 0


def with_rule(project: Project, rule: str, params: str = "") -> Project:
    """The project, with one rule on line 4."""
    head = f"version: 1\nname: p\n{params or 'description: one'}\nrules:\n"
    line = f"- {{id: r, title: It holds, severity: low, {rule}}}\n"
    return project.write(driftcheck__yaml=f"{CONFIG}policies: [p.yaml]\n", p__yaml=head + line)


PATH = "associated_pipeline.pipeline_id"


def test_in_a_rule_it_is_an_error_if_null_is_possible(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for null, rule in product(
        ODD,
        [
            f"when: {{{PATH}: %s}}, require: {{inbound: true}}",
            f"require: {{{PATH}: %s}}",
            f"require: {{{PATH}: [p1, %s]}}",
            f"require: {{any: [{{{PATH}: %s}}, {{inbound: true}}]}}",
            f"require: {{not: {{{PATH}: %s}}}}",
            f"require: {{{PATH}: {{enum: [p1, %s]}}}}",
            f"require: {{{PATH}: {{not: {{const: %s}}}}}}",
            "require: {declared.metadata.owner: %s}",
            "require: {declared.associated_pipeline: %s}",
            "require: {label: %s}",
            "require: {inbound: [true, %s]}",
            "schema: {properties: {associated_pipeline: {properties: {pipeline_id: {const: %s}}}}}",
            "require: {inbound: true}, tests: [{pass: {associated_pipeline: {pipeline_id: %s}}}]",
            "require: {inbound: true}, tests: [{pass: {declared: {metadata: {owners: [%s]}}}}]",
            "require: {inbound: true}, tests: [{skip: {outbound_config: %s}}]",
        ],
    ):
        with subtests.test(null=null, rule=rule):
            project = good_project(fresh(tmp_path))
            place, hint = problem(with_rule(project, rule % null).run("check"))
            column = len("- {id: r, title: It holds, severity: low, ") + rule.index("%") + 1
            assert place == f"p.yaml:5:{column}"
            assert hint.startswith("Write null, ")


def test_in_a_rule_it_is_text_if_null_is_not_possible(project: Project) -> None:
    rule = "require: {label: {enum: [NULL]}}, tests: [{pass: {label: NULL}}, {fail: {label: x}}]"
    with_rule(project, rule).live(number(label="NULL"))
    project.write(numbers__yaml=f"{HEAD}label: NULL\n")
    assert project.run("policy", "test").code == 0
    assert project.run("check").code == 0


def test_a_parameter_is_typed_by_its_schema(project: Project) -> None:
    params = "params: {a: {type: string, default: NULL}, b: {type: array, default: [y]}}"
    with_rule(project, "require: {label: '${a}'}, when: {label: '${b}'}", params)
    config = f"{CONFIG}policies:\n- pack: p.yaml\n  with: "
    project.write(driftcheck__yaml=f"{config}{{a: Null, b: [x]}}\n")
    assert project.run("validate").code == 0
    project.write(driftcheck__yaml=f"{config}{{b: [x, Null]}}\n")
    assert problem(project.run("validate"))[0] == "driftcheck.yaml:6:17"
    project.write(driftcheck__yaml=f"{config}{{b: ['${{X}}']}}\n")
    assert project.run("validate", env={"X": "NULL"}).code == 0


def test_in_the_configuration_and_a_schema_it_is_an_error_too(project: Project) -> None:
    agora = "version: 1\ndeclared: [numbers.yaml]\nlive: {agora: {ca_file: NULL}}\n"
    ran = project.write(driftcheck__yaml=agora).run("validate", "--no-credentials")
    assert problem(ran)[0] == "driftcheck.yaml:3:25"
    text = "properties:\n  label: {enum: [a, Null]}\n"
    project.write(driftcheck__yaml=f"{CONFIG}schema: s.yaml\n", s__yaml=text)
    assert problem(project.run("validate"))[0] == "s.yaml:2:21"


def test_import_writes_it_as_text(project: Project) -> None:
    project.live({**NUMBER, "associated_pipeline": {"pipeline_id": "NULL", "pipeline_name": "~"}})
    assert project.run("import", "--output", "numbers.yaml", "--force").code == 0
    assert project.run("check").code == 0
