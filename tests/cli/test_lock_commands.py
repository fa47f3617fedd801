"""`--lock` in all commands and for options, and invalid locks."""

import subprocess
import sys

import click
import pytest

from driftcheck.cli.group import LazyGroup
from driftcheck.cli.main import cli
from tests.locks import CONFIG, CREDENTIALS, LOCK, Job
from tests.support import environment

COMMANDS = """
check validate fetch import import/--update explain/drift-missing explain/inbound-has-pipeline
policy/list policy/list/builtin:baseline policy/show/inbound-has-pipeline policy/test
policy/test/builtin:baseline history history/show history/inputs history/verify
history/prune/--keep/1 waivers
""".split()
DOCTOR = "doctor"
"""It reports violations on stdout with the rest; see `doctor/test_asking`."""


def leaves(group: click.Command, *above: str) -> dict[tuple[str, ...], click.Command]:
    """Yield all commands by name."""
    found = {above: group}
    if isinstance(group, LazyGroup):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            found |= leaves(command, *above, name)
    return found


def test_every_command_with_a_configuration_has_a_lock_and_is_tested_here() -> None:
    options = {
        names: {option for one in command.params for option in one.opts}
        for names, command in leaves(cli).items()
    }
    with_lock = {names for names, known in options.items() if "--lock" in known}
    with_config = {names for names, known in options.items() if "--config" in known}
    assert with_lock == {*with_config, ("init",)}
    for names in with_config:
        assert any(
            tuple(tried.split("/"))[: len(names)] == names for tried in (*COMMANDS, DOCTOR)
        ), names


def test_every_command_that_reads_a_configuration_honours_the_lock(
    locked: Job, subtests: pytest.Subtests
) -> None:
    text = CONFIG + "history: sqlite:///history.db\n"
    locked.write(driftcheck__yaml=text)
    assert locked.run("check").code == 0
    locked.asked.clear()
    evil = text + "notifications: [{slack: {url: https://evil.example.com/x}}]\n"
    locked.write(driftcheck__yaml=evil)
    for name in COMMANDS:
        with subtests.test(name):
            problem, hint = locked.refused(*name.split("/"))
            assert problem.startswith("driftcheck.yaml:6:26: slack goes to a host")
            assert "hosts" in hint


def test_a_lock_of_a_group_applies_to_its_commands(locked: Job) -> None:
    locked.write(driftcheck__yaml=CONFIG + "history: postgresql://db.evil.org/x\n")
    locked.lock.write_text(LOCK)
    for args in (["--lock", "../lock.yaml", "show"], ["show", "--lock", "../lock.yaml"]):
        ran = locked.project.run("history", *args)
        assert ran.code == 1
        assert "the history is on a host that the lock does not allow" in ran.err


OPTIONS = {
    "a list from a file": (["check", "--live", "live.json"], "--live: ", "live_files"),
    "a list from stdin": (["check", "--live", "-"], "--live: ", "live_files"),
    "a list to import": (["import", "--live", "live.json"], "--live: ", "live_files"),
    "a list to compare": (["history", "inputs", "--live", "live.json"], "--live: ", "live_files"),
    "a laxer threshold": (["check", "--fail-on", "medium"], "--fail-on medium is", "fail_on"),
    "no threshold": (["check", "--fail-on", "never"], "--fail-on never is", "fail_on"),
    "a scheduler": (["check", "--executor", "dask=tcp://evil.org:8786"], "--executor: ", "hosts"),
    "a bare scheduler": (["check", "--executor", "dask=evil.org:8786"], "--executor: ", "hosts"),
    "a history": (
        ["history", "--database", "postgresql://db.evil.org/x"],
        "the history is on a host",
        "hosts",
    ),
    "a service": (
        ["history", "--database", "postgresql://127.0.0.1/x?service=evil"],
        'under a lock, the URL of the history must not have the option "service"',
        "hosts",
    ),
}


def test_the_lock_applies_to_options(locked: Job, subtests: pytest.Subtests) -> None:
    for name, (args, told, key) in OPTIONS.items():
        with subtests.test(name):
            problem, hint = locked.refused(*args)
            assert problem.startswith(told)
            assert key in hint


def test_the_lock_applies_to_variables_of_options(locked: Job) -> None:
    problem, _ = locked.refused("check", DRIFTCHECK_FAIL_ON="never")
    assert problem.startswith("--fail-on never is laxer")


def test_a_stricter_option_shows_what_is_lowered(locked: Job) -> None:
    locked.write(driftcheck__yaml=CONFIG + "fail_on: low\nseverity: {drift-changed: low}\n")
    lock = f"{LOCK}fail_on: medium\n"
    assert locked.run("check", lock=lock).code == 0
    locked.asked.clear()
    problem, _ = locked.refused("check", "--fail-on", "medium", lock=lock)
    assert problem.startswith('driftcheck.yaml:6:12: "drift-changed" would never fail a run')


