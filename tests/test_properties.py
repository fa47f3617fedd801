"""What holds for every list."""

import random
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from hypothesis import given
from hypothesis import strategies as st

from driftcheck import declared
from driftcheck.compare import conformity
from driftcheck.compare.drift import diff
from driftcheck.document.source import InputFile
from driftcheck.model import Declared, Finding, LiveList
from driftcheck.system import published
from driftcheck.validation.validator import Validator
from tests.effort import tried
from tests.strategies import broken_entries, entries, lists

ENTRY_SCHEMA = published("number")
VALIDATOR = Validator(ENTRY_SCHEMA)
REFERENCE = jsonschema.Draft202012Validator(ENTRY_SCHEMA)


def live(values: list[Any]) -> LiveList:
    return LiveList("live", tuple(values))


def declare(text: str, folder: Path) -> Declared:
    path = folder / "numbers.yaml"
    path.write_text(text, encoding="utf-8")
    return declared.load([InputFile(path, "numbers.yaml")], ENTRY_SCHEMA)


def as_yaml(values: list[dict[str, Any]]) -> str:
    """A list as YAML, written by a library that knows nothing of us."""
    return yaml.safe_dump(values, sort_keys=False)


def drift(values: list[dict[str, Any]], against: list[Any], folder: Path) -> list[Finding]:
    return diff(declare(as_yaml(values), folder), live(against))


@given(lists())
def test_a_list_written_as_declarations_is_clean(
    tmp_path_factory: Any, values: list[dict[str, Any]]
) -> None:
    assert drift(values, values, tmp_path_factory.mktemp("p")) == []


@given(lists(), lists(), st.randoms(use_true_random=False))
def test_the_order_of_either_side_does_not_matter(
    tmp_path_factory: Any, one: list[Any], other: list[Any], order: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("p")

    def keys(values: list[Any], against: list[Any]) -> set[Any]:
        return {(f.key, f.severity, f.message) for f in drift(values, against, folder)}

    before = keys(one, other)
    order.shuffle(one)
    order.shuffle(other)
    assert keys(one, other) == before


@given(lists(), st.data())
def test_a_changed_boolean_is_always_found(
    tmp_path_factory: Any, values: list[dict[str, Any]], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(values) - 1))
    field = data.draw(st.sampled_from(["inbound", "outbound"]))
    changed = [dict(entry) for entry in values]
    changed[index][field] = not changed[index][field]
    (finding,) = drift(values, changed, tmp_path_factory.mktemp("p"))
    assert (finding.check, finding.path) == ("drift-changed", field)
    assert finding.phone_number == values[index]["phone_number"]


@given(lists(), entries())
def test_a_number_too_many_or_too_few_is_always_found(
    tmp_path_factory: Any, values: list[dict[str, Any]], more: dict[str, Any]
) -> None:
    rest = [entry for entry in values if entry["phone_number"] != more["phone_number"]]
    folder = tmp_path_factory.mktemp("p")
    (unmanaged,) = drift(rest, [*rest, more], folder) if rest else [None]
    (missing,) = drift([*rest, more], rest, folder)
    assert missing.check == "drift-missing"
    assert unmanaged is None or unmanaged.check == "drift-unmanaged"


@tried(4)
@given(broken_entries())
def test_jsonschema_and_jsonschema_rs_agree_on_entries(entry: Any) -> None:
    assert VALIDATOR.is_valid(entry) == REFERENCE.is_valid(entry)
    assert VALIDATOR.is_valid(entry) == (list(VALIDATOR.faults(entry)) == [])


@tried(2)
@given(st.lists(broken_entries(), max_size=4))
def test_every_invalid_entry_has_a_finding_and_no_valid_one(values: list[Any]) -> None:
    findings = conformity.find_faults(live(values), VALIDATOR)
    invalid = [entry for entry in values if not VALIDATOR.is_valid(entry)]
    found = [finding for finding in findings if finding.check == "schema-invalid"]
    assert len(found) >= len(invalid)
    assert bool(found) == bool(invalid)
