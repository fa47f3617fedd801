"""Parameters without a type have the type of their default; other values are refused."""

from pathlib import Path

import pytest

from tests.policy.params_support import load, refusals
from tests.support import CONFIG, Project, fresh

RULE = "require: {label: {minLength: 1}}, remedy: '${p}'"


def test_a_value_is_read_by_the_type_of_the_default(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for default, given, value in [
        ("US", "{p: 5}", "5"),
        ("US", "{p: no}", "no"),
        ("'5'", "{p: 6}", "6"),
        ("+1", "{p: +44}", "+44"),
        ("yes", "{p: true}", "true"),
        ("NULL", "{p: Null}", "Null"),
        ("5", "{p: 6}", 6),
        ("5", "{p: 6.0}", 6.0),
        ("0.5", "{p: 1}", 1),
        ("true", "{p: false}", False),
        ("[US]", "{p: [GB, 44, no]}", ["GB", "44", "no"]),
        ("['1']", "{p: []}", []),
        ("[1, 2]", "{p: [3]}", [3]),
        ("[1, 2.5]", "{p: [3, 0.1]}", [3, 0.1]),
        ("[true]", "{p: [false, true]}", [False, True]),
        ("[]", "{p: [a, 1, true, [b]]}", ["a", 1, True, ["b"]]),
        ("[a, 1]", "{p: [b, 2]}", ["b", 2]),
        ("US, enum: [US, GB]", "{p: GB}", "GB"),
    ]:
        with subtests.test(default=default, given=given, value=value):
            folder = fresh(tmp_path)
            pack = load(folder, f"p: {{default: {default}}}", RULE, given)
            assert (pack.values["p"], type(pack.values["p"])) == (value, type(value))


def test_the_schema_of_items_is_not_overwritten(tmp_path: Path) -> None:
    params = "p: {default: [a], items: {type: string, minLength: 2}}"
    ((told, _),) = refusals(tmp_path, params, RULE)
    assert told.endswith('the parameter "p[0]" must have at least 2 characters')


def test_a_value_of_another_type_is_refused(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for default, given, message in [
        ("US", "[GB]", '"p" must be text, not a list'),
        ("US", "null", '"p" must be text, not null'),
        ("5", "six", '"p" must be a whole number, not text'),
        ("5", "6.5", '"p" must be a whole number, not a number'),
        ("5", "true", '"p" must be a whole number, not text'),
        ("0.5", "x", '"p" must be a number, not text'),
        ("true", "1", '"p" must be true or false, not text'),
        ("true", "'true'", '"p" must be true or false, not text'),
        ("[US]", "US", '"p" must be a list, not text'),
        ("[US]", "[GB, [US]]", '"p[1]" must be text, not a list'),
        ("[1]", "[2, x]", '"p[1]" must be a whole number, not text'),
        ("[]", "x", '"p" must be a list, not text'),
        ("[]", "{a: b}", '"p" must be a list, not a mapping'),
        ("US, enum: [US, GB]", "FR", '"p" must be one of US, GB'),
    ]:
        with subtests.test(default=default, given=given, message=message):
            folder = fresh(tmp_path)
            ((told, _),) = refusals(folder, f"p: {{default: {default}}}", RULE, f"{{p: {given}}}")
            assert told.startswith("driftcheck.yaml:4:")
            assert told.partition(": ")[2] == f"the parameter {message}"


def test_a_pack_whose_parameters_have_no_types_is_used_like_any_other(project: Project) -> None:
    rule = "{id: here, title: 'It is in ${regions}', severity: low, "
    rule += "require: {phone.region: '${regions}', label: {minLength: '${least}'}}, "
    rule += "tests: [{fail: {phone_number: +442079460000, label: abc}, with: {regions: [US]}}]}"
    params = "{regions: {default: [US, GB]}, least: {default: 3}}"
    project.write(p__yaml=f"version: 1\nname: p\nparams: {params}\nrules:\n- {rule}\n")
    config = f"{CONFIG}policies:\n- {{pack: p.yaml, with: %s}}\n"
    project.write(driftcheck__yaml=config % "{regions: [CA, US], least: 7}")
    assert project.run("check").code == 0
    assert project.run("policy", "test").code == 0
    project.write(driftcheck__yaml=config % "{regions: [CA], least: '${LEAST}'}")
    assert project.run("check", env={"LEAST": "7"}).code == 2
    ran = project.run("check", env={"LEAST": "many"})
    assert ran.err == (
        'Error: driftcheck.yaml:5:40: the parameter "least" must be a whole number, not text\n'
    )
    assert project.run("policy", "list", "-f", "markdown").code == 1
    assert (
        "| `least` | 7 |" in project.run("policy", "list", "-f", "markdown", env={"LEAST": "7"}).out
    )
