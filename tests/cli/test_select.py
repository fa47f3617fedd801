"""`--select` on the command line, and its hints if nothing matches."""

import json
from typing import Any

import pytest

from tests.each import each
from tests.support import Project, number

TWO = "+12025550101"
LIVE = [
    number(label="Sales [EU]"),
    number(phone_number=TWO, label="Support EU", inbound=False, associated_pipeline=None),
]
DECLARED = """\
version: 1
numbers:
  - {phone_number: +12025550100, associated_pipeline: null}
  - {phone_number: +12025550101, associated_pipeline: null}
  - {phone_number: +12025550102, associated_pipeline: null}
"""
GAPS = "A phone number starts with + and has no spaces: use --select"
BRACKETS = "Brackets match one of the characters in them; for the text itself use --select"
NO_REASON = "Look at the values in the declarations and in the live list."


@pytest.fixture
def fleet(project: Project) -> Project:
    return project.write(numbers__yaml=DECLARED).live(*LIVE)


def test_null_selects_numbers_that_drifted_or_are_missing(fleet: Project) -> None:
    report = fleet.report("--select", "associated_pipeline.pipeline_id=null")
    assert [(f["check"], f["phone_number"]) for f in report["findings"]] == [
        ("drift-changed", "+12025550100"),
        ("drift-missing", "+12025550102"),
    ]
    assert report["exit_code"] == 2


@each(
    ("args", "hint"),
    [
        (["label=Sales [EU]"], f'{BRACKETS} "label=Sales [[]EU]".'),
        (["phone_number=1202*"], f'{GAPS} "phone_number=+1202*".'),
        (["phone_number=001202*"], f'{GAPS} "phone_number=+1202*".'),
        (["phone_number=+1 (202) 555-010?"], f'{GAPS} "phone_number=+1202555010?".'),
        (["phone_number=2025550100"], f'{GAPS} "phone_number=*2025550100".'),
        (["phone_number=0202555*"], f'{GAPS} "phone_number=*202555*".'),
        (["phone_number=0207946*"], NO_REASON),
        (["label=support *"], 'Letter case matters: there is "Support EU".'),
        (["inbound=True"], 'Letter case matters: there is "true".'),
        (
            ["label=sales [eu]"],
            f'{BRACKETS} "label=sales [[]eu]". Letter case matters: there is "Sales [EU]".',
        ),
        (
            ["associated_pipeline=NULL"],
            'Letter case matters: "null" matches what is not configured.',
        ),
        (["inbound_config=*"], 'Only "null", written exactly, matches what is not configured.'),
        (
            ["label=Support*", "inbound=true"],
            "Each selector matches a number, but no number matches all of them.",
        ),
        (["label=support *", "inbound=true"], 'Letter case matters: there is "Support EU".'),
        (["label=Suppor"], NO_REASON),
        (["phone_number=+44*"], NO_REASON),
        (["label=*ä*"], NO_REASON),
    ],
)
@each("command", [("check",), ("import", "-o", "-")])
def test_the_hint_says_why_nothing_is_selected(
    fleet: Project, command: tuple[str, ...], args: list[str], hint: str
) -> None:
    ran = fleet.run(*command, *(part for arg in args for part in ("--select", arg)))
    assert ran.code == 1
    said = " ".join((ran.out + ran.stderr).split())
    assert f"no number matches --select {' '.join(args)} {hint}" in said


def test_the_hint_covers_every_account_without_repeats(project: Project) -> None:
    two = "{live: {file: live.json}, declared: [numbers.yaml]}"
    project.write(
        driftcheck__yaml=f"version: 1\naccounts:\n  eu: {two}\n  us: {two}\n",
        numbers__yaml=DECLARED,
    ).live(*LIVE)
    ran = project.run("check", "--select", "label=support *")
    said = " ".join((ran.out + ran.stderr).split())
    assert said.count('Letter case matters: there is "Support EU".') == 1


@pytest.mark.parametrize("path", ["outbound_config", "outbound_config.password"])
def test_no_hint_shows_a_secret(project: Project, path: str) -> None:
    trunk: dict[str, Any] = {"address": "sip.example.com", "password": "Hunter2"}
    project.live(number(outbound_config=trunk))
    ran = project.run("check", "--select", f"{path}=*hunter2*")
    assert ran.code == 1
    assert "Hunter2" not in ran.out + ran.stderr
    assert "Hunter2" not in json.dumps(project.report("--select", f"{path}=*hunter2*"))
