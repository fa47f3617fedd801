"""Details that the list withholds are neither drift nor in order: that nobody looked is said."""

import json
from typing import Any

import pytest

from tests.support import Project, number

ONE, TWO, THREE = "+12025550100", "+12025550101", "+12025550102"
BASE = "version: 1\nlive: {file: live.json}\ndeclared: [numbers.yaml]\n"
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


def entry(phone: str, config: Any = "absent", **fields: Any) -> dict[str, Any]:
    """A byo number with an outbound_config, or without any."""
    said = {} if config == "absent" else {"outbound_config": config}
    return number(phone_number=phone, provider="byo", **said, **fields)


def declare(project: Project, fields: dict[str, Any], more: str = "") -> Project:
    """Declare fields by number, each an outbound_config unless it says more."""
    numbers = [{"phone_number": phone, **said} for phone, said in fields.items()]
    text = json.dumps({"version": 1, "numbers": numbers})
    return project.write(driftcheck__yaml=BASE + more, numbers__yaml=text)


def rules(project: Project, *texts: str) -> Project:
    listed = "".join(f"  - {{title: T, severity: high, {text}}}\n" for text in texts)
    return project.write(policy__yaml=f"version: 1\nname: mine\nrules:\n{listed}")


def out(**fields: Any) -> dict[str, Any]:
    return {"outbound_config": fields}


def told(project: Project, *args: str) -> list[tuple[str, str | None, str | None]]:
    """The check, number and path of each finding but those on what is not declared."""
    findings = project.report(*args)["findings"]
    return [
        (found["check"], found["phone_number"], found["path"])
        for found in findings
        if found["check"] != "drift-unmanaged"
    ]


WITHHELD = ("live-withheld", None, None)


def test_the_documented_answer_satisfies_the_baseline(project: Project) -> None:
    fields: dict[str, Any] = {one["phone_number"]: {} for one in SEED}
    declare(project.live(*SEED), fields, "policies: ['builtin:baseline', 'builtin:security']\n")
    ran = project.run("check")
    assert ran.code == 0
    (found,) = project.report()["findings"]
    assert (found["check"], found["kind"], found["severity"]) == ("live-withheld", "schema", "info")
    assert "byo-outbound-has-address" in found["message"]
    assert "declared field" not in found["message"]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
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
        ([{}, None, "absent"], [WITHHELD]),
        (["absent", {}], ["address", "password not compared"]),
    ],
)
def test_details_are_withheld_where_no_entry_of_the_list_has_any(
    entries: list[Any], expected: list[Any], project: Project
) -> None:
    phones = [ONE, TWO, THREE]
    project.live(*(entry(*pair) for pair in zip(phones, entries, strict=False)))
    declare(project, {ONE: out(address="h", password="p", pipeline_id=None)})
    found = [one for one in told(project) if one[0] in ("live-withheld", "drift-changed")]
    if expected == [WITHHELD]:
        paths = [one for one in found if one[2] != "outbound_config.pipeline_id"]
        assert paths == [WITHHELD]
        assert project.report()["summary"]["not_compared"] == 0
        message = next(
            f["message"] for f in project.report()["findings"] if f["check"] == "live-withheld"
        )
        assert "2 declared fields of 1 number were not compared" in message
    else:
        assert found == [("drift-changed", ONE, "outbound_config.address")]
        assert project.report()["summary"]["not_compared"] == 1


def test_each_object_withholds_for_itself(project: Project) -> None:
    project.live(
        entry(ONE, {}, inbound_config={"allowed_addresses": ["192.0.2.1"]}),
        entry(TWO, {}, inbound_config={}),
    )
    declare(
        project, {TWO: {**out(address="h"), "inbound_config": {"allowed_addresses": ["192.0.2.1"]}}}
    )
    assert told(project) == [("drift-changed", TWO, "inbound_config.allowed_addresses"), WITHHELD]


