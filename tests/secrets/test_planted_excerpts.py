"""Secrets next to mistakes: the lines of files that stderr shows contain none."""

import re

import pytest

from tests.each import each
from tests.support import CONFIG, Project

SECRET = "h8nter2zq"
HEAD = "version: 1\nnumbers:\n  - phone_number: +12025550100\n"
AGORA = "version: 1\ndeclared: [numbers.yaml]\nlive:\n  agora:\n"

DECLARED = [
    f"    outbound_config: {{password: {SECRET}, lable: x}}\n",
    f"    outbound_config: {{lable: x, password: {SECRET}}}\n",
    f"    outbound_config: {{passwrd: {SECRET}}}\n",
    f"    outbound_config:\n      passwrd: {SECRET}\n",
    f"    outbound_config:\n      password: {SECRET}\n      user: [{SECRET}]\n",
    f"    outbound_config: {SECRET}\n",
    f"    outbound_config: sip:{SECRET}@example.com\n",
    f"    outbound_config:\n      password: '{SECRET}\n",
    f'    outbound_config:\n      password: "{SECRET}\n      lable: x\n',
    f"    outbound_config:\n      password:{SECRET}\n",
    f"    outbound_config:\n      password {SECRET}\n",
    f"    outbound_config: {{user: x, password:{SECRET}}}\n",
    f"    outbound_config: {{user: x, password {SECRET}}}\n",
    f"    outbound_config: {{user: x, password: a,{SECRET}}}\n",
    f"    outbound_config: {{user: x, password:{SECRET}, password:{SECRET}}}\n",
    f"    outbound_config:\n      password: @{SECRET}\n",
    f"    outbound_config:\n      password: %{SECRET}\n",
    f"    outbound_config:\n      password: *{SECRET}\n",
    f"    outbound_config:\n      password: &{SECRET}\n",
    f"    outbound_config:\n      password: !{SECRET}\n",
    f"    outbound_config:\n      password: {SECRET}: {SECRET}\n",
    f"    outbound_config:\n      password: [{SECRET}\n",
    f"    outbound_config: {{password: {SECRET}\n",
    f"    outbound_config:\n      password:\n        {SECRET}: x: y\n",
    f"    outbound_config:\n      password: |\n        a\n        {SECRET}\n       {SECRET}\n",
    f"    outbound_config:\n\t  password: {SECRET}\n",
    f"    outbound_config:\n      password: {SECRET}\n      password: {SECRET}\n",
    f"    outbound_config:\n      address: sip:u:{SECRET}@example.com\n      adress: {SECRET}@x\n",
    f"    metadata: {{a: {SECRET}}}\n    lable: {SECRET} # {SECRET}\n",
    f"    lable: x # {SECRET}\n",
    f"    label: [x, {SECRET}]\n",
    f"    inbound: yes # {SECRET}\n",
    f"    associated_pipeline: {{pipeline_id: {{{SECRET}: x}}}}\n",
    f"    <<<<<<< {SECRET}\n",
    f"    label: “{SECRET}”: x\n",
    f'  - {{"phone_number": "1", "outbound_config": {{"password": "{SECRET}"}}}}\n',
    f"    outbound_config: {{password: '{SECRET}', prefix: NULL}}\n",
]


@each("text", DECLARED)
def test_declarations(text: str, project: Project) -> None:
    ran = project.write(numbers__yaml=HEAD + text).run("validate")
    assert ran.code == 1
    assert SECRET not in ran.stderr


