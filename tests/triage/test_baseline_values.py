"""A baseline accepts the values it has: the same field with another value is new."""

import json
from typing import Any

import pytest

from tests.each import each
from tests.support import CONFIG, Project, number

ONE = "+12025550100"
RULE = "{id: my-rule, title: %s, severity: low, require: {%s: %s}}"
Fields = dict[str, Any]


def declare(fields: Fields, phone_number: str = ONE) -> str:
    entry = json.dumps({"phone_number": phone_number, **fields})
    return f"version: 1\nnumbers: [{entry}]\n"


def pack(title: str, path: str, wanted: str) -> str:
    return f"version: 1\nname: mine\nrules:\n  - {RULE % (title, path, wanted)}\n"


def keep(project: Project) -> None:
    project.write(former__json=json.dumps(project.report()))


def statuses(project: Project, check: str) -> list[str]:
    """Return the statuses of the findings of a check against the baseline."""
    findings = project.report("--baseline", "former.json")["findings"]
    return [finding["status"] for finding in findings if finding["check"] == check]


P1, P2, P3 = ({"associated_pipeline": {"pipeline_id": name}} for name in ("p1", "p2", "p3"))
LABEL = {"label": "Support"}
NO_TRUNK: Fields = {"inbound_config": None, "outbound_config": None}
NO_PIPELINE: Fields = {"associated_pipeline": None}
SECRET = {"outbound_config": {"password": "one-secret"}}
AT_HOME = {"outbound_config": {"address": "sip:me:pw@home.example"}}


def calls(address: str) -> Fields:
    return {"outbound_config": {"address": address}}


def trunk(*addresses: str) -> Fields:
    return {"inbound_config": {"allowed_addresses": list(addresses)}}


def out(**fields: Any) -> Fields:
    return {"outbound_config": fields}


@each(
    ("declared", "before", "now", "status"),
    [
        (P1, P2, P2, "existing"),
        (P1, P2, P3, "new"),
        (P1, P2, NO_PIPELINE, "new"),
        (P1, NO_PIPELINE, P2, "new"),
        (P1, NO_PIPELINE, {"associated_pipeline": {}}, "existing"),
        (P1, NO_PIPELINE, {"associated_pipeline": {"pipeline_id": None}}, "existing"),
        (LABEL, {"label": "a"}, {"label": "b"}, "new"),
        (LABEL, {"label": "a"}, {"label": "A"}, "new"),
        (LABEL, {"label": 1}, {"label": True}, "new"),
        (LABEL, {"label": 1}, {"label": 1.0}, "existing"),
        (LABEL, {"label": None}, {"label": {}}, "existing"),
        (P1, P2, {"associated_pipeline": {"pipeline_id": "(sensitive)"}}, "new"),
        (LABEL, {"label": "(sensitive)"}, {"label": "a"}, "new"),
        (LABEL, {"label": "(sensitive)"}, {"label": "(sensitive)"}, "existing"),
        (trunk("10.0.0.1"), trunk("10.0.0.2"), trunk("10.0.0.2/32"), "existing"),
        (
            trunk("10.0.0.1"),
            trunk("10.0.0.2", "10.1.0.0/16"),
            trunk("10.1.2.3/16", "10.0.0.2"),
            "existing",
        ),
        (trunk("10.0.0.1"), trunk("10.0.0.2"), trunk("10.0.0.3"), "new"),
        (trunk("10.0.0.1"), trunk("10.0.0.2"), trunk("10.0.0.2", "10.0.0.3"), "new"),
        (trunk("10.0.0.1"), trunk(), {"inbound_config": None}, "existing"),
        (NO_TRUNK, trunk("10.0.0.1", "10.0.0.2"), trunk("10.0.0.2", "10.0.0.1"), "existing"),
        (NO_TRUNK, trunk("10.0.0.1"), trunk("10.0.0.2"), "new"),
        (NO_TRUNK, out(user="a"), out(user="a", prefix=None), "existing"),
        (NO_TRUNK, out(user="a"), out(user="a", prefix="9"), "new"),
        (NO_TRUNK, out(password="a"), out(password="b"), "existing"),
        (NO_TRUNK, out(user="a", password="a"), out(user="b", password="a"), "new"),
        (SECRET, out(password="other"), out(password="another"), "existing"),
        (AT_HOME, calls("sip:x:pw@b.example"), calls("sip:y:pw@b.example"), "existing"),
        (AT_HOME, calls("sip:x:pw@a.example"), calls("sip:x:pw@b.example"), "new"),
        (AT_HOME, calls("a.example"), calls("b.example"), "new"),
    ],
)  # fmt: skip
def test_a_changed_field_is_existing_only_with_the_same_value(
    project: Project, declared: Fields, before: Fields, now: Fields, status: str
) -> None:
    keep(project.write(numbers__yaml=declare(declared)).live(number(**before)))
    assert statuses(project.live(number(**now)), "drift-changed") == [status]


