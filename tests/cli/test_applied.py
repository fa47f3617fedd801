"""The scope of checks and rules in JSON, in HTML and with -v; what is off and what is idle."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from driftcheck.model import BUILTIN_CHECKS
from driftcheck.system import published
from tests.report.tree import parsed, rows
from tests.support import CONFIG, Project, number

ONE, TWO, THREE, BACK = "+12025550100", "+12025550101", "+12025550102", "+12025550103"
DECLARED = f"""\
version: 1
numbers:
  - {{phone_numbers: [{ONE}, {TWO}], metadata: {{env: production}}}}
  - {{phone_number: {BACK}, state: absent}}
"""
LIVE: list[Any] = [
    number(phone_number=ONE, label="Sales EU"),
    number(phone_number=THREE, inbound=False),
    number(phone_number=BACK, label="Sales"),
    {"label": "no number"},
]
OWN = """\
version: 1
name: own
rules:
  - {id: all, title: T, severity: info, require: {label: {minLength: 1}}}
  - {id: sales, title: T, severity: info, when: {label: Sales}, require: {inbound: true}}
  - {id: idle, title: T, severity: info, when: {label: Salse}, require: {inbound: true}}
  - {id: idle-schema, title: T, severity: info, when: {label: Salse}, schema: {required: [label]}}
  - {id: idle-unique, title: T, severity: info, unique: inbound_config.allowed_addresses}
  - {id: idle-count, title: T, severity: info, when: {label: Salse}, count: {maximum: 1}}
  - id: declared
    title: T
    severity: info
    when: {declared.metadata.env: production}
    require: {inbound: true}
  - id: american
    title: T
    severity: info
    when: {phone.country_code: 1}
    require: {phone.valid: true}
  - {id: labels, title: T, severity: info, unique: label}
  - id: pipelines
    title: T
    severity: info
    group_by: associated_pipeline.pipeline_id
    count: {maximum: 9}
"""
POLICIES = "policies: [builtin:baseline, own.yaml]\n"
APPLIED = {
    "drift-missing": 2,
    "drift-changed": 1,
    "drift-unmanaged": 4,
    "drift-present": 1,
    "schema-invalid": 4,
    "schema-unknown-field": 4,
    "live-duplicate": 4,
    "cross-account-duplicate": 0,
    "waiver-expired": None,
    "waiver-unused": None,
    "inbound-has-pipeline": 2,
    "all": 4,
    "sales": 1,
    "idle": 0,
    "idle-schema": 0,
    "idle-unique": 0,
    "idle-count": 0,
    "declared": 1,
    "american": 3,
    "labels": 4,
    "pipelines": 3,
}
IDLE = "Own rules that applied to no number: idle, idle-schema, idle-unique."


@pytest.fixture
def ruled(project: Project) -> Project:
    """A project with rules of each kind, some of which apply to nothing."""
    project.write(driftcheck__yaml=CONFIG + POLICIES, numbers__yaml=DECLARED, own__yaml=OWN)
    return project.live(*LIVE)


def checks(report: Any, account: int = 0) -> dict[str, Any]:
    """Return the checks of an account by id. The report must match its schema."""
    jsonschema.validate(report, published("report"))
    return {check["id"]: check for check in report["accounts"][account]["checks"]}


def applied(report: Any, account: int = 0) -> dict[str, Any]:
    return {name: check["applied"] for name, check in checks(report, account).items()}


def test_every_check_and_rule_says_what_it_applied_to(ruled: Project) -> None:
    found = applied(ruled.report())
    assert {name: found[name] for name in APPLIED} == APPLIED
    assert {*BUILTIN_CHECKS} < {*found}


def test_it_says_its_kind_its_severity_and_how_much_it_found(ruled: Project) -> None:
    report = ruled.report()
    found = checks(report)
    counts = {name: check["findings"] for name, check in found.items() if check["findings"]}
    assert counts == {
        check: sum(finding["check"] == check for finding in report["findings"])
        for check in {finding["check"] for finding in report["findings"]}
    }
    assert found["all"] == {
        "id": "all",
        "kind": "policy",
        "severity": "info",
        "applied": 4,
        "findings": 0,
    }
    assert (found["drift-missing"]["kind"], found["drift-missing"]["severity"]) == ("drift", "high")


def test_a_check_that_is_off_has_no_severity_and_applies_to_nothing(ruled: Project) -> None:
    ruled.write(
        driftcheck__yaml=CONFIG
        + POLICIES
        + "severity: {drift-missing: off, all: off, sales: low}\n"
    )
    found = checks(ruled.report())
    for name in ("drift-missing", "all"):
        told = {key: found[name][key] for key in ("severity", "applied", "findings")}
        assert told == {"severity": None, "applied": 0, "findings": 0}
    assert (found["sales"]["severity"], found["sales"]["applied"]) == ("low", 1)


def test_a_selection_limits_what_checks_apply_to(ruled: Project) -> None:
    found = applied(ruled.report("--select", f"phone_number={ONE}"))
    some = ("drift-missing", "drift-unmanaged", "all", "sales", "declared", "labels", "pipelines")
    assert [found[name] for name in some] == [1, 1, 1, 0, 1, 1, 1]


def test_waived_and_existing_findings_count(ruled: Project) -> None:
    ruled.write(former__json=ruled.run("check", "-o", "json").out)
    before = checks(ruled.report())
    assert checks(ruled.report("--baseline", "former.json")) == before


def test_an_account_that_is_not_read_has_no_checks(ruled: Project) -> None:
    ruled.write(live__json="{}")
    assert ruled.report()["accounts"][0]["checks"] == []


ACCOUNTS = """\
version: 1
accounts:
  eu: {live: {file: live.json}, declared: [numbers.yaml], policies: [own.yaml]}
  us:
    live: {file: us.json}
    declared: [us.yaml]
    policies: [usual.yaml]
    severity: {drift-unmanaged: off, all: off}
