"""Names that are hostile are shown harmlessly, in messages and in every report."""

import json
import os
import re
from itertools import product
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
)
from tests.hostile.running import Runner, fine, harmless, refused
from tests.support import CONFIG, DECLARED, fresh

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


def test_a_hostile_name_of_no_file_is_shown_as_text(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for (name, shown), role in product(NAMES.values(), [*OPTIONS, DECLARATIONS, SECRET]):
        with subtests.test(name=name, shown=shown, role=str(role)):
            folder = fresh(tmp_path)
            role.project(folder, name)
            ran = run(*role.args("check", name), cwd=folder)
            refused(ran, re.escape(f'"{shown}"'), "[Tt]here is no |No such file|matches no file")


def test_a_good_file_may_have_a_hostile_name(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for (name, shown), role in product(NAMES.values(), [PACK, LIVE_FILE]):
        with subtests.test(name=name, shown=shown, role=str(role)):
            folder = fresh(tmp_path)
            role.project(folder, name)
            (folder / name).write_text(role.good, encoding="utf-8")
            fine(run(*role.args("check", name), cwd=folder))


def test_a_name_that_is_not_text_is_shown_as_text(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in OPTIONS:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            name, shown = NOT_UTF8
            role.project(folder)
            refused(run(*role.args("check", name), cwd=folder), re.escape(f'"{shown}"'))
            (folder / name).write_text(role.good, encoding="utf-8")
            fine(run(*role.args("check", name), cwd=folder))


def test_a_hostile_name_that_a_glob_finds_is_shown_as_text(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role, (name, shown) in product(LISTED, [*NAMES.values(), NOT_UTF8]):
        with subtests.test(role=str(role), name=name, shown=shown):
            folder = fresh(tmp_path)
            role.project(folder, "n/*")
            (folder / "n").mkdir()
            (folder / "n" / name).write_text(f"{role.good}x: [\n", encoding="utf-8")
            line = role.good.count("\n") + 1
            ran = run("validate", cwd=folder)
            refused(ran, f"^Error: {re.escape(f'n/{shown}')}:{line}:4: not valid YAML: ")


def test_hostile_names_are_harmless_in_every_report(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    """Of the configuration, of declarations that the live list is not, and of the live list."""
    for name in REPORTED:
        with subtests.test(name=name):
            home = fresh(tmp_path)
            LIVE_OPTION.project(home)
            for folder, text in (("c", CONFIG.replace("numbers.yaml", "../d/*")), ("d", DECLARED)):
                (home / folder).mkdir()
                drifted = text.replace("Support", "Sales")
                (home / folder / name).write_text(drifted, encoding="utf-8")
            (home / name).write_text(LIVE_OPTION.good, encoding="utf-8")
            outputs = [part for kind in FORMATS for part in ("-o", f"{kind}=out.{kind}")]
            args = ("check", "-c", f"c/{name}", "--live", name, *outputs)
            ran = harmless(run(*args, cwd=home))
            assert (ran.code, ran.out) == (2, "")
            for kind in FORMATS:
                text = (home / f"out.{kind}").read_bytes().decode()
                assert not re.search(
                    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text.replace("\r\n", "\n")
                )
                assert kind == "github" or not re.search("^::", text, re.MULTILINE)


LONG = "n" * 255


def test_the_longest_possible_name_works(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in [*OPTIONS, DECLARATIONS, LIVE_FILE]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.project(folder, LONG)
            (folder / LONG).write_text(role.good, encoding="utf-8")
            fine(run(*role.args("check", LONG), cwd=folder))


def test_a_name_that_is_too_long_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in ALL:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.project(folder, LONG + "n")
            ran = run(*role.args("check", LONG + "n"), cwd=folder)
            refused(ran, f'"{LONG}n"')


def test_a_name_too_long_to_read_is_shortened(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in [DECLARATIONS, ENTRIES, LIVE_FILE, LIVE_OPTION]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            name = "n/" * 5_000
            role.project(folder, f"{name}x")
            refused(run(*role.args("check", f"{name}x"), cwd=folder), "n/n/n/n/")


def test_a_name_with_a_nul_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in [*NAMED, SECRET]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.project(folder, "a\0b")
            refused(run("check", cwd=folder), re.escape(r'"a\x00b"'))


ABOVE = (*NAMED, CONFIGURATION, LIVE_OPTION, BASELINE)


def test_the_parent_folder_is_not_a_file(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for name, role in product([".", "/"], ABOVE):
        with subtests.test(name=name, role=str(role)):
            home = fresh(tmp_path)
            role.project(home, name)
            refused(run(*role.args("check", name), cwd=home), f'"{name}"', "folder|directory")


def test_an_empty_name_is_refused(subtests: pytest.Subtests, tmp_path: Path, run: Runner) -> None:
    for role in [*NAMED, SECRET]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.project(folder, "")
            refused(run("check", cwd=folder), "must not be empty")


def test_names_in_json_are_the_names_of_the_files(tmp_path: Path, run: Runner) -> None:
    name = NAMES["escapes"][0]
    LIVE_OPTION.project(tmp_path)
    os.rename(tmp_path / "live.json", tmp_path / name)
    ran = run("check", "--live", name, "-o", "json", cwd=tmp_path)
    assert json.loads(ran.out)["accounts"][0]["source"] == name
