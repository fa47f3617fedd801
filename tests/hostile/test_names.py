"""Names that are hostile are shown harmlessly, in messages and in every report."""

import json
import os
import re
from pathlib import Path

import pytest

from driftcheck.report import FORMATS
from tests.hostile.roles import (
    ALL,
    BASELINE,
    CONFIGURATION,
    DECLARATIONS,
    ENTRIES,
    LISTED,
    LIVE_FILE,
    LIVE_OPTION,
    NAMED,
    PACK,
    SECRET,
    Role,
)
from tests.hostile.running import Runner, fine, harmless, refused
from tests.support import CONFIG, DECLARED

NAMES = {
    "lines and a command": ("a\n::error::x\r\nCLEAN", r"a\n::error::x\r\nCLEAN"),
    "a command": ("::error file=x::y", "::error file=x::y"),
    "a command of another system": ("##[error]x", r"#\x23[error]x"),
    "escapes": ("a\x1b[2J\x1b]0;x\x07", r"a\x1b[2J\x1b]0;x\x07"),
    "C1 controls": ("a\x9b2J", r"a\x9b2J"),
    "another direction": ("a\u202ecod.yaml", r"a\u202ecod.yaml"),
    "quotes": ("a\"b'c\\", "a\"b'c\\"),
    "markup": ("<b>&amp;[x](y)|`", "<b>&amp;[x](y)|`"),
}
NOT_UTF8 = ("a\udcff\udcfe", r"a\udcff\udcfe")
REPORTED = [
    *(NAMES[name][0] for name in ("lines and a command", "escapes", "another direction", "markup")),
    NOT_UTF8[0],
]
names = pytest.mark.parametrize(("name", "shown"), NAMES.values(), ids=NAMES)
OPTIONS = (CONFIGURATION, LIVE_OPTION, BASELINE)


@names
@pytest.mark.parametrize("role", [*OPTIONS, DECLARATIONS, SECRET], ids=str)
def test_a_hostile_name_of_nothing_is_told_as_text(
    role: Role, name: str, shown: str, tmp_path: Path, run: Runner
) -> None:
    role.project(tmp_path, name)
    ran = run(*role.args("check", name), cwd=tmp_path)
    refused(ran, re.escape(f'"{shown}"'), "[Tt]here is no |No such file|matches no file")


@names
@pytest.mark.parametrize("role", [PACK, LIVE_FILE], ids=str)
def test_a_good_file_may_have_a_hostile_name(
    role: Role, name: str, shown: str, tmp_path: Path, run: Runner
) -> None:
    role.project(tmp_path, name)
    (tmp_path / name).write_text(role.good, encoding="utf-8")
    fine(run(*role.args("check", name), cwd=tmp_path))


@pytest.mark.parametrize("role", OPTIONS, ids=str)
def test_a_name_that_is_no_text_is_told_as_text(role: Role, tmp_path: Path, run: Runner) -> None:
    name, shown = NOT_UTF8
    role.project(tmp_path)
    refused(run(*role.args("check", name), cwd=tmp_path), re.escape(f'"{shown}"'))
    (tmp_path / name).write_text(role.good, encoding="utf-8")
    fine(run(*role.args("check", name), cwd=tmp_path))


@pytest.mark.parametrize("role", LISTED, ids=str)
@pytest.mark.parametrize(("name", "shown"), [*NAMES.values(), NOT_UTF8], ids=[*NAMES, "no text"])
def test_a_hostile_name_that_a_glob_finds_is_told_as_text(
    role: Role, name: str, shown: str, tmp_path: Path, run: Runner
) -> None:
    role.project(tmp_path, "n/*")
    (tmp_path / "n").mkdir()
    (tmp_path / "n" / name).write_text(f"{role.good}x: [\n", encoding="utf-8")
    line = role.good.count("\n") + 2
    ran = run("validate", cwd=tmp_path)
    refused(ran, f"^Error: {re.escape(f'n/{shown}')}:{line}:1: not valid YAML: ")


