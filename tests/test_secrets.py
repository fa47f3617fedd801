"""Secrets: compared if the live side shows them, and never shown."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from driftcheck import document, policy
from driftcheck.compare import conformity
from driftcheck.compare.drift import diff
from driftcheck.config.agora import Agora
from driftcheck.model import Declaration, Finding, LiveList, Place, Severity
from driftcheck.policy.parser import Parser
from driftcheck.policy.subject import subject
from driftcheck.system import published
from driftcheck.validation import entry_shape
from driftcheck.validation.validator import Validator
from tests.support import Project, number

ONE = "+12025550100"
SECRET = "hunter2"
ENTRY = entry_shape(published("number"))


def drift(expected: str, actual: str | None) -> list[Finding]:
    fields = {"outbound_config": {"address": expected}}
    declaration = Declaration(fields, {}, frozenset(), False, Place("f.yaml", 1, 1), {})
    entry = number(outbound_config={"address": actual})
    return diff({ONE: declaration}, LiveList("live.json", (entry,)))


def test_credentials_that_the_live_side_withholds_are_no_drift(subtests: pytest.Subtests) -> None:
    for live in [
        "alice:pw@h",
        "alice:****@h",
        "alice:@h",
        "alice@h",
        "h",
        "****@h",
    ]:
        with subtests.test(live=live):
            assert drift("alice:pw@h", live) == []


def test_credentials_or_a_host_that_differ_are_drift(subtests: pytest.Subtests) -> None:
    for live in ["bob:pw@h", "bob:****@h", "bob@h", "alice:other@h", "alice:pw@g", "g", None]:
        with subtests.test(live=live):
            (finding,) = drift("alice:pw@h", live)
            assert finding.path == "outbound_config.address"
            assert "pw" not in json.dumps(finding.expected) + json.dumps(finding.actual)


def test_credentials_that_nobody_declared_are_drift() -> None:
    (finding,) = drift("h", "alice:pw@h")
    assert (finding.expected, finding.actual) == ("h", "(sensitive)@h")


def evaluated(condition: str, *entries: Any) -> str:
    """All that the findings of a rule say, as text."""
    reader = Parser(document.parse(condition, "p.yaml"), subject(ENTRY))
    root, place = reader.source.root, Place("p.yaml", 1, 1)
    if condition.startswith("schema:") and isinstance(root, document.MappingNode):
        made = reader.schema(root.fields["schema"])
        rule = policy.Rule("r", "It holds", Severity.LOW, None, None, made, place)
    else:
        rule = policy.Rule("r", "It holds", Severity.LOW, None, reader.condition(root), None, place)
    findings = policy.evaluate_rules([rule], LiveList("live.json", entries), {}, "default")
    assert findings
    return "".join(f"{f.message} {f.expected} {f.actual}" for f in findings)


def test_what_a_rule_requires_of_a_secret_is_not_shown(subtests: pytest.Subtests) -> None:
    for condition in [
        "outbound_config.password: hunter2",
        "outbound_config.password: [hunter2, x]",
        "outbound_config.password: {const: hunter2}",
        "outbound_config.password: {pattern: ^hunter2}",
        "outbound_config.password: {anyOf: [{const: hunter2}, {const: hunter23}]}",
        "outbound_config.address: u:hunter2@h",
        "not: {outbound_config.password: other}",
        "schema: {properties: {outbound_config: {properties: {password: {const: hunter2}}}}}",
        "schema: {properties: {outbound_config: {properties: {address: {enum: ['u:hunter2@h']}}}}}",
        "schema: {properties: {outbound_config: {const: {password: hunter2}}}}",
    ]:
        with subtests.test(condition=condition):
            entry = number(outbound_config={"password": "other", "address": "u:other@h"})
            said = evaluated(condition, entry)
            assert SECRET not in said
            assert "other" not in said


def test_what_an_entry_schema_requires_of_a_secret_is_not_shown() -> None:
    by = {"properties": {"outbound_config": {"properties": {"password": {"const": SECRET}}}}}
    entry = number(outbound_config={"password": "other"})
    (finding,) = conformity.find_faults(LiveList("live.json", (entry,)), Validator(by))
    assert finding.message == "outbound_config.password is not as required"
    assert (finding.expected, finding.actual) == ("(sensitive)", "(sensitive)")


def test_a_declared_secret_that_breaks_the_schema_is_not_shown(project: Project) -> None:
    config = (project.folder / "driftcheck.yaml").read_text()
    project.write(
        driftcheck__yaml=config + "schema: s.yaml\n",
        s__yaml="properties: {outbound_config: {properties: {password: {const: hunter2}}}}\n",
        numbers__yaml="version: 1\nnumbers:\n"
        "  - {phone_number: +12025550100, outbound_config: {password: 0th3r}}\n",
    )
    ran = project.run("check")
    assert ran.code == 1
    assert '"outbound_config.password" is not as required' in ran.err
    assert SECRET not in ran.stderr
    assert "0th3r" not in ran.stderr


@pytest.mark.parametrize("args", [("check", "-v"), ("check", "-o", "json"), ("validate",)])
def test_a_secret_is_never_shown(project: Project, args: tuple[str, ...]) -> None:
    """Planted on both sides, where it belongs and where it does not."""
    trunk = {"password": SECRET, "address": f"sip:u:{SECRET}@h", "api_key": SECRET, "prefix": 1}
    live = number(outbound_config=trunk, customer_secret=SECRET, auth={"token": SECRET})
    other = number(phone_number="+12025550101", outbound_config=f"u:{SECRET}@h")
    declared = f"""version: 1
defaults: {{outbound_config: {{password: {SECRET}, address: "u:{SECRET}@g", user: u}}}}
numbers: [{{phone_number: +12025550100}}, {{phone_number: +12025550109}}]
"""
    project.write(numbers__yaml=declared).live(live, other)
    ran = project.run(*args)
    assert ran.code in (0, 2)
    assert SECRET not in ran.out + ran.stderr


def test_a_mistake_next_to_a_secret_does_not_tell_it(project: Project) -> None:
    project.write(
        numbers__yaml="version: 1\nnumbers:\n"
        f"  - {{phone_number: +12025550100, outbound_config: {{passwrod: {SECRET}}}}}\n"
        f"  - {{phone_number: +12025550101, outbound_config: {{password: [{SECRET}]}}}}\n"
    )
    ran = project.run("validate")
    assert ran.code == 1
    assert 'Did you mean "password"?' in ran.err
    assert SECRET not in ran.stderr


def test_the_settings_do_not_show_the_customer_secret() -> None:
    agora = Agora("https://x", "id", SECRET, 1)
    assert SECRET not in repr(agora)
    assert asdict(agora)["customer_secret"] == SECRET
