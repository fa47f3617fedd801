"""`--env-file`: variables from a file, in every command that reads a configuration."""

import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from driftcheck.cli.main import cli
from tests.each import each
from tests.support import CONFIG, Emulate, Project, driftcheck, number
from tests.test_readme import LEAVES, command

ENTRY = "  - phone_number: +12025550100\n    outbound_config: {password: '${P}'}\n"
SECRET = f"version: 1\nnumbers:\n{ENTRY}"
HISTORY = "sqlite:///${P}.db"


@pytest.fixture
def secret(project: Project) -> Project:
    """A project whose only number has a password, which an env file sets."""
    project.live(number(outbound_config={"password": "hush"}))
    return project.write(numbers__yaml=SECRET, secrets__env="P='hush'\n")


def test_every_command_that_reads_a_configuration_has_the_option() -> None:
    for name in LEAVES:
        known = {text for option in command(name).params for text in option.opts}
        assert ("--env-file" in known) == ("--config" in known or name == "init"), name


@each("args", [("check",), ("validate",)])
def test_the_variables_of_the_file_are_set_for_the_run(args: tuple[str], secret: Project) -> None:
    assert secret.run(*args).code == 1
    ran = secret.run(*args, "--env-file", "secrets.env")
    assert (ran.code, ran.err) == (0, "")


@each("folder", ["", "numbers"])
def test_the_error_of_an_unset_variable_names_the_file_that_sets_it(
    folder: str, secret: Project
) -> None:
    secret.write(other__env="PP='hush'\n# P=\n")
    (secret.folder / "secrets.env").rename(secret.folder / "my secrets.env")
    (secret.folder / "numbers").mkdir()
    config = f"{secret.folder}/driftcheck.yaml"
    ran = driftcheck("check", "-c", config, cwd=secret.folder / folder)
    file = f"{secret.folder}/my secrets.env" if folder else "my secrets.env"
    hint = f"  {file} sets it: add --env-file '{file}'.\n"
    assert hint in ran.err, ran.err
    assert (ran.code, "hush" in ran.err) == (1, False)


def test_a_variable_that_is_already_set_keeps_its_value(secret: Project) -> None:
    ran = secret.run("check", "--env-file", "secrets.env", env={"P": "other"})
    assert (ran.code, "hush" in ran.out) == (2, False)


def test_the_file_can_hold_credentials(emulate: Emulate, project: Project) -> None:
    server = emulate(number())
    live = f"live: {{agora: {{url: '{server.url}'}}}}"
    project.write(
        driftcheck__yaml=CONFIG.replace("live: {file: live.json}", live),
        a__env="export AGORA_CUSTOMER_ID=id\nexport AGORA_CUSTOMER_SECRET=s3cret\n",
    )
    assert project.run("check", "--env-file", "a.env").code == 0
    assert project.run("fetch", env={"DRIFTCHECK_ENV_FILE": "a.env"}).code == 0


def test_the_file_can_set_options_of_the_command(project: Project) -> None:
    """The file is read before the options, but the command line still wins."""
    project.write(a__env="DRIFTCHECK_LIVE=none.json\nDRIFTCHECK_LOCK=\n")
    assert "DRIFTCHECK_LOCK is empty" in project.run("validate", "--env-file", "a.env").err
    project.write(a__env="DRIFTCHECK_LIVE=none.json\n")
    assert "none.json" in project.run("check", "--env-file", "a.env").err
    assert project.run("check", "--live", "live.json", "--env-file", "a.env").code == 0


def test_a_group_passes_it_to_its_commands(project: Project) -> None:
    project.write(driftcheck__yaml=f"{CONFIG}history: {HISTORY}\n", a__env="P=kept\n")
    assert project.run("check", "--env-file", "a.env").code == 0
    for args in (("--env-file", "a.env", "show"), ("show", "--env-file", "a.env")):
        ran = project.run("history", *args)
        assert (ran.code, ran.err) == (0, "")


@each(
    ("text", "line"),
    [
        ("P='hush", "secrets.env:1: the quotation mark in the value of P is not closed"),
        ("\n\nhush", "secrets.env:3: this line does not set a variable"),
    ],
)
def test_an_error_in_it_is_reported_only_by_line(text: str, line: str, secret: Project) -> None:
    ran = secret.write(secrets__env=text).run("check", "--env-file", "secrets.env")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"Error: {line}\n  Write ")
    assert "hush" not in ran.err


@each("name", ["check", "validate", "fetch", "history", "explain"])
def test_a_missing_file_is_an_error(name: str, project: Project) -> None:
    ran = project.run(name, "--env-file", "none.env")
    assert (ran.code, ran.err.splitlines()[0]) == (1, 'Error: there is no file "none.env"')


def test_no_report_overwrites_the_file(secret: Project) -> None:
    ran = secret.run("check", "--env-file", "secrets.env", "-o", "json=secrets.env")
    assert (ran.code, "secrets.env" in ran.err) == (1, True)
    ran = secret.run("fetch", "--env-file", "secrets.env", "-o", "secrets.env", "--force")
    assert (ran.code, '"secrets.env" is an input of this command' in ran.err) == (1, True)
    assert (secret.folder / "secrets.env").read_text() == "P='hush'\n"


@each("args", [["validate"], ["validate", "--no-such-option"], ["validate", "-c", "none.yaml"]])
def test_the_environment_is_restored_afterwards(
    args: list[str], secret: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(secret.folder)
    monkeypatch.delenv("P", raising=False)
    before = dict(os.environ)
    CliRunner().invoke(cli, [*args[:1], "--env-file", "secrets.env", *args[1:]])
    assert dict(os.environ) == before


def test_completion_reads_no_file(project: Project) -> None:
    path = Path("none.env")
    option = next(found for found in command("validate").params if found.name == "env_file")
    context = click.Context(command("validate"), resilient_parsing=True)
    assert option.process_value(context, path) == path
