"""Decoding bytes to entries: a JSON array, or an error that says what is there instead."""

import json

import pytest

from driftcheck.live.decode import decode
from driftcheck.model import JSON, LiveError, Problem

CUT = "The answer may have been cut short; try again."
BETWEEN = "Something in front of the API answered, such as a proxy or a login page."
PAGED = "This looks like the paginated per-project API; set `url` to .../v2/phone-numbers."
CHANGED = "If the API has changed, this version of driftcheck cannot read it."


def refused(data: bytes) -> Problem:
    """Return the problem of decoding these bytes."""
    with pytest.raises(LiveError) as caught:
        decode(data, "SOURCE")
    (problem,) = caught.value.problems
    return problem


def test_entries_are_unchanged_and_in_order() -> None:
    entries: list[JSON] = [{"b": 1, "a": [None, True, "ü"]}, {}, "text", 1.5, None]
    assert decode(json.dumps(entries).encode(), "SOURCE") == tuple(entries)


def test_an_empty_array_is_a_list_without_entries() -> None:
    assert decode(b" [] \n", "SOURCE") == ()


def test_a_byte_order_mark_is_skipped() -> None:
    assert decode(b"\xef\xbb\xbf[1]", "SOURCE") == (1,)


def test_what_is_not_json_or_not_utf8_is_refused(subtests: pytest.Subtests) -> None:
    for data, what, hint in [
        (b"", "it is empty", CUT),
        (b" \r\n", "it is empty", CUT),
        (b"<!DOCTYPE html>", "it looks like HTML", BETWEEN),
        (b" \n<html></html>", "it looks like HTML", BETWEEN),
        (b'[{"a": 1},', "not valid JSON at line 1, column 11: Expecting value", CUT),
        (b"[1,\n 2", "not valid JSON at line 2, column 3: Expecting ',' delimiter", CUT),
        (b"[] []", "not valid JSON at line 1, column 4: Extra data", CUT),
        (b"['a']", "not valid JSON at line 1, column 2: Expecting value", CUT),
        (b'["\xff"]', "not UTF-8 text (byte 2)", None),
        ('["ü"]'.encode("utf-16"), "not UTF-8 text (byte 0)", None),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply", None),
        (b'{"a":' * 100_000, "nested too deeply", None),
        (b"[NaN]", "NaN is not a JSON number", None),
        (b"[Infinity]", "Infinity is not a JSON number", None),
        (b"[-Infinity]", "-Infinity is not a JSON number", None),
        (b"null", "it is null", None),
    ]:
        with subtests.test(data=data, what=what, hint=hint):
            message = f"SOURCE did not return a list of numbers: {what}"
            assert refused(data) == Problem(message, None, hint)


@pytest.mark.parametrize(
    "data", [b'[{"label": 1, "x": 2, "label": 1}]', b'[{"x": [{"label": 1, "label": 2}]}]']
)
def test_a_duplicate_key_is_refused_anywhere(data: bytes) -> None:
    assert str(refused(data)) == (
        'SOURCE did not return a list of numbers: duplicate key "label" in one object'
    )


def test_the_same_key_in_two_entries_is_fine() -> None:
    assert decode(b'[{"a": 1}, {"a": 1}]', "SOURCE") == ({"a": 1}, {"a": 1})


def test_an_integer_of_5000_digits_is_refused() -> None:
    message = str(refused(b"[" + b"9" * 5000 + b"]"))
    assert message.startswith("SOURCE did not return a list of numbers: ")


@pytest.mark.parametrize("data", [b"true", b'"text"', b"12", b"1.5"])
def test_a_single_value_is_refused(data: bytes) -> None:
    assert str(refused(data)).startswith("SOURCE did not return a list of numbers: it is ")


@pytest.mark.parametrize(
    ("data", "what", "hint"),
    [
        (b"{}", "an object with nothing in it", CHANGED),
        (b'{"numbers": [], "count": 0}', "an object with count, numbers", CHANGED),
        (b'{"data": [], "next_cursor": null}', "an object with data, next_cursor", PAGED),
        (b'{"has_more": false, "items": []}', "an object with has_more, items", PAGED),
    ],
)
def test_an_object_is_never_accepted_as_a_list(data: bytes, what: str, hint: str) -> None:
    message = f"SOURCE did not return a list of numbers: {what} instead of an array"
    assert refused(data) == Problem(message, None, hint)


def test_only_the_first_eight_keys_of_an_object_are_named() -> None:
    data = json.dumps({f"k{index:02}": index for index in range(20)}).encode()
    assert str(refused(data)).endswith(
        ": an object with k00, k01, k02, k03, k04, k05, k06, k07 instead of an array"
    )


def test_values_are_not_quoted_in_an_error() -> None:
    for data in (b'["a value" 1]', b'{"data": "a value"}', b'[{"a": "a value", "a": 1}]'):
        assert "a value" not in str(refused(data))


@pytest.mark.parametrize("escape", [rb"\ud800", rb"\uDFFF"])
def test_a_lone_surrogate_becomes_a_replacement_character(escape: bytes) -> None:
    assert decode(b'["x' + escape + b'y"]', "SOURCE") == ("x\ufffdy",)


def test_a_lone_surrogate_is_replaced_anywhere() -> None:
    found = decode(rb'[{"label": "x\ud800y", "in": ["\uDFFF", 1], "k\udc00": null}]', "SOURCE")
    assert found == ({"label": "x\ufffdy", "in": ["\ufffd", 1], "k\ufffd": None},)


def test_a_pair_of_surrogates_stays_the_character_it_stands_for() -> None:
    assert decode(rb'["\ud83d\ude00 \ud800"]', "SOURCE") == ("\U0001f600 \ufffd",)


def test_an_invalid_list_is_described_briefly(subtests: pytest.Subtests) -> None:
    for body, what in [
        (b"[1e999]", "a number is too large"),
        (b"[" + b"9" * 5000 + b"]", "a number has too many digits"),
        (b'[{"\\ud800": 1, "\\ud801": 2}]', 'duplicate key "\ufffd" in one object'),
        (b"[" * 600 + b'"\\ud800"' + b"]" * 600, "nested too deeply"),
        (b'"x"', "it is text"),
        (b"7", "it is a number"),
        (b"true", "it is true or false"),
        (b'{"' + b"k" * 100 + b'": 1}', f"an object with {'k' * 40} instead of an array"),
    ]:
        with subtests.test(body=body, what=what):
            with pytest.raises(LiveError) as caught:
                decode(body, "live")
            assert str(caught.value) == f"live did not return a list of numbers: {what}"
