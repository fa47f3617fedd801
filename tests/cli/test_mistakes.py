"""Command-line mistakes: exit 1, and two lines with the error and a hint."""

import os
import shlex

import pytest

from tests.cli.mistake_cases import ARGUMENTS, COMMANDS, FORMATS
from tests.cli.option_mistake_cases import OPTIONS, SELECTORS, VALUES
from tests.each import each
from tests.support import CONFIG, NUMBER, Project

ALL = [*FORMATS, *COMMANDS, *ARGUMENTS, *OPTIONS, *VALUES, *SELECTORS]
FILES = {
    "driftcheck__yaml": CONFIG,
    "house__yaml": "version: 1\nname: house\nrules: []\n",
    "waivers__yaml": "version: 1\nwaivers: []\n",
    "lock__yaml": "version: 1\nhosts: []\n",
    "eu___driftcheck__yaml": CONFIG,
    "numbers___us__yaml": "version: 1\nnumbers: []\n",
    "report__json": '{"format": "driftcheck-report"}',
}


@pytest.fixture
def known(project: Project) -> Project:
    return project.live({**NUMBER, "label": "Sales Line"}).write(**FILES)


@each(("line", "wrong", "type_this"), ALL, ids=lambda line: line)
def test_a_mistake_is_two_lines_that_say_what_to_type(
    line: str, wrong: str, type_this: str, known: Project
) -> None:
    ran = known.run(*shlex.split(line))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"Error: {wrong}\n  {type_this}\n"


DECLARED = 'List "mine/*.yaml" under `declared` in driftcheck.yaml'


@each(
    ("folder", "type_this"),
    [
        (".", "Use driftcheck check without arguments."),
        ("voice", "Use driftcheck check -c voice/driftcheck.yaml."),
        ("mine/", f"{DECLARED}."),
        ("mine", f"{DECLARED}, or write driftcheck check --account mine."),
    ],
)
def test_a_folder_as_argument_is_refused_with_a_hint(
    folder: str, type_this: str, known: Project
) -> None:
    for name in ("voice", "mine"):
        (known.folder / name).mkdir()
    (known.folder / "voice" / "driftcheck.yaml").write_text(CONFIG)
    ran = known.run("check", folder)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f'Error: driftcheck check does not take "{folder}"\n  {type_this}\n'


@each(
    ("line", "holders"),
    [
        ("validate --live live.json", ["check", "import"]),
        ("--live live.json validate", ["check", "import"]),
        ("fetch --json", ["check", "history", "policy list"]),
    ],
)
def test_the_commands_that_have_an_option_are_named(
    line: str, holders: list[str], known: Project
) -> None:
    ran = known.run(*shlex.split(line))
    assert ran.code == 1
    assert [name for name in holders if f" {name}" not in ran.err.splitlines()[1]] == []


def test_an_invalid_value_in_the_environment_is_reported_by_variable(known: Project) -> None:
    ran = known.run("check", env={"DRIFTCHECK_FAIL_ON": "hihg"})
    choices = "critical, high, medium, low, info, never"
    assert ran.err == (
        f'Error: DRIFTCHECK_FAIL_ON: "hihg" is not one of {choices}\n  Did you mean "high"?\n'
    )


def test_what_follows_an_unknown_option_is_not_shown(known: Project) -> None:
    for args in (["--password", "s3cret"], ["--password=s3cret"], ["--secret-key=s3cret"]):
        ran = known.run("check", *args)
        assert (ran.code, "s3cret" in ran.err) == (1, False)


@each(
    ("args", "hint"),
    [
        (["history", "postgresql://me:s3cret@db/x"], "Use driftcheck history --database URL."),
        (["check", "https://me:s3cret@example.com/x"], "Use driftcheck check --url URL."),
        (["https://me:s3cret@example.com/x"], "Use driftcheck check --url URL."),
        (["demo", "https://me:s3cret@example.com/x"], "See: driftcheck demo --help"),
        (["check", "--html", "https://me:s3cret@example.com/x.html"], None),
        (["check", "--fail-on", "https://me:s3cret@example.com/x"], None),
        (["check", "--https://me:s3cret@example.com/x"], None),
    ],
)
def test_the_password_in_a_url_is_not_repeated(
    args: list[str], hint: str | None, known: Project
) -> None:
    ran = known.run(*args)
    assert (ran.code, "s3cret" in ran.err) == (1, False)
    assert hint is None or ran.err.endswith(f"\n  {hint}\n")


def test_hostile_words_cannot_move_the_cursor(known: Project) -> None:
    for args in (
        ["\x1b[2Jx"],
        ["check", "\x1b[2Jx.yaml"],
        ["check", "--\x1b[2J"],
        ["history", "\x1b"],
    ):
        ran = known.run(*args)
        assert (ran.code, "\x1b" in ran.err, "internal" in ran.err) == (1, False, False)


def test_it_does_not_wait_for_a_pipe_without_writer(known: Project) -> None:
    os.mkfifo(known.folder / "pipe.yaml")
    ran = known.run("check", "pipe.yaml")
    assert (ran.code, 'does not take "pipe.yaml"' in ran.err) == (1, True)


def test_masked_numbers_stay_masked_in_a_mistaken_selection(known: Project) -> None:
    ran = known.run("check", "--mask-numbers", "--select", "+12025550100")
    assert (ran.code, "12025550100" in ran.err) == (1, False)