policies: [shared.yaml]
"""
SHARED = """\
version: 1
name: shared
rules: [{id: sells, title: T, severity: info, when: {label: Sales}, require: {inbound: true}}]
"""


@pytest.fixture
def accounts(ruled: Project) -> Project:
    """Two accounts with different rules and different checks off."""
    us = number(phone_number="+12025550199", label="Support")
    return ruled.write(
        driftcheck__yaml=ACCOUNTS,
        us__yaml="version: 1\nnumbers: [{phone_number: +12025550199}]\n",
        us__json=json.dumps([us]),
        shared__yaml=SHARED,
        usual__yaml=SHARED.replace("shared", "us").replace("sells", "us-sells"),
    )


def test_each_account_has_its_own_checks(accounts: Project) -> None:
    report = accounts.report()
    eu, us = checks(report, 0), checks(report, 1)
    assert {*eu} ^ {*us} == {*re.findall(r"\bid: ([a-z-]+)", OWN), "us-sells"}
    assert (eu["cross-account-duplicate"]["applied"], us["cross-account-duplicate"]["applied"]) == (
        4,
        1,
    )
    assert (eu["drift-unmanaged"]["severity"], us["drift-unmanaged"]["severity"]) == (
        "medium",
        None,
    )


def test_reports_name_the_account_if_a_check_is_off_or_idle_in_some_accounts(
    accounts: Project,
) -> None:
    told = accounts.run("check").out
    assert "Off: drift-unmanaged (in us)." in told
    idle = "idle, idle-schema, idle-unique, sells (in us), us-sells"
    assert f"Own rules that applied to no number: {idle}." in told


def test_a_check_that_is_off_in_one_account_passes_no_test_there(accounts: Project) -> None:
    eu, us = ElementTree.fromstring(accounts.run("check", "-o", "junit").out)
    assert states(us, "drift-unmanaged", "us-sells", "drift-missing") == [
        "off",
        "applied to no number",
        "",
    ]
    assert states(eu, "sales", "idle", "idle-count") == ["", "applied to no number", ""]
    assert not eu.findall("testcase[@classname='us-sells']")
    gauges = accounts.run("check", "-o", "prometheus").out
    assert 'driftcheck_findings{account="us",check="drift-unmanaged"' not in gauges
    assert 'driftcheck_findings{account="us",check="drift-missing"' in gauges


def test_a_check_that_is_on_in_one_account_finds_drift_there(accounts: Project) -> None:
    config = ACCOUNTS.replace("drift-unmanaged: off, all: off", "drift-unmanaged: low")
    other = "version: 1\nnumbers: [{phone_number: +12025550111}]\n"
    config += "severity: {drift-unmanaged: off}\n"
    accounts.write(driftcheck__yaml=config, us__yaml=other)
    ran = accounts.run("check", "-o", "sarif")
    assert '"ruleId": "drift-unmanaged"' in ran.out
    assert "Off: drift-unmanaged (in eu)." in accounts.run("check").out


def states(suite: ElementTree.Element, *names: str) -> list[str]:
    """Return why tests of the named checks are skipped."""
    cases = [suite.find(f"testcase[@classname='{name}']") for name in names]
    found = [None if case is None else case.find("skipped") for case in cases]
    assert None not in cases
    return ["" if skipped is None else skipped.get("message", "") for skipped in found]


def test_text_markdown_and_html_show_what_is_off_and_idle(ruled: Project) -> None:
    ruled.write(driftcheck__yaml=CONFIG + POLICIES + "severity: {drift-missing: off, all: off}\n")
    ruled.run("check", *(f"--output={name}={name}" for name in ("text", "markdown", "html")))
    for name in ("text", "markdown", "html"):
        told = (ruled.folder / name).read_text(encoding="utf-8")
        assert "Off: drift-missing, all." in told
        assert IDLE in told
    assert ruled.run("check", "-q").out.startswith("FINDINGS: ")


def test_idle_rules_are_no_finding_and_change_no_exit_code(project: Project) -> None:
    project.write(driftcheck__yaml=CONFIG + "policies: [own.yaml]\n", own__yaml=OWN)
    ran = project.run("check", "--fail-on", "info")
    assert ran.code == 0
    assert "Own rules that applied to no number: sales, idle, idle-schema, idle-unique" in ran.out


@pytest.mark.parametrize("args", [("--select", "label=*"), ("--live", "broken.json")])
def test_nothing_is_idle_if_the_account_was_not_checked_completely(
    ruled: Project, args: tuple[str, ...]
) -> None:
    ruled.write(broken__json="{}")
    assert "applied to no number" not in ruled.run("check", *args).out
    assert "applied to no number" not in ruled.run("check", "-o", "junit", *args).out


def test_the_page_has_a_table_of_what_was_applied(ruled: Project) -> None:
    ruled.write(driftcheck__yaml=CONFIG + POLICIES + "severity: {drift-missing: off, all: off}\n")
    section = parsed(ruled.run("check", "-o", "html").out).section("terms")
    cells = {name: row for name, *row in rows(section)}
    assert cells["all"] == ["off", "T", "applied to 0 numbers", "off"]
    assert cells["sales"] == ["info", "T", "applied to 1 number", "none"]
    assert cells["drift-unmanaged"][2:] == ["applied to 4 numbers", "1 finding"]
    assert cells["waiver-unused"][2:] == ["applied to —", "none"]
    assert "cross-account-duplicate" not in cells


def test_verbose_shows_what_was_applied(ruled: Project) -> None:
    ruled.write(driftcheck__yaml=CONFIG + POLICIES + "severity: {drift-missing: off}\n")
    told = ruled.run("check", "-v").err.splitlines()[-1]
    assert told.startswith("driftcheck: numbers that checks applied to: drift-missing off, ")
    assert ", all 4, sales 1, idle 0, " in told


def test_verbose_names_the_account(accounts: Project) -> None:
    told = accounts.run("check", "-v").err
    assert "driftcheck: us: numbers that checks applied to: drift-missing 1, " in told
