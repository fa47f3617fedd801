"""Hostile YAML is refused where it is hostile, in all that is YAML; what is odd only is read."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from tests.hostile.cases_yaml import ALL, TAGGED, UTF16, UTF32
from tests.hostile.roles import (
    CONFIGURATION,
    DECLARATIONS,
    ENTRIES,
    TOGETHER,
    YAMLS,
    together,
)
from tests.hostile.running import Runner, fine, harmless, refused
from tests.support import fresh

roles = pytest.mark.parametrize("role", YAMLS, ids=str)


def test_hostile_yaml_is_refused_at_its_place(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for case in ALL:
        with subtests.test(case=str(case)):
            folder = fresh(tmp_path)
            together(folder, {role: case.after(role.good) for role in TOGETHER})
            told = "".join(case.told(role.file, role.good) for role in TOGETHER)
            ran = run("check", cwd=folder)
            assert (ran.code, ran.out, ran.err) == (1, "", told)
            assert not (folder / "pwned").exists()


def test_a_hostile_configuration_is_refused_at_its_place(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for case in ALL:
        with subtests.test(case=str(case)):
            folder = fresh(tmp_path)
            role = CONFIGURATION
            role.written(folder, case.after(role.good))
            ran = run(*role.args("validate"), cwd=folder)
            assert (ran.code, ran.out, ran.err) == (1, "", case.told(role.file, role.good))
            assert not (folder / "pwned").exists()


ODD: dict[str, Callable[[str], bytes]] = {
    "a byte order mark": lambda good: good.encode("utf-8-sig"),
    "CRLF": lambda good: good.replace("\n", "\r\n").encode(),
    "CR": lambda good: good.replace("\n", "\r").encode(),
    "no line end": lambda good: good.rstrip().encode(),
    "a comment of five megabytes": lambda good: f"# {'x' * 5_000_000}\n{good}".encode(),
    "a hundred thousand empty lines": lambda good: ("\n" * 100_000 + good).encode(),
    "an explicit document": lambda good: f"%YAML 1.2\n---\n{good}...\n".encode(),
    "a smile": lambda good: f"# 😀\n{good}".encode(),
}


def test_unusual_but_valid_text_is_read(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for odd, written in ODD.items():
        with subtests.test(odd=odd):
            folder = fresh(tmp_path)
            together(folder, {role: written(role.good) for role in TOGETHER})
            fine(run("check", cwd=folder))


def test_an_unusual_but_valid_configuration_is_read(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for odd, written in ODD.items():
        with subtests.test(odd=odd):
            folder = fresh(tmp_path)
            CONFIGURATION.written(folder, written(CONFIGURATION.good))
            fine(run(*CONFIGURATION.args("validate"), cwd=folder))


def test_lines_are_counted_with_any_line_ending(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role, end in product(YAMLS, ["\r\n", "\r"]):
        with subtests.test(role=str(role), end=end):
            folder = fresh(tmp_path)
            role.written(folder, f"{role.good}# fine\n\nx: [\n".replace("\n", end).encode())
            ran = run(*role.args("validate"), cwd=folder)
            refused(ran, f"^Error: {role.file}:{role.good.count(chr(10)) + 3}:4: not valid YAML: ")


def test_utf_16_and_32_are_refused_with_what_to_do(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for encoding, hint in [("utf-16", UTF16), ("utf-32", UTF32)]:
        with subtests.test(encoding=encoding):
            folder = fresh(tmp_path)
            together(folder, {role: role.good.encode(encoding) for role in TOGETHER})
            ran = run("validate", cwd=folder)
            said = f":1:1: not UTF-8 text\n  {hint}\n"
            assert ran.err == "".join(f"Error: {role.file}{said}" for role in TOGETHER)


def test_utf_16_without_a_mark_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in YAMLS:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.written(folder, role.good.encode("utf-16-le"))
            ran = run(*role.args("validate"), cwd=folder)
            assert (
                ran.err
                == f"Error: {role.file}:1:2: a character that YAML does not allow: '\\x00'\n"
            )


def test_validate_reports_the_same_as_check(tmp_path: Path, run: Runner) -> None:
    together(tmp_path, {role: TAGGED[0].after(role.good) for role in TOGETHER})
    assert run("validate", cwd=tmp_path) == run("check", cwd=tmp_path)


def test_only_the_first_of_very_many_problems_are_shown(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in YAMLS:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            keys = "".join(f"k{number}: 1\n" for number in range(200))
            role.written(folder, role.good + keys)
            ran = harmless(run(*role.args("validate"), cwd=folder))
            assert (ran.code, ran.out) == (1, "")
            assert ran.err.startswith(f"Error: {role.file}:")
            assert '"k0"' in ran.err
            assert ran.err.endswith("... and 150 more errors.\n")


def test_a_long_key_is_shortened(subtests: pytest.Subtests, tmp_path: Path, run: Runner) -> None:
    for role in [CONFIGURATION, ENTRIES]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.written(folder, f"{role.good}? {'k' * (1 << 20)}\n: 1\n")
            ran = run(*role.args("validate"), cwd=folder)
            refused(ran, f"^Error: {role.file}:", "kkkk")


def test_a_hundred_thousand_keys_are_read_where_any_key_is_allowed(
    tmp_path: Path, run: Runner
) -> None:
    keys = "".join(f"      k{number}: v\n" for number in range(100_000))
    DECLARATIONS.written(tmp_path, f"{DECLARATIONS.good}    metadata:\n{keys}")
    fine(run("validate", cwd=tmp_path))


def test_control_sequences_of_a_terminal_are_shown_as_text(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in YAMLS:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            key = r'"\u202e\e[2J\a\n::error::x\r\0"'
            role.written(folder, f"{role.good}{key}: 1\n")
            ran = run(*role.args("validate"), cwd=folder)
            refused(ran, r"\\u202e\\x1b\[2J\\x07\\n::error::x\\r\\x00")


def test_half_a_character_in_an_escape_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in YAMLS:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.written(folder, f'{role.good}x: "\\ud800"\n')
            ran = run(*role.args("validate"), cwd=folder)
            refused(ran, f"^Error: {role.file}:{role.good.count(chr(10)) + 1}:5: not valid YAML: ")
            assert ran.err.endswith("it has no special meaning.\n")
