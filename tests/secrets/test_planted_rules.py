"""A secret that a rule spells out is shown by no command."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.secrets.inside import run
from tests.secrets.making import JSON, made, pack
from tests.secrets.planting import Secrets
from tests.secrets.rule_cases import FLAT, PARENT, USER, of_password
from tests.secrets.sweep import checked, said
from tests.support import Project

CASES = FLAT | PARENT
ABOUT = ("password", "listed")
IDS = [f"{name}-{about}" for name in CASES for about in ABOUT]
SHOWN = [*IDS[::9], *(f"{name}-listed" for name in PARENT)]
ROOT = ("schema-root-not", "schema-root-one-of")
LISTINGS = (
    ("policy", "list"),
    ("policy", "list", "-o", "json"),
    ("policy", "list", "-o", "markdown"),
    ("policy", "list", "rules.yaml"),
    ("policy", "test"),
    ("validate",),
)


@dataclass(frozen=True)
class Ruled:
    """A project with a rule for every case, each with a secret of its own, and a check of it."""

    project: Project
    secrets: Secrets
    broken: frozenset[str]
    shown: frozenset[str]


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> Ruled:
    secrets = Secrets()
    trunk = {"user": secrets.plant("live user"), "password": secrets.plant("live password")}
    project = made(
        tmp_path_factory.mktemp("rules"),
        config={"policies": ["rules.yaml"], "sensitive": [USER]},
        declared={"outbound_config": {"user": secrets.plant("declared user")}},
        live={"outbound_config": trunk},
        files={"rules.yaml": pack(*_rules(secrets))},
    )
    report, text = checked(project)
    broken = frozenset(finding["check"] for finding in report["findings"])
    return Ruled(project, secrets, broken, frozenset(secrets.found(text)))


def _rules(secrets: Secrets) -> Iterable[JSON]:
    """A rule of every case about a user, which is listed, and about a password."""
    for name, case in CASES.items():
        yield {"id": f"{name}-listed", **case(secrets.plant(f"{name}-listed"))}
        yield {"id": f"{name}-password", **of_password(case(secrets.plant(f"{name}-password")))}


_MESSAGES = tuple(f"message-{about}" for about in ABOUT)
"""Rules with a message of their own, which is shown as it is written: docs/trust.md says so."""


@pytest.mark.parametrize("id", IDS)
def test_each_rule_has_a_finding(id: str, ruled: Ruled) -> None:
    assert id in ruled.broken


@pytest.mark.parametrize("id", IDS)
def test_only_the_message_of_a_rule_shows_what_it_requires_of_a_secret(
    id: str, ruled: Ruled
) -> None:
    assert (id in ruled.shown) is (id in _MESSAGES)


def test_no_report_shows_secrets_that_break_rules(ruled: Ruled) -> None:
    assert not {"live user", "live password", "declared user"} & ruled.shown


@pytest.mark.parametrize("args", LISTINGS, ids=" ".join)
def test_no_listing_of_rules_shows_a_secret(args: tuple[str, ...], ruled: Ruled) -> None:
    ran = run(*args, folder=ruled.project.folder)
    assert ran.code in (0, 2)
    assert ruled.secrets.found(said(ran)) == []


@pytest.mark.parametrize("id", IDS[::8])
def test_no_explanation_of_a_rule_shows_its_secret(id: str, ruled: Ruled) -> None:
    ran = run("explain", id, folder=ruled.project.folder)
    assert (ran.code, ruled.secrets.found(said(ran))) == (0, [])


@pytest.mark.parametrize("id", SHOWN)
def test_policy_show_hides_the_secret_in_a_rule(id: str, ruled: Ruled) -> None:
    ran = run("policy", "show", id, folder=ruled.project.folder)
    assert (ran.code, ruled.secrets.found(said(ran))) == (0, [])


def test_policy_show_shows_what_a_rule_requires_of_other_fields(tmp_path: Path) -> None:
    secrets = Secrets()
    rule = {"require": {"label": secrets.plant("label")}}
    made(tmp_path, config={"policies": ["r.yaml"]}, files={"r.yaml": pack(rule)})
    ran = run("policy", "show", "rule-0", folder=tmp_path)
    assert secrets.found(said(ran)) == ["label"]


@pytest.mark.parametrize("part", ["when", "require"])
def test_a_value_that_a_listed_field_never_has_is_refused_without_quoting_it(
    part: str, tmp_path: Path
) -> None:
    """Or a slip in `when` would leave every number out, and look clean."""
    secrets = Secrets()
    condition = {"outbound_config.transport": secrets.plant("transport")}
    rule = {"require": {"label": "x"}, part: condition}
    config = {"policies": ["r.yaml"], "sensitive": ["outbound_config.transport"]}
    ran = run("validate", folder=made(tmp_path, config=config, files={"r.yaml": pack(rule)}).folder)
    assert (ran.code, secrets.found(said(ran))) == (1, [])
