"""Below unmanaged and changed numbers stands the command that declares what is live."""

import json
import re
import shlex

from tests.each import each
from tests.support import CONFIG, DECLARED, Project, Ran, number

TWO = "+12025550107"
ACCOUNTS = """\
version: 1
accounts:
  eu: {live: {file: eu.json}, declared: [eu.yaml]}
  us: {live: {file: us.json}, declared: [us.yaml]}
"""


def commands(ran: Ran) -> list[str]:
    """The commands that a report names, in their order."""
    return re.findall(r"driftcheck (import .*)", ran.out)


@each(
    ("live", "expected"),
    [
        ([number(), number(phone_number=TWO)], ["import --update"]),
        ([number(label="Other")], ["import --update --changed"]),
        (
            [number(label="Other"), number(phone_number=TWO)],
            ["import --update", "import --update --changed"],
        ),
        ([], []),
    ],
    ids=["unmanaged", "changed", "both", "missing"],
)
def test_the_command_fits_what_was_found(
    project: Project, live: list[dict[str, object]], expected: list[str]
) -> None:
    ran = project.live(*live).run("check", "--allow-empty")
    assert (ran.code, commands(ran)) == (2, expected)


def test_the_commands_lead_to_a_clean_run(project: Project) -> None:
    ran = project.live(number(label="Other"), number(phone_number=TWO)).run("check")
    for command in commands(ran):
        assert project.run(*shlex.split(command)).code == 0
    assert project.run("check").code == 0


def test_it_reads_the_same_configuration_and_list(project: Project) -> None:
    (project.folder / "driftcheck.yaml").rename(project.folder / "my config.yaml")
    project.write(secrets__env="A='b'\n", other__json=json.dumps([number(label="Other")]))
    options = ("-c", "my config.yaml", "--live", "other.json", "--env-file", "secrets.env")
    (command,) = commands(project.live(number()).run("check", *options))
    assert sorted(shlex.split(command)) == sorted(("import", "--update", "--changed", *options))
    assert project.run(*shlex.split(command)).code == 0


def test_a_list_from_standard_input_has_no_command(project: Project) -> None:
    listed = json.dumps([number(label="Other")])
    ran = project.run("check", "--live", "-", stdin=listed)
    assert (ran.code, commands(ran)) == (2, [])


def test_each_of_several_accounts_has_its_own(project: Project) -> None:
    project.write(driftcheck__yaml=ACCOUNTS, eu__yaml=DECLARED, us__yaml=DECLARED)
    project.write(
        eu__json=json.dumps([number(label="Other")]),
        us__json=json.dumps([number(), number(phone_number=TWO)]),
    )
    assert commands(project.run("check")) == [
        "import --update --changed --account eu",
        "import --update --account us",
    ]


def test_the_command_names_the_one_account_that_was_checked(project: Project) -> None:
    project.write(driftcheck__yaml=ACCOUNTS, eu__yaml=DECLARED, us__yaml=DECLARED)
    project.write(eu__json=json.dumps([number(label="Other")]), us__json="[]")
    (command,) = commands(project.run("check", "--account", "eu"))
    assert project.run(*shlex.split(command)).code == 0
    assert project.run("check", "--account", "eu").code == 0


def test_the_command_declares_only_what_was_selected(project: Project) -> None:
    project.live(number(), number(phone_number=TWO), number(phone_number="+12025550109"))
    (command,) = commands(project.run("check", "--select", f"phone_number={TWO[:-1]}7"))
    assert project.run(*shlex.split(command)).err == "Added 1 number to numbers.yaml.\n"


def test_the_command_skips_what_cannot_be_declared(project: Project) -> None:
    project.live(number(), number(phone_number=TWO), number(phone_number="12025550109"))
    (command,) = commands(project.run("check"))
    assert project.run(*shlex.split(command)).err.endswith("Added 1 number to numbers.yaml.\n")


def test_what_is_accepted_needs_no_command(project: Project) -> None:
    project.live(number(label="Other")).run("check", "-o", "json=before.json")
    assert commands(project.run("check", "--baseline", "before.json")) == []


def test_a_command_is_never_folded(project: Project) -> None:
    project.write(**{"a" * 80 + "__yaml": CONFIG}).live(number(label="Other"))
    out = project.run("check", "-c", "a" * 80 + ".yaml", env={"COLUMNS": "60"}).out
    assert f"\n  driftcheck import --update -c {'a' * 80}.yaml --changed\n" in out
