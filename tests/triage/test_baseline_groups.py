"""A baseline and findings on groups: a group with an additional number is new."""

import json

import pytest

from tests.each import each
from tests.support import CONFIG, Project, number

COUNT = """\
version: 1
name: mine
rules:
- id: crowded
  title: A pipeline takes one number at most
  severity: medium
  group_by: associated_pipeline.pipeline_id
  count: {maximum: 1}
"""
DECLARED = "version: 1\nnumbers: [{phone_number: +12025550109, state: absent}]\n"
OFF = "policies: [p.yaml]\nseverity: {drift-unmanaged: off}\n"
AS_FORMER = ("--baseline", "former.json")


@pytest.fixture
def former(project: Project) -> Project:
    """A project with a report about a group of the numbers 1, 2 and 3."""
    project.write(driftcheck__yaml=CONFIG + OFF, p__yaml=COUNT, numbers__yaml=DECLARED)
    report = having(project, 1, 2, 3).report()
    assert [len(finding["members"]) for finding in report["findings"]] == [3]
    return project.write(former__json=json.dumps(report))


def having(project: Project, *numbers: int, pipeline: str = "p1") -> Project:
    """Return a live list with these numbers."""
    reference = {"pipeline_id": pipeline}
    named = (f"+1202555010{index}" for index in numbers)
    return project.live(*(number(phone_number=n, associated_pipeline=reference) for n in named))


@each(
    ("numbers", "status"),
    [
        ((1, 2, 3), "existing"),
        ((3, 2, 1), "existing"),
        ((1, 3), "existing"),
        ((1, 2, 3, 4), "new"),
        ((1, 2, 4), "new"),
        ((1, 4), "new"),
        ((4, 5), "new"),
    ],
)
def test_a_group_is_existing_only_if_no_number_has_joined_it(
    former: Project, numbers: tuple[int, ...], status: str
) -> None:
    report = having(former, *numbers).report(*AS_FORMER)
    assert [finding["status"] for finding in report["findings"]] == [status]
    assert report["exit_code"] == (0 if status == "existing" else 2)
    assert report["baseline"]["fixed"] == []


def test_a_different_group_is_new_and_the_earlier_one_is_fixed(former: Project) -> None:
    report = having(former, 1, 2, pipeline="p2").report(*AS_FORMER)
    assert [finding["status"] for finding in report["findings"]] == ["new"]
    assert len(report["baseline"]["fixed"]) == 1


def test_a_group_without_members_is_still_existing(former: Project) -> None:
    head = COUNT.partition("  group_by")[0]
    former.write(p__yaml=f"{head}  when: {{inbound: true}}\n  count: {{minimum: 1}}\n")
    former.live(number(inbound=False))
    report = former.report()
    assert [finding["members"] for finding in report["findings"]] == [[]]
    former.write(former__json=json.dumps(report))
    assert former.run("check", *AS_FORMER).code == 0


def test_waived_findings_are_not_counted_as_existing(former: Project) -> None:
    waiver = (
        "version: 1\nwaivers:\n- {check: crowded, match: ['*'], reason: old, owner: voice,"
        " expires: 2099-12-31}\n"
    )
    config = CONFIG + OFF + "waivers: [w.yaml]\n"
    former.write(driftcheck__yaml=config, w__yaml=waiver)
    ran = former.run("check", *AS_FORMER)
    assert ran.code == 0
    assert ": 0 existing, 0 new, 0 fixed since.\n" in ran.out
    assert ran.out.endswith("(1 waived). Exit code 0.\n")
    out = former.run("check", *AS_FORMER, "--no-waivers").out
    assert ": 1 existing, 0 new, 0 fixed since.\n" in out


@each("time", ["yesterday", "2026-01-01", "2026-01-01T00:00:00+01:00", ""])
def test_a_report_without_a_valid_time_is_refused(former: Project, time: str) -> None:
    report = json.loads((former.folder / "former.json").read_text("utf-8"))
    former.write(former__json=json.dumps({**report, "started_at": time}))
    ran = former.run("check", *AS_FORMER)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        'Error: former.json:1:1: this is not a valid report: "started_at" must be a time in UTC,'
        " such as 2026-01-01T00:00:00Z\n"
        "  Create one: driftcheck check -o json=baseline.json\n"
    )
