"""Hashes of what a run read: of what it says, and never of a secret."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.document.source import InputFile
from driftcheck.history import hashes
from driftcheck.model import Declaration, LiveList, Place
from driftcheck.validation.redaction import hiding, redact
from driftcheck.words import SENSITIVE
from tests.each import each
from tests.support import NUMBER, number

OTHER = number(phone_number="+12025550101")


def live(*entries: Any) -> str:
    return hashes.hash_of_live(LiveList("live.json", entries))


def of_text(folder: Path, text: str) -> str:
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    return hashes.hash_of_files([InputFile(folder / "a.yaml", "a.yaml")])


def test_the_order_of_a_live_list_makes_no_difference_and_its_content_does() -> None:
    assert live(NUMBER, OTHER) == live(OTHER, NUMBER)
    assert live(NUMBER) == live(dict(reversed(NUMBER.items())))
    assert len({live(), live(NUMBER), live(OTHER), live(NUMBER, NUMBER)}) == 4


@each(
    ("one", "two"),
    [
        ({"outbound_config": {"password": "a"}}, {"outbound_config": {"password": "b"}}),
        ({"label": "sip:u:a@host"}, {"label": "sip:u:b@host"}),
        (
            {"outbound_config": {"address": "u:a@host"}},
            {"outbound_config": {"address": "u:b@host"}},
        ),
        ({"vendor": {"code": "a"}}, {"vendor": {"code": "b"}}),
    ],
)
def test_no_hash_depends_on_a_secret(one: Any, two: Any) -> None:
    with hiding(["vendor.code"]):
        assert live(number(**one)) == live(number(**two))


def test_the_hash_of_a_file_depends_on_its_content_only(tmp_path: Path) -> None:
    first = of_text(tmp_path, "a: ${NAME}\nb: [1, 2]\npassword: x\n")
    assert of_text(tmp_path, "# why\nb: ['1', '2']\na: ${NAME}\npassword: y\n") == first
    assert of_text(tmp_path, "a: ${OTHER}\nb: [1, 2]\npassword: x\n") != first
    assert of_text(tmp_path, "a: ${NAME}\nb: [2, 1]\npassword: x\n") != first


def test_the_parameters_that_are_given_to_a_pack_count(tmp_path: Path) -> None:
    from driftcheck import document

    (tmp_path / "a.yaml").write_text("version: 1\n", encoding="utf-8")
    parameters = document.load(tmp_path / "a.yaml", "a.yaml")
    plain = InputFile(tmp_path / "a.yaml", "a.yaml")
    with_given = InputFile(tmp_path / "a.yaml", "a.yaml", parameters)
    assert hashes.hash_of_files([plain]) != hashes.hash_of_files([with_given])


def test_the_form_of_a_hash_does_not_change_unnoticed() -> None:
    assert hashes.hash_of_json({"b": [1, None], "a": "é"}) == (
        "699fb561f7b61caa507de4c8f0d53ccdfc3f08a09a654f1c11122f68064e335c"
    )


_NAMES = st.sampled_from(
    ["label", "é", ":", "password", "address", "allowed_addresses", "outbound_config", "a:b@c", "x"]
)
_TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            SENSITIVE,
            ":",
            '":"',
            "u:p@host",
            "sip:u:p@host",
            "https://u:p@h/?token=1",
            "host;password=x",
            "a%40b",
        ]
    ),
)
_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        _TEXTS,
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(_NAMES, inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(_NAMES, _VALUES, max_size=4), max_size=3))
def test_secrets_are_hidden_as_reports_hide_them(entries: list[Any]) -> None:
    """The fast hash equals that of the slow, obvious way."""
    with hiding(["x", "outbound_config.label"]):
        assert live(*entries) == of_lines(map(redact, entries))


_PLACE = Place("numbers.yaml", 1, 1)


@given(
    st.lists(
        st.tuples(
            st.dictionaries(_NAMES, _VALUES, max_size=4),
            st.dictionaries(_NAMES, _VALUES, max_size=2),
            st.sets(_NAMES, max_size=2),
            st.booleans(),
        ),
        max_size=3,
    ),
    st.sampled_from(["x", "metadata", "metadata.label"]),
)
def test_the_hash_of_declarations_covers_these_lines(given: list[Any], hidden: str) -> None:
    known = {
        f"+1202555010{index}": Declaration(fields, more, frozenset(ignored), absent, _PLACE, {})
        for index, (fields, more, ignored, absent) in enumerate(given)
    }
    with hiding([hidden]):
        lines = [
            f"{text_of([number, redact(metadata, ('metadata',)), sorted(ignored), absent])}"
            f" {text_of(redact(fields))}\n"
            for number, (fields, metadata, ignored, absent) in zip(known, given, strict=True)
        ]
        found = hashes.hash_of_declared(known)
    assert found == hashlib.sha256("".join(lines).encode()).hexdigest()


def text_of(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def of_lines(entries: Iterable[Any]) -> str:
    lines = sorted(json.dumps(one, sort_keys=True, separators=(",", ":")) for one in entries)
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
