"""What is not a readable file is refused at once and named, for a file of any kind."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hostile.kinds import FOLDER, KINDS, MISSING, PIPE, SOCKET
from tests.hostile.roles import (
    ALL,
    ALONE,
    BASELINE,
    CONFIGURATION,
    DECLARATIONS,
    LIVE_FILE,
    LIVE_OPTION,
    SECRET,
    TOGETHER,
    together,
)
from tests.hostile.running import Runner, fine, harmless, refused
from tests.support import fresh

DENIED = "Permission denied|is not readable"
NO_FILE = "pipe or a device, not a file"
CONFIG_PLACE = r"driftcheck\.yaml:\d+:\d+: "


def test_what_is_not_a_file_is_refused_with_the_reason(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role, kind in [(role, kind) for role in (*ALONE, LIVE_FILE) for kind in KINDS]:
        with subtests.test(role=str(role), kind=str(kind)):
            folder = fresh(tmp_path)
            role.project(folder)
            kind.make(folder / role.file)
            looks = kind.stands and role is not SECRET
            commands = role.finding if looks else role.reading
            told, *others = (run(*role.args(command), cwd=folder) for command in commands)
            refused(told, f'"{role.file}"', kind.reason)
            assert all(other == told for other in others)


def test_each_missing_file_is_reported_with_its_place(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for kind in KINDS:
        with subtests.test(kind=str(kind)):
            folder = fresh(tmp_path)
            together(folder)
            for role in TOGETHER:
                kind.make(folder / role.file)
            checked, validated = (harmless(run(name, cwd=folder)) for name in ("check", "validate"))
            assert (checked.code, checked.out) == (1, "")
            messages = [line for line in checked.err.splitlines() if line.startswith("Error: ")]
            assert len(messages) == len(TOGETHER)
            for role in TOGETHER:
                place = CONFIG_PLACE if kind.stands else "cannot read "
                (told,) = (text for text in messages if f'"{role.file}"' in text)
                assert re.match(f"Error: {place}.*({kind.reason})", told)
            assert checked == validated


def test_validate_refuses_a_secret_that_is_not_a_file(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for kind in [FOLDER, PIPE, SOCKET]:
        with subtests.test(kind=str(kind)):
            folder = fresh(tmp_path)
            SECRET.project(folder)
            kind.make(folder / SECRET.file)
            refused(run("validate", cwd=folder), SECRET.file, kind.reason)


def test_a_pipe_is_refused_though_somebody_waits_to_write(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in [*ALONE, DECLARATIONS]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.project(folder)
            os.mkfifo(folder / role.file)
            writer = os.open(folder / role.file, os.O_RDWR | os.O_NONBLOCK)
            os.write(writer, role.good.encode())
            ran = run(*role.args("check"), cwd=folder)
            os.close(writer)
            refused(ran, f'"{role.file}"', NO_FILE)


def test_a_check_does_not_wait_for_a_terminal(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in [*ALONE, DECLARATIONS]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.project(folder)
            ours, theirs = os.openpty()
            (folder / role.file).symlink_to(os.ttyname(theirs))
            ran = run(*role.args("check"), cwd=folder)
            os.close(ours)
            os.close(theirs)
            refused(ran, f'"{role.file}"', NO_FILE)


@contextmanager
def forbidden(path: Path) -> Iterator[None]:
    """Make a path unreadable for a while."""
    mode = path.stat().st_mode
    path.chmod(0)
    yield
    path.chmod(mode)


def test_a_file_that_may_not_be_read_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, humble: Runner
) -> None:
    for role in ALL:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.written(folder)
            with forbidden(folder / role.file):
                ran = humble(*role.args(role.reading[-1]), cwd=folder)
            refused(ran, role.file, DENIED)


def test_a_file_in_a_folder_that_may_not_be_entered_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, humble: Runner
) -> None:
    for role in [*ALONE, *TOGETHER]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            name = f"sub/{role.file}"
            role.project(folder, name)
            (folder / "sub").mkdir()
            (folder / name).write_text(role.good, encoding="utf-8")
            with forbidden(folder / "sub"):
                ran = humble(*role.args("check", name), cwd=folder)
            refused(ran, name, DENIED)


def test_a_report_is_written_though_a_file_may_not_be_read(
    subtests: pytest.Subtests, tmp_path: Path, humble: Runner
) -> None:
    for role in [CONFIGURATION, BASELINE]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.written(folder)
            with forbidden(folder / role.file):
                ran = humble(*role.args("check"), "-o", "json", cwd=folder)
            assert (ran.code, ran.json["outcome"]) == (1, "error")


def test_a_file_that_vanishes_after_it_was_found_is_refused(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in ALL:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.written(folder)
            ran = run(*role.args("check"), cwd=folder, vanishes=role.file)
            refused(ran, f'"{role.file}"', MISSING)


def test_a_link_to_a_good_file_is_followed(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role in [CONFIGURATION, LIVE_OPTION, BASELINE, LIVE_FILE]:
        with subtests.test(role=str(role)):
            folder = fresh(tmp_path)
            role.written(folder)
            linked(folder / role.file)
            fine(run(*role.args("check"), cwd=folder))


def test_links_to_several_good_files_are_followed(tmp_path: Path, run: Runner) -> None:
    together(tmp_path, {role: role.good for role in TOGETHER})
    for role in TOGETHER:
        linked(tmp_path / role.file)
    fine(run("check", cwd=tmp_path))


def linked(path: Path) -> None:
    """Put a link to a link in the place of a file."""
    good, again = path.with_suffix(".good"), path.with_suffix(".again")
    path.rename(good)
    again.symlink_to(good.name)
    path.symlink_to(again)
