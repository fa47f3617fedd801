"""Errors in declaring, setting or using parameters of packs."""

from pathlib import Path

import pytest

from tests.policy.params_support import (
    FIELD,
    INTEGER,
    LABEL,
    LIST,
    LISTED,
    MINIMUM,
    SWITCH,
    SWITCHED,
    TEXT,
    refusals,
    required,
)
from tests.support import fresh

GIVE = "Give it a value, or leave the field out."
WRITE = "Write true or false, in lower case and without quotes."
NONE = "The pack has none."
NO_TYPE = "Its default has none: use string, integer, number, boolean or array."


def test_a_wrong_value_is_reported_where_it_is_set(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for params, rule, given, message, hint in [
        (
            INTEGER,
            MINIMUM,
            "{n: '5'}",
            '4:10: the parameter "n" must be a whole number, not text',
            None,
        ),
        (INTEGER, MINIMUM, "{n: 0}", '4:10: the parameter "n" must be at least 1', None),
        (TEXT, LABEL, "{s: null}", '4:10: the parameter "s" must be text, not null', GIVE),
        (
            SWITCH,
            SWITCHED,
            "{b: no}",
            '4:10: the parameter "b" must be true or false, not text',
            WRITE,
        ),
        (
            LIST,
            LISTED,
            "{l: a}",
            '4:10: the parameter "l" must be a list, not text',
            "Write a list: [one, two].",
        ),
        (
            LIST,
            LISTED,
            "{l: [a, [b]]}",
            '4:17: the parameter "l[1]" must be text, not a list',
            None,
        ),
        (
            "minimum: {type: integer, default: 3}",
            "require: {label: {minLength: '${minimum}'}}",
            "{minimun: 5}",
            '4:10: the pack has no parameter "minimun"',
            'Did you mean "minimum"?',
        ),
        ("", "require: {label: a}", "{n: 1}", '4:10: the pack has no parameter "n"', NONE),
    ]:
        with subtests.test(params=params, rule=rule, given=given, message=message, hint=hint):
            folder = fresh(tmp_path)
            assert refusals(folder, params, rule, given) == [(f"driftcheck.yaml:{message}", hint)]


def test_an_invalid_declaration_is_reported_in_the_pack(
    subtests: pytest.Subtests, tmp_path: Path
) -> None:
    for params, message, hint in [
        ("n: {default: null}", '4:3: "params.n.type" is missing', NO_TYPE),
        ("n: {default: {a: b}}", '4:3: "params.n.type" is missing', NO_TYPE),
        ("n: {minimum: 3}", '4:3: "params.n.default" is missing', None),
        (
            "n: {type: null, default: 3}",
            '4:7: "params.n.type" must be one of string, integer, number, boolean, array',
            None,
        ),
        ("n: {default: 0, minimum: 1}", '4:7: the parameter "n" must be at least 1', None),
        (
            "n: {default: a, minimum: 1}",
            "4:19: minimum has no effect on the field; its type is string",
            None,
        ),
        (
            "n: {type: integer, default: x}",
            '4:22: the parameter "n" must be a whole number, not text',
            None,
        ),
        (
            "n: {type: integer, minimum: 1, default: 0}",
            '4:34: the parameter "n" must be at least 1',
            None,
        ),
        (
            "n: {type: integer, default: 3, minimun: 1}",
            '4:34: "minimun" is not a keyword of JSON Schema',
            'Did you mean "minimum"?',
        ),
        (
            "n: {type: integer, default: 3, minLength: 1}",
            "4:34: minLength has no effect on the field; its type is integer",
            None,
        ),
    ]:
        with subtests.test(params=params, message=message, hint=hint):
            folder = fresh(tmp_path)
            assert refusals(folder, params, MINIMUM) == [(f"p.yaml:{message}", hint)]


WORDS = "must be lower-case words joined by underscores, such as max_numbers"


@pytest.mark.parametrize(
    ("params", "message", "hint"),
    [
        ("n: {type: integer}", '4:3: "params.n.default" is missing', None),
        ("n: 3", '4:3: "params.n" must be a mapping, not a whole number', None),
        ("N: {type: integer, default: 3}", f'4:3: "params.N" {WORDS}', None),
        ("n-m: {type: integer, default: 3}", f'4:3: "params.n-m" {WORDS}', None),
        (
            "n: {type: intger, default: 3}",
            '4:7: "params.n.type" must be one of string, integer, number, boolean, array',
            'Did you mean "integer"?',
        ),
    ],
)
def test_a_declaration_needs_a_type_a_default_and_a_plain_name(
    tmp_path: Path, params: str, message: str, hint: str | None
) -> None:
    rule = MINIMUM.replace("${n}", f"${{{params.partition(':')[0]}}}")
    assert refusals(tmp_path, params, rule) == [(f"p.yaml:{message}", hint)]


def test_a_parameter_that_no_rule_reads_is_refused(tmp_path: Path) -> None:
    hint = "Write ${n} where its value is needed, or remove it."
    found = refusals(tmp_path, INTEGER, "require: {label: a}")
    assert found == [('p.yaml:4:3: no rule reads the parameter "n"', hint)]


def test_an_unknown_reference_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    params = "minimum: {type: integer, default: 3}"
    rule = "require: {label: {minLength: '${minimum}', maxLength: '${minimun}'}}"
    hint = 'Did you mean "minimum"? For a literal ${ write $${.'
    message = 'p.yaml:6:97: there is no parameter "minimun"'
    assert refusals(tmp_path, params, rule) == [(message, hint)]


def test_a_reference_in_a_pack_without_parameters_is_refused(tmp_path: Path) -> None:
    hint = "The pack has no `params`. For a literal ${ write $${."
    message = 'p.yaml:4:60: there is no parameter "s"'
    assert refusals(tmp_path, "", LABEL) == [(message, hint)]


def test_an_error_caused_by_a_value_is_reported_where_it_is_set(tmp_path: Path) -> None:
    params = "f: {type: string, default: label}"
    place = "driftcheck.yaml:4:9: with these parameters: p.yaml:6:53"
    found = refusals(tmp_path, params, FIELD, "{f: lable}")
    assert found == [(f'{place}: no number has a field "lable"', 'Did you mean "label"?')]


def test_an_error_caused_by_defaults_is_reported_in_the_pack(tmp_path: Path) -> None:
    found = refusals(tmp_path, "f: {type: string, default: lable}", FIELD, "{f: label}")
    assert found == [('p.yaml:6:53: no number has a field "lable"', 'Did you mean "label"?')]


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ("{m: 1}", '118: the pack has no parameter "m"', "Expected one of: n."),
        ("{n: x}", '118: the parameter "n" must be a whole number, not text', None),
    ],
)
def test_the_values_of_a_test_are_checked_when_the_pack_is_loaded(
    tmp_path: Path, given: str, message: str, hint: str | None
) -> None:
    tests = f"tests: [{{pass: {{label: abc}}, with: {given}}}]"
    found = refusals(tmp_path, INTEGER, f"{MINIMUM}, {tests}")
    assert found == [(f"p.yaml:6:{message}", hint)]


