"""The public JSON Schema test suite, draft 2020-12, as `cases.json` has it (see LICENSE).

Each group is the schema of a field, and each value an entry that has it. Schemas that driftcheck
refuses, as they hold a keyword that does nothing or lead elsewhere, are counted.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from driftcheck.errors import InputError
from driftcheck.validation.validator import Validator
from tests.support import CONFIG, Project

GROUPS = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
REFUSED = 16


def validator(schema: Any) -> Validator | None:
    try:
        return Validator(schema)
    except InputError:
        return None


def name(group: dict[str, Any]) -> str:
    return f"{group['file']}: {group['group']}"


@pytest.mark.parametrize("group", GROUPS, ids=name)
def test_every_value_is_judged_as_the_suite_does_and_each_fault_has_words(group: Any) -> None:
    held = validator(group["schema"])
    for _, value, valid in group["tests"]:
        if held:
            assert (held.is_valid(value), not list(held.faults(value))) == (valid, valid)


def test_few_schemas_of_the_suite_are_refused() -> None:
    assert [validator(group["schema"]) for group in GROUPS].count(None) == REFUSED


def test_one_run_of_the_command_line_finds_every_invalid_value(project: Project) -> None:
    """References aside: they would lead elsewhere from within the schema of a field."""
    groups = [g for g in GROUPS if "$ref" not in json.dumps(g) and validator(g["schema"])]
    fields = {f"g{index}": group["schema"] for index, group in enumerate(groups)}
    entries: list[Any] = []
    invalid: set[str] = set()
    for index, group in enumerate(groups):
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
