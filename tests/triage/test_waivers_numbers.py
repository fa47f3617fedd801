"""Waivers of impossible numbers are mistakes; the entry schema defines numbers."""

import json
from typing import Any

from tests.each import each
from tests.support import CONFIG, Project, number

NO_NUMBER = "Write + and 2 to 15 digits, such as +12025550123."
NO_GLOB = r"defines phone numbers: ^\+[1-9][0-9]{1,14}$."


def waive(project: Project, said: str, schema: Any = None) -> Project:
    own = "" if schema is None else "schema: s.json\n"
    granted = "reason: legacy, owner: voice, expires: 2099-12-31"
    return project.write(
        driftcheck__yaml=f"{CONFIG}waivers: [w.yaml]\n{own}",
        w__yaml=f"version: 1\nwaivers:\n  - {{check: drift-changed, {granted}, {said}}}\n",
        s__json=json.dumps({"properties": {"phone_number": schema}}),
    )


@each(
    ("said", "message", "hint"),
    [
        ("match: ['1202*']", 'no phone number can match "1202*"', 'Did you mean "+1202*"?'),
        ("match: ['+1-202*']", 'no phone number can match "+1-202*"', 'Did you mean "+1202*"?'),
        ("match: ['001202*']", 'no phone number can match "001202*"', 'Did you mean "+1202*"?'),
        ("match: ['0111202*']", 'no phone number can match "0111202*"', 'Did you mean "+1202*"?'),
        ("match: ['tel:+1*']", 'no phone number can match "tel:+1*"', 'Did you mean "+1*"?'),
        ("match: ['(202) *']", 'no phone number can match "(202) *"', 'Did you mean "+202*"?'),
        ("match: ['x*']", 'no phone number can match "x*"', NO_GLOB),
        ("match: ['[0-9]*']", 'no phone number can match "[0-9]*"', NO_GLOB),
        ("match: ['?']", 'no phone number can match "?"', NO_GLOB),
        ("match: [+1202555010012345*]", 'can match "+1202555010012345*"', NO_GLOB),
        ("match: ['*', '1202*']", 'no phone number can match "1202*"', 'Did you mean "+1202*"?'),
        ("match: ['12025550100']", 'can match "12025550100"', 'Did you mean "+12025550100"?'),
        ("numbers: ['+1 202 555 0100']", '"+1 202 555 0100" cannot be', 'mean "+12025550100"?'),
        ("numbers: [12025550100]", '"12025550100" cannot be a phone', 'mean "+12025550100"?'),
        ("numbers: [+1202555010012345]", '"+1202555010012345" cannot be a phone', NO_NUMBER),
        ("numbers: [support]", '"support" cannot be a phone number', NO_NUMBER),
        ("numbers: ['+1202*']", "must be an exact phone number, such", "put globs under match"),
    ],
)
def test_an_impossible_number_is_a_mistake(
    project: Project, said: str, message: str, hint: str
) -> None:
    ran = waive(project, said).run("check")
    assert (ran.code, ran.out) == (1, "")
    assert message in ran.err
    assert ran.err.startswith("Error: w.yaml:3:")
    assert hint in ran.err


def test_each_mistake_is_reported_at_its_own_place(project: Project) -> None:
    said = "\n     match: ['+1*',\n      '1*', '44*'],\n     numbers: [+12025550100, 12]"
    err = waive(project, said).run("validate").err
    assert [line.split(": ")[1] for line in err.splitlines() if "w.yaml" in line] == [
        "w.yaml:5:7", "w.yaml:5:13", "w.yaml:6:30",
    ]  # fmt: skip


@each("glob", ["*", "*0100", "?1202*", "+*", "+1202555*", "[+]1202*", "???*"])
def test_a_glob_that_some_number_can_match_is_valid(project: Project, glob: str) -> None:
    assert waive(project, f"match: ['{glob}']").run("validate").err == ""


@each(
    ("schema", "said", "valid"),
    [
        ({}, "match: ['1202*']", True),
        (True, "match: ['1202*']", True),
        ({"type": "string"}, "match: ['sip:*'], numbers: ['+1 202']", True),
        ({"pattern": "^[0-9]{10}$"}, "match: ['202*'], numbers: [2025550100]", True),
        ({"pattern": "^[0-9]{10}$"}, "match: ['+1202*']", False),
        ({"pattern": "^[0-9]{10}$"}, "numbers: [+12025550100]", False),
        ({"pattern": "^\\+1[0-9]{10}$"}, "match: ['+44*']", False),
        ({"pattern": "^\\+1[0-9]{10}$"}, "match: ['+1*'], numbers: [+12025550100]", True),
        ({"anyOf": [{"pattern": "^\\+"}, {"pattern": "^0"}]}, "match: ['0800*']", True),
        ({"enum": ["+12025550100", "+442079460000"]}, "match: ['+1*']", True),
        ({"enum": ["+12025550100", "+442079460000"]}, "match: ['+33*']", False),
        ({"pattern": "^(\\d)\\1+$"}, "match: ['x*']", True),
        ({"not": {"pattern": "x"}}, "match: ['x*']", True),
    ],
)
def test_the_users_schema_defines_numbers(
    project: Project, schema: Any, said: str, valid: bool
) -> None:
    project.write(numbers__yaml="version: 1\nnumbers: []\n")
    ran = waive(project, said, schema).run("validate", "--no-credentials")
    assert ("w.yaml" in ran.err) is not valid


def test_an_exact_number_in_the_users_form_waives(project: Project) -> None:
    waive(project, "numbers: [2025550100]", {"type": "string", "pattern": "^[0-9]{10}$"})
    project.live(number(phone_number="2025550100", label="Other"))
    project.write(numbers__yaml="version: 1\nnumbers: [{phone_number: 2025550100, label: Sales}]\n")
    (finding,) = project.report()["findings"]
    assert finding["waiver"]["owner"] == "voice"
