"""The quick comparison never hides a difference."""

import json
from collections.abc import Callable
from copy import deepcopy
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from driftcheck.compare import drift, equality
from driftcheck.model import Declaration, Finding, LiveList, Place
from tests.effort import tried

PLACE = Place("numbers.yaml", 3, 5)
NUMBERS = [f"+1202555010{digit}" for digit in range(4)]
NAMES = [
    *("label", "inbound", "outbound_config", "allowed_addresses", "address", "password", "token"),
    *("associated_pipeline", "extra", "a", ""),
]
SCALARS = [
    *(None, True, False, 0, 1, 0.0, 1.0, 1.5, 2**53, float(2**53), 10**30, 1e30, "", "1", "true"),
    *("xy", "***", "(sensitive)", "192.0.2.1", "192.0.2.1/32", "sip.example.com"),
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
WRAPPED: dict[str, Callable[[Any], Any]] = {
    "bare": lambda value: value,
    "list": lambda value: [value],
    "second of a list": lambda value: ["xy", value],
    "list in a list": lambda value: [[value, "xy"]],
    "mapping": lambda value: {"a": value},
    "mapping in a mapping": lambda value: {"b": {"a": value}, "c": "xy"},
    "mapping in a list": lambda value: [{"a": value, "b": "xy"}],
    "addresses": lambda value: {"allowed_addresses": [value]},
    "secret": lambda value: {"password": value},
}
JSON: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(SCALARS),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(NAMES), part, max_size=2)
    ),
    max_leaves=5,
)
FIELDS = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4)


def near(value: Any, draw: st.DrawFn) -> Any:
    """Generate a copy of a value in which one part may differ or look similar."""
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
    """Generate fields in any order, of which one may be changed, missing or added."""
    name = draw(st.sampled_from(sorted(fields)))
    changed = {**fields, name: near(fields[name], draw)}
    more = draw(st.sampled_from(["same", "same", "less", "more"]))
    if more == "less":
        del changed[name]
    elif more == "more":
        changed[draw(st.sampled_from(NAMES))] = draw(st.sampled_from([None, {}, "xy", 1]))
    return {key: changed[key] for key in sorted(changed, reverse=draw(st.booleans()))}


@st.composite
def pairs(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Generate declared fields and an entry that has them, or nearly."""
    fields = draw(FIELDS)
    entry = near_within(fields, draw) if fields else draw(FIELDS)
    return fields, {**draw(FIELDS), **entry} if draw(st.booleans()) else entry


@tried(3)
@given(pairs())
@example(({"a": None}, {}))
@example(({"a": "xy"}, {}))
@example(({"a": "xy", "label": "y"}, {"a": "xy", "label": "z"}))
@example(({"a": "y", "label": "xy"}, {"a": "z", "label": "xy"}))
@example(({"label": True, "a": 1}, {"label": True, "a": True}))
@example(({"password": "p"}, {"password": "***"}))
@example(({"password": 1}, {"password": True}))
@example(({"allowed_addresses": [1]}, {"allowed_addresses": [1.0]}))
@example(({"allowed_addresses": [{"a": 1, "b": 2}]}, {"allowed_addresses": [{"b": 2, "a": 1}]}))
@example(({"allowed_addresses": ["192.0.2.1"]}, {"allowed_addresses": ["192.0.2.1/32"]}))
def test_the_quick_test_never_hides_a_difference(
    pair: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    hold(*pair)


def hold(fields: dict[str, Any], entry: dict[str, Any]) -> None:
    """Compare the quick tests with the slow ones, on texts that are not the same objects."""
    read = json.loads(json.dumps(entry))
    assert drift._as_declared(fields, read) == drift._as_declared(fields, entry)
    assert equality.equal(fields, read) is (plain(fields) == plain(read))
    if drift._as_declared(fields, read):
        assert list(drift.compare(fields, read)) == []


def plain(value: Any) -> Any:
    """Return a value in which true differs from 1, and 1.0 does not."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return list(map(plain, value))
    return f"{value!r} itself" if value is None or isinstance(value, bool) else value


def test_similar_values_are_different(subtests: pytest.Subtests) -> None:
    for name, within in product(NAMES, WRAPPED):
        with subtests.test(name=name, within=within):
            wrapped = WRAPPED[within]
            for declared, live in (
                (one, other) for kind in ALIKE for one in kind for other in kind
            ):
                hold({name: wrapped(declared)}, {name: wrapped(live)})
                hold({"label": "xy", name: wrapped(declared)}, {name: wrapped(live), "label": "xy"})
                hold({name: wrapped(declared), "b": 1}, {"more": live, name: wrapped(live), "b": 1})
            hold({name: wrapped(None)}, {})
            hold({name: {"a": wrapped(None)}}, {name: {}})


@tried(0.4)
@given(FIELDS)
def test_a_copy_is_as_declared(fields: dict[str, Any]) -> None:
    """Otherwise the quick test would not be worth its time."""
    assert drift._as_declared(fields, json.loads(json.dumps({"more": 1, **fields})))


@st.composite
def accounts(draw: st.DrawFn) -> tuple[dict[str, Declaration], LiveList]:
    """Generate declarations and live entries of a few numbers, some on one side only."""
    declared: dict[str, Declaration] = {}
    entries: list[Any] = []
    for number in draw(st.lists(st.sampled_from(NUMBERS), max_size=3)):
        fields, entry = draw(pairs())
        ignore = frozenset(
            draw(st.lists(st.sampled_from([*NAMES, "outbound_config.a", "a.a"]), max_size=2))
        )
        absent = draw(st.sampled_from([False, False, False, True]))
        if draw(st.integers(0, 5)):
            declared[number] = Declaration(fields, {}, ignore, absent, PLACE, {})
        if draw(st.integers(0, 5)):
            entries.append({**entry, "phone_number": number})
    if draw(st.booleans()):
        entries.append(draw(JSON))
    return declared, LiveList("live.json", tuple(entries))


def found(declared: dict[str, Declaration], live: LiveList) -> list[str]:
    """Return the findings, whose text distinguishes 1 and true."""
    findings: list[Finding] = drift.diff(declared, live)
    return list(map(repr, findings))


@given(accounts())
def test_the_findings_are_those_of_comparing_every_field(
    account: tuple[dict[str, Declaration], LiveList],
) -> None:
    quickly = found(*account)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(drift, "_as_declared", lambda *_: False)
        assert quickly == found(*account)
