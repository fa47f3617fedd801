"""Globs that find what is hostile, or very much: a bound, a reason, and nothing left out."""

import os
import re
from itertools import product
from pathlib import Path

import pytest

from tests.hostile.roles import DECLARATIONS, LISTED, PACK, Role
from tests.hostile.running import Runner, fine, harmless, refused
from tests.support import DECLARED, fresh

MANY = 10_000
PLACE = r"^Error: driftcheck\.yaml:\d+:\d+: "
listed = pytest.mark.parametrize("role", LISTED, ids=str)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with very many files of declarations, which are one and the same on the disk."""
    folder = tmp_path_factory.mktemp("crowd")
    (folder / "0.yaml").write_text("version: 1\nnumbers: []\n", encoding="utf-8")
    for index in range(1, MANY):
        os.link(folder / "0.yaml", folder / f"{index}.yaml")
    (folder / "last.yaml").write_text(DECLARED, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_ten_thousand_files_are_read(crowd: Path, tmp_path: Path, run: Runner) -> None:
    DECLARATIONS.project(tmp_path, f"{crowd}/*.yaml")
    fine(run("check", cwd=tmp_path))


@pytest.mark.slow
def test_a_glob_that_matches_very_many_names_ends_soon(
    crowd: Path, tmp_path: Path, run: Runner
) -> None:
    DECLARATIONS.project(tmp_path, "n/**/*.yaml")
    (tmp_path / "n").mkdir()
    for index in range(13):
        (tmp_path / "n" / f"{index}").symlink_to(crowd)
    refused(run("validate", cwd=tmp_path), PLACE, "more than 250,000 files and folders")


def test_a_glob_at_the_root_ends_soon(tmp_path: Path, run: Runner) -> None:
    DECLARATIONS.project(tmp_path, "/*.no-such-ending")
    refused(run("validate", cwd=tmp_path), PLACE, r'"/\*\.no-such-ending" matches no file')


def test_an_expensive_pattern_ends_soon(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for pattern in [
        "*/" * 2_000 + "x",
        "**/" * 300 + "x",
        "[" * 2_000,
        "*" * 2_000 + "x",
        "*a" * 1_000,
        "?" * 99,
    ]:
        with subtests.test(pattern=pattern):
            folder = fresh(tmp_path)
            DECLARATIONS.project(folder, f"n/{pattern}")
            (folder / "n").mkdir()
            (folder / "n" / ("a" * 250)).touch()
            ran = harmless(run("validate", cwd=folder))
            assert (ran.code, ran.out) == (1, "")
            assert re.match(f"{PLACE}.*matches no file", ran.err)


def found(role: Role, folder: Path, pattern: str = "n/*") -> Path:
    """A project that looks for files in a folder, in which one is good; the folder."""
    role.project(folder, pattern)
    (folder / "n").mkdir()
    (folder / "n" / "a.yaml").write_text(role.good, encoding="utf-8")
    return folder / "n"


def test_a_link_to_a_folder_is_a_folder(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role, pattern in product(LISTED, ["n/*", "n/*.yaml", "n/**", "n/**/*.yaml"]):
        with subtests.test(role=str(role), pattern=pattern):
            home = fresh(tmp_path)
            folder = found(role, home, pattern)
            (home / "elsewhere").mkdir()
            (folder / "link").symlink_to(home / "elsewhere")
            fine(run("validate", cwd=home))


def test_a_link_to_a_folder_that_looks_like_a_file_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in LISTED:
        with subtests.test(role=str(role)):
            home = fresh(tmp_path)
            folder = found(role, home)
            (home / "elsewhere").mkdir()
            (folder / "b.yaml").symlink_to(home / "elsewhere")
            refused(run("validate", cwd=home), PLACE, '"n/b.yaml" is not a file that can be read')


def test_a_folder_that_links_to_itself_is_read_once(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for pattern in ["n/*", "n/**/*.yaml"]:
        with subtests.test(pattern=pattern):
            home = fresh(tmp_path)
            folder = found(PACK, home, pattern)
            (folder / "again").symlink_to(".")
            fine(run("validate", cwd=home))


def test_one_unreadable_file_among_others_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role, target in product(LISTED, ["/dev/zero", "/proc/self/mem", "c.yaml", "gone"]):
        with subtests.test(role=str(role), target=target):
            home = fresh(tmp_path)
            folder = found(role, home)
            (folder / "c.yaml").symlink_to(target)
            refused(
                run("validate", cwd=home), '"n/c.yaml"', "is not a file that can be|cannot read"
            )


def test_a_pipe_among_files_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in LISTED:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            os.mkfifo(found(role, folder) / "p")
            refused(run("validate", cwd=folder), PLACE, '"n/p" is not a file that can be read')


def test_a_file_that_vanishes_after_a_glob_found_it_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in LISTED:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            found(role, folder)
            ran = run("validate", cwd=folder, vanishes="a.yaml")
            refused(ran, '^Error: cannot read "n/a.yaml": No such file')


def test_a_folder_that_may_not_be_listed_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, humble: Runner
) -> None:
    for pattern in ["n/*/*.yaml", "n/**/*.yaml", "n/s/*.yaml"]:
        with subtests.test(pattern=pattern):
            folder = fresh(tmp_path)
            shut = found(DECLARATIONS, folder, pattern) / "s"
            shut.mkdir(mode=0o300)
            ran = humble("validate", cwd=folder)
            shut.chmod(0o700)
            refused(ran, PLACE, 'cannot read the folder "n/s": Permission denied')


def test_a_folder_that_may_not_be_entered_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, humble: Runner
) -> None:
    """Its names are known, and nothing else."""
    for role, pattern in product(
        LISTED,
        [
            "n/*/*.yaml",
            "n/s/*.yaml",
            "n/**/*.yaml",
            "n/*/b.yaml",
        ],
    ):
        with subtests.test(role=str(role), pattern=pattern):
            home = fresh(tmp_path)
            folder = found(role, home, pattern)
            for name in "rs":
                (folder / name).mkdir()
                (folder / name / "b.yaml").write_text(role.good, encoding="utf-8")
            (folder / "s").chmod(0o600)
            ran = humble("validate", cwd=home)
            (folder / "s").chmod(0o700)
            assert (ran.code, ran.out) == (1, "")
            assert re.search(f'{PLACE}.*"n/s(/b.yaml)?"', ran.err)


def test_a_link_in_the_place_of_a_folder_that_leads_nowhere_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for target in ["gone", "s"]:
        with subtests.test(target=target):
            home = fresh(tmp_path)
            folder = found(DECLARATIONS, home, "n/*/b.yaml")
            (folder / "r").mkdir()
            (folder / "a.yaml").rename(folder / "r" / "b.yaml")
            (folder / "s").symlink_to(target)
            refused(run("validate", cwd=home), PLACE, '"n/s')
