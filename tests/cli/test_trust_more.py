"""A verdict is right or refused: files that must survive, secrets, rules about null."""

import json

import pytest

from tests.each import each
from tests.support import CONFIG, NUMBER, Project, number

RULE = "  - {{id: r, title: t, severity: high, {0}}}\n"
PACK = "version: 1\nname: p\nrules:\n" + RULE


@each("broken", ["declared: [numbers.yaml", "declared: numbers.yaml\n", "declared: ['${N}']\n"])
@each("name", ["numbers.yaml", "list.json"])
def test_a_broken_configuration_overwrites_no_possible_input(
    project: Project, broken: str, name: str
) -> None:
    project.write(driftcheck__yaml=f"version: 1\nlive: {{file: list.json}}\n{broken}")
    project.write(list__json="[]")
    before = (project.folder / name).read_text()
    ran = project.run("check", "-o", f"json={name}")
    assert ran.code == 1
    assert (project.folder / name).read_text() == before


def test_a_broken_configuration_replaces_an_earlier_report(project: Project) -> None:
    """A clean report of last night must not stay if tonight's run has no verdict."""
    assert project.run("check", "-o", "json=report.json").code == 0
    project.write(driftcheck__yaml="version: 1\n")
    assert project.run("check", "-o", "json=report.json").code == 1
    assert json.loads((project.folder / "report.json").read_text())["outcome"] == "error"


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "-"])
def test_stdout_may_be_given_as_a_file(project: Project, name: str) -> None:
    assert project.run("check", "-o", f"json={name}").json["outcome"] == "clean"
    ran = project.run("check", "-o", "json", "-o", f"text={name}")
    assert (ran.code, ran.out) == (1, "")


def test_circular_links_do_not_crash(project: Project) -> None:
    (project.folder / "loop").symlink_to("loop")
    ran = project.run("check", "-o", "json=loop")
    assert "internal error" not in ran.stderr
    assert ran.code in (0, 1)


@pytest.mark.parametrize("secret", ["hunter2", "[hunter2]", "{const: hunter2}"])
def test_a_secret_that_fails_a_rule_is_not_printed(project: Project, secret: str) -> None:
    schema = "properties: {outbound_config: {properties: {password: {enum: [OTHER, hunter3]}}}}\n"
    project.write(
        driftcheck__yaml=CONFIG + "schema: s.yaml\npolicies: [p.yaml]\n",
        s__yaml=schema,
        p__yaml=PACK.format(f"require: {{outbound_config.password: {secret}}}"),
    )
    ran = project.run("check")
    assert "hunter" not in ran.out + ran.stderr
    assert "OTHER" not in ran.out + ran.stderr


@pytest.mark.parametrize(
    ("declared", "live"), [("{a: true}", {"a": 1}), ("[true]", [1]), ("{a: [0]}", {"a": [False]})]
)
def test_one_is_not_true_however_deep(project: Project, declared: str, live: object) -> None:
    project.write(
        driftcheck__yaml=CONFIG + "schema: s.yaml\n",
        s__yaml="properties: {flags: {}}\n",
        numbers__yaml=f"- {{phone_number: +12025550100, flags: {declared}}}\n",
    )
    ran = project.live(number(flags=live)).run("check")
    assert ran.code == 2
    assert "[drift-changed]" in ran.out


def test_only_text_can_be_a_secret_that_is_withheld(project: Project) -> None:
    project.write(
        driftcheck__yaml=CONFIG + "schema: s.yaml\n",
        s__yaml="properties: {passthrough: {type: boolean}}\n",
        numbers__yaml="- {phone_number: +12025550100, passthrough: true}\n",
    )
    assert project.run("check").code == 2


@each(
    ("rule", "code"),
    [
        ("when: {outbound_config.transport: {enum: [udp, null]}}, require: {label: Z}", 2),
        ("require: {outbound_config.transport: {type: [string, 'null']}}", 0),
        ("require: {outbound_config.transport: {anyOf: [{type: 'null'}, {const: tls}]}}", 0),
        ("require: {outbound_config.transport: {enum: [tls]}}", 2),
        ("when: {provider: twilio}, require: {outbound_config: {type: object}}", 2),
        ("require: {not: {outbound_config: null}}", 2),
        ("schema: {patternProperties: {'^(label|provider)$': {not: {const: Support}}}}", 2),
        (f"schema: {{additionalProperties: false, properties: {dict.fromkeys(NUMBER, True)}}}", 0),
    ],
)
def test_rules_about_null_and_missing_fields_work_as_written(
    project: Project, rule: str, code: int
) -> None:
    rule = rule.replace("True", "true")
    project.write(driftcheck__yaml=CONFIG + "policies: [p.yaml]\n", p__yaml=PACK.format(rule))
    ran = project.live(NUMBER).run("check", "--fail-on", "high")
    assert (ran.code, ran.err) == (code, "")


@pytest.mark.parametrize(
    "rule",
    [
        "require: {associated_pipeline: {additionalProperties: {minimum: 3}}}",
        "require: {inbound_config.allowed_addresses: {prefixItems: [{const: 5}]}}",
    ],
)
def test_conditions_that_cannot_be_checked_are_refused(project: Project, rule: str) -> None:
    project.write(driftcheck__yaml=CONFIG + "policies: [p.yaml]\n", p__yaml=PACK.format(rule))
    ran = project.run("check")
    assert (ran.code, "is not supported in a rule" in ran.err) == (1, True)


@pytest.mark.parametrize("word", ["not: {required: [password]}", "oneOf: [{required: [user]}]"])
def test_requirements_for_whole_entries_do_not_apply_to_declarations(
    project: Project, word: str
) -> None:
    project.write(
        driftcheck__yaml=CONFIG + "schema: s.yaml\n",
        s__yaml=f"properties: {{outbound_config: {{{word}}}}}\n",
        numbers__yaml="- {phone_number: +12025550100, outbound_config: {transport: tls}}\n",
    )
    assert project.run("validate").code == 0
