"""What is letter by letter as declared has nothing that differs: the quick test never hides any."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from driftcheck import diff
from driftcheck.errors import Place
from driftcheck.model import Declaration, Finding, LiveList

PLACE = Place("numbers.yaml", 3, 5)
NUMBERS = [f"+1202555010{digit}" for digit in range(4)]
NAMES = [
    *("label", "inbound", "outbound_config", "allowed_addresses", "address", "password", "token"),
    *("associated_pipeline", "extra", "a", ""),
]
SCALARS = [
    *(None, True, False, 0, 1, 0.0, 1.0, 1.5, 2**53, float(2**53), 10**30, 1e30, "", "1", "true"),
    *("x", "***", "(sensitive)", "192.0.2.1", "192.0.2.1/32", "sip.example.com"),
    *("u:p@sip.example.com", "***@sip.example.com", "2001:db8::1", "2001:DB8:0::1"),
]
ALIKE: list[list[Any]] = [
    [1, True, 1.0, "1"],
    [0, False, 0.0, None, ""],
    [None, {}, [], {"a": None}, {"a": {}}, [None]],
    [2**53, float(2**53), 2**53 + 1],
    ["192.0.2.1", "192.0.2.1/32", ["192.0.2.1"], ["192.0.2.1/32"], {"192.0.2.1": None}],
    ["u:p@sip.example.com", "***@sip.example.com", "sip.example.com", "(sensitive)", "***"],
]
"""Values that one could take for another."""
JSON: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(SCALARS),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(NAMES), part),
    max_leaves=8,
)
FIELDS = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=5)


def near(value: Any, draw: st.DrawFn) -> Any:
    """A copy of a value, of which one part may be another than it was, or look like another."""
    how = draw(st.sampled_from(["in it", "in it", "copied", "alike", "another"]))
    if how == "in it" and isinstance(value, dict) and value:
        return near_within(value, draw)
    if how == "in it" and isinstance(value, list) and value:
        at = draw(st.integers(0, len(value) - 1))
        changed = [*value[:at], near(value[at], draw), *value[at + 1 :]]
        return changed[::-1] if draw(st.integers(0, 5)) == 0 else changed
    if how in ("alike", "in it"):
        others = [item for kind in ALIKE for item in kind if value in kind]
        return draw(st.sampled_from(others)) if others else deepcopy(value)
    return draw(JSON) if how == "another" else deepcopy(value)


def near_within(fields: dict[str, Any], draw: st.DrawFn) -> dict[str, Any]:
    """Fields in any order of which one may be another, left out, or more than there was."""
    name = draw(st.sampled_from(sorted(fields)))
    changed = {**fields, name: near(fields[name], draw)}
    more = draw(st.sampled_from(["same", "same", "less", "more"]))
    if more == "less":
        del changed[name]
    elif more == "more":
        changed[draw(st.sampled_from(NAMES))] = draw(st.sampled_from([None, {}, "x", 1]))
    return {key: changed[key] for key in draw(st.permutations(sorted(changed)))}


@st.composite
def pairs(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Declared fields, and an entry that has them, or nearly."""
    fields = draw(FIELDS)
    entry = near_within(fields, draw) if fields else draw(FIELDS)
    return fields, {**draw(FIELDS), **entry} if draw(st.booleans()) else entry


def nowhere(pair: tuple[Any, Any]) -> Any:
    """Marks an example of two values of a field: declared, and live."""
    declared, live = pair
    return example(({"extra": declared}, {"extra": live}))


@settings(max_examples=600, deadline=None)
@given(pairs())
@nowhere((1, True))
@nowhere((True, 1))
@nowhere((0, False))
@nowhere((1, 1.0))
@nowhere(([1], [True]))
@nowhere(([[True]], [[1]]))
@nowhere(({"a": 1}, {"a": True}))
@nowhere(({"a": {"b": [0]}}, {"a": {"b": [False]}}))
@nowhere(({"a": "x"}, {"a": "x", "b": "y"}))
@nowhere(({"a": "x", "b": None}, {"a": "x"}))
@nowhere(({}, None))
@nowhere(([], {}))
@nowhere(([], None))
@nowhere((["x"], ["x", "y"]))
@nowhere(("x", ["x"]))
@nowhere((2**53 + 1, float(2**53)))
@example(({"a": None}, {}))
@example(({"a": "x"}, {}))
@example(({"a": "x", "label": "y"}, {"a": "x", "label": "z"}))
@example(({"a": "y", "label": "x"}, {"a": "z", "label": "x"}))
@example(({"label": True, "a": 1}, {"label": True, "a": True}))
@example(({"password": "p"}, {"password": "***"}))
@example(({"password": 1}, {"password": True}))
@example(({"allowed_addresses": [1]}, {"allowed_addresses": [1.0]}))
@example(({"allowed_addresses": [{"a": 1, "b": 2}]}, {"allowed_addresses": [{"b": 2, "a": 1}]}))
@example(({"allowed_addresses": ["192.0.2.1"]}, {"allowed_addresses": ["192.0.2.1/32"]}))
def test_what_is_as_declared_does_not_differ(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    fields, entry = pair
    if diff._as_declared(fields, entry):
        assert list(diff.compare(fields, entry)) == []


@settings(max_examples=200, deadline=None)
@given(FIELDS)
def test_a_copy_is_as_declared(fields: dict[str, Any]) -> None:
    """So that the quick test is worth its while."""
    assert diff._as_declared(fields, deepcopy({"more": 1, **fields}))


@st.composite
def accounts(draw: st.DrawFn) -> tuple[dict[str, Declaration], LiveList]:
    """What is declared of a few numbers, and what is live; some of them on one side only."""
    declared: dict[str, Declaration] = {}
    entries: list[Any] = []
    for number in draw(st.lists(st.sampled_from(NUMBERS), max_size=5)):
        fields, entry = draw(pairs())
        ignore = frozenset(draw(st.lists(st.sampled_from([*NAMES, "outbound_config.a", "a.a"]))))
        absent = draw(st.sampled_from([False, False, False, True]))
        if draw(st.integers(0, 5)):
            declared[number] = Declaration(fields, {}, ignore, absent, PLACE, {})
        if draw(st.integers(0, 5)):
            entries.append({**entry, "phone_number": number})
    if draw(st.booleans()):
        entries.append(draw(JSON))
    return declared, LiveList("live.json", tuple(entries))


def found(declared: dict[str, Declaration], live: LiveList) -> list[str]:
    """The findings; their text tells 1 and true apart."""
    findings: list[Finding] = diff.diff(declared, live)
    return list(map(repr, findings))


@settings(max_examples=300, deadline=None)
@given(accounts())
def test_the_findings_are_those_of_comparing_every_field(
    account: tuple[dict[str, Declaration], LiveList],
) -> None:
    quickly = found(*account)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(diff, "_as_declared", lambda fields, entry: False)
        assert quickly == found(*account)
