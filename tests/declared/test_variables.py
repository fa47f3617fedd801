"""`${NAME}` in declarations: filled in for secrets, never shown, an error if unset."""

from pathlib import Path

import pytest

from driftcheck import declared
from driftcheck.declared import Variables
from driftcheck.document.source import InputFile
from driftcheck.model import Declaration, InputError, Place, Problem
from driftcheck.system import published
from driftcheck.validation.redaction import hiding
from tests.support import CONFIG, Project, fresh, number

HEAD = "version: 1\nnumbers:\n  - phone_number: +12025550100\n    "
ENVIRON = {"SECRET": "s3cr3t: #", "TLS": "tls", "NO": "null"}
LIVE = {"address": "sip.example.com", "user": "u", "password": "s3cr3t: #"}


def load(folder: Path, text: str, variables: Variables) -> Declaration:
    path = folder / "numbers.yaml"
    path.write_text(text, encoding="utf-8")
    known = declared.load([InputFile(path, "f.yaml")], published("number"), variables)
    return known["+12025550100"]


def test_a_secret_is_filled_in(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for written, value in [
        ("${SECRET}", "s3cr3t: #"),
        ('"${SECRET}"', "s3cr3t: #"),
        ("a${SECRET}b", "as3cr3t: #b"),
        ("${UNSET:-dflt}", "dflt"),
        ('"${UNSET:-}"', ""),
        ("${NO}", "null"),
        ("$SECRET", "$SECRET"),
        ("a$$b", "a$$b"),
        ("$${SECRET}", "$s3cr3t: #"),
        ("a$", "a$"),
    ]:
        with subtests.test(written=written, value=value):
            folder = fresh(tmp_path)
            text = f"{HEAD}outbound_config:\n      password: {written}\n"
            found = load(folder, text, Variables(ENVIRON))
            assert found.fields["outbound_config"] == {"password": value}


def test_fields_are_typed_by_the_filled_in_value(tmp_path: Path) -> None:
    text = f"{HEAD}outbound_config: {{transport: '${{TLS}}'}}\n"
    assert load(tmp_path, text, Variables(ENVIRON)).fields["outbound_config"] == {
        "transport": "tls"
    }
    with hiding(["inbound"]):
        found = load(tmp_path, f"{HEAD}inbound: ${{UNSET:-true}}\n", Variables(ENVIRON))
    assert found.fields["inbound"] is True


def test_elsewhere_a_dollar_sign_is_text(tmp_path: Path) -> None:
    text = f"{HEAD}label: ${{SECRET}}\n    metadata: {{owner: '${{SECRET}}'}}\n"
    found = load(tmp_path, text, Variables(ENVIRON))
    assert (found.fields["label"], found.metadata) == ("${SECRET}", {"owner": "${SECRET}"})


def test_fields_that_are_hidden_are_filled_in(tmp_path: Path) -> None:
    text = f"{HEAD}label: ${{SECRET}}\n    metadata: {{api_token: '${{SECRET}}'}}\n"
    text += "    inbound_config: {allowed_addresses: ['${OFFICE}', 192.0.2.1]}\n"
    with hiding(["label", "inbound_config.allowed_addresses"]):
        found = load(tmp_path, text, Variables({**ENVIRON, "OFFICE": "192.0.2.7"}))
    assert found.fields["label"] == found.metadata["api_token"] == "s3cr3t: #"
    assert found.fields["inbound_config"] == {"allowed_addresses": ["192.0.2.7", "192.0.2.1"]}


def test_defaults_are_filled_in(tmp_path: Path) -> None:
    text = "version: 1\ndefaults: {outbound_config: {password: '${SECRET}'}}\n"
    found = load(tmp_path, text + HEAD.removeprefix("version: 1\n"), Variables(ENVIRON))
    assert found.fields["outbound_config"] == {"password": "s3cr3t: #"}


@pytest.mark.parametrize(
    "rest",
    [
        "outbound_config: {user: u, password: '${UNSET}'}",
        "outbound_config: {transport: '${UNSET}'}",
    ],
)
def test_an_unset_variable_is_one_error_that_says_what_to_type(rest: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, f"{HEAD}{rest}\n", Variables(ENVIRON))
    (problem,) = caught.value.problems
    column = 5 + rest.index("'$")
    assert str(problem) == f"f.yaml:4:{column}: the environment variable UNSET is not set"
    assert "export UNSET=..." in (problem.hint or "")


def test_variables_can_be_ignored(tmp_path: Path) -> None:
    text = f"{HEAD}outbound_config: {{user: u, transport: '${{TLS}}', prefix: '${{P:-9}}'}}\n"
    found = load(tmp_path, text, Variables({}, needed=False))
    assert found.fields["outbound_config"] == {"user": "u", "prefix": "9"}


def test_a_variable_that_is_refused_is_not_filled_in(tmp_path: Path) -> None:
    def refuse(name: str, place: Place) -> Problem | None:
        return Problem(f"no {name}", place) if name == "SECRET" else None

    text = f"{HEAD}outbound_config: {{password: '${{SECRET}}', transport: '${{TLS}}'}}\n"
    text += "defaults: {outbound_config: {user: '${SECRET}'}}\n"
    variables = Variables(ENVIRON, refuse=refuse)
    assert load(tmp_path, text, variables).fields["outbound_config"] == {"transport": "tls"}
    places = {str(problem) for problem in variables.refused}
    assert places == {"f.yaml:4:33: no SECRET", "f.yaml:5:36: no SECRET"}


@pytest.mark.parametrize(
    ("field", "text", "paths"),
    [
        ("user", "${SECRET}", {"outbound_config.user"}),
        ("password", "${SECRET}", set()),
        ("address", "${SECRET}@sip.example.com", set()),
        ("address", "${SECRET}", {"outbound_config.address"}),
        ("address", "sip:u@h;token=${SECRET}", {"outbound_config.address"}),
    ],
)
def test_filled_in_fields_that_are_not_hidden_are_recorded(
    field: str, text: str, paths: set[str], tmp_path: Path
) -> None:
    variables = Variables(ENVIRON)
    text = f"{HEAD}outbound_config: {{{field}: '{text}'}}\n"
    load(tmp_path, text, variables)
    assert variables.filled == paths
    refused = Variables(ENVIRON)
    with pytest.raises(InputError):
        load(tmp_path, f'{text}  - "never closed\n', refused)
    assert refused.filled == set()


@pytest.mark.parametrize("field", ["user", "prefix", "password"])
def test_filled_in_values_are_compared_but_not_shown(field: str, project: Project) -> None:
    text = f"{HEAD}outbound_config: {{{field}: '${{MY_SECRET}}'}}\n"
    project.write(driftcheck__yaml=CONFIG, numbers__yaml=text)
    project.live(number(outbound_config={**LIVE, field: "live-value"}))
    for format_ in ("text", "json", "html", "markdown", "sarif", "csv"):
        ran = project.run("check", "-o", format_, env={"MY_SECRET": "hush-hush"})
        assert ran.code == 2
        assert "hush-hush" not in ran.out + ran.stderr
        assert "live-value" not in ran.out
    assert project.run("check", env={"MY_SECRET": "live-value"}).code == 0
    project.live()
    ran = project.run("check", "--allow-empty", "-o", "json", env={"MY_SECRET": "hush-hush"})
    assert (ran.code, "hush-hush" in ran.out) == (2, False)


def test_a_rule_does_not_show_filled_in_values(project: Project) -> None:
    rule = "{declared.outbound_config.user: {const: other}}"
    pack = "version: 1\nname: p\nrules:\n"
    pack += f"  - {{id: r, title: T, severity: low, require: {rule}}}\n"
    text = f"{HEAD}outbound_config: {{user: '${{MY_SECRET}}'}}\n"
    project.write(
        driftcheck__yaml=f"{CONFIG}policies: [p.yaml]\n", p__yaml=pack, numbers__yaml=text
    )
    project.live(number(outbound_config={"user": "hush-hush"}))
    ran = project.run("check", "-o", "json", env={"MY_SECRET": "hush-hush"})
    assert [finding["check"] for finding in ran.json["findings"]] == ["r"]
    assert "hush-hush" not in ran.out


def test_validate_needs_the_variables_unless_disabled(project: Project) -> None:
    text = f"{HEAD}outbound_config: {{password: '${{MY_SECRET}}'}}\n"
    project.write(driftcheck__yaml=CONFIG, numbers__yaml=text)
    ran = project.run("validate")
    assert ran.code == 1
    assert ran.err.startswith("Error: numbers.yaml:4:33: the environment variable MY_SECRET is not")
    assert project.run("validate", "--no-credentials").code == 0
    assert project.run("validate", env={"MY_SECRET": "x"}).code == 0
