"""`history inputs` needs no secrets, because hashes do not include them."""

import pytest

from tests.each import each
from tests.support import CONFIG, Project, number

TRUNK = {
    "address": "u:hush@sip.example.com",
    "transport": "tls",
    "user": "me",
    "password": "hush",
}
ENV = {"USER_ID": "me", "PASSWORD": "hush", "TLS": "tls", "ADDRESS": "u:hush", "ON": "true"}
SECRET = """\
version: 1
defaults: {outbound_config: {user: "${USER_ID}"}}
numbers:
  - phone_number: +12025550100
    inbound: ${ON}
    outbound_config: {password: "${PASSWORD}", address: "${ADDRESS}@sip.example.com"}
  - range: +12025550101..+12025550103
    outbound_config: {transport: "${TLS}", password: "${PASSWORD:-none}"}
    metadata: {api_token: "x${PASSWORD}", team: voice}
"""


@pytest.fixture
def kept(project: Project) -> Project:
    """A project with one recorded run and many variables in its declarations."""
    live = [number(phone_number=f"+1202555010{n}", outbound_config=TRUNK) for n in range(4)]
    history = "history: sqlite:///${HISTORY:-kept.db}\nsensitive: [inbound]\n"
    notify = "notifications:\n  - slack: {url: 'https://hooks.example.com/${PASSWORD}'}\n"
    project.write(driftcheck__yaml=CONFIG + history + notify, numbers__yaml=SECRET)
    ran = project.live(*live).run("check", "--no-notifications", env=ENV)
    assert ran.code == 0, ran.out + ran.err
    return project


@each("env", [ENV, {}, {"PASSWORD": "hush"}, {**ENV, "PASSWORD": "0ther", "USER_ID": "you"}])
def test_secrets_do_not_change_the_comparison(env: dict[str, str], kept: Project) -> None:
    ran = kept.run("history", "inputs", "--live", "live.json", env=env)
    assert (ran.code, ran.err) == (0, ""), ran.out
    assert "differs" not in ran.out


@each(
    ("old", "new"),
    [
        ("team: voice", "team: sales"),
        ("${ADDRESS}@sip.example.com", "${ADDRESS}@sip.example.org"),
        (', address: "${ADDRESS}@sip.example.com"', ""),
        ("+12025550103", "+12025550104"),
        ("    inbound: ${ON}\n", ""),
    ],
)
def test_other_changes_are_found_without_secrets(old: str, new: str, kept: Project) -> None:
    kept.write(numbers__yaml=SECRET.replace(old, new))
    ran = kept.run("history", "inputs")
    assert (ran.code, ran.err) == (2, "")
    (line,) = (line for line in ran.out.splitlines() if "differs" in line)
    assert line.split()[0] == "declarations"


@each(
    ("old", "new", "err"),
    [
        ("${TLS}", "${TLS", "a variable has no closing brace"),
        ('transport: "${TLS}"', "transport: tin", '"outbound_config.transport" must be one of'),
    ],
)
def test_errors_in_declarations_are_still_errors(
    old: str, new: str, err: str, kept: Project
) -> None:
    kept.write(numbers__yaml=SECRET.replace(old, new))
    ran = kept.run("history", "inputs")
    assert (ran.code, err in ran.err) == (1, True), ran.err


@each("command", ["inputs", "show"])
def test_a_run_that_does_not_exist_is_answered_with_the_latest(command: str, kept: Project) -> None:
    ran = kept.run("history", command, "41", env=ENV)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "Error: there is no run 41\n  The latest is run 1.\n"


def test_a_day_is_written_with_its_year_first(kept: Project) -> None:
    ran = kept.run("history", "--since", "yesterday", env=ENV)
    assert (ran.code, "'yesterday' is not a day, such as 2026-01-31\n" in ran.err) == (1, True)
    assert "Nothing was fixed in these runs." in kept.run("history", env=ENV).out


@each("history", ["sqlite:///file/h.db", "sqlite:///file/below/h.db"])
def test_a_history_below_a_file_names_what_is_no_folder(history: str, kept: Project) -> None:
    folder = history.removeprefix("sqlite:///").removesuffix("/h.db")
    config = CONFIG + f"history: {history}\n"
    kept.write(file="", driftcheck__yaml=config, numbers__yaml=SECRET)
    ran = kept.run("check", env=ENV)
    assert ran.code == 1
    assert f'cannot create the history "{folder}/h.db": "{folder}" is not a folder\n' in ran.err
    assert "  Choose another database with `history` in the configuration.\n" in ran.err
