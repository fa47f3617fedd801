"""What is no file that can be read is refused at once, whatever it was to be, and named."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hostile.kinds import FOLDER, KINDS, MISSING, PIPE, SOCKET, Kind
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
    Role,
    together,
)
from tests.hostile.running import Runner, fine, harmless, refused

DENIED = "Permission denied|is not readable"
NO_FILE = "pipe or a device, and no file"
CONFIG_PLACE = r"driftcheck\.yaml:\d+:\d+: "


@pytest.mark.parametrize(
    ("role", "kind"),
    [(role, kind) for role in (*ALONE, LIVE_FILE) for kind in KINDS],
    ids=str,
)
def test_what_is_no_file_is_refused_with_the_reason(
    role: Role, kind: Kind, tmp_path: Path, run: Runner
) -> None:
    role.project(tmp_path)
    kind.make(tmp_path / role.file)
    looks = kind.stands and role is not SECRET
    commands = role.finding if looks else role.reading
    told, *others = (run(*role.args(command), cwd=tmp_path) for command in commands)
    refused(told, f'"{role.file}"', kind.reason)
    assert all(other == told for other in others)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_each_file_that_is_none_is_told_with_its_place(
    kind: Kind, tmp_path: Path, run: Runner
) -> None:
    together(tmp_path)
    for role in TOGETHER:
        kind.make(tmp_path / role.file)
    checked, validated = (harmless(run(name, cwd=tmp_path)) for name in ("check", "validate"))
    assert (checked.code, checked.out) == (1, "")
    messages = [line for line in checked.err.splitlines() if line.startswith("Error: ")]
    assert len(messages) == len(TOGETHER)
    for role in TOGETHER:
        place = CONFIG_PLACE if kind.stands else "cannot read "
        (told,) = (text for text in messages if f'"{role.file}"' in text)
        assert re.match(f"Error: {place}.*({kind.reason})", told)
    assert checked == validated


@pytest.mark.parametrize("kind", [FOLDER, PIPE, SOCKET], ids=str)
def test_validate_refuses_a_secret_that_is_no_file(kind: Kind, tmp_path: Path, run: Runner) -> None:
    SECRET.project(tmp_path)
    kind.make(tmp_path / SECRET.file)
    refused(run("validate", cwd=tmp_path), SECRET.file, kind.reason)


@pytest.mark.parametrize("role", [*ALONE, DECLARATIONS], ids=str)
def test_a_pipe_is_refused_though_somebody_waits_to_write(
    role: Role, tmp_path: Path, run: Runner
) -> None:
    role.project(tmp_path)
    os.mkfifo(tmp_path / role.file)
    writer = os.open(tmp_path / role.file, os.O_RDWR | os.O_NONBLOCK)
    os.write(writer, role.good.encode())
    ran = run(*role.args("check"), cwd=tmp_path)
    os.close(writer)
    refused(ran, f'"{role.file}"', NO_FILE)


@pytest.mark.parametrize("role", [*ALONE, DECLARATIONS], ids=str)
def test_a_terminal_is_not_waited_for(role: Role, tmp_path: Path, run: Runner) -> None:
    role.project(tmp_path)
    ours, theirs = os.openpty()
    (tmp_path / role.file).symlink_to(os.ttyname(theirs))
    ran = run(*role.args("check"), cwd=tmp_path)
    os.close(ours)
    os.close(theirs)
    refused(ran, f'"{role.file}"', NO_FILE)


@contextmanager
def forbidden(path: Path) -> Iterator[None]:
    """Let nobody read a path for a while."""
    mode = path.stat().st_mode
    path.chmod(0)
    yield
    path.chmod(mode)


@pytest.mark.parametrize("role", ALL, ids=str)
def test_a_file_that_may_not_be_read_is_refused(role: Role, tmp_path: Path, humble: Runner) -> None:
    role.written(tmp_path)
    with forbidden(tmp_path / role.file):
        ran = humble(*role.args(role.reading[-1]), cwd=tmp_path)
    refused(ran, role.file, DENIED)


@pytest.mark.parametrize("role", [*ALONE, *TOGETHER], ids=str)
def test_a_file_in_a_folder_that_may_not_be_entered_is_refused(
    role: Role, tmp_path: Path, humble: Runner
) -> None:
    name = f"sub/{role.file}"
    role.project(tmp_path, name)
    (tmp_path / "sub").mkdir()
    (tmp_path / name).write_text(role.good, encoding="utf-8")
    with forbidden(tmp_path / "sub"):
        ran = humble(*role.args("check", name), cwd=tmp_path)
    refused(ran, name, DENIED)


@pytest.mark.parametrize("role", [CONFIGURATION, BASELINE], ids=str)
def test_a_report_is_written_though_a_file_may_not_be_read(
    role: Role, tmp_path: Path, humble: Runner
) -> None:
    role.written(tmp_path)
    with forbidden(tmp_path / role.file):
        ran = humble(*role.args("check"), "-o", "json", cwd=tmp_path)
    assert (ran.code, ran.json["outcome"]) == (1, "error")


@pytest.mark.parametrize("role", ALL, ids=str)
def test_a_file_that_vanishes_once_it_is_found_is_refused(
    role: Role, tmp_path: Path, run: Runner
) -> None:
    role.written(tmp_path)
    ran = run(*role.args("check"), cwd=tmp_path, vanishes=role.file)
    refused(ran, f'"{role.file}"', MISSING)


@pytest.mark.parametrize("role", [CONFIGURATION, LIVE_OPTION, BASELINE, LIVE_FILE], ids=str)
def test_a_link_to_a_good_file_is_followed(role: Role, tmp_path: Path, run: Runner) -> None:
    role.written(tmp_path)
    linked(tmp_path / role.file)
    fine(run(*role.args("check"), cwd=tmp_path))


def test_links_to_several_good_files_are_followed(tmp_path: Path, run: Runner) -> None:
    together(tmp_path, lambda role: role.good)
    for role in TOGETHER:
        linked(tmp_path / role.file)
    fine(run("check", cwd=tmp_path))


def linked(path: Path) -> None:
    """Put a link to a link in the place of a file."""
    good, again = path.with_suffix(".good"), path.with_suffix(".again")
    path.rename(good)
    again.symlink_to(good.name)
    path.symlink_to(again)
