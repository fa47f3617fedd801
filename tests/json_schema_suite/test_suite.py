"""The public JSON Schema test suite, draft 2020-12, as `cases.json` has it (see LICENSE).

Each group is the schema of a field, and each value an entry that has it. Schemas that driftcheck
refuses, as they hold a keyword that does nothing or lead elsewhere, are counted.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from driftcheck.model import InputError
from driftcheck.validation.validator import Validator
from tests.support import CONFIG, Project

REFUSED = 16
Groups = list[tuple[dict[str, Any], Validator | None]]


def validator(schema: Any) -> Validator | None:
    try:
        return Validator(schema)
    except InputError:
        return None


@pytest.fixture(scope="module")
def groups() -> Groups:
    """The groups of the suite, each with what decides by its schema, unless that is refused."""
    text = Path(__file__).with_name("cases.json").read_text(encoding="utf-8")
    return [(group, validator(group["schema"])) for group in json.loads(text)]


def test_every_value_is_judged_as_the_suite_does_and_each_fault_has_words(groups: Groups) -> None:
    otherwise = [
        f"{group['file']}: {group['group']}: {about}"
        for group, held in groups
        for about, value, valid in group["tests"]
        if held and (held.is_valid(value), not list(held.faults(value))) != (valid, valid)
    ]
    assert otherwise == []


def test_few_schemas_of_the_suite_are_refused(groups: Groups) -> None:
    assert [held for _, held in groups].count(None) == REFUSED


def test_one_run_of_the_command_line_finds_every_invalid_value(
    groups: Groups, project: Project
) -> None:
    """References aside: they would lead elsewhere from within the schema of a field."""
    plain = [group for group, held in groups if held and "$ref" not in json.dumps(group)]
    fields = {f"g{index}": group["schema"] for index, group in enumerate(plain)}
    entries: list[Any] = []
    invalid: set[str] = set()
    for index, group in enumerate(plain):
        for _, value, valid in group["tests"]:
            number = f"+1202555{len(entries):04}"
            entries.append({"phone_number": number, f"g{index}": value})
            invalid |= set() if valid else {number}
    schema = {"type": "object", "properties": fields}
    project.write(driftcheck__yaml=CONFIG + "schema: own.json\n", own__json=json.dumps(schema))
    report = project.live(*entries).report()
    found = [f for f in report["findings"] if f["check"] == "schema-invalid"]
    assert {finding["phone_number"] for finding in found} == invalid
    assert all(finding["path"].startswith("g") for finding in found)
    assert len(invalid) > 300
