"""Facts about phone numbers in rules: region, country code, type and validity."""

import os
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from driftcheck import document, policy
from driftcheck.document import Document
from driftcheck.document.source import InputFile
from driftcheck.model import Finding, InputError, LiveList
from driftcheck.policy import evaluate_rules
from driftcheck.system import published
from driftcheck.validation import entry_shape
from tests.support import CONFIG, Project, fresh, good_project, number, python

ENTRY = entry_shape(published("number"))
HEAD = "version: 1\nname: mine\n"
AMERICAN, BRITISH, TOLL_FREE = "+12025550100", "+442071838750", "+18005550123"
TOO_SHORT, NOWHERE, SHARED = "+1202555", "+999123456", "+80012345678"
REGION_HINT = (
    "A region is an ISO 3166-1 code of two letters, such as US or GB, or 001 for "
    "international services."
)
IMPORTED = """\
import os, sys
from driftcheck.cli.main import run
for folder in sys.argv[1:]:
    if not os.fork():
        os.chdir(folder)
        code = run(["check", "--quiet"])
        print(code, "phonenumbers" in sys.modules, file=sys.stderr)
        os._exit(0)
    os.wait()
"""
"""Checks folders, each in a process that has not looked at the others."""
Check = Callable[..., list[Finding]]


def load(path: Path, rule: str, params: str = "", given: Document | None = None) -> policy.Pack:
    text = f"{HEAD}{params}rules:\n- {{id: r, title: It holds, severity: low, {rule}}}\n"
    path.write_text(text, encoding="utf-8")
    return policy.load([InputFile(path, "p.yaml", given)], ENTRY, ())[0]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return the findings of one rule on live entries."""

    def run(rule: str, *entries: Any) -> list[Finding]:
        rules = load(tmp_path / "p.yaml", rule).rules
        return evaluate_rules(rules, LiveList("live.json", entries), {}, "default")

    return run


def fails(check: Check, demand: str, phone_number: Any) -> bool:
    found = check(f"require: {{{demand}}}", number(phone_number=phone_number))
    return bool(found)


def test_rules_read_facts_about_a_number(subtests: pytest.Subtests, check: Check) -> None:
    for phone_number, holds, fails_too in [
        (AMERICAN, "phone.region: US", "phone.region: GB"),
        (BRITISH, "phone.region: GB", "phone.region: US"),
        (SHARED, "phone.region: '001'", "phone.region: US"),
        (AMERICAN, "phone.country_code: 1", "phone.country_code: 44"),
        (BRITISH, "phone.country_code: 44", "phone.country_code: 1"),
        (BRITISH, "phone.type: fixed_line", "phone.type: mobile"),
        ("+447400123456", "phone.type: mobile", "phone.type: fixed_line"),
        (TOLL_FREE, "phone.type: toll_free", "phone.type: premium_rate"),
        (AMERICAN, "phone.type: fixed_line_or_mobile", "phone.type: fixed_line"),
        (AMERICAN, "phone.valid: true", "phone.valid: false"),
        (TOO_SHORT, "phone.valid: false", "phone.valid: true"),
    ]:
        with subtests.test(phone_number=phone_number, holds=holds, fails_too=fails_too):
            assert not fails(check, holds, phone_number)
            assert fails(check, fails_too, phone_number)


def test_a_failing_number_is_reported_with_the_fact(check: Check) -> None:
    (finding,) = check("require: {phone.region: [US, CA]}", number(phone_number=BRITISH))
    assert (finding.phone_number, finding.path) == (BRITISH, "phone.region")
    assert (finding.expected, finding.actual) == (["US", "CA"], "GB")
    assert finding.message.startswith("It holds: phone.region must be one of US, CA")


def test_a_whole_schema_reads_facts(check: Check) -> None:
    rule = "schema: {properties: {phone: {properties: {region: {const: US}}}}}"
    (finding,) = check(rule, number(), number(phone_number=BRITISH))
    assert (finding.phone_number, finding.path) == (BRITISH, "phone.region")


def test_a_number_too_short_for_its_country_keeps_the_country_code_only(check: Check) -> None:
    assert not fails(check, "phone.country_code: 1", TOO_SHORT)
    assert not fails(check, "phone.type: unknown", TOO_SHORT)
    assert not fails(check, "phone.region: null", TOO_SHORT)
    assert fails(check, "phone.region: US", TOO_SHORT)


NOT_E164 = (
    "+1 (202) 555-0100",
    "+1-202-555-0100",
    "tel:+12025550100",
    "+12025550100;ext=5",
    "+12025550100 ",
    "+12025550100\n",
    "12025550100",
    "+02025550100",
    "＋12025550100",  # noqa: RUF001
    "+1202555010٠",  # noqa: RUF001
)


def test_an_invalid_number_has_no_facts_and_never_passes(
    subtests: pytest.Subtests, check: Check
) -> None:
    for missing, fact in product(
        [None, "", "hello", NOWHERE, 12025550100, "+" + "1" * 5000, *NOT_E164],
        ["region: US", "country_code: 1", "type: mobile", "valid: true"],
    ):
        with subtests.test(missing=missing, fact=fact):
            assert fails(check, f"phone.{fact}", missing)
            name = fact.partition(":")[0]
            assert not fails(
                check, f"phone.{name}: {'false' if name == 'valid' else 'null'}", missing
            )


@pytest.mark.parametrize("entry", ["hello", None, [], 5])
def test_an_entry_that_is_not_a_mapping_has_no_facts(check: Check, entry: Any) -> None:
    (finding,) = check("require: {phone.valid: true}", entry)
    assert finding.path == "[0].phone.valid"


def test_a_field_of_the_live_entry_does_not_replace_a_fact(check: Check) -> None:
    forged = number(phone_number=BRITISH, phone={"region": "US"})
    assert len(check("require: {phone.region: US}", forged)) == 1


def test_a_fact_that_no_number_has_is_refused(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for rule, message, hint in [
        ("require: {phone.region: UK}", '"phone.region" is never "UK"', REGION_HINT),
        ("require: {phone.region: us}", '"phone.region" is never "us"', REGION_HINT),
        ("require: {phone.region: [US, UK]}", '"phone.region" is never "UK"', REGION_HINT),
        (
            "when: {not: {phone.region: UK}}, require: {label: x}",
            '"phone.region" is never "UK"',
            REGION_HINT,
        ),
        (
            "require: {phone.region: {enum: [US, UK]}}",
            'the field is never "UK"',
            REGION_HINT,
        ),
        (
            "schema: {properties: {phone: {properties: {region: {const: UK}}}}}",
            'the field is never "UK"',
            REGION_HINT,
        ),
        (
            "require: {phone.region: {minimum: 1}}",
            "minimum has no effect on the field; its type is null or string",
            None,
        ),
        (
            "require: {phone.type: tollfree}",
            '"phone.type" is never "tollfree"',
            'Did you mean "toll_free"?',
        ),
        (
            "require: {phone.type: {const: mobil}}",
            'the field is never "mobil"',
            'Did you mean "mobile"?',
        ),
        (
            "require: {phone.regoin: US}",
            'no number has a field "phone.regoin"',
            'Did you mean "phone.region"?',
        ),
        (
            "unique: phone.regoin",
            'no number has a field "phone.regoin"',
            'Did you mean "phone.region"?',
        ),
        (
            "schema: {properties: {phone: {properties: {regoin: {const: US}}}}}",
            'no number has a field "regoin"',
            'Did you mean "region"?',
        ),
        (
            "require: {phone: {region: US}}",
            '"region" is not a keyword of JSON Schema',
            'Did you mean "phone.region"?',
        ),
        (
            "require: {phone.country_code: '1'}",
            '"phone.country_code" is never "1"; its type is integer or null',
            None,
        ),
        ("require: {phone.valid: yes}", '"phone.valid" is never "yes"; its type is boolean', None),
    ]:
        with subtests.test(rule=rule, message=message, hint=hint):
            folder = fresh(tmp_path)
            with pytest.raises(InputError) as caught:
                load(folder / "p.yaml", rule)
            (problem,) = caught.value.problems
            assert (problem.message, problem.hint) == (message, hint)
            assert str(problem.place).startswith("p.yaml:4:")


def test_an_unknown_region_in_a_parameter_is_refused(tmp_path: Path) -> None:
    config = document.parse("with: {regions: [GB, UK]}", "driftcheck.yaml")
    node = document.find_node(config.root, ("with",))
    assert node is not None
    params = "params: {regions: {type: array, items: {type: string}, default: [US]}}\n"
    with pytest.raises(InputError) as caught:
        load(
            tmp_path / "p.yaml",
            "require: {phone.region: '${regions}'}",
            params,
            Document("driftcheck.yaml", node),
        )
    (problem,) = caught.value.problems
    assert str(problem).startswith("driftcheck.yaml:1:7: with these parameters: p.yaml:5:")
    assert problem.message.endswith('"phone.region" is never "UK"')
    assert problem.hint == REGION_HINT


@pytest.mark.parametrize(
    ("default", "key", "column"),
    [("phone.region", "${f}", 61), ("region", "phone.${f}", 67), ("phone", "${f}.region", 68)],
)
def test_an_unknown_region_is_refused_if_a_parameter_names_the_path(
    tmp_path: Path, default: str, key: str, column: int
) -> None:
    params = f"params: {{f: {{type: string, default: {default}}}}}\n"
    with pytest.raises(InputError) as caught:
        load(tmp_path / "p.yaml", f"require: {{'{key}': UK}}", params)
    (problem,) = caught.value.problems
    assert (str(problem.place), problem.hint) == (f"p.yaml:5:{column}", REGION_HINT)
    assert problem.message == '"phone.region" is never "UK"'


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each is to be checked by a process of its own")
def test_the_numbering_plans_are_loaded_only_if_a_rule_reads_them(tmp_path: Path) -> None:
    outcomes = {
        "require: {label: Support}": "0 False",
        "unique: label": "0 False",
        "require: {phone.valid: true}": "0 True",
        "require: {phone.type: mobile}": "2 True",
        "count: {maximum: 1}, group_by: phone.country_code": "0 True",
        "schema: {properties: {phone: {properties: {valid: {const: true}}}}}": "0 True",
    }
    folders = []
    for rule in outcomes:
        line = f"- {{id: r, title: It holds, severity: low, {rule}}}\n"
        project = good_project(fresh(tmp_path)).write(p__yaml=f"{HEAD}rules:\n{line}")
        folders.append(str(project.write(driftcheck__yaml=CONFIG + "policies: [p.yaml]\n").folder))
    ran = python("-c", IMPORTED, *folders, cwd=tmp_path)
    told = [line for line in ran.err.splitlines() if line.endswith(("True", "False"))]
    assert dict(zip(outcomes, told, strict=True)) == outcomes


@pytest.mark.parametrize("rule", ["phone.valid: true", "phone.region: US"])
def test_missing_files_of_the_numbering_plans_are_not_reported_as_a_bug(
    rule: str, project: Project
) -> None:
    """As after `pip uninstall phonenumbers`, which uses the same folder as phonenumberslite."""
    text = f"{HEAD}rules: [{{id: r, title: T, severity: low, require: {{{rule}}}}}]\n"
    project.write(p__yaml=text, driftcheck__yaml=CONFIG + "policies: [p.yaml]\n")
    gone = "import sys; sys.modules['phonenumbers'] = None; from driftcheck.__main__ import main; "
    ran = project.python("-c", f"{gone}sys.argv[1:] = ['check']; main()")
    assert (ran.code, ran.out) == (1, "")
    assert "pip install --force-reinstall --no-deps phonenumberslite" in ran.err
    assert "internal error" not in ran.err
