"""Waivers of one field: what `path` covers, and impossible paths."""

import json
from typing import Any

from driftcheck.model import Finding, Kind, Severity
from driftcheck.system import published
from tests.each import each
from tests.support import CONFIG, Project, number
from tests.triage.test_waivers import waiver

ONE, TWO = "+12025550100", "+12025550101"
RULES = """\
version: 1
name: mine
rules:
  - {id: owned, title: Owned, severity: low, require: {declared.metadata.owner: {type: string}}}
  - {id: alike, title: Alike, severity: low, unique: [label, provider]}
  - id: crowded
    title: Crowded
    severity: low
    group_by: [associated_pipeline.pipeline_id, label]
    count: {maximum: 1}
  - {id: few, title: Few, severity: low, count: {minimum: 9}}
  - id: closed
    title: Closed
    severity: low
    schema:
      properties:
        associated_pipeline:
          properties: {pipeline_id: {}, pipeline_name: {}}
          additionalProperties: false
"""


def waive(project: Project, *texts: str, config: str = "") -> Project:
    """Add waivers to the project; each covers all numbers unless it names some."""
    granted = "reason: legacy, owner: voice, expires: 2099-12-31"
    whole = [text if "numbers" in text else f"{text}, match: ['*']" for text in texts]
    listed = "".join(f"  - {{{text}, {granted}}}\n" for text in whole)
    return project.write(
        driftcheck__yaml=CONFIG + "policies: [p.yaml]\nwaivers: [w.yaml]\n" + config,
        p__yaml=RULES,
        w__yaml=f"version: 1\nwaivers:\n{listed}",
    )


def waived(project: Project) -> dict[tuple[str, str | None], bool]:
    """Return which findings are waived, by check and path."""
    findings: list[dict[str, Any]] = project.report()["findings"]
    return {(f["check"], f["path"]): f["waiver"] is not None for f in findings}


def on(path: str | None, number: str | None = ONE, members: tuple[str, ...] = ()) -> Finding:
    check = "drift-changed"
    return Finding(check, Kind.DRIFT, Severity.HIGH, number, path, "", members=members)


@each(
    ("path", "finding", "covered"),
    [
        ("label", on("label"), True),
        ("label", on("labels"), False),
        ("label", on("a.label"), False),
        ("label", on(None), False),
        ("label", on("declared.label"), False),
        ("outbound_config", on("outbound_config.user"), True),
        ("outbound_config", on("outbound_config"), True),
        ("outbound_config.user", on("outbound_config"), False),
        ("outbound_config.user", on("outbound_config.username"), False),
        ("inbound_config.allowed_addresses", on("inbound_config.allowed_addresses[2]"), True),
        ("inbound_config.allowed_addresses[2]", on("inbound_config.allowed_addresses[2]"), True),
        ("inbound_config.allowed_addresses[2]", on("inbound_config.allowed_addresses[23]"), False),
        ("metadata.owner", on("declared.metadata.owner"), True),
        ("declared.metadata", on("declared.metadata.owner"), True),
        ("label", on("[3].label", None), True),
        ("label", on("[33].label.x", None), True),
        ("label", on("[3].labels", None), False),
        ("label", on("[3]", None), False),
        ("label", on('label="Sales, provider=x"', None, (ONE,)), True),
        ("provider", on('label="Sales, provider=x"', None, (ONE,)), False),
        ("label", on(None, None, (ONE,)), False),
        ("label", on(None, None), False),
        (None, on(None), True),
        (None, on("[3].label", None), True),
    ],
)
def test_a_path_covers_its_field_and_what_is_below_it(
    path: str | None, finding: Finding, covered: bool
) -> None:
    assert waiver("*", path=path).covers(finding) is covered


def test_a_waiver_of_a_field_does_not_cover_others(project: Project) -> None:
    pipeline = {"pipeline_id": "p2", "pipeline_name": "Other"}
    live = number(label="Other", inbound=False, associated_pipeline=pipeline)
    declared = {**number(), "metadata": {"owner": "me"}}
    project.live(live).write(numbers__yaml=f"version: 1\nnumbers: [{json.dumps(declared)}]\n")
    waive(
        project,
        f"check: drift-changed, path: associated_pipeline, numbers: [{ONE}]",
        "check: drift-changed, path: label",
        "check: few",
    )
    assert waived(project) == {
        ("drift-changed", "associated_pipeline.pipeline_id"): True,
        ("drift-changed", "associated_pipeline.pipeline_name"): True,
        ("drift-changed", "inbound"): False,
        ("drift-changed", "label"): True,
        ("few", None): True,
    }
    assert project.run("check").code == 2


def test_a_path_is_compared_after_the_index_of_an_entry(project: Project) -> None:
    project.live(number(), {**number(label=5), "phone_number": None, "extra": 1})
    waive(project, "check: schema-invalid, path: label", "check: schema-unknown-field, path: extra")
    found = waived(project)
    assert found["schema-invalid", "[1].label"]
    assert found["schema-unknown-field", "[1].extra"]
    assert not found["schema-invalid", "[1].phone_number"]


def test_all_findings_on_entries_without_numbers_can_be_waived(project: Project) -> None:
    project.live(number(), {**number(label=5), "phone_number": None}, "no entry")
    waive(project, "check: schema-invalid")
    found = waived(project)
    assert {
        path: waived for (check, path), waived in found.items() if check == "schema-invalid"
    } == {
        "[1].label": True,
        "[1].phone_number": True,
        "[2]": True,
    }