def test_all_wrong_values_of_tests_are_reported(tmp_path: Path) -> None:
    tests = "tests: [{pass: {label: abc}, with: {m: 1}}, {pass: {label: abc}, with: {n: x}}]"
    found = refusals(tmp_path, INTEGER, f"{MINIMUM}, {tests}")
    assert [message.partition(": ")[2] for message, _ in found] == [
        'the pack has no parameter "m"',
        'the parameter "n" must be a whole number, not text',
    ]


UNCLOSED = "a parameter has no closing brace"
CLOSE = "Write ${name}, or $${ for the text itself."


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("require: {label: '${s'}", "6:60"),
        ("require: {label: 'a-${s-b'}", "6:60"),
        ("require: {label: a, 'declared.metadata.${s': b}", "6:63"),
        ("require: {label: a}, remedy: '${'", "6:72"),
    ],
)
def test_a_reference_that_is_not_closed_is_refused(tmp_path: Path, rule: str, place: str) -> None:
    found = refusals(tmp_path, TEXT, f"{rule}, description: '${{s}}'")
    assert found == [(f"p.yaml:{place}: {UNCLOSED}", CLOSE)]


def test_a_dollar_sign_keeps_an_unclosed_brace(tmp_path: Path) -> None:
    assert required(tmp_path, TEXT, "require: {label: '${s}$${'}").expected == "x${"


@pytest.mark.parametrize(
    "rule",
    [
        "require: {declared.metadata.title: 'x ${l}'}",
        "require: {label: {enum: '${l}'}}, tests: [{pass: {label: 'x ${l}'}}]",
        "require: {label: {enum: '${l}', description: 'x ${l}'}}",
    ],
)
def test_only_prose_may_have_a_list_inside_text(tmp_path: Path, rule: str) -> None:
    hint = "Inside text, only text, numbers, true and false are possible."
    ((message, told),) = refusals(tmp_path, LIST, rule)
    assert (message.partition(": ")[2], told) == ('the parameter "l" is not a single value', hint)