def test_null_and_the_pipeline_are_compared_all_the_same(project: Project) -> None:
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


def test_it_can_be_graver_off_and_waived_and_is_explained(project: Project) -> None:
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


PACK = "policies: [policy.yaml]\n"
EMPTY = "{properties: {outbound_config: {maxProperties: 0}}}"


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("require: {outbound_config.address: {type: string}}", None),
        ("require: {outbound_config: {type: object}}", None),
        ("require: {not: {outbound_config.address: null}}", None),
        ("require: {any: [{outbound_config.address: a}, {label: other}]}", None),
        ("require: {outbound_config.address: {type: string}, label: other}", "label"),
        (
            "require: {any: [{outbound_config.address: a, inbound: false}, {label: other}]}",
            "inbound",
        ),
        ("when: {outbound_config.transport: null}, require: {label: other}", None),
        ("when: {not: {outbound_config: null}}, require: {label: other}", None),
        ("when: {inbound: true, outbound_config.transport: tls}, require: {label: other}", None),
        ("schema: {properties: {outbound_config: {required: [address]}}}", None),
        (
            "schema: {properties: {outbound_config: {minProperties: 1}, label: {const: other}}}",
            "label",
        ),
        ("schema: {allOf: [{properties: {outbound_config: {required: [prefix]}}}]}", None),
        ("schema: {anyOf: [{properties: {outbound_config: {required: [user]}}}, false]}", None),
        (f"schema: {{if: {EMPTY}, then: {{properties: {{label: {{const: x}}}}}}}}", None),
        ("unique: outbound_config.address", None),
        ("group_by: outbound_config.transport, count: {maximum: 1}", None),
        ("when: {outbound_config.transport: tls}, count: {minimum: 1}", None),
        ("when: {outbound_config.transport: null}, group_by: label, count: {maximum: 0}", None),
    ],
)
def test_a_rule_does_not_look_where_it_would_fail_on_a_detail(
    rule: str, path: str | None, project: Project
) -> None:
    declare(project.live(entry(ONE, {}), entry(TWO, {})), {ONE: {}, TWO: {}}, PACK)
    rules(project, f"id: r, {rule}")
    found = told(project)
    assert WITHHELD in found
    assert [one for one in found if one != WITHHELD] == (
        [("r", ONE, path), ("r", TWO, path)] if path else []
    )
    (message,) = [
        f["message"] for f in project.report()["findings"] if f["check"] == "live-withheld"
    ]
    assert message.endswith("1 rule was not looked at for some numbers: r")
    project.live(entry(ONE, {}), entry(TWO, {"prefix": "9", "address": "i", "transport": "udp"}))
    assert WITHHELD not in told(project)


@pytest.mark.parametrize(
    "rule",
    [
        "require: {label: other}",
        "require: {outbound_config.pipeline_id: p}",
        "require: {declared.outbound_config.address: {type: string}}",
        "schema: {properties: {outbound_config: {required: [pipeline_id]}}}",
        "when: {label: Support}, count: {maximum: 1}",
        "unique: label",
    ],
)
def test_a_rule_that_reads_no_detail_looks_as_ever(rule: str, project: Project) -> None:
    declare(project.live(entry(ONE, {}), entry(TWO, {})), {ONE: {}, TWO: {}}, PACK)
    rules(project, f"id: r, {rule}")
    assert {one[0] for one in told(project)} == {"r"}


def test_a_rule_looks_at_numbers_that_have_no_such_object(project: Project) -> None:
    declare(project.live(entry(ONE, {}), entry(TWO, None)), {ONE: {}, TWO: {}}, PACK)
    rules(project, "id: r, require: {outbound_config.address: {type: string}}")
    assert told(project) == [("r", TWO, "outbound_config.address"), WITHHELD]


