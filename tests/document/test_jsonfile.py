"""JSON files given by the user, and their errors."""

import json
from pathlib import Path
from typing import Any

import pytest

from driftcheck.document import jsonfile
from driftcheck.model import InputError, Place, Problem
from tests.support import CONFIG, Project, fresh, good_project

TWICE = 'duplicate key "{}" in one object'.format
MAKE_ONE = "  Create one: driftcheck check -o json=baseline.json\n"


def read(folder: Path, data: bytes) -> Any:
    (folder / "file.json").write_bytes(data)
    return jsonfile.load_json(folder / "file.json", "shown.json")


def refused(folder: Path, data: bytes) -> Problem:
    with pytest.raises(InputError) as caught:
        read(folder, data)
    (problem,) = caught.value.problems
    return problem


def test_a_value_is_read_unchanged(subtests: pytest.Subtests, tmp_path: Path) -> None:
    value: Any
    for value in [None, True, 0, -1.5, "", "é\u2028", [], {}, {"a": {"a": [{"a": 1}, {"a": 1}]}}]:
        with subtests.test(value=value):
            folder = fresh(tmp_path)
            found = read(folder, json.dumps(value).encode())
            assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_text_is_read_with_and_without_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, '{"a": "é"}'.encode(encoding)) == {"a": "é"}


def test_text_in_another_encoding_is_refused_at_its_first_byte(tmp_path: Path) -> None:
    place = Place("shown.json", 1, 2)
    hint = "Save the file as UTF-8; it looks like Windows-1252 (ANSI)."
    problem = Problem("not UTF-8 text", place, hint)
    assert refused(tmp_path, b'"\xff"') == problem


def test_half_of_a_surrogate_pair_is_refused(tmp_path: Path) -> None:
    message = "not valid JSON: half of a surrogate pair is not valid text"
    assert refused(tmp_path, b'["\\ud800"]') == Problem(message, Place("shown.json", 1, 1))
    assert read(tmp_path, b'["\\ud83d\\ude00"]') == ["😀"]


def test_errors_have_a_place(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for data, message, line, column in [
        (b"", "Expecting value", 1, 1),
        (b"\n\n  oops", "Expecting value", 3, 3),
        (b'{"a": 1\n "b": 2}', "Expecting ',' delimiter", 2, 2),
        (b"[]\n[]", "Extra data", 2, 1),
        (b'["a', "Unterminated string starting at", 1, 2),
        (b'{"a": 1, "a": 2}', TWICE("a"), 1, 1),
        (b'[{"b": {"a": 1, "\\u0061": 1}}]', TWICE("a"), 1, 1),
        (b'{"": 1, "": 1}', TWICE(""), 1, 1),
        (b"NaN", "NaN is not a JSON number", 1, 1),
        (b'{"a":\n Infinity}', "Infinity is not a JSON number", 1, 1),
        (b"[-Infinity]", "-Infinity is not a JSON number", 1, 1),
        (b"1e400", "a number is too large", 1, 1),
        (b"[-1E+999]", "a number is too large", 1, 1),
    ]:
        with subtests.test(data=data, message=message, line=line, column=column):
            folder = fresh(tmp_path)
            place = Place("shown.json", line, column)
            assert refused(folder, data) == Problem(f"not valid JSON: {message}", place)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"[" * 100_000, "not valid JSON: nested too deeply"),
        (b'{"a":' * 100_000, "not valid JSON: nested too deeply"),
        (b"1" * 5000, "not valid JSON: a number has too many digits"),
    ],
    ids=["deep-lists", "deep-mappings", "long-number"],
)
def test_values_that_python_cannot_hold_are_errors_of_the_file(
    tmp_path: Path, data: bytes, message: str
) -> None:
    assert refused(tmp_path, data) == Problem(message, Place("shown.json", 1, 1))


@pytest.mark.parametrize("number", ["1e308", "-1.7976931348623157e308", "5e-324", "1e-400"])
def test_a_number_that_python_can_hold_is_read(tmp_path: Path, number: str) -> None:
    assert read(tmp_path, number.encode()) == float(number)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        jsonfile.load_json(tmp_path / "none.json", "shown.json")
    message = 'cannot read "shown.json": No such file or directory'
    assert caught.value.problems == (Problem(message),)


def test_an_unreadable_baseline_is_one_message(subtests: pytest.Subtests, tmp_path: Path) -> None:
    for name, err in [
        ("none.json", 'cannot read "none.json": No such file or directory'),
        ("live.json/x", 'cannot read "live.json/x": Not a directory'),
        (".", 'cannot read ".": Is a directory'),
        ("numbers.yaml", "numbers.yaml:1:1: not valid JSON: Expecting value"),
        ("cut.json", "cut.json:1:12: not valid JSON: Expecting value"),
        ("twice.json", f"twice.json:1:1: not valid JSON: {TWICE('format')}"),
        (
            "hostile\x1b[31m\n.json",
            'cannot read "hostile\\x1b[31m\\n.json": No such file or directory',
        ),
    ]:
        with subtests.test(name=name, err=err):
            project = good_project(fresh(tmp_path))
            project.write(cut__json='{"format": ', twice__json='{"format": 1, "format": 1}')
            ran = project.run("check", "--baseline", name)
            assert (ran.code, ran.out, ran.err) == (1, "", f"Error: {err}\n{MAKE_ONE}")


@pytest.mark.parametrize(
    ("text", "err"),
    [
        ("{,}", "s.json:1:2: not valid JSON: "),
        ('{"a": 1, "a": 1}', f"s.json:1:1: not valid JSON: {TWICE('a')}"),
    ],
)
def test_a_schema_that_is_not_json_is_reported_with_its_place(
    project: Project, text: str, err: str
) -> None:
    project.write(driftcheck__yaml=CONFIG + "schema: s.json\n", s__json=text)
    ran = project.run("check")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"Error: {err}")