@each(
    ("before", "now", "live", "status"),
    [
        (P1, P2, P3, "new"),
        (LABEL, {"label": "Sales"}, {"label": "Other"}, "new"),
        (LABEL, {**LABEL, "metadata": {"owner": "me"}}, {"label": "Other"}, "existing"),
        (trunk("10.0.0.1", "10.0.0.2"), trunk("10.0.0.2", "10.0.0.1/32"), {}, "existing"),
        (SECRET, {"outbound_config": {"password": "two"}}, out(password="other"), "existing"),
    ],
)
def test_a_changed_field_is_existing_only_with_the_same_declaration(
    project: Project, before: Fields, now: Fields, live: Fields, status: str
) -> None:
    keep(project.write(numbers__yaml=declare(before)).live(number(**live)))
    assert statuses(project.write(numbers__yaml=declare(now)), "drift-changed") == [status]


def test_a_field_that_has_become_secret_is_matched_by_path(project: Project) -> None:
    project.write(numbers__yaml=declare(out(user="a"))).live(number(**out(user="b")))
    keep(project)
    project.write(driftcheck__yaml=CONFIG + "sensitive: [outbound_config.user]\n")
    assert statuses(project.live(number(**out(user="c"))), "drift-changed") == ["existing"]


@each(
    ("before", "now", "live", "status"),
    [
        (("One", "label", "Sales"), ("Two", "label", "Sales"), LABEL, "existing"),
        (("One", "label", "Sales"), ("One", "label", "[Sales, Shop]"), LABEL, "existing"),
        (("One", "label", "Sales"), ("One", "label", "{maxLength: 2}"), LABEL, "existing"),
        (("One", "label", "Sales"), ("One", "label", "Sales"), {"label": "Other"}, "new"),
        (("One", "phone.region", "DE"), ("One", "phone.region", "FR"), {}, "existing"),
        (("One", "phone.country_code", "49"), ("One", "phone.country_code", "33"), {}, "existing"),
    ],
)
def test_a_rule_finding_is_matched_by_its_value(
    project: Project,
    before: tuple[str, str, str],
    now: tuple[str, str, str],
    live: Fields,
    status: str,
) -> None:
    project.write(driftcheck__yaml=CONFIG + "policies: [p.yaml]\n", p__yaml=pack(*before))
    keep(project.live(number()))
    project.write(p__yaml=pack(*now)).live(number(**live))
    assert statuses(project, "my-rule") == [status]


@each(
    ("before", "now", "status"),
    [
        ({"provider": "voip"}, {"provider": "voip"}, "existing"),
        ({"provider": "voip"}, {"provider": "pots"}, "new"),
        ({"inbound": 1}, {"inbound": "yes"}, "new"),
        (trunk("10.0.0.1", 2), trunk("10.0.0.1", 3), "new"),  # type: ignore[arg-type]
    ],
)
def test_a_schema_finding_is_matched_by_its_value(
    project: Project, before: Fields, now: Fields, status: str
) -> None:
    keep(project.live(number(**before)))
    assert statuses(project.live(number(**now)), "schema-invalid") == [status]


def test_an_edited_schema_makes_no_finding_new(project: Project) -> None:
    project.write(driftcheck__yaml=CONFIG + "schema: s.json\n")
    schema = '{"properties": {"provider": {"type": "string", "maxLength": %d}}}'
    keep(project.write(s__json=schema % 3))
    assert statuses(project.write(s__json=schema % 2), "schema-invalid") == ["existing"]


def test_an_entry_without_a_number_is_matched_by_index_and_value(project: Project) -> None:
    keep(project.live(number(), {**number(label=5), "phone_number": None}))
    assert statuses(project, "schema-invalid") == ["existing", "existing"]
    project.live(number(), {**number(label=6), "phone_number": None})
    assert sorted(statuses(project, "schema-invalid")) == ["existing", "new"]