@pytest.mark.parametrize("name", REPORTED, ids=ascii)
def test_hostile_names_are_harmless_in_every_report(name: str, tmp_path: Path, run: Runner) -> None:
    """Of the configuration, of declarations that the live list is not, and of the live list."""
    LIVE_OPTION.project(tmp_path)
    for folder, text in (("c", CONFIG.replace("numbers.yaml", "../d/*")), ("d", DECLARED)):
        (tmp_path / folder).mkdir()
        drifted = text.replace("Support", "Sales")
        (tmp_path / folder / name).write_text(drifted, encoding="utf-8")
    (tmp_path / name).write_text(LIVE_OPTION.good, encoding="utf-8")
    outputs = [part for kind in FORMATS for part in ("-o", f"{kind}=out.{kind}")]
    args = ("check", "-c", f"c/{name}", "--live", name, *outputs)
    ran = harmless(run(*args, cwd=tmp_path))
    assert (ran.code, ran.out) == (2, "")
    for kind in FORMATS:
        text = (tmp_path / f"out.{kind}").read_bytes().decode()
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text.replace("\r\n", "\n"))
        assert kind == "github" or not re.search("^::", text, re.MULTILINE)


LONG = "n" * 255


@pytest.mark.parametrize("role", [*OPTIONS, DECLARATIONS, LIVE_FILE], ids=str)
def test_the_longest_name_is_a_name(role: Role, tmp_path: Path, run: Runner) -> None:
    role.project(tmp_path, LONG)
    (tmp_path / LONG).write_text(role.good, encoding="utf-8")
    fine(run(*role.args("check", LONG), cwd=tmp_path))


@pytest.mark.parametrize("role", ALL, ids=str)
def test_a_name_that_is_too_long_is_refused(role: Role, tmp_path: Path, run: Runner) -> None:
    role.project(tmp_path, LONG + "n")
    ran = run(*role.args("check", LONG + "n"), cwd=tmp_path)
    refused(ran, f'"{LONG}n"')


@pytest.mark.parametrize("role", [DECLARATIONS, ENTRIES, LIVE_FILE, LIVE_OPTION], ids=str)
def test_a_name_that_nobody_reads_is_told_in_short(role: Role, tmp_path: Path, run: Runner) -> None:
    name = "n/" * 5_000
    role.project(tmp_path, f"{name}x")
    refused(run(*role.args("check", f"{name}x"), cwd=tmp_path), "n/n/n/n/")


@pytest.mark.parametrize("role", [*NAMED, SECRET], ids=str)
def test_a_name_with_a_nul_is_refused(role: Role, tmp_path: Path, run: Runner) -> None:
    role.project(tmp_path, "a\0b")
    refused(run("check", cwd=tmp_path), re.escape(r'"a\x00b"'))


ABOVE = [pytest.param(role) for role in (*NAMED, CONFIGURATION, LIVE_OPTION, BASELINE)]


@pytest.mark.parametrize("name", [".", "/"])
@pytest.mark.parametrize("role", ABOVE, ids=str)
def test_a_folder_above_is_no_file(role: Role, name: str, tmp_path: Path, run: Runner) -> None:
    role.project(tmp_path, name)
    refused(run(*role.args("check", name), cwd=tmp_path), f'"{name}"', "folder|directory")


@pytest.mark.parametrize("role", [*NAMED, SECRET], ids=str)
def test_an_empty_name_is_refused(role: Role, tmp_path: Path, run: Runner) -> None:
    role.project(tmp_path, "")
    refused(run("check", cwd=tmp_path), "must not be empty")


def test_names_in_json_are_those_of_the_files(tmp_path: Path, run: Runner) -> None:
    name = NAMES["escapes"][0]
    LIVE_OPTION.project(tmp_path)
    os.rename(tmp_path / "live.json", tmp_path / name)
    ran = run("check", "--live", name, "-o", "json", cwd=tmp_path)
    assert json.loads(ran.out)["accounts"][0]["source"] == name
