"""Hostile JSON is refused where it is hostile; what is odd only is read."""

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from tests.hostile.cases_json import DEEP, NUMBERS, SYNTAX, bomb
from tests.hostile.roles import BASELINE, ENTRIES, ENTRIES_JSON, JSONS, LIVE_OPTION
from tests.hostile.running import Runner, fine, harmless, refused
from tests.support import NUMBER, fresh

roles = pytest.mark.parametrize("role", JSONS, ids=str)


def test_invalid_json_is_refused_at_its_place(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for case in SYNTAX:
        with subtests.test(case=str(case)):
            folder = fresh(tmp_path)
            for role in (BASELINE, ENTRIES_JSON):
                role.written(folder, case.data(role))
            ran = run(*BASELINE.args("check"), cwd=folder)
            told = case.told(BASELINE) + case.told(ENTRIES_JSON)
            assert (ran.code, ran.out, ran.err) == (1, "", told)


def test_a_live_list_that_is_not_json_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for case in SYNTAX:
        with subtests.test(case=str(case)):
            folder = fresh(tmp_path)
            LIVE_OPTION.written(folder, case.data(LIVE_OPTION))
            ran = run(*LIVE_OPTION.args("check"), cwd=folder)
            assert (ran.code, ran.out, ran.err) == (1, "", case.told(LIVE_OPTION))


def test_validate_reports_the_same_about_a_schema_as_check(tmp_path: Path, run: Runner) -> None:
    ENTRIES_JSON.written(tmp_path, SYNTAX[0].data(ENTRIES_JSON))
    assert run("validate", cwd=tmp_path).err == SYNTAX[0].told(ENTRIES_JSON)


def test_json_that_is_nested_too_deep_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role, deep in product(JSONS, DEEP):
        with subtests.test(role=str(role), deep=deep):
            folder = fresh(tmp_path)
            role.written(folder, DEEP[deep])
            refused(run(*role.args("check"), cwd=folder), role.file, "nested too deeply")


def test_a_number_that_json_does_not_have_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role, number in product(JSONS, NUMBERS):
        with subtests.test(role=str(role), number=number):
            folder = fresh(tmp_path)
            role.written(folder, NUMBERS[number])
            refused(run(*role.args("check"), cwd=folder), role.file, "JSON|number is|many digits")


ODD: dict[str, Callable[[str], bytes]] = {
    "a byte order mark": lambda good: good.encode("utf-8-sig"),
    "CRLF": lambda good: good.replace("\n", "\r\n").encode(),
    "CR": lambda good: good.replace("\n", "\r").encode(),
    "no line end": lambda good: good.rstrip().encode(),
    "one line": lambda good: good.replace("\n", "").encode(),
    "five megabytes of space": lambda good: (" " * 5_000_000 + good).encode(),
    "a hundred thousand empty lines": lambda good: ("\n" * 100_000 + good).encode(),
}


def test_unusual_but_valid_text_is_read(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role, odd in product(JSONS, ODD):
        with subtests.test(role=str(role), odd=odd):
            folder = fresh(tmp_path)
            role.written(folder, ODD[odd](role.good))
            fine(run(*role.args("check"), cwd=folder))


def test_lines_are_counted_with_any_line_ending(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role, end in product(JSONS, ["\n", "\r\n"]):
        with subtests.test(role=str(role), end=end):
            folder = fresh(tmp_path)
            role.written(folder, f"{role.good}\n]\n".replace("\n", end).encode())
            line = role.good.count("\n") + 2
            ran = run(*role.args("check"), cwd=folder)
            refused(ran, f"{role.file}:{line}:1: |line {line}, column 1: ")


def test_text_that_is_not_utf_8_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role, data in product(JSONS, [b"\xe9", b"\xf0\x9f\x98"]):
        with subtests.test(role=str(role), data=data):
            folder = fresh(tmp_path)
            role.written(folder, role.good.encode() + data)
            refused(run(*role.args("check"), cwd=folder), role.file, "not UTF-8 text")


def test_latin_1_is_refused_at_its_place(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in [ENTRIES_JSON, BASELINE]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.written(folder, role.good.encode() + ' "é"'.encode("latin-1"))
            line = role.good.count("\n") + 1
            ran = run(*role.args("check"), cwd=folder)
            refused(ran, f"{role.file}:{line}:3: |line {line}, column 3", "not UTF-8 text")


def test_a_live_list_in_utf_16_is_refused(tmp_path: Path, run: Runner) -> None:
    LIVE_OPTION.written(tmp_path, LIVE_OPTION.good.encode("utf-16"))
    ran = run(*LIVE_OPTION.args("check"), cwd=tmp_path)
    refused(ran, r"list\.json", "not UTF-8 text")


def test_other_json_in_utf_16_is_also_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in [ENTRIES_JSON, BASELINE]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.written(folder, role.good.encode("utf-16"))
            refused(run(*role.args("check"), cwd=folder), role.file, "not UTF-8 text")


def test_json_of_another_kind_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role, value in product(JSONS, ["null", "5"]):
        with subtests.test(role=str(role), value=value):
            folder = fresh(tmp_path)
            role.written(folder, value)
            refused(run(*role.args("check"), cwd=folder), role.file)


def test_an_object_with_very_many_names_is_refused_with_a_short_message(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in JSONS:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            count = 200 if role is ENTRIES_JSON else 100_000
            role.written(folder, json.dumps({f"k{number}": 1 for number in range(count)}))
            ran = harmless(run(*role.args("check"), cwd=folder))
            assert (ran.code, ran.out) == (1, "")
            assert len(ran.err) < 5_000


def test_a_long_name_is_shortened(subtests: pytest.Subtests, tmp_path: Path, run: Runner) -> None:
    for role in JSONS:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.written(folder, json.dumps({"k" * (1 << 20): 1}))
            refused(run(*role.args("check"), cwd=folder), role.file)


MORE: list[dict[str, object]] = [
    {"k" * (1 << 20): 1},
    {f"k{number}": 1 for number in range(10_000)},
    {"x": "y" * (1 << 22)},
]


def test_more_of_an_entry_than_anybody_reads_is_shortened(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for more in MORE:
        with subtests.test(more=more):
            folder = fresh(tmp_path)
            LIVE_OPTION.written(folder, json.dumps([{**NUMBER, **more}]))
            ran = run(*LIVE_OPTION.args("check"), cwd=folder)
            fine(ran)
            assert len(ran.out) < 20_000


def test_a_schema_whose_references_multiply_does_not_hang(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in [ENTRIES, ENTRIES_JSON]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.written(folder, bomb(30))
            harmless(run("validate", cwd=folder))


def test_a_schema_nested_deep_is_refused_or_read(tmp_path: Path, run: Runner) -> None:
    for levels in (60, 200, 900):
        ENTRIES_JSON.written(tmp_path, '{"not": ' * levels + "{}" + "}" * levels)
        assert harmless(run("validate", cwd=tmp_path)).code in (0, 1)


def test_half_a_character_in_a_schema_is_refused_with_a_plain_message(
    tmp_path: Path, run: Runner
) -> None:
    ENTRIES_JSON.written(tmp_path, '{"title": "\\ud800"}')
    ran = run("validate", cwd=tmp_path)
    refused(ran, r"^Error: schema\.json:")
    assert "UnicodeEncodeError" not in ran.err


def test_half_a_character_in_a_live_list_does_no_harm(tmp_path: Path, run: Runner) -> None:
    LIVE_OPTION.written(tmp_path, json.dumps([{**NUMBER, "label": "\ud800", "\udfff": 1}]))
    for kind in ("text", "html"):
        ran = harmless(run(*LIVE_OPTION.args("check"), "-o", kind, cwd=tmp_path))
        assert (ran.code, ran.err) == (2, "")
