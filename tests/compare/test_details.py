"""Withheld details are neither drift nor in sync; the report says that they were skipped."""

from pathlib import Path
from typing import Any

import pytest

from driftcheck.compare.details import Unseen, may_be_hidden
from tests.each import each
from tests.support import Project, fresh, good_project, number
from tests.withholding import ONE, PACK, THREE, TWO, WITHHELD, declare, entry, out, rules, told

SEED = [
    number(phone_number="+11234567890"),
    number(
        phone_number="+19876543210",
        provider="byo",
        inbound=False,
        outbound_config={},
        inbound_config={},
    ),
]


def test_the_documented_answer_satisfies_the_baseline(project: Project) -> None:
    fields: dict[str, Any] = {one["phone_number"]: {} for one in SEED}
    declare(project.live(*SEED), fields, "policies: ['builtin:baseline', 'builtin:security']\n")
    ran = project.run("check")
    assert ran.code == 0
    (found,) = project.report()["findings"]
    assert (found["check"], found["kind"], found["severity"]) == ("live-withheld", "schema", "info")
    assert "byo-outbound-has-address" in found["message"]
    assert "declared field" not in found["message"]


def test_details_are_withheld_if_no_entry_has_any(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    entries: Any
    for entries, expected in [
        ([{}], [WITHHELD]),
        ([{"address": None}], [WITHHELD]),
        ([{"address": {}}], [WITHHELD]),
        ([{"pipeline_id": "p"}], [WITHHELD]),
        ([{"pipeline_id": "p"}, {"pipeline_id": None, "prefix": None}], [WITHHELD]),
        (["absent"], ["address", "password not compared"]),
        ([None], ["address", "password not compared"]),
        ([{}, {"prefix": "9"}], ["address", "password not compared"]),
        ([{}, {"password": "(sensitive)"}], ["address", "password not compared"]),
        ([{}, {"new": False}], ["address", "password not compared"]),
        ([{}, {"allowed": []}], ["address", "password not compared"]),
        ([{}, {"new": {"port": 1}}], ["address", "password not compared"]),
        ([{}, None, "absent"], [WITHHELD]),
        (["absent", {}], ["address", "password not compared"]),
    ]:
        with subtests.test(entries=entries, expected=expected):
            project = good_project(fresh(tmp_path))
            phones = [ONE, TWO, THREE]
            project.live(*(entry(*pair) for pair in zip(phones, entries, strict=False)))
            declare(project, {ONE: out(address="h", password="p", pipeline_id=None)})
            found = [one for one in told(project) if one[0] in ("live-withheld", "drift-changed")]
            if expected == [WITHHELD]:
                paths = [one for one in found if one[2] != "outbound_config.pipeline_id"]
                assert paths == [WITHHELD]
                assert project.report()["summary"]["not_compared"] == 0
                message = next(
                    f["message"]
                    for f in project.report()["findings"]
                    if f["check"] == "live-withheld"
                )
                assert "2 declared fields of 1 number were not compared" in message
            else:
                assert found == [("drift-changed", ONE, "outbound_config.address")]
                assert project.report()["summary"]["not_compared"] == 1


def test_each_object_is_withheld_separately(project: Project) -> None:
    project.live(
        entry(ONE, {}, inbound_config={"allowed_addresses": ["192.0.2.1"]}),
        entry(TWO, {}, inbound_config={}),
    )
    declare(
        project, {TWO: {**out(address="h"), "inbound_config": {"allowed_addresses": ["192.0.2.1"]}}}
    )
    assert told(project) == [("drift-changed", TWO, "inbound_config.allowed_addresses"), WITHHELD]


def test_null_and_the_pipeline_are_still_compared(project: Project) -> None:
    project.live(entry(ONE, {}), entry(TWO), entry(THREE, {"pipeline_id": "q"}))
    declare(
        project,
        {ONE: {"outbound_config": None}, TWO: out(address="h"), THREE: out(pipeline_id="p")},
    )
    assert sorted(told(project)) == [
        ("drift-changed", TWO, "outbound_config.address"),
        ("drift-changed", THREE, "outbound_config.pipeline_id"),
    ]


def test_the_whole_list_decides_before_a_selection(project: Project) -> None:
    project.live(entry(ONE, {}), entry(TWO, {"address": "i"}))
    declare(project, {ONE: out(address="h")})
    select = ("--select", f"phone_number={ONE}")
    assert told(project, *select) == [("drift-changed", ONE, "outbound_config.address")]
    project.live(entry(ONE, {}), entry(TWO, {}))
    assert told(project, *select) == [WITHHELD]
    declare(project, {ONE: out(address="h"), TWO: {}})
    assert told(project, "--select", f"phone_number={TWO}") == []


def test_it_can_be_configured_waived_and_explained(project: Project) -> None:
    declare(
        project.live(entry(ONE, {})), {ONE: out(address="h")}, "severity: {live-withheld: high}\n"
    )
    assert project.run("check").code == 2
    waiver = "{check: live-withheld, match: ['*'], reason: r, owner: o, expires: 9999-01-01}"
    project.write(w__yaml=f"version: 1\nwaivers: [{waiver}]\n")
    declare(
        project, {ONE: out(address="h")}, "severity: {live-withheld: high}\nwaivers: [w.yaml]\n"
    )
    assert project.run("check").code == 0
    declare(project, {ONE: out(address="h")}, "severity: {live-withheld: off}\n")
    assert told(project) == []
    assert "inbound_config" in project.run("explain", "live-withheld").out


BEFORE = [entry(ONE, {"address": "i"}), entry(TWO, {"address": ""}), entry(THREE, None)]
AFTER = [entry(ONE, {}), entry(TWO, {}), entry(THREE, None)]


@pytest.fixture
def former(project: Project) -> Project:
    """A project with earlier drift, schema and policy findings on details, and others."""
    fields = {ONE: {**out(address="h"), "label": "x"}, TWO: {}, THREE: out(address="h")}
    more = PACK + "history: sqlite:///history.db\n"
    declare(project.live(*BEFORE), fields, more)
    return rules(
        project,
        "id: has-address, require: {outbound_config.address: {type: string, minLength: 1}}",
        "id: any-of, require: {any: [{label: other}, {outbound_config.address: {minLength: 9}}]}",
    )


def test_an_earlier_finding_on_a_detail_is_neither_found_nor_fixed(former: Project) -> None:
    assert former.run("check", "-o", "json=before.json").code == 2
    report = former.live(*AFTER).report("--baseline", "before.json")
    assert report["baseline"]["fixed"] == report["history"]["fixed"] == []
    changed = [found["path"] for found in report["findings"] if found["check"] == "drift-changed"]
    assert sorted(changed) == ["label", "outbound_config.address"]
    label = {**AFTER[0], "label": "x"}
    report = former.live(label, *AFTER[1:]).report("--baseline", "before.json")
    assert [fixed["path"] for fixed in report["baseline"]["fixed"]] == ["label"]


def test_a_waiver_of_withheld_details_is_not_unused(former: Project) -> None:
    each = "reason: r, owner: o, expires: 9999-01-01"
    waivers = "".join(
        f"  - {{check: {check}, numbers: ['{phone}'], {each}}}\n"
        for check, phone in (("drift-changed", ONE), ("has-address", TWO), ("has-address", "+1999"))
    )
    former.write(w__yaml=f"version: 1\nwaivers:\n{waivers}")
    config = (
        (former.folder / "driftcheck.yaml")
        .read_text()
        .replace("history: sqlite:///history.db", "waivers: [w.yaml]")
    )
    former.live(entry(ONE, {}, label="x"), *AFTER[1:]).write(driftcheck__yaml=config)
    unused = [found for found in former.report()["findings"] if found["check"] == "waiver-unused"]
    assert [found["phone_number"] for found in unused] == ["+1999"]


def test_import_omits_withheld_details_and_says_so(project: Project) -> None:
    project.live(entry(ONE, {}), entry(TWO, {"pipeline_id": "p"}), entry(THREE, None))
    ran = project.run("import", "-o", "new.yaml")
    assert ran.code == 0
    why = "was left out: the live list does not show its details"
    assert f"Note: outbound_config of {ONE} {why}." in ran.err
    assert f"Note: the rest of outbound_config of {TWO} {why}." in ran.err
    text = (project.folder / "new.yaml").read_text()
    assert text.count("outbound_config") == 2
    assert text.count("pipeline_id: p\n") == 1
    assert "outbound_config: null" in text
    assert "address" not in text.replace("allowed_addresses", "")
    ran = project.run("import", "-o", "-", "--select", f"phone_number={ONE}")
    assert "outbound_config" not in ran.out


def test_import_update_omits_them_too(project: Project) -> None:
    declare(project.live(entry(ONE, {}), entry(TWO, {})), {ONE: out(address="h")})
    ran = project.run("import", "--update", "--by", "provider")
    assert (ran.code, "was left out" in ran.err) == (0, True)
    assert "left unchanged" not in ran.err
    assert "outbound_config" not in (project.folder / "byo.yaml").read_text()


@each(
    ("number", "check", "path", "hidden"),
    [
        (ONE, "read", "label", True),
        (TWO, "read", "label", False),
        (None, "read", "[3].label", True),
        (None, "read", "[5].label", False),
        (None, "read", 'label="Sales"', True),
        (None, "other", 'label="Sales"', False),
        (ONE, "other", "outbound_config", True),
        (ONE, "other", "outbound_config.user", True),
        (ONE, "other", "outbound_config.pipeline_id", False),
        (ONE, "other", None, False),
        (TWO, "other", "outbound_config.user", False),
        (None, "other", "[1].outbound_config.user", True),
        (None, "other", "[1].label", False),
        (None, "other", "[1]", False),
        (None, "other", "[2].outbound_config.user", False),
    ],
)
def test_a_finding_on_withheld_details_may_exist(
    number: str | None, check: str, path: str | None, hidden: bool
) -> None:
    unread = {"read": frozenset({ONE, "[3]"})}
    unseen = Unseen(rules=unread, objects={"outbound_config": frozenset({ONE, "[1]"})})
    assert may_be_hidden(unseen, number, check, path) is hidden