def test_without_a_configuration_the_lock_limits_the_hosts_of_the_api(locked: Job) -> None:
    (locked.project.folder / "driftcheck.yaml").unlink()
    for args in (["fetch"], ["import"]):
        problem, _ = locked.refused(*args)
        assert "the live list is on a host that the lock does not allow" in problem
    problem, _ = locked.refused("import", "--live", "live.json", lock=api_allowed())
    assert problem.startswith("--live: ")


def test_the_lock_limits_the_hosts_of_a_new_project(locked: Job) -> None:
    """It sends credentials before a configuration exists."""
    given = ["init", "new", "--yes", "--import"]
    for more, told in {
        (): "the live list is on a host that the lock does not allow",
        ("--url", "https://evil.example.com/x"): "--url: the live list is on a host",
        ("--live", "live.json"): "--live: the lock does not allow a live list from a file",
    }.items():
        problem, _ = locked.refused(*given, *more)
        assert told in problem
    (problem, _) = locked.refused(*given, DRIFTCHECK_LOCK="")
    assert problem.startswith("DRIFTCHECK_LOCK is empty")
    assert not (locked.project.folder / "new").exists()
    assert locked.run(*given, "--url", locked.server.url).code == 0


def api_allowed() -> str:
    return "version: 1\nhosts: [api.agora.io]\npacks: [builtin:baseline]\n"


BROKEN = {
    "version: 1\n": '../lock.yaml:1:1: "hosts" is missing',
    "version: 1\nhost: [a.b]\nhosts: []\n": '../lock.yaml:2:1: unknown key "host"',
    "version: 1\nhosts: [https://a.b]\n": '../lock.yaml:2:9: "hosts[0]" must be the name of a host',
    "version: 1\nhosts: ['a.b:443']\n": '../lock.yaml:2:9: "hosts[0]" must be the name of a host',
    "version: 1\nhosts: ['*']\n": '../lock.yaml:2:9: "hosts[0]" must be the name of a host',
    "version: 1\nhosts: a.b\n": '../lock.yaml:2:1: "hosts" must be a list, not text',
    "version: 1\nhosts: []\nplugins: [{}]\n": '../lock.yaml:3:11: "plugins[0]" must be',
    "version: 1\nhosts: []\nlive_files: 'no'\n": '../lock.yaml:3:1: "live_files" must be',
    "version: 1\nhosts: []\npacks: [builtin:basline]\n": "../lock.yaml:3:9: there is no pack",
    "- x\n": "../lock.yaml:1:1: this must be",
    "hosts: [\n": "../lock.yaml:1:8: not valid YAML",
}


def test_an_invalid_lock_is_an_error_at_its_place(locked: Job, subtests: pytest.Subtests) -> None:
    for text, told in BROKEN.items():
        with subtests.test(text):
            problem, *_ = locked.refused("check", lock=text)
            assert problem.replace(f"{locked.lock}", "../lock.yaml").startswith(told)
    assert "Did you mean" in "".join(locked.refused("check", lock="version: 1\nhost: []\n"))


def test_plugins_in_a_lock_are_accepted_although_there_are_none_yet(locked: Job) -> None:
    assert locked.run("check", lock=f"{LOCK}plugins: [carrier-x]\n").code == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [("gone.yaml", 'there is no lock "gone.yaml"'), (".", '"." is a folder, not a lock')],
)
def test_a_missing_lock_is_an_error(locked: Job, name: str, told: str) -> None:
    ran = locked.project.run("check", "--lock", name, env=CREDENTIALS)
    hint = "  Set the lock with --lock FILE or DRIFTCHECK_LOCK."
    assert (ran.code, ran.err) == (1, f"Error: {told}\n{hint}\n")
    assert locked.asked == []


def test_no_report_overwrites_the_lock(locked: Job) -> None:
    told = locked.refused("check", "-o", "json=../lock.yaml")
    assert "is an input of this command" in told[0]
    assert locked.lock.read_text() == LOCK


def test_an_empty_variable_does_not_unlock(locked: Job) -> None:
    (told, _) = locked.refused("check", DRIFTCHECK_LOCK="")
    assert told.startswith("DRIFTCHECK_LOCK is empty")


def test_a_lock_is_read_once_and_may_be_a_stream(locked: Job) -> None:
    locked.lock.write_text(LOCK)
    script = 'exec "$0" -m driftcheck check --lock <(cat ../lock.yaml)'
    ran = subprocess.run(
        ["bash", "-c", script, sys.executable],
        cwd=locked.project.folder,
        env=environment(CREDENTIALS),
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_lock_does_not_apply_to_the_next_run(locked: Job) -> None:
    locked.write(driftcheck__yaml=CONFIG + "fail_on: never\n")
    assert locked.run("check", "--nonsense").code == 1
    assert locked.project.run("check", env=CREDENTIALS).code == 0
