"""`driftcheck import`: declarations of the live list, with which a check is clean."""

import json
import os
import shlex
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.each import each
from tests.support import CONFIG, Emulate, Project, Ran, number

TRUNK = {"address": "u:hush@sip.example.com", "transport": "tls", "password": "it's $ecret"}
FLEET: list[dict[str, Any]] = [
    number(),
    *[number(phone_number=f"+1202555020{n}", label="Block", provider="byo") for n in range(4)],
    number(phone_number="+442079460000", label="a: b #c \u202e\n☎", associated_pipeline=None),
    number(phone_number="+12025550300", label="no", outbound_config=TRUNK),
    number(phone_number="+12025550301", label="6036", outbound_config={**TRUNK, "password": "***"}),
]


@pytest.fixture
def fleet(project: Project) -> Project:
    """A project without declarations."""
    (project.folder / "numbers.yaml").unlink()
    return project.live(*FLEET)


def variables(path: Path) -> dict[str, str]:
    """Return the variables that a shell reads from a file."""
    words = shlex.split(path.read_text(encoding="utf-8"))
    return dict(word.split("=", 1) for word in words)


def refused(ran: Ran, *lines: str) -> None:
    assert (ran.code, ran.out) == (1, "")
    for line in lines:
        assert line in ran.err


def files(project: Project) -> list[str]:
    return sorted(path.name for path in project.folder.rglob("*") if path.is_file())


@each("by", [None, "pipeline", "provider", "country"])
def test_a_check_right_after_is_clean(by: str | None, fleet: Project) -> None:
    if by:
        fleet.write(driftcheck__yaml=CONFIG.replace("numbers.yaml", "numbers/*.yaml"))
    ran = fleet.run("import", "--env-file", "secrets.env", *(["--by", by] if by else []))
    assert (ran.code, ran.out) == (0, "")
    env = variables(fleet.folder / "secrets.env")
    assert sorted(env.values()) == ["it's $ecret", "u:hush"]
    checked = fleet.run("check", env=env)
    assert (checked.code, checked.err) == (0, "")
    assert fleet.run("validate", "--no-credentials").code == 0
    refused(fleet.run("check"), "the environment variable OUTBOUND_CONFIG_PASSWORD is not set")


def test_no_secret_is_written_or_printed(fleet: Project) -> None:
    ran = fleet.run("import")
    told = ran.err + (fleet.folder / "numbers.yaml").read_text(encoding="utf-8")
    assert "hush" not in told
    assert "it's" not in told
    assert "2 secrets are left out. Set these variables" in ran.err
    assert "  OUTBOUND_CONFIG_ADDRESS\n  OUTBOUND_CONFIG_PASSWORD\n" in ran.err


def test_the_secrets_file_is_readable_only_by_its_owner(fleet: Project) -> None:
    assert fleet.run("import", "--env-file", "secrets.env").code == 0
    path = fleet.folder / "secrets.env"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    text = path.read_text()
    assert fleet.run("import", "--env-file", "secrets.env", "-o", "b.yaml").code == 0
    assert (stat.S_IMODE(path.stat().st_mode), path.read_text()) == (0o600, text)


def test_without_secrets_no_secrets_file_is_written(project: Project) -> None:
    project.live(number())
    (project.folder / "numbers.yaml").unlink()
    ran = project.run("import", "--env-file", "secrets.env")
    assert "There are no secrets, so secrets.env was not written." in ran.err
    assert not (project.folder / "secrets.env").exists()


def test_the_next_steps_can_be_typed(fleet: Project) -> None:
    ran = fleet.live(*FLEET[:-1]).run("import", "--env-file", "my secrets.env")
    assert ran.err.splitlines() == [
        "Wrote numbers.yaml: 7 numbers.",
        "2 secrets are in my secrets.env, readable only by you: keep it out of version control.",
        "Next:",
        "  driftcheck check --env-file 'my secrets.env'",
    ]


def test_a_file_that_is_not_declared_is_reported(fleet: Project) -> None:
    ran = fleet.run("import", "-o", "sub/other.yaml")
    assert "# add this to `declared` in driftcheck.yaml: sub/other.yaml" in ran.err
    ran = fleet.run("import", "--by", "provider")
    assert "# add this to `declared` in driftcheck.yaml: numbers/*.yaml" in ran.err


