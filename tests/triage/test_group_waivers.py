"""Waivers of rules about groups: a group is covered completely or not at all."""

from datetime import date
from typing import Any

import pytest

from driftcheck.model import AppliedWaiver, Finding, Kind, Place, Severity
from driftcheck.triage.waivers import Waiver
from tests.each import each
from tests.support import CONFIG, Project, number
from tests.waiving import apply

NUMBERS = [f"+1202555010{digit}" for digit in range(6)]
DECLARED = f"version: 1\nnumbers:\n  - phone_numbers: [{', '.join(NUMBERS)}]\n"
CAPACITY = """\
id: pipeline-capacity, title: A pipeline is not overloaded, severity: medium, when: {inbound: true},
group_by: associated_pipeline.pipeline_id, count: {maximum: 2}, remedy: Split it."""
LABELS = "id: unique-label, title: Labels are unique, severity: low, unique: label"
ANSWERS = """\
id: somebody-answers, title: Somebody answers, severity: high, when: {label: Hotline},
count: {minimum: 1}"""
TODAY = date(2027, 3, 31)


def waiver(numbers: list[str], match: list[str], check: str = "cap") -> Waiver:
    applied = AppliedWaiver("legacy", "voice", "2099-12-31", Place("w.yaml", 3, 3))
    return Waiver(check, frozenset(numbers), tuple(match), date(2099, 12, 31), applied)


def group(*members: str, path: str | None = 'label="a"') -> Finding:
    return Finding("cap", Kind.POLICY, Severity.LOW, None, path, "too many", members=members)


def overload(project: Project, *pipelines: str) -> Project:
    """Make the list live: one number per pipeline given."""
    entries = (
        number(phone_number=name, label=name, associated_pipeline={"pipeline_id": pipeline})
        for name, pipeline in zip(NUMBERS, pipelines, strict=True)
    )
    return project.write(numbers__yaml=DECLARED).live(*entries)


def rules(project: Project, *texts: str) -> Project:
    listed = "".join(f"  - {{{text}}}\n" for text in texts)
    config = CONFIG + "policies: [p.yaml]\nwaivers: [w.yaml]\n"
    return waive(project, "").write(
        driftcheck__yaml=config, p__yaml=f"version: 1\nname: mine\nrules:\n{listed}"
    )


def waive(project: Project, *texts: str) -> Project:
    listed = "".join(
        f"  - {{{text}, reason: legacy, owner: voice, expires: 2099-12-31}}\n"
        for text in filter(None, texts)
    )
    return project.write(w__yaml=f"version: 1\nwaivers:\n{listed or '  []'}\n")


def told(project: Project, *args: str) -> list[tuple[str, str | None, bool]]:
    """Return the findings: check, number, and whether it is waived."""
    findings: list[dict[str, Any]] = project.report(*args)["findings"]
    return [(f["check"], f["phone_number"], f["waiver"] is not None) for f in findings]


@pytest.fixture
def overloaded(project: Project) -> Project:
    """A project with three numbers on a pipeline that may have two."""
    return rules(overload(project, "p1", "p1", "p1", "p2", "p3", "p4"), CAPACITY)


@each(
    ("numbers", "match", "covered"),
    [
        (["+1", "+2"], [], True),
        (["+1", "+2", "+3"], [], True),
        ([], ["*"], True),
        ([], ["+?"], True),
        (["+1"], ["+2*"], True),
        ([], ["+1*", "+2*"], True),
        (["+1"], [], False),
        (["+1", "+3"], [], False),
        ([], ["+1*"], False),
        (["+2"], ["+2*"], False),
        ([], ['label="a"'], False),
    ],
)
def test_a_group_is_covered_if_every_member_is(
    numbers: list[str], match: list[str], covered: bool
) -> None:
    assert waiver(numbers, match).covers(group("+1", "+2")) is covered


def test_a_waiver_of_another_check_covers_no_group() -> None:
    assert not waiver([], ["*"], check="other").covers(group("+1"))


def test_two_waivers_cover_no_group_between_them() -> None:
    halves = [waiver(["+1"], []), waiver(["+2"], [])]
    finding, *unused = apply([group("+1", "+2")], halves, TODAY)
    assert finding.waiver is None
    assert [found.check for found in unused] == ["waiver-unused", "waiver-unused"]


def test_an_entry_without_a_number_is_covered_only_by_a_glob() -> None:
    assert waiver(["+1"], ["*"]).covers(group("+1", "[3]"))
    assert not waiver(["+1"], ["+*"]).covers(group("+1", "[3]"))


@each("match", [["**"], ["+*"], ["?*"], [""]])
def test_a_group_without_numbers_is_covered_only_by_the_glob_of_all(match: list[str]) -> None:
    assert waiver([], ["+1", "*"]).covers(group(path=None))
    assert not waiver(["+1"], match).covers(group(path=None))


@each(
    "covering",
    [
        f"numbers: [{', '.join(NUMBERS[:3])}]",
        f"numbers: [{', '.join(NUMBERS)}]",
        "match: ['+120255501*']",
        "match: ['*']",
        f"numbers: [{NUMBERS[0]}], match: ['*1', '*2']",
    ],
)
def test_a_waiver_of_every_member_waives_the_group(overloaded: Project, covering: str) -> None:
    assert told(overloaded) == [("pipeline-capacity", None, False)]
    waive(overloaded, f"check: pipeline-capacity, {covering}")
    assert told(overloaded) == [("pipeline-capacity", None, True)]
    assert overloaded.run("check", "--fail-on", "info").code == 0


