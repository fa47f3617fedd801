"""Equality of field values, for drift and for groups of numbers."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftcheck.compare.drift import find_drift
from driftcheck.compare.equality import are_equal, equality_key
from driftcheck.model import Declaration, LiveList, Origin, Place
from driftcheck.validation import meaning_by
from tests.compare.test_drift_oracle import JSON
from tests.effort import tried
from tests.support import number

SAVED = Origin(None, None)
ONE = "+12025550100"
NETS = ("inbound_config", "allowed_addresses")
ADDRESS = ("outbound_config", "address")
PASSWORD = ("outbound_config", "password")


def schema(compare: str) -> Any:
    return {"properties": {"mine": {"x-driftcheck": {"compare": compare}}}}


def test_values_are_equal_according_to_the_field(subtests: pytest.Subtests) -> None:
    for compare, one, other, equal in [
        ("exact", "a", "A", False),
        ("exact", "192.0.2.1", "192.0.2.1/32", False),
        ("exact", ["a", "b"], ["b", "a"], False),
        ("exact", [{"a": 1, "b": 2}], [{"b": 2, "a": 1.0}], True),
        ("exact", [{"a": 1, "b": None}], [{"a": 1, "c": {}}], True),
        ("exact", [{"a": 1}], [{"a": True}], False),
        ("exact", [{"a": 1}, {"b": 2}], [{"b": 2}, {"a": 1}], False),
        ("caseless", "Straße", "STRASSE", True),
        ("caseless", {"x": ["A", {"y": "b"}]}, {"x": ["a", {"y": "B"}]}, True),
        ("caseless", {"X": "a"}, {"x": "a"}, False),
        ("caseless", ["a", "b"], ["B", "A"], False),
        ("unordered", ["a", "b", "a"], ["b", "a"], True),
        ("unordered", [{"a": 1, "b": 2}, "x"], ["x", {"b": 2, "a": 1}], True),
        ("unordered", ["a"], ["A"], False),
        ("networks", "192.0.2.1", "192.0.2.1/32", True),
        ("networks", [{"b": 1, "a": "10.0.0.1/8"}], [{"a": "10.0.0.0/8", "b": 1}], True),
        ("networks", ["x", 1, None], [None, "x", 1], True),
        ("networks", ["x"], ["y"], False),
    ]:
        row = subtests.test(compare=compare, one=one, other=other, equal=equal)
        with row, meaning_by(schema(compare)):
            for left, right in ((one, other), (other, one)):
                assert are_equal(("mine",), left, right) is equal
                assert (equality_key(("mine",), left) == equality_key(("mine",), right)) is equal
                assert (
                    equality_key(("declared", "mine"), left) == equality_key(("mine",), right)
                ) is equal


@tried(2)
@given(st.sampled_from(["exact", "caseless", "unordered", "networks"]), JSON, JSON)
def test_drift_and_groups_agree(compare: str, one: Any, other: Any) -> None:
    """Groups use `key`; values that are not configured are in no group."""
    with meaning_by(schema(compare)):
        answer = are_equal(("mine",), one, other)
        assert answer is are_equal(("mine",), other, one)
        assert answer is (equality_key(("mine",), one) == equality_key(("mine",), other))
        assert are_equal(("mine",), one, json.loads(json.dumps(one))) is True


def test_the_marker_means_a_secret_only_in_a_saved_list(
    subtests: pytest.Subtests,
) -> None:
    for path, expected, actual, answer, answer_for_saved in [
        (PASSWORD, "p", "(sensitive)", False, None),
        (PASSWORD, "p", "****", None, None),
        (PASSWORD, "p", "•••", None, None),
        (PASSWORD, "p", None, None, None),
        (PASSWORD, "p", "", False, False),
        (PASSWORD, "", "", True, True),
        (PASSWORD, "", "p", False, False),
        (PASSWORD, None, "", False, False),
        (PASSWORD, None, "(sensitive)", False, False),
        (PASSWORD, None, "****", False, False),
        (PASSWORD, "p", "q", False, False),
        (ADDRESS, "u:p@h", "(sensitive)@h", False, None),
        (ADDRESS, "u:p@h", "(sensitive)@i", False, False),
        (ADDRESS, "u:p@h", "h", None, None),
        (ADDRESS, "u:p@h", "u:***@h", None, None),
        (ADDRESS, "u:p@h", "u:(sensitive)@h", False, None),
        (ADDRESS, "h", "(sensitive)@h", False, False),
        (ADDRESS, "h", "(sensitive)", False, False),
        (("label",), "Sales", "(sensitive)", False, False),
        (("label",), "see https://u:p@h", "see https://(sensitive)@h", False, None),
        (NETS, ["u:p@h", "192.0.2.1"], ["192.0.2.1/32", "(sensitive)@h"], False, None),
        (NETS, ["u:p@h", "192.0.2.1"], ["192.0.2.2", "(sensitive)@h"], False, False),
        (NETS, ["192.0.2.1", "192.0.2.2"], ["(sensitive)", "192.0.2.1"], False, False),
        (("sip",), {"address": "u:p@h"}, {"address": "(sensitive)@h"}, False, None),
        (
            ("sip",),
            {"address": "u:p@h", "port": 5},
            {"address": "(sensitive)@h", "port": 6},
            False,
            False,
        ),
        (
            ("sip",),
            {"address": "u:p@h", "port": 5},
            {"address": "(sensitive)@h", "port": 5},
            False,
            None,
        ),
        (("limit",), 1, 2, False, False),
        (NETS, ["192.0.2.1"], ["192.0.2.1/32"], True, True),
    ]:
        with subtests.test(
            path=path,
            expected=expected,
            actual=actual,
            answer=answer,
            answer_for_saved=answer_for_saved,
        ):
            assert are_equal(path, expected, actual) is answer
            assert are_equal(path, expected, actual, saved=True) is answer_for_saved


def compared(fields: Any, entry: Any, *ignore: str, saved: bool = False) -> tuple[list[Any], int]:
    """Return the paths of drift, and how many fields could not be compared."""
    said = Declaration(fields, {}, frozenset(ignore), False, Place("n.yaml", 1, 1), {})
    found = find_drift(
        {ONE: said}, LiveList("live", (number(**entry),), origin=SAVED if saved else None)
    )
    return [finding.path for finding in found.findings], found.secrets.total()


def test_ignored_fields_are_ignored_below_a_declared_null_too(subtests: pytest.Subtests) -> None:
    for declared, live, ignore, paths in [
        (None, {"tls": {"cert": "x"}}, "sip.tls.cert", []),
        (None, {"tls": {"cert": {"pem": "x"}}}, "sip.tls.cert.pem", []),
        (None, {"tls": {"cert": "x", "key": "y"}}, "sip.tls.cert", ["sip"]),
        ({}, {"tls": {"cert": "x"}}, "sip.tls", []),
        ({"tls": None}, {"tls": {"cert": "x"}, "port": 1}, "sip.tls.cert", []),
        ({"tls": None}, {"tls": {"cert": "x"}}, "sip.tls.cer", ["sip.tls"]),
        (None, "text", "sip.tls.cert", ["sip"]),
    ]:
        with subtests.test(declared=declared, live=live, ignore=ignore, paths=paths):
            assert compared({"sip": declared}, {"sip": live}, ignore) == (paths, 0)


def test_hidden_fields_are_counted_and_the_rest_is_compared() -> None:
    wanted = {"outbound_config": {"address": "u:p@h", "password": "p", "prefix": "9"}}
    live = {"outbound_config": {"address": "h", "prefix": "8"}}
    assert compared(wanted, live) == (["outbound_config.prefix"], 2)
    assert compared(wanted, live, "outbound_config.password") == (["outbound_config.prefix"], 1)
    assert compared(wanted, wanted) == ([], 0)