def test_stdout_has_only_the_declarations(fleet: Project) -> None:
    before = files(fleet)
    for name in ("-", "/dev/stdout"):
        ran = fleet.run("import", "-o", name)
        assert ran.code == 0
        assert ran.out.startswith("# 8 numbers that were live")
        assert "Next" not in ran.err
        assert files(fleet) == before


def test_no_file_is_replaced_unless_requested(fleet: Project) -> None:
    fleet.write(numbers__yaml="mine", numbers___twilio__yaml="mine", numbers___byo__yaml="mine")
    refused(fleet.run("import"), '"numbers.yaml" already exists', "--force")
    refused(
        fleet.run("import", "--by", "provider"),
        '"numbers/byo.yaml" already exists',
        '"numbers/twilio.yaml" already exists',
    )
    ran = fleet.run("import", "--select", "provider=byo", "--env-file", "a.env")
    update = "driftcheck import --update --select provider=byo"
    assert f"\n  To add new numbers: {update}. To replace the file: --force.\n" in ran.err
    assert "Choose another with -o" in fleet.run("import", "-o", "numbers.yaml").err
    assert (fleet.folder / "numbers.yaml").read_text() == "mine"
    assert fleet.run("import", "--force").code == 0
    assert (fleet.folder / "numbers.yaml").read_text() != "mine"


@each(
    ("args", "line"),
    [
        (["-o", "driftcheck.yaml", "--force"], '"driftcheck.yaml" is an input of this command'),
        (["-o", "live.json", "--force"], '"live.json" is an input of this command'),
        (["-o", "folder", "--force"], '"folder" is a folder'),
        (["-o", "pipe", "--force"], 'cannot write "pipe": it is a pipe or a device'),
        (["--env-file", "pipe", "--force"], 'cannot read "pipe": it is a pipe or a device'),
        (["-o", "live.json/x.yaml"], 'cannot write "live.json/x.yaml"'),
        (["--env-file", "s.env", "-o", "s.env"], '"s.env" would be written twice'),
        (["--by", "provider", "-o", "live.json"], '"live.json" is not a folder'),
        (
            ["--by", "provider", "-o", "-"],
            "--by writes several files, so it cannot write to stdout",
        ),
        (["--account", "other"], 'there is no account "other"'),
        (["--live", "none.json"], 'cannot read "none.json"'),
        (["-c", "none.yaml"], 'there is no configuration file "none.yaml"'),
    ],
)
def test_contradictory_options_are_refused(args: list[str], line: str, fleet: Project) -> None:
    (fleet.folder / "folder").mkdir()
    os.mkfifo(fleet.folder / "pipe")
    before = files(fleet)
    refused(fleet.run("import", *args), line)
    assert files(fleet) == before
    assert (fleet.folder / "pipe").is_fifo()


def test_entries_that_cannot_be_declared_are_reported_and_nothing_is_written(
    fleet: Project,
) -> None:
    fleet.live(number(), {"label": "x"}, number(phone_number="+13"), number(phone_number="+13"))
    ran = fleet.run("import")
    refused(
        ran,
        "the entry [1] cannot be declared: its phone number is not text",
        "+13 cannot be declared: it is in the live list 2 times",
        "2 entries cannot be declared; nothing was written",
        "--skip-invalid",
    )
    assert not (fleet.folder / "numbers.yaml").exists()
    ran = fleet.run("import", "--skip-invalid")
    assert ran.code == 0
    assert "Skipped: +13 cannot be declared" in ran.err
    assert "+13" not in (fleet.folder / "numbers.yaml").read_text()


def test_hostile_numbers_are_escaped_in_messages(fleet: Project) -> None:
    fleet.live(number(phone_number="+1\x1b[31m\nError: x"))
    ran = fleet.run("import")
    refused(ran, r"+1\x1b[31m\nError: x cannot be declared")
    assert "\x1b" not in ran.err


def test_an_empty_list_is_an_error_that_says_what_to_do(fleet: Project) -> None:
    refused(
        fleet.live().run("import"), "the live list is empty", "Check that it is the right account"
    )


def test_unknown_fields_are_left_out_with_a_note(fleet: Project) -> None:
    ran = fleet.live(number(zzz=1)).run("import")
    assert ran.code == 0
    assert "Note: zzz of +12025550100 was left out: it is not in the entry schema." in ran.err


