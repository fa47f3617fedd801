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
