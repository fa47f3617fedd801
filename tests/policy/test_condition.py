"""Conditions: when they hold, and which field is reported otherwise."""

from itertools import product
from typing import Any

import pytest

from driftcheck import document
from driftcheck.policy.condition import Condition, Failure, failures, fields, to_schema
from driftcheck.policy.parser import Parser
from driftcheck.policy.subject import subject
from driftcheck.system import published
from driftcheck.validation import entry_shape
from driftcheck.validation.validator import Validator

ENTRY = subject(entry_shape(published("number")))
Paths = list[tuple[str | None, str]]
ID = "associated_pipeline.pipeline_id"
TRUNKED = {"outbound_config": {"address": "a"}}


def condition(text: str) -> Condition:
    source = document.parse(text, "p.yaml")
    parser = Parser(source, ENTRY)
    parsed = parser.condition(source.root)
    parser.finish()
    return parsed


def failed(text: str, entry: Any) -> list[Failure]:
    return list(failures(condition(text), entry))


def clauses(text: str, entry: Any) -> Paths:
    return [(failure.path, failure.message) for failure in failed(text, entry)]


def test_whether_a_condition_holds(subtests: pytest.Subtests) -> None:
    """The schema and the reported failures always agree."""
    for text, entry, holds in [
        ("{inbound: true}", {"inbound": True}, True),
        ("{inbound: true}", {"inbound": False}, False),
        ("{inbound: true}", {"inbound": 1}, False),
        ("{inbound: false}", {"inbound": False}, True),
        ("{inbound: false}", {}, False),
        ("{inbound: false}", {"inbound": None}, False),
        ("{inbound: true, outbound: false}", {"inbound": True, "outbound": False}, True),
        ("{inbound: true, outbound: false}", {"inbound": True, "outbound": True}, False),
        ("{label: 6036}", {"label": "6036"}, True),
        ("{label: 6036}", {"label": 6036}, False),
        ("{label: {pattern: '^S'}}", {"label": "Sales"}, True),
        ("{label: {pattern: '^S'}}", {}, False),
        ("{label: {}}", {"label": ""}, True),
        ("{label: {}}", {"label": None}, False),
        ("{provider: [byo, twilio]}", {"provider": "byo"}, True),
        ("{provider: [byo]}", {"provider": "twilio"}, False),
        ("{provider: [byo]}", {}, False),
        (f"{{{ID}: p1}}", {"associated_pipeline": {"pipeline_id": "p1"}}, True),
        (f"{{{ID}: p1}}", {"associated_pipeline": {}}, False),
        (f"{{{ID}: p1}}", {"associated_pipeline": None}, False),
        (f"{{{ID}: p1}}", {"associated_pipeline": "p1"}, False),
        (f"{{{ID}: p1}}", {}, False),
        (f"{{{ID}: p1}}", "hello", False),
        ("{not: {inbound: true}}", {"inbound": False}, True),
        ("{not: {inbound: true}}", {"inbound": True}, False),
        ("{not: {inbound: true}}", {}, True),
        ("{not: {inbound: true, outbound: true}}", {"inbound": True, "outbound": False}, True),
        ("{not: {inbound: true, outbound: true}}", {"inbound": True, "outbound": True}, False),
        ("{any: [{inbound: true}, {outbound: true}]}", {"outbound": True}, True),
        ("{any: [{inbound: true}, {outbound: true}]}", {"inbound": False}, False),
        ("{all: [{inbound: true}, {outbound: true}]}", {"inbound": True}, False),
        ("{all: [{inbound: true}, {label: x}]}", {"inbound": True, "label": "x"}, True),
        ("{not: {any: [{inbound: true}, {outbound: true}]}}", {"inbound": False}, True),
        ("{not: {any: [{inbound: true}, {outbound: true}]}}", {"outbound": True}, False),
        ("{not: {all: [{inbound: true}, {not: {label: x}}]}}", {"inbound": True}, False),
        ("{not: {not: {inbound: true}}}", {"inbound": True}, True),
        ("{not: {not: {inbound: true}}}", {"inbound": False}, False),
    ]:
        with subtests.test(text=text, entry=entry, holds=holds):
            parsed = condition(text)
            assert Validator(to_schema(parsed)).is_valid(entry) is holds
            assert (not list(failures(parsed, entry))) is holds