def test_who_is_surely_not_concerned_is_not_counted(project: Project) -> None:
    declare(project.live(entry(ONE, {})), {ONE: {}}, PACK)
    rules(
        project,
        "id: r, when: {provider: twilio, outbound_config.transport: tls}, require: {label: x}",
    )
    assert told(project) == []


def test_a_count_that_is_broken_whatever_the_details_are_is_found(project: Project) -> None:
    entries = [entry(ONE, {"transport": None}), entry(TWO, None), entry(THREE, None)]
    declare(project.live(*entries), {phone: {} for phone in (ONE, TWO, THREE)}, PACK)
    rules(project, "id: r, when: {outbound_config.transport: null}, count: {maximum: 1}")
    assert told(project) == [("r", None, None), WITHHELD]
    rules(project, "id: r, when: {outbound_config.transport: null}, count: {maximum: 2}")
    assert told(project) == [WITHHELD]


def test_in_tests_of_rules_nothing_is_withheld(project: Project) -> None:
    test = "tests: [{fail: {outbound_config: {}}}, {pass: {outbound_config: {address: a}}}]"
    declare(project, {ONE: {}}, PACK)
    rules(project, f"id: r, require: {{outbound_config.address: {{type: string}}}}, {test}")
    assert project.run("policy", "test").code == 0


BEFORE = [entry(ONE, {"address": "i"}), entry(TWO, {"address": ""}), entry(THREE, None)]
AFTER = [entry(ONE, {}), entry(TWO, {}), entry(THREE, None)]


@pytest.fixture
def former(project: Project) -> Project:
    """A project that had drift, schema and policy findings on details, and others."""
    fields = {ONE: {**out(address="h"), "label": "x"}, TWO: {}, THREE: out(address="h")}
    more = PACK + "history: sqlite:///history.db\n"
    declare(project.live(*BEFORE), fields, more)
    return rules(
        project,
        "id: has-address, require: {outbound_config.address: {type: string, minLength: 1}}",
        "id: any-of, require: {any: [{label: other}, {outbound_config.address: {minLength: 9}}]}",
    )


def test_what_was_found_before_on_a_detail_is_neither_found_nor_fixed(former: Project) -> None:
    assert former.run("check", "-o", "json=before.json").code == 2
    report = former.live(*AFTER).report("--baseline", "before.json")
    assert report["baseline"]["fixed"] == report["history"]["fixed"] == []
    changed = [found["path"] for found in report["findings"] if found["check"] == "drift-changed"]
    assert sorted(changed) == ["label", "outbound_config.address"]
    label = {**AFTER[0], "label": "x"}
    report = former.live(label, *AFTER[1:]).report("--baseline", "before.json")
    assert [fixed["path"] for fixed in report["baseline"]["fixed"]] == ["label"]


def test_a_waiver_of_what_nobody_could_look_at_is_not_unused(former: Project) -> None:
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


def test_import_leaves_out_what_is_withheld_and_says_so(project: Project) -> None:
    project.live(entry(ONE, {}), entry(TWO, {"pipeline_id": "p"}), entry(THREE, None))
    ran = project.run("import", "-o", "new.yaml")
    assert ran.code == 0
    assert "outbound_config of +12025550100 and 1 more is left out: the live list" in ran.err
    text = (project.folder / "new.yaml").read_text()
    assert text.count("outbound_config") == 2
    assert text.count("pipeline_id: p\n") == 1
    assert "outbound_config: null" in text
    assert "address" not in text.replace("allowed_addresses", "")
    ran = project.run("import", "-o", "-", "--select", f"phone_number={ONE}")
    assert "outbound_config" not in ran.out


def test_import_update_leaves_it_out_too(project: Project) -> None:
    declare(project.live(entry(ONE, {}), entry(TWO, {})), {ONE: out(address="h")})
    ran = project.run("import", "--update", "--by", "provider")
    assert (ran.code, "is left out" in ran.err) == (0, True)
    assert "not what is live" not in ran.err
    assert "outbound_config" not in (project.folder / "byo.yaml").read_text()