def test_a_rule_finding_on_such_an_entry_is_matched_by_value_too(
    project: Project,
) -> None:
    config = CONFIG + "policies: [p.yaml]\n"
    project.write(driftcheck__yaml=config, p__yaml=pack("One", "label", "Support"))
    keep(project.live(number(), {**number(label="Sales"), "phone_number": None}))
    assert statuses(project, "my-rule") == ["existing"]
    project.live(number(), {**number(label="Shop"), "phone_number": None})
    assert statuses(project, "my-rule") == ["new"]


def test_values_that_are_not_unique_are_matched_by_value(project: Project) -> None:
    rule = "{id: my-rule, title: Labels, severity: low, unique: label}"
    pack_text = f"version: 1\nname: mine\nrules: [{rule}]\n"
    project.write(driftcheck__yaml=CONFIG + "policies: [p.yaml]\n", p__yaml=pack_text)
    two = "+12025550101"
    keep(project.live(number(), number(phone_number=two)))
    assert statuses(project, "my-rule") == ["existing", "existing"]
    project.live(number(label="Other"), number(phone_number=two, label="Other"))
    assert statuses(project, "my-rule") == ["new", "new"]


TWICE = [number(), number(label="Twin")]


@pytest.mark.parametrize(
    ("check", "before", "now", "declared"),
    [
        ("drift-unmanaged", [number()], [number(label="Other", inbound=False)], {}),
        ("drift-present", [number()], [number(label="Other")], {"state": "absent"}),
        ("live-duplicate", TWICE, [*TWICE, number(label="Third")], LABEL),
    ],
)
def test_findings_on_whole_numbers_are_matched_by_number(
    project: Project, check: str, before: list[Fields], now: list[Fields], declared: Fields
) -> None:
    name = ONE if declared else "+12025550109"
    project.write(numbers__yaml=declare(declared, name)).live(*before)
    keep(project)
    assert statuses(project.live(*now), check) == ["existing"]


def test_a_missing_number_is_matched_by_number(project: Project) -> None:
    keep(project.write(numbers__yaml=declare(LABEL, "+12025550109")))
    project.write(numbers__yaml=declare({"label": "Other", "inbound": True}, "+12025550109"))
    assert statuses(project, "drift-missing") == ["existing"]


def test_a_changed_finding_is_new_and_not_fixed(project: Project) -> None:
    keep(project.write(numbers__yaml=declare(P1)).live(number(**P2)))
    report = project.live(number(**P3)).report("--baseline", "former.json")
    assert (report["exit_code"], report["baseline"]["fixed"]) == (2, [])


CODES: Any = {"contains": {"type": "integer"}, "uniqueItems": True, "maxItems": 3}
PARTS: Any = {
    "properties": {"codes": CODES, "a": {}, "b": {}},
    "not": {"required": ["a", "b"]},
    "minProperties": 7,
}


@each(
    ("before", "now", "status"),
    [
        ({"codes": ["x", "x", 1]}, {"codes": ["x", "x", 1]}, "existing"),
        ({"codes": ["x", "x", 1]}, {"codes": ["x"]}, "new"),
        ({"codes": ["x"]}, {"codes": ["x", "x"]}, "new"),
        ({"codes": ["x", "x"]}, {"codes": ["x"]}, "new"),
        ({"a": 1, "b": 2}, {"a": 1, "b": 2}, "existing"),
        ({"a": 1, "b": 2}, {}, "new"),
        ({"codes": ["x", "x", 1]}, {"codes": 5}, "new"),
    ],
)
def test_a_different_fault_of_a_list_or_entry_is_new(
    project: Project, before: Fields, now: Fields, status: str
) -> None:
    schema = {**PARTS, "properties": {**PARTS["properties"], "codes": {**CODES, "type": "array"}}}
    project.write(
        driftcheck__yaml=CONFIG + "schema: own.json\n",
        own__json=json.dumps(schema),
        numbers__yaml=declare({}),
    )
    keep(project.live(number(**before)))
    assert statuses(project.live(number(**now)), "schema-invalid") == [status]


@each(
    ("before", "now", "new"),
    [
        (150, 150, []),
        (150, 151, ["*"]),
        (150, 149, ["*"]),
        (100, 101, ["*"]),
        (101, 100, []),
    ],
)
def test_a_different_count_of_unlisted_fields_is_new(
    project: Project, before: int, now: int, new: list[str]
) -> None:
    keep(project.write(numbers__yaml=declare(LABEL)).live(number(**unknown_fields(before))))
    report = project.live(number(**unknown_fields(now))).report("--baseline", "former.json")
    assert [f["path"] for f in report["findings"] if f["status"] == "new"] == new


def unknown_fields(count: int) -> Fields:
    return {f"f{number:04}": 1 for number in range(count)}
