"""An account whose part of the configuration is not valid, at the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fleets import COMMON, Fleet, Given, numbers
from tests.support import Project

ONE, TWO = 12025550100, 12025550200
PACK = """\
version: 1
name: own
rules:
  - id: own-rule
    title: T
    severity: low
    require: {label: {type: string}}
    tests: [{pass: {label: x}}, {fail: {label: null}}]
"""
WAIVER = f"""\
version: 1
waivers:
  - check: own-rule
    numbers: [+{TWO}]
    reason: r
    owner: o
    expires: 2099-01-01
"""


@pytest.fixture
def broken(fleet: Fleet) -> Project:
    """Two accounts of which `us` is null, and `eu` has drift in one number of two."""
    drifted = numbers(ONE, 2)
    declared = f"  - {{phone_number: +{ONE}, label: y}}\n  - {{phone_number: +{ONE + 1}}}\n"
    return fleet.write(f"  us:\n{COMMON}", eu=Given(drifted, declared)).project


def states(report: Any) -> list[tuple[str, str | None]]:
    """Each account with the first line of its error."""
    return [(a["name"], a["error"] and a["error"].splitlines()[0]) for a in report["accounts"]]


def test_a_null_account_has_no_verdict_and_the_others_are_checked(broken: Project) -> None:
    ran = broken.run("check", "-o", "json", "-o", "text=report.txt")
    why = 'driftcheck.yaml:11:3: "accounts.us" must be a mapping, not null'
    assert (ran.code, ran.json["outcome"]) == (1, "error")
    assert states(ran.json) == [("eu", None), ("us", why)]
    assert [(f["account"], f["check"]) for f in ran.json["findings"]] == [("eu", "drift-changed")]
    text = Path(broken.folder, "report.txt").read_text(encoding="utf-8")
    assert "  us                      not checked\n  eu  2 declared, 2 live  1 low\n" in text


def test_other_commands_work_for_the_other_account(broken: Project) -> None:
    eu = "--account", "eu"
    assert broken.run("check", *eu, "-o", "json").json["outcome"] == "findings"
    for words in ("validate", "doctor --offline", "fetch -o list.json", "import -o new.yaml"):
        ran = broken.run(*words.split(), *eu)
        assert (ran.code, "accounts.us" in ran.err) == (0, False), words
    assert broken.run("waivers", *eu).code == 0


def test_other_commands_refuse_the_broken_account(broken: Project) -> None:
    why = 'driftcheck.yaml:11:3: "accounts.us" must be a mapping, not null'
    for words in ("validate", "fetch --account us", "import --account us -o new.yaml", "waivers"):
        ran = broken.run(*words.split())
        assert (ran.code, why in ran.err) == (1, True), words
    ran = broken.run("doctor", "--offline")
    assert (ran.code, f"x fix   us: {why}" in ran.out) == (1, True)
    assert "eu: " in ran.out


def test_without_any_valid_account_there_is_no_verdict(project: Project) -> None:
    project.write(driftcheck__yaml="version: 1\naccounts:\n  eu:\n  us: []\n")
    ran = project.run("check", "-o", "json")
    assert ran.code == 1
    assert states(ran.json) == [
        ("eu", 'driftcheck.yaml:3:3: "accounts.eu" must be a mapping, not null'),
        ("us", 'driftcheck.yaml:4:3: "accounts.us" must be a mapping, not a list'),
    ]


@pytest.mark.parametrize(
    "us",
    [
        "null",
        "{live: {file: none.json}, declared: [eu/*.yaml], policies: [none.yaml]}",
        "{live: {file: none.json}, declared: [eu/*.yaml], polices: [own.yaml]}",
        "{live: {file: none.json}, declared: [eu/*.yaml], policies: own.yaml}",
    ],
)
def test_common_severities_and_waivers_may_name_rules_of_its_packs(us: str, fleet: Fleet) -> None:
    fleet.project.write(own__yaml=PACK, waivers__yaml=WAIVER)
    more = "severity: {own-rule: high}\nwaivers: [waivers.yaml]\n"
    fleet.write(f"  us: {us}\n{more}", eu=Given(numbers(ONE)))
    report = fleet.report()
    assert [name for name, error in states(report) if error] == ["us"]
    assert report["findings"] == []
    assert fleet.check("--account", "eu").code == 0


def test_policy_test_fails_if_packs_were_not_found(fleet: Fleet) -> None:
    fleet.project.write(own__yaml=PACK)
    own = Given(numbers(ONE), more="    policies: [own.yaml]\n")
    fleet.write("", eu=own)
    assert fleet.project.run("policy", "test").code == 0
    fleet.write("  us: null\n", eu=own)
    ran = fleet.project.run("policy", "test")
    assert (ran.code, '"accounts.us" must be a mapping' in ran.err) == (1, True)
    assert "own-rule" in fleet.project.run("explain", "own-rule").out


def test_findings_and_overlaps_of_a_broken_account_are_not_fixed(fleet: Fleet) -> None:
    history = "history: sqlite:///runs.db\n"
    eu, us = Given(numbers(ONE)), Given(numbers(ONE, label="x"), f"  - {{phone_number: +{TWO}}}\n")
    fleet.write(history, eu=eu, us=us)
    found = fleet.report("-o", "json=base.json")["findings"]
    checks = {(f["account"], f["check"]) for f in found}
    assert ("eu", "cross-account-duplicate") in checks
    assert ("us", "drift-missing") in checks
    fleet.write(f"  us: null\n{history}", eu=eu)
    ran = fleet.check("--baseline", "base.json", "-o", "json")
    assert (ran.code, ran.json["baseline"]["fixed"], ran.json["history"]["fixed"]) == (1, [], [])
    kept = json.loads(fleet.project.run("history", "-o", "json").out)
    assert len(kept["open"]) == len(found)


def test_the_names_of_accounts_concern_the_whole_file(fleet: Fleet) -> None:
    for name in ("'u s'", "eu"):
        ran = fleet.write(f"  {name}: null\n", eu=Given(numbers(ONE))).check("-o", "json")
        assert (ran.code, ran.json["findings"]) == (1, [])
        assert "eu" not in [name for name, error in states(ran.json) if error is None]