CONFIGURED = [
    f"    customer_secret: {SECRET}\n    timeot: 3\n",
    f"    {{customer_secret: {SECRET}, timeot: 3}}\n",
    f"    customer_secrt: {SECRET}\n",
    f"    customer_secret: [{SECRET}]\n",
    f'    customer_secret: "{SECRET}\n',
    f"    customer_secret: >\n      x\n     {SECRET}: [\n",
    f"    customer_secret:{SECRET}\n",
    f"    url: http://u:{SECRET}@example.com/x\n",
    f"    url: https://example.com/?token={SECRET}\n    timeout: x\n",
    f"    customer_id: ${{UNSET:-{SECRET}}}\n    timeout: x\n",
    f"notifications: [{{slack: {{url: 'https://hooks.slack.com/services/T/{SECRET}', x: 1}}}}]\n",
    f"notifications:\n  - slack: https://hooks.slack.com/services/T/{SECRET}\n",
    f"slack: https://hooks.slack.com/services/T/{SECRET}\n",
    f"history: {{url: postgresql://u:{SECRET}@h/d}}\n",
    f"live: https://u:{SECRET}@example.com\n",
]


@each("text", CONFIGURED)
def test_the_configuration(text: str, project: Project) -> None:
    ran = project.write(driftcheck__yaml=AGORA + text).run("validate")
    assert ran.code == 1
    assert SECRET not in ran.stderr


SENSITIVE = [
    ("label", f"label: [{SECRET}]"),
    ("phone_number", "phone_number: 12025550199"),
    ("associated_pipeline.*", f"associated_pipeline: {SECRET}"),
    ("associated_pipeline.pipeline_id", f"associated_pipeline: {SECRET}"),
    ("inbound", f"inbound: {SECRET}"),
    ("inbound_config.allowed_addresses", f"inbound_config: {{allowed_addresses: {SECRET}}}"),
    ("inbound_config", f"inbound_config: {{{SECRET}: 3, allowed_addresses: 4}}"),
    ("metadata.pins", f"metadata: {{pins: {{{SECRET}: 1}}}}, lable: x"),
]


@pytest.mark.parametrize("form", ["[{}]", "{}", "{{'{}': yes}}"])
@each("path,field", SENSITIVE)
def test_fields_that_the_configuration_hides(
    path: str, field: str, form: str, project: Project
) -> None:
    """Also where the mistake is in the list itself."""
    listed = form.format(path if "*" not in path or "{" in form else f'"{path}"')
    number = "" if field.startswith("phone_number") else "phone_number: +12025550100, "
    project.write(
        driftcheck__yaml=f"{CONFIG}sensitive: {listed}\n",
        numbers__yaml=f"version: 1\nnumbers:\n  - {{{number}{field}}}\n",
    )
    ran = project.run("validate")
    assert ran.code == 1
    assert not re.search(f"{SECRET}|2025550199", ran.stderr)


def test_numbers_that_are_masked(project: Project) -> None:
    numbers = """\
  - {phone_number: 12025550199, x: +12025550198}
  - +12025550197
  - phone_numbers: ["(202) 555-0196", 0012025550195, tel:+12025550194, 202-555-0193]
  - range: 12025550180..12025550189
  - range: +12025550170..79
"""
    project.write(numbers__yaml=f"version: 1\nnumbers:\n{numbers}")
    ran = project.run("check", "--mask-numbers")
    assert ran.code == 1
    assert "   3 |   - {phone_number: …" in ran.stderr
    assert not re.search("20255501[^2]|55-01|[(-/]202[)-]", ran.stderr)


def test_reports_have_no_lines_of_files(project: Project) -> None:
    project.write(numbers__yaml=HEAD + "    lable: x\n")
    ran = project.run("check", "-o", "json", "-o", "text=r.txt", "-o", "html=r.html")
    assert "    lable: …" in ran.stderr
    for text in (ran.out, *((project.folder / name).read_text() for name in ("r.txt", "r.html"))):
        assert "lable" in text
        assert "^^^^^" not in text


def test_a_broken_list_and_a_broken_baseline_are_not_shown(project: Project) -> None:
    project.write(live__json="[{'label': 'x'}]", r__json='{\n "label": x}')
    ran = project.run("check")
    assert (ran.code, "^" in ran.stderr) == (1, False)
    project.live().write(live__json="[]")
    ran = project.run("check", "--baseline", "r.json")
    assert (ran.code, "^" in ran.stderr) == (1, False)
