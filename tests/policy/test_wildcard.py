"""`label: Sales*` is an error with both alternatives, because it would never match."""

import re
from fnmatch import fnmatchcase
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.policy.wildcard import pattern_of
from driftcheck.validation import is_pattern, matches
from tests.support import CONFIG, DECLARED, Project, Ran, fresh, good_project, number


def held(project: Project, rule: str, params: str = "description: one") -> Project:
    """Return the project with one rule on line 5."""
    head = f"version: 1\nname: p\n{params}\nrules:\n"
    line = f"- {{id: r, title: It holds, severity: low, {rule}}}\n"
    return project.write(driftcheck__yaml=f"{CONFIG}policies: [p.yaml]\n", p__yaml=head + line)


def refused(ran: Ran) -> list[str]:
    assert (ran.code, ran.out) == (1, "")
    return ran.err.splitlines()


def test_the_hint_has_both_alternatives(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for text, pattern in [
        ("Sales*", "^Sales"),
        ("*Sales", "Sales$"),
        ("*Sales*", "Sales"),
        ("S?les", "^S.les$"),
        ("S*s", "^S.*s$"),
        ("*", "."),
        ("Who? (all)", r"^Who. \(all\)$"),
    ]:
        with subtests.test(text=text, pattern=pattern):
            project = good_project(fresh(tmp_path))
            first, hint = refused(
                held(project, f"when: {{label: '{text}'}}, require: {{inbound: true}}").run("check")
            )
            sign = next(sign for sign in text if sign in "*?")
            assert first == (
                f'Error: p.yaml:5:57: "label" is compared exactly, so {sign} is not a wildcard here'
            )
            assert hint == (
                f"  Write label: {{pattern: '{pattern}'}} for a wildcard, "
                f"label: {{const: '{text}'}} for the character itself."
            )


def test_it_is_an_error_wherever_a_text_field_is_compared(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for rule, text in product(
        [
            "when: {label: %s}, require: {inbound: true}",
            "require: {label: %s}",
            "require: {label: [Support, %s]}",
            "require: {any: [{inbound: true}, {label: %s}]}",
            "require: {all: [{inbound: true}, {any: [{label: %s}]}]}",
            "require: {not: {label: %s}}",
            "require: {not: {not: {label: [%s]}}}",
            "require: {declared.label: %s}",
            "require: {declared.metadata.owner: %s}",
            "require: {declared.metadata.a.b: [%s]}",
            "require: {associated_pipeline.pipeline_id: %s}",
            "require: {outbound_config.address: %s}",
            "require: {outbound_config.password: %s}",
            "require: {phone_number: %s}",
            "require: {provider: %s}",
            "require: {phone.region: %s}",
            "require: {account: %s}",
            "when: {label: %s}, unique: label",
            "when: {label: %s}, count: {maximum: 1}",
        ],
        ["Sa*", "'S?les'", '"*"', "a*b"],
    ):
        with subtests.test(rule=rule, text=text):
            project = good_project(fresh(tmp_path))
            first, hint = refused(held(project, rule % text).run("validate"))
            column = len("- {id: r, title: It holds, severity: low, ") + rule.index("%") + 1
            assert first.startswith(f"Error: p.yaml:5:{column}: ")
            assert "{pattern: " in hint
            assert "{const: " in hint


@pytest.mark.parametrize(("way", "fails"), [("pattern", False), ("const", True)])
@pytest.mark.parametrize("rule", ["{label: '*port?'}", "{label: [x, '*port?']}"])
def test_the_suggestions_of_the_hint_are_valid(
    rule: str, way: str, fails: bool, project: Project
) -> None:
    _, hint = refused(held(project, f"require: {rule}").run("check"))
    ways = re.findall(r"(?:Write|wildcard,) (\S+: .*?)(?= for )", hint)
    (said,) = (one for one in ways if f"{{{way}: " in one)
    held(project, f"require: {{{said.replace(', ...', '')}}}").live(number(label="Supports"))
    found = {finding["check"] for finding in project.report()["findings"]}
    assert ("r" in found) is fails


def test_a_secret_is_not_quoted(project: Project) -> None:
    ran = held(project, "require: {outbound_config.password: 'hunter2*'}").run("check")
    _, hint = refused(ran)
    assert hint == (
        "  Write outbound_config.password: {pattern: ...} for a wildcard, "
        "outbound_config.password: {const: ...} for the character itself."
    )
    assert "hunter2" not in ran.stderr


def test_an_explicit_const_is_compared_exactly(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for rule in [
        "require: {label: {const: 'Sales*'}}",
        "require: {label: {enum: ['Sales*', 'Who?']}}",
        "require: {label: {pattern: '^Sales.?$'}}",
        "schema: {properties: {label: {const: 'Sales*'}}}",
        "require: {label: {title: 'is it?', const: 'Sales*'}}",
        "require: {label: {minLength: 1}}, remedy: 'Why? Call *5.', tests: [{pass: {label: 'a*'}}]",
        "require: {not: {label: Sales+.}}",
    ]:
        with subtests.test(rule=rule):
            project = good_project(fresh(tmp_path))
            held(project, rule).write(numbers__yaml=DECLARED.replace("Support", "'Sales*'"))
            assert held(project, rule).live(number(label="Sales*")).run("check").code == 0


def test_a_parameter_cannot_introduce_a_wildcard(project: Project) -> None:
    params = "params: {l: {type: string, default: Support}}"
    held(project, "require: {label: '${l}'}", params)
    given = f"{CONFIG}policies:\n- {{pack: p.yaml, with: {{l: 'Sup*'}}}}\n"
    first, _ = refused(project.write(driftcheck__yaml=given).run("check"))
    assert first.startswith("Error: driftcheck.yaml:5:24: with these parameters: p.yaml:5:")


@given(st.text("ab.*?^$[({|+\\)}]'", min_size=1), st.text("ab.^$[({|+\\)}]'"))
def test_the_pattern_matches_what_the_glob_matches(glob: str, text: str) -> None:
    pattern = pattern_of(glob)
    assert is_pattern(pattern)
    plain = glob.replace("[", "[[]")
    wanted = fnmatchcase(text, plain) and (text != "" or glob.strip("*") != "")
    assert matches(pattern, text) is wanted