def test_null_asks_for_a_field_that_is_not_configured(subtests: pytest.Subtests) -> None:
    for text, (entry, holds) in product(
        ["outbound_config: null", "outbound_config.address: null"],
        [
            ({}, True),
            ({"outbound_config": None}, True),
            ({"outbound_config": {}}, True),
            (TRUNKED, False),
        ],
    ):
        with subtests.test(text=text, entry=entry, holds=holds):
            parsed = condition(text)
            assert Validator(to_schema(parsed)).is_valid(entry) is holds
            assert (not list(failures(parsed, entry))) is holds


@pytest.mark.parametrize("value", [None, [], "absent"])
def test_a_list_without_items_is_not_configured(value: Any) -> None:
    entry = {"inbound_config": {} if value == "absent" else {"allowed_addresses": value}}
    parsed = condition("inbound_config.allowed_addresses: null")
    assert Validator(to_schema(parsed)).is_valid(entry)
    assert not list(failures(parsed, entry))


@pytest.mark.parametrize(("transport", "holds"), [("tls", True), (None, True), ("udp", False)])
def test_null_in_a_list_lets_a_field_be_not_configured(transport: Any, holds: bool) -> None:
    parsed = condition("outbound_config.transport: [tls, null]")
    entry = {"outbound_config": {"transport": transport, "prefix": "9"}}
    assert Validator(to_schema(parsed)).is_valid(entry) is holds
    assert (not list(failures(parsed, entry))) is holds


def test_the_field_that_fails_is_named(subtests: pytest.Subtests) -> None:
    for text, entry, told in [
        ("inbound: true", {"inbound": False}, [("inbound", "inbound must be true (it is false)")]),
        ("inbound: true", {}, [("inbound", "inbound is not configured")]),
        ("label: {minLength: 1}", {"label": ""}, [("label", 'label must not be empty (it is "")')]),
        (f"{ID}: p1", {"associated_pipeline": {}}, [(ID, f"{ID} is not configured")]),
        ("provider: [byo]", {"provider": "x"}, [("provider", 'provider must be byo (it is "x")')]),
        (
            "outbound_config: null",
            TRUNKED,
            [("outbound_config", "outbound_config must not be configured")],
        ),
        (
            "{inbound: true, label: x}",
            {"inbound": False},
            [
                ("inbound", "inbound must be true (it is false)"),
                ("label", "label is not configured"),
            ],
        ),
        (
            "any: [{inbound: true, label: x}, {outbound: true}]",
            {"inbound": False, "outbound": False},
            [
                (
                    "inbound",
                    (
                        "inbound must be true (it is false) and label is not configured, or "
                        "outbound must be true (it is false)"
                    ),
                )
            ],
        ),
        (
            "not: {inbound: true, label: x}",
            {"inbound": True, "label": "x"},
            [("inbound", "inbound has a forbidden value (it is true)")],
        ),
        (
            "not: {any: [{outbound: true}, {inbound: true}]}",
            {"outbound": True, "inbound": True},
            [("outbound", "outbound has a forbidden value (it is true)")],
        ),
    ]:
        with subtests.test(text=text, entry=entry, told=told):
            assert clauses(text, entry) == told


def test_a_failure_has_the_condition_as_written_and_the_live_value() -> None:
    (failure,) = failed("label: {minLength: 9}", {"label": "x"})
    assert (failure.expected, failure.actual) == ({"minLength": 9}, "x")


def test_the_failure_of_a_negation_names_the_forbidden_value() -> None:
    (failure,) = failed("not: {provider: [byo]}", {"provider": "byo"})
    assert (failure.expected, failure.actual) == ({"not": ["byo"]}, "byo")


@pytest.mark.parametrize("text", ["{P: {minLength: 9}}", "{not: {P: {minLength: 1}}}"])
def test_a_failure_does_not_show_a_password(text: str) -> None:
    text = text.replace("P", "outbound_config.password", 1)
    (failure,) = failed(text, {"outbound_config": {"password": "s3cret"}})
    assert failure.actual == "(sensitive)"
    assert "s3cret" not in failure.message


def test_a_failure_does_not_show_the_credentials_of_an_address() -> None:
    entry = {"outbound_config": {"address": "al:pw@h.example"}}
    (failure,) = failed("outbound_config.address: {pattern: '^sips:'}", entry)
    assert failure.actual == "(sensitive)@h.example"


def test_the_paths_of_a_condition_are_those_of_all_its_parts() -> None:
    text = "{inbound: true, any: [{label: x}, {not: {outbound: true}}], all: [{provider: byo}]}"
    assert {field.path for field in fields(condition(text))} == {
        "inbound",
        "label",
        "outbound",
        "provider",
    }
