"""Entries without a usable phone number are named by their index in the list as received."""

import csv
from typing import Any

import pytest

from tests.each import each
from tests.support import CONFIG, Project, number

FLEET: list[Any] = [
    number(),
    {**number(label="First"), "phone_number": None},
    number(phone_number="+12025550101", label="Other", inbound=False),
    {**number(label="Second", colour="red"), "phone_number": ""},
    "hello",
    {**number(label="Second"), "phone_number": 5},
]
RULES = """\
version: 1
name: mine
rules:
  - {id: off, title: Off, severity: low, require: {outbound: false}}
  - {id: unique-label, title: Labels are unique, severity: low, unique: label}
  - {id: few, title: Few, severity: low, count: {maximum: 1}}
"""
DECLARED = "version: 1\nnumbers: [{phone_number: +12025550100, metadata: {owner: a}}]\n"


@pytest.fixture
def fleet(project: Project) -> Project:
    return project.write(
        driftcheck__yaml=CONFIG + "policies: [p.yaml]\nwaivers: [w.yaml]\n",
        numbers__yaml=DECLARED,
        p__yaml=RULES,
        w__yaml="version: 1\nwaivers: []\n",
    ).live(*FLEET)


def entries(report: Any) -> dict[str, list[str]]:
    """Return the paths of the findings on entries, by check."""
    found: dict[str, list[str]] = {}
    for finding in report["findings"]:
        if (finding["path"] or "").startswith("["):
            found.setdefault(finding["check"], []).append(finding["path"])
    return {check: sorted(paths) for check, paths in found.items()}


def test_a_selection_names_entries_as_the_whole_list_does(fleet: Project) -> None:
    whole = entries(fleet.report())
    assert whole["off"] == ["[1].outbound", "[3].outbound", "[4].outbound", "[5].outbound"]
    second = entries(fleet.report("--select", "label=Second"))
    assert second == {
        check: kept
        for check, paths in whole.items()
        if (kept := [path for path in paths if path[1] in "35"])
    }
    assert second["unique-label"] == ["[3].label", "[5].label"]
    assert second["schema-unknown-field"] == ["[3].colour"]


def test_an_entry_that_is_not_an_object_is_selected_by_its_index(fleet: Project) -> None:
    found = entries(fleet.report("--select", "outbound=null"))
    assert {path for paths in found.values() for path in paths} == {"[4]", "[4].outbound"}


def test_a_baseline_of_the_whole_list_applies_to_a_selection(fleet: Project) -> None:
    fleet.run("check", "-o", "json=b.json")
    report = fleet.report("--select", "label=Second", "--baseline", "b.json")
    assert {f["status"] for f in report["findings"]} == {"existing"}
    assert report["baseline"]["fixed"] == []


def test_only_findings_on_selected_entries_are_fixed(fleet: Project) -> None:
    fleet.run("check", "-o", "json=b.json")
    right = {**FLEET[3], "outbound": False}
    fleet.live(*FLEET[:1], {**FLEET[1], "outbound": False}, FLEET[2], right, *FLEET[4:])
    report = fleet.report("--select", "label=Second", "--baseline", "b.json")
    assert [former["path"] for former in report["baseline"]["fixed"]] == ["[3].outbound"]


def test_a_second_look_names_entries_in_the_same_way(fleet: Project) -> None:
    report = fleet.report("--select", "label=Second", "--confirm", "--confirm-pause", "0")
    assert entries(report)["off"] == ["[3].outbound", "[5].outbound"]
    assert report["confirmation"]["once"] == []


def test_import_names_selected_entries_by_their_index_too(fleet: Project) -> None:
    ran = fleet.run("import", "--select", "label=Second", "-o", "-", "--skip-invalid")
    assert "the entry [3] cannot be declared" in ran.err
    assert "the entry [5] cannot be declared" in ran.err


LABELS = {None: "", "[1]": "First", "[3]": "Second", "[4]": "", "[5]": "Second"}


@each("select", [(), ("--select", "outbound=*", "--select", "label=*")])
@each("mask", [(), ("--mask-numbers",)])
def test_each_entry_and_each_number_has_its_own_label(
    fleet: Project, select: tuple[str, ...], mask: tuple[str, ...]
) -> None:
    rows = [*csv.DictReader(fleet.run("check", "-o", "csv", *select, *mask).out.splitlines())]
    assert {"off", "few", "schema-invalid"} <= {row["check"] for row in rows}
    for row in rows:
        if not row["phone_number"]:
            entry = row["path"].split("]")[0] + "]" if row["path"].startswith("[") else None
            assert row["label"] == LABELS[entry], row


def test_a_group_of_all_numbers_has_no_label_in_any_report(fleet: Project) -> None:
    text = fleet.run("check", "--all").out
    (line,) = [line for line in text.splitlines() if "all numbers" in line]
    assert "First" not in line
    assert "Second" not in line
    markdown = fleet.run("check", "-o", "markdown").out
    (row,) = [line for line in markdown.splitlines() if "all numbers" in line]
    assert "First" not in row