@pytest.mark.parametrize(
    "covering",
    [f"numbers: [{NUMBERS[0]}, {NUMBERS[1]}]", "match: ['*[13]']"],
)
def test_a_waiver_of_some_members_waives_nothing_and_is_unused(
    overloaded: Project, covering: str
) -> None:
    waive(overloaded, f"check: pipeline-capacity, {covering}")
    assert told(overloaded) == [("pipeline-capacity", None, False), ("waiver-unused", None, False)]
    assert overloaded.run("check").code == 2


def test_a_number_that_joins_the_group_makes_it_fail_again(overloaded: Project) -> None:
    waive(overloaded, f"check: pipeline-capacity, numbers: [{', '.join(NUMBERS[:3])}]")
    assert overloaded.run("check").code == 0
    overload(overloaded, "p1", "p1", "p1", "p1", "p3", "p4")
    assert told(overloaded) == [("pipeline-capacity", None, False), ("waiver-unused", None, False)]
    assert overloaded.run("check").code == 2


def test_a_different_group_is_not_waived(overloaded: Project) -> None:
    waive(overloaded, f"check: pipeline-capacity, numbers: [{', '.join(NUMBERS[:3])}]")
    overload(overloaded, "p1", "p1", "p1", "p2", "p2", "p2")
    assert sorted(told(overloaded)) == [
        ("pipeline-capacity", None, False),
        ("pipeline-capacity", None, True),
    ]


def test_a_waiver_is_unused_once_the_group_is_fixed(overloaded: Project) -> None:
    waive(overloaded, "check: pipeline-capacity, match: ['*']")
    overload(overloaded, "p1", "p1", "p2", "p2", "p3", "p3")
    assert told(overloaded) == [("waiver-unused", None, False)]


def test_a_selection_does_not_hide_members_from_a_waiver(overloaded: Project) -> None:
    waive(overloaded, f"check: pipeline-capacity, numbers: [{NUMBERS[0]}]")
    select = ("--select", f"phone_number={NUMBERS[0]}")
    assert told(overloaded, *select) == [("pipeline-capacity", None, False)]


def test_waivers_can_be_ignored(overloaded: Project) -> None:
    waive(overloaded, "check: pipeline-capacity, match: ['*']")
    assert told(overloaded, "--no-waivers") == [("pipeline-capacity", None, False)]


def test_a_waived_group_stays_in_the_json_report(overloaded: Project) -> None:
    waive(overloaded, "check: pipeline-capacity, match: ['*']")
    report = overloaded.report()
    (finding,) = report["findings"]
    assert finding["members"] == NUMBERS[:3]
    assert finding["path"] == 'associated_pipeline.pipeline_id="p1"'
    place = {"file": "w.yaml", "line": 3, "column": 5}
    applied = {"reason": "legacy", "owner": "voice", "expires": "2099-12-31", "location": place}
    assert finding["waiver"] == applied
    assert (report["summary"]["waived"], report["summary"]["by_severity"]["medium"]) == (1, 0)


def test_a_waived_group_stays_in_the_text_without_its_remedy(overloaded: Project) -> None:
    assert "    fix       Split it.\n" in overloaded.run("check").out
    out = waive(overloaded, "check: pipeline-capacity, match: ['*']").run("check").out
    assert (
        '! associated_pipeline.pipeline_id="p1"\n    waived    medium: associated_pipeline' in out
    )
    assert "by voice until 2099-12-31: legacy" in " ".join(out.split())
    assert "Split it." not in out
    assert out.endswith("CLEAN: no finding at or above low (1 waived). Exit code 0.\n")


@pytest.mark.parametrize(
    ("covering", "waived"),
    [("match: ['*']", True), ("match: ['+*']", False), (f"numbers: [{NUMBERS[0]}]", False)],
)
def test_a_finding_without_numbers_is_waived_only_for_all_numbers(
    project: Project, covering: str, waived: bool
) -> None:
    waive(rules(project, ANSWERS), f"check: somebody-answers, {covering}")
    (finding, *unused) = told(project)
    assert finding == ("somebody-answers", None, waived)
    assert [check for check, *_ in unused] == ([] if waived else ["waiver-unused"])
    assert project.run("check").code == (0 if waived else 2)


def test_findings_on_values_that_are_not_unique_are_waived_number_by_number(
    project: Project,
) -> None:
    one, two, three = NUMBERS[:3]
    project.write(numbers__yaml=f"version: 1\nnumbers: [{{phone_numbers: [{one}, {two}]}}]\n")
    rules(project.live(number(), number(phone_number=two)), LABELS)
    waive(project, f"check: unique-label, numbers: [{one}]")
    assert told(project) == [("unique-label", one, True), ("unique-label", two, False)]
    assert project.run("check").code == 2
    waive(project, f"check: unique-label, numbers: [{one}]", "check: unique-label, match: ['*1']")
    assert told(project) == [("unique-label", one, True), ("unique-label", two, True)]
    waive(project, f"check: unique-label, numbers: [{one}, {two}, {three}]")
    assert project.run("check").code == 0
