"""Declared and live addresses."""

import pytest

from tests.support import CONFIG, DECLARED, NUMBER, Project

WRONG = ["203.0.113.0/33", "10.0.0.300", "sip.example.com", "${OFFICE}", ""]


def declare(project: Project, *addresses: str, defaults: bool = False) -> Project:
    """Declare a number with these addresses, in the entry or in defaults."""
    text = ", ".join(f"'{address}'" for address in addresses)
    field = f"inbound_config: {{allowed_addresses: [{text}]}}"
    if defaults:
        return project.write(
            numbers__yaml=DECLARED.replace("numbers", f"defaults: {{{field}}}\nnumbers", 1)
        )
    return project.write(numbers__yaml=f"{DECLARED}    {field}\n")


@pytest.mark.parametrize("defaults", [False, True])
def test_an_invalid_address_cannot_be_declared(
    defaults: bool, project: Project, subtests: pytest.Subtests
) -> None:
    for wrong in WRONG:
        with subtests.test(wrong=wrong):
            ran = declare(project, "10.0.0.1/24", wrong, defaults=defaults).run("validate")
            assert (ran.code, ran.err.count("Error: ")) == (1, 1)
            assert f'inbound_config.allowed_addresses[1] "{wrong}" is not an IP address' in ran.err


@pytest.mark.parametrize("defaults", [False, True])
def test_every_spelling_of_an_address_can_be_declared(defaults: bool, project: Project) -> None:
    written = [
        "10.0.0.1/24",
        "10.0.0.0/255.0.0.0",
        " 192.0.2.1 ",
        "2001:DB8::/32",
        "::ffff:10.0.0.1",
    ]
    ran = declare(project, *written, defaults=defaults).run("validate")
    assert (ran.code, ran.err) == (0, "")


def test_a_live_value_only_has_to_match_the_schema(project: Project) -> None:
    live = {**NUMBER, "inbound_config": {"allowed_addresses": ["203.0.113.0/33"]}}
    assert project.live(live).run("check").code == 0
    ran = declare(project, "203.0.113.0/24").run("check")
    assert (ran.code, "drift-changed" in ran.out, "schema-invalid" in ran.out) == (2, True, False)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("inbound_config: {type: object}", 0),
        (
            "inbound_config: {type: object, properties: {allowed_addresses: {type: array}}}",
            0,
        ),
        ("label: {type: string}", 1),
    ],
)
def test_a_custom_schema_that_defines_the_field_wins(
    said: str, code: int, project: Project
) -> None:
    project.write(
        driftcheck__yaml=f"{CONFIG}schema: own.yaml\n",
        own__yaml=f"type: object\nproperties: {{{said}}}\n",
    )
    assert declare(project, "sip.example.com").run("validate").code == code


def test_a_hidden_address_is_not_quoted(project: Project) -> None:
    declare(project, "10.0.0.300")
    project.write(driftcheck__yaml=CONFIG + "sensitive: [inbound_config.allowed_addresses]\n")
    ran = project.run("validate")
    assert (ran.code, "10.0.0.300" in ran.stderr) == (1, False)