def test_without_a_configuration_a_file_will_do(tmp_path: Path) -> None:
    project = Project(tmp_path)
    refused(project.run("import"), "there is no configuration file", "driftcheck init")
    ran = project.live(number()).run("import", "--live", "live.json")
    assert ran.code == 0
    assert "driftcheck init" in ran.err
    ran = project.run("import", "--live", "-", "-o", "-", stdin=json.dumps([number()]))
    assert "phone_number: +12025550100" in ran.out


def test_it_fetches_from_the_api(emulate: Emulate, fleet: Project) -> None:
    server = emulate(*FLEET)
    live = f"live: {{agora: {{url: '{server.url}'}}}}"
    fleet.write(driftcheck__yaml=CONFIG.replace("live: {file: live.json}", live))
    env = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
    ran = fleet.run("import", env=env)
    assert ran.code == 0
    assert server.url in (fleet.folder / "numbers.yaml").read_text(encoding="utf-8")


def test_one_of_several_accounts_is_chosen(project: Project) -> None:
    text = "version: 1\naccounts:\n"
    for name in ("eu-1", "us"):
        text += f"  {name}: {{live: {{file: {name}.json}}, declared: [{name}.yaml]}}\n"
        live = [number(outbound_config={"password": name})]
        (project.folder / f"{name}.json").write_text(json.dumps(live))
    project.write(driftcheck__yaml=text)
    refused(project.run("import"), "there are several accounts: eu-1, us", "--account NAME")
    for name in ("eu-1", "us"):
        ran = project.run("import", "--account", name, "-o", f"{name}.yaml")
        assert ran.code == 0
        assert f"driftcheck check --account {name}" in ran.err
    written = (project.folder / "eu-1.yaml").read_text()
    assert "live in the account eu-1" in written
    env = {"EU_1_OUTBOUND_CONFIG_PASSWORD": "eu-1", "US_OUTBOUND_CONFIG_PASSWORD": "us"}
    report = project.run("check", "-o", "json", env=env).json
    assert {finding["check"] for finding in report["findings"]} == {"cross-account-duplicate"}


def test_a_sensitive_field_becomes_a_variable(fleet: Project) -> None:
    fleet.write(driftcheck__yaml=f"{CONFIG}sensitive: [label, inbound]\n")
    ran = fleet.run("import", "--env-file", "s.env")
    assert ran.code == 0
    text = (fleet.folder / "numbers.yaml").read_text(encoding="utf-8")
    assert "Block" not in text
    assert "inbound: ${NUMBER_INBOUND}" in text
    assert fleet.run("check", env=variables(fleet.folder / "s.env")).code == 0


def test_a_custom_schema_defines_the_known_fields(fleet: Project) -> None:
    fleet.write(
        driftcheck__yaml=f"{CONFIG}schema: own.json\n",
        own__json=json.dumps({"type": "object", "properties": {"tier": {"type": "string"}}}),
    )
    ran = fleet.live({"phone_number": "+12", "tier": "no"}).run("import")
    assert ran.code == 0, ran.err
    assert 'tier: "no"' in (fleet.folder / "numbers.yaml").read_text()
    assert fleet.run("check").code == 0


def test_only_selected_numbers_are_written_and_verified(fleet: Project) -> None:
    ran = fleet.run("import", "--select", "provider=byo", "--select", "label=Bl*")
    assert ran.code == 0
    assert "Wrote numbers.yaml: 4 numbers." in ran.err
    assert "driftcheck check --select provider=byo --select 'label=Bl*'" in ran.err
    assert fleet.run("check", "--select", "provider=byo").code == 0
    assert fleet.run("check").code == 2
    refused(fleet.run("import", "--force", "--select", "label=X"), "no number matches --select")
    refused(fleet.run("import", "--select", "lable=X"), 'no number has a field "lable"')
    ran = fleet.run("import", "--update", "--select", "label=Support")
    assert "Added 1 number to numbers.yaml." in ran.err


def test_entries_outside_the_selection_need_not_be_valid(fleet: Project) -> None:
    fleet.live(number(), number(phone_number="+13", provider="other"), {"label": "none"})
    assert fleet.run("import", "--select", "provider=twilio").code == 0


def test_the_next_steps_show_no_secret(fleet: Project) -> None:
    ran = fleet.run("import", "--select", "outbound_config.password=it's*")
    assert (ran.code, "it's" in ran.err) == (0, False)
    assert "--select 'outbound_config.password=(sensitive)'" in ran.err