def test_rules_are_waived_by_the_field_that_they_report(project: Project) -> None:
    more = {"pipeline_id": "p1", "pipeline_name": "Support", "extra": 1}
    project.live(number(), number(phone_number=TWO, associated_pipeline=more))
    paths = {
        "owned": "metadata",
        "alike": "label",
        "crowded": "associated_pipeline",
        "closed": "associated_pipeline.extra",
    }
    waive(project, *(f"check: {check}, path: {path}" for check, path in paths.items()))
    found = waived(project)
    assert {check for check, _ in found if check in paths} == {*paths}
    assert all(found[key] for key in found if key[0] in paths)
    others = {"owned": "label", "alike": "provider", "crowded": "label", "closed": "inbound"}
    waive(project, *(f"check: {check}, path: {path}" for check, path in others.items()))
    found = waived(project)
    assert not any(found[key] for key in found if key[0] in paths)
    assert [check for check, _ in found].count("waiver-unused") == len(others)


def test_the_path_is_part_of_a_waivers_identity(project: Project) -> None:
    paths = ("", "path: label, ", "path: inbound, ")
    waive(project, *(f"check: drift-changed, {path}numbers: [{ONE}]" for path in paths))
    unused = [f for f in project.report()["findings"] if f["check"] == "waiver-unused"]
    assert [finding["path"] for finding in unused] == [
        f"drift-changed (inbound) on {ONE}",
        f"drift-changed (label) on {ONE}",
        f"drift-changed on {ONE}",
    ]
    assert len({finding["fingerprint"] for finding in unused}) == 3
    assert (
        unused[0]["message"] == f"the waiver of drift-changed (inbound) on {ONE} matches no finding"
    )


@each(
    ("check", "path"),
    [
        ("drift-changed", "label"),
        ("drift-changed", "associated_pipeline.pipeline_name"),
        ("drift-changed", "inbound_config.allowed_addresses[0]"),
        ("owned", "declared.metadata.anything.else"),
        ("owned", "metadata.anything"),
        ("owned", "declared.label"),
        ("owned", "account"),
        ("owned", "phone.region"),
        ("schema-invalid", "outbound_config.transport"),
        ("schema-unknown-field", "outbound_config.brand_new"),
        ("schema-unknown-field", "brand_new.deep[3].field"),
        ("closed", "associated_pipeline.extra"),
    ],
)
def test_a_path_that_a_finding_can_have_is_valid(project: Project, check: str, path: str) -> None:
    assert waive(project, f"check: {check}, path: {json.dumps(path)}").run("validate").err == ""


FIELDS: dict[str, Any] = {"properties": dict.fromkeys(published("number")["properties"], True)}
LINES = {"type": "array", "items": {"type": "object", "properties": {"user": {}}}}
WHOLE = "is about a whole number, not a field\n  Leave out `path`."


@each(
    ("check", "path", "said"),
    [
        ("drift-changed", "lable", 'no number has a field "lable"\n  Did you mean "label"?'),
        ("schema-invalid", "lable", 'no number has a field "lable"\n  Did you mean "label"?'),
        ("owned", "lable", 'no number has a field "lable"\n  Did you mean "label"?'),
        (
            "drift-changed",
            "associated_pipeline.id",
            'no number has a field "associated_pipeline.id"\n  Did you mean "associated_pipeline.p',
        ),
        (
            "drift-changed",
            "pipeline_id",
            'no number has a field "pipeline_id"\n  Did you mean "associated_pipeline.pipeline_',
        ),
        ("owned", "declared.lable", 'no number has a field "declared.lable"\n  Did you mean "decl'),
        ("owned", "phone.country", 'no number has a field "phone.country"\n  Did you mean "phone.'),
        ("drift-changed", "label.text", '"label" has no fields\n  Write "label".'),
        ("drift-changed", "label[0]", '"label" is not a list\n  Write "label".'),
        ("drift-changed", "label.", '"label." is not a path\n  For example'),
        ("schema-unknown-field", "a..b", '"a..b" is not a path\n  For example'),
        ("drift-changed", "[3].label", '"[3]." cannot be part of a path here\n  Write "label".'),
        ("drift-changed", "[3]", '"[3]" cannot be part of a path here\n  Leave out `path`.'),
        ("drift-missing", "label", f"a finding of drift-missing {WHOLE}"),
        ("drift-unmanaged", "label", f"a finding of drift-unmanaged {WHOLE}"),
        ("live-duplicate", "phone_number", f"a finding of live-duplicate {WHOLE}"),
    ],
)
def test_a_path_that_no_number_can_have_is_a_mistake(
    project: Project, check: str, path: str, said: str
) -> None:
    ran = waive(project, f"check: {check}, path: {json.dumps(path)}").run("check")
    assert (ran.code, ran.out) == (1, "")
    column = len(f"  - {{check: {check}, ") + 1
    assert f"w.yaml:3:{column}: {said}" in ran.err


@each(
    ("schema", "path", "valid"),
    [
        ({"properties": {"tier": {"type": "string"}}}, "tier", True),
        ({"properties": {"tier": {"type": "string"}}}, "teir", False),
        ({"required": ["tier"]}, "tier", True),
        ({**FIELDS, "additionalProperties": False}, "brand_new", True),
        ({**FIELDS, "allOf": [{"unevaluatedProperties": False}]}, "brand_new", True),
        ({"maxProperties": 3}, "brand_new", False),
        ({"properties": {"lines": LINES}}, "lines[0].user", True),
        ({"properties": {"lines": LINES}}, "lines[0].usr", False),
        ({"properties": {"lines": LINES}}, "lines[0]", True),
        ({"properties": {"lines": {"type": "array"}}}, "lines[0].user", True),
    ],
)
def test_the_users_schema_defines_the_fields(
    project: Project, schema: Any, path: str, valid: bool
) -> None:
    waive(project, f"check: schema-invalid, path: {json.dumps(path)}", config="schema: s.json\n")
    ran = project.write(s__json=json.dumps(schema)).run("validate")
    assert ran.code == (0 if valid else 1)
