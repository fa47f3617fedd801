"""Groups of numbers: equal values, and messages."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from driftcheck import policy
from driftcheck.document.source import InputFile
from driftcheck.model import Declaration, Finding, InputError, LiveList, Place
from driftcheck.policy import Rule, evaluate_groups
from driftcheck.system import published
from driftcheck.validation import entry_shape
from tests.support import fresh, number

ENTRY = entry_shape(published("number"))
ADDRESSES = "inbound_config.allowed_addresses"
Check = Callable[..., list[Finding]]


def compiled(path: Path, fields: str) -> tuple[Rule, ...]:
    rule = f"- {{id: r, title: It holds, severity: high, {fields}}}\n"
    path.write_text(f"version: 1\nname: mine\nrules:\n{rule}", encoding="utf-8")
    return policy.rules_of(policy.load([InputFile(path, "p.yaml")], ENTRY, ()))


def live(index: int, **fields: Any) -> dict[str, Any]:
    return number(phone_number=f"+1202555{index:04}", **fields)


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return the findings of one rule on live entries."""

    def run(fields: str, *entries: Any, declared: Any = None) -> list[Finding]:
        rules = compiled(tmp_path / "p.yaml", fields)
        found = LiveList("live.json", entries)
        return list(evaluate_groups(rules, found, declared or {}, "default"))

    return run


@pytest.mark.parametrize(
    ("path", "one", "other"),
    [
        (
            ADDRESSES,
            {"inbound_config": {"allowed_addresses": ["192.0.2.1", "2001:db8::1"]}},
            {"inbound_config": {"allowed_addresses": ["2001:0db8:0::1/128", "192.0.2.1/32"]}},
        ),
        (
            "inbound_config",
            {"inbound_config": {"allowed_addresses": ["192.0.2.0/24"]}},
            {"inbound_config": {"allowed_addresses": ["192.0.2.7/24"], "x": None}},
        ),
        (
            "associated_pipeline",
            {"associated_pipeline": {"pipeline_id": "p1"}},
            {"associated_pipeline": {"pipeline_name": None, "pipeline_id": "p1"}},
        ),
        (
            "outbound_config",
            {"outbound_config": {"address": "a", "x": {}, "y": []}},
            {"outbound_config": {"address": "a", "x": {"z": None}}},
        ),
    ],
)
def test_values_with_one_meaning_form_one_group(
    check: Check, path: str, one: dict[str, Any], other: dict[str, Any]
) -> None:
    entries = [live(1, **one), live(2, **other)]
    assert len(check(f"unique: {path}", *entries)) == 2
    (finding,) = check(f"group_by: {path}, count: {{maximum: 1}}", *entries)
    assert finding.actual == 2


@pytest.mark.parametrize(
    ("one", "other"), [(["192.0.2.1"], ["192.0.2.2"]), (["192.0.2.0/24"], ["192.0.2.0/25"])]
)
def test_different_addresses_form_different_groups(
    check: Check, one: list[str], other: list[str]
) -> None:
    configs = [{"allowed_addresses": addresses} for addresses in (one, other)]
    entries = [live(index, inbound_config=config) for index, config in enumerate(configs)]
    assert check(f"unique: {ADDRESSES}", *entries) == []


def declared(*values: Any) -> dict[str, Declaration]:
    return {
        f"+1202555{index:04}": Declaration(
            {}, {"floor": value}, frozenset(), False, Place("f.yaml", 1, 1), {}
        )
        for index, value in enumerate(values)
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, 1.0, True),
        ({"a": 1}, {"a": 1.0}, True),
        (1, "1", False),
        (1, True, False),
        (1, 2, False),
    ],
)
def test_numbers_are_equal_in_any_notation(check: Check, one: Any, other: Any, same: bool) -> None:
    given = declared(one, other)
    found = check("unique: declared.metadata.floor", live(0), live(1), declared=given)
    assert len(found) == (2 if same else 0)


@pytest.mark.parametrize(
    ("count", "message"),
    [
        ("{minimum: 2}", "It holds: there is 1 number (must be at least 2): +12025550001"),
        ("{const: 2}", "It holds: there is 1 number (must be 2): +12025550001"),
    ],
)
def test_a_count_of_one_is_in_the_singular(check: Check, count: str, message: str) -> None:
    (finding,) = check(f"count: {count}", live(1))
    assert finding.message == message


def test_several_values_are_shared(check: Check) -> None:
    first, _ = check("unique: [label, inbound]", live(1), live(2))
    assert first.message == (
        'It holds: label "Support" and inbound true are shared with +12025550002'
    )
    first, _ = check("unique: label", live(1), live(2))
    assert first.message == 'It holds: label "Support" is shared with +12025550002'


def test_a_phone_number_groups_nothing(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for path, rule in product(
        ["phone_number", "declared.phone_number"],
        [
            "unique: {}",
            "unique: [label, {}]",
            "group_by: {}, count: {{maximum: 1}}",
            "unique: label, group_by: [{}]",
        ],
    ):
        with subtests.test(path=path, rule=rule):
            folder = fresh(tmp_path)
            with pytest.raises(InputError) as caught:
                compiled(folder / "p.yaml", rule.format(path))
            (problem,) = caught.value.problems
            assert problem.message == f"every number has its own {path}"
            assert (
                problem.hint == "live-duplicate finds numbers that appear twice in the live list."
            )
            assert str(problem.place).startswith("p.yaml:4:")


def test_a_count_that_can_be_broken_is_accepted(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for count in [
        "{not: {const: 5000}}",
        "{maximum: 2000000000}",
        "{exclusiveMaximum: 100000}",
        "{not: {enum: [7000, 8000]}}",
        "{anyOf: [{maximum: 3000}, {minimum: 5000}]}",
        "{maximum: 1}",
    ]:
        with subtests.test(count=count):
            folder = fresh(tmp_path)
            (rule,) = compiled(folder / "p.yaml", f"group_by: label, count: {count}")
            assert rule.count is not None


@pytest.mark.parametrize(
    "count", ["{minimum: 0}", "{minimum: -5}", "{not: {const: -1}}", "{type: integer}"]
)
def test_a_count_that_nothing_can_break_is_refused(tmp_path: Path, count: str) -> None:
    with pytest.raises(InputError, match="every count satisfies this"):
        compiled(tmp_path / "p.yaml", f"count: {count}")
