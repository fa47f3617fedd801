"""How many numbers rules apply to is exact, and counted in the deciding calls."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.model import Declaration, LiveList
from driftcheck.policy import Reach, Rule, evaluate_groups, evaluate_rules, kinds
from driftcheck.policy.evaluate import _Bundle
from driftcheck.policy.groups import groups
from driftcheck.policy.kinds import Kinds
from driftcheck.policy.subject import Subjects
from tests.effort import tried
from tests.policy.test_oracle import MINE, PACKS, accounts, rules, told, undecided
from tests.support import number

GROUPED = rules(
    "unique: label",
    "when: {inbound: true}, unique: associated_pipeline.pipeline_id",
    "when: {provider: byo}, count: {maximum: 2}",
    "group_by: provider, count: {maximum: 1}",
)


def applied(asked: list[Rule], live: LiveList, declared: Any = None) -> dict[str, int]:
    """Return how many numbers each rule applied to."""
    reach = Reach()
    evaluate_rules(asked, live, declared or {}, "main", reach=reach)
    return reach.applied


def listed(*entries: Any) -> LiveList:
    return LiveList("live.json", entries)


@tried(0.6)
@given(st.sampled_from([1, 2, 32]), st.data())
def test_rules_apply_to_what_their_conditions_select(often: int, data: st.DataObject) -> None:
    """However often a kind must occur before it gets its own schema."""
    pack = data.draw(st.sampled_from(sorted(PACKS)))
    asked = [rule for rule in (*MINE, *PACKS[pack]) if not rule.grouped]
    live, declared = data.draw(accounts())
    live = listed(*live.entries * 3)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kinds, "_OFTEN", often)
        quickly = told(asked, live, declared)
        found = applied(asked, live, declared) if isinstance(quickly, list) else None
        patched.setattr(_Bundle, "is_satisfied", undecided)
        assert quickly == told(asked, live, declared)
    if found is not None:
        subjects = Subjects(declared, "main")
        assert found == {
            rule.id: sum(rule.selector.is_valid(subjects.of(e, rule.context)) for e in live.entries)
            for rule in asked
        }


@given(accounts(), st.booleans())
def test_rules_about_groups_apply_to_the_numbers_in_groups(
    account: tuple[LiveList, dict[str, Declaration]], is_selected: bool
) -> None:
    live, declared = account
    names = [n or f"[{index}]" for index, n in enumerate(live.numbers)]
    chosen = frozenset(names[::2]) if is_selected else None
    reach = Reach()
    list(evaluate_groups(GROUPED, live, declared, "main", chosen, reach))
    for rule in GROUPED:
        made = groups(rule, live, Subjects(declared, "main").of)
        members = [name for group in made for name in group.members]
        assert reach.applied[rule.id] == sum(chosen is None or name in chosen for name in members)


def test_equal_conditions_are_evaluated_once() -> None:
    same = "when: {inbound: true}, require:"
    assert len(Kinds(rules(f"{same} {{label: x}}", f"{same} {{outbound: true}}"))._groups) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"provider": ["twilio", "byo"]},
        {"provider": ["twilio", "byo"], "inbound": [True, False], "outbound": [True, False]},
    ],
)
def test_most_numbers_take_a_single_call(
    fields: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deciding call also counts, so that counting takes no extra time."""
    noted: list[Any] = []
    note = Kinds.note

    def noting(self: Kinds, subject: Any) -> None:
        noted.append(subject)
        note(self, subject)

    monkeypatch.setattr(Kinds, "note", noting)
    asked = list(
        rules(
            "when: {provider: byo}, require: {provider: byo}",
            "when: {not: {label: null}, inbound: true}, require: {inbound: true}",
            "require: {outbound: [true, false]}",
        )
    )
    entries = [
        number(
            **{
                name: values[at // 2**n % len(values)]
                for n, (name, values) in enumerate(fields.items())
            }
        )
        for at in range(2_000)
    ]
    count = applied(asked, listed(*entries))
    assert count["r2"] == 2_000
    kinds_there = 2 ** len(fields)
    assert len(noted) <= kinds_there * 64


@pytest.mark.parametrize("field", ["inbound", "outbound"])
def test_a_failing_number_is_found_after_many_of_its_kind(field: str) -> None:
    asked = rules(
        "when: {provider: byo}, require: {inbound: true}",
        "require: {outbound: true}",
    )
    good = number(provider="byo", inbound=True, outbound=True)
    live = listed(*[good] * 100, {**good, field: False})
    (finding,) = evaluate_rules(asked, live, {}, "main")
    assert finding.path == field


def test_a_field_with_unique_values_is_not_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as a label: numbers are then tried in order and still counted correctly."""
    monkeypatch.setattr(kinds, "_MOST_HINTS", 4)
    asked = rules("when: {label: [l1, l2]}, require: {inbound: true}")
    live = listed(*(number(label=f"l{at % 50}") for at in range(2_000)))
    assert applied(list(asked), live) == {"r0": 80}


def test_a_value_of_another_type_is_counted_correctly(subtests: pytest.Subtests) -> None:
    for odd in [[], ["byo"], {}, 1, 1.0, None, True]:
        with subtests.test(odd=odd):
            asked = list(
                rules(
                    "when: {provider: byo}, require: {inbound: true}",
                    "when: {inbound: true}, require: {outbound: true}",
                )
            )
            one = number(provider="byo")
            live = listed(*[one, {**one, "provider": odd}, {**one, "inbound": odd}] * 40)
            more = 40 if odd is True else 0
            assert applied(asked, live) == {"r0": 80, "r1": 80 + more}
