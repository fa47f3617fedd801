"""`history inputs` without the secrets that the run had: a hash holds none of them."""

import pytest

from tests.support import CONFIG, Project, number

SECRETS = {
    "SIP_USER": "front-desk",
    "SIP_PASSWORD": "p@ss:word/1",
    "SIP_TRANSPORT": "tls",
    "TRUNK_USER": "trunk",
    "TRUNK_PASSWORD": "open sesame",
}
DECLARED = """\
version: 1
defaults: {outbound_config: {user: "${SIP_USER}", transport: "${SIP_TRANSPORT}"}}
numbers:
  - phone_number: +12025550100
    outbound_config: {password: "${SIP_PASSWORD}"}
  - phone_number: +12025550101
    outbound_config:
      address: "sip:${TRUNK_USER}:${TRUNK_PASSWORD}@sip.example.com:5061"
      prefix: "${SIP_PREFIX:-9}"
"""


@pytest.fixture
def kept(project: Project) -> Project:
    """A project whose declarations name secrets, and a run that had them."""
    config = f"{CONFIG}history: sqlite:///var/h.db\n"
    project.write(driftcheck__yaml=config, numbers__yaml=DECLARED).live(number())
    project.run("check", env=SECRETS)
    return project


def test_it_needs_no_secret_and_finds_the_same(kept: Project) -> None:
    ran = kept.run("history", "inputs")
    assert (ran.code, ran.err) == (0, "")
    assert "differs" not in ran.out
    assert kept.run("history", "inputs", env=SECRETS).out == ran.out


@pytest.mark.parametrize(
    ("was", "now"),
    [(":5061", ":5062"), ('password: "${SIP_PASSWORD}"', 'user: "x"'), ("user:", "prefix:")],
)
def test_without_secrets_it_finds_what_differs(kept: Project, was: str, now: str) -> None:
    kept.write(numbers__yaml=DECLARED.replace(was, now))
    ran = kept.run("history", "inputs")
    assert ran.code == 2
    assert "declarations default  differs" in ran.out


def test_what_is_wrong_beside_a_variable_is_still_an_error(kept: Project) -> None:
    kept.write(numbers__yaml=DECLARED.replace('9}"', '9}"\n      transport: 5'))
    ran = kept.run("history", "inputs")
    assert (ran.code, ran.out) == (1, "")
    assert "numbers.yaml:10:" in ran.err
