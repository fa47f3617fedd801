"""Files that are too large are refused at once, others read; and a small project needs little."""

from pathlib import Path

import pytest

from tests.hostile.roles import (
    CONFIGURATION,
    DECLARATIONS,
    ENTRIES_JSON,
    LIVE_OPTION,
    SECRET,
    TOGETHER,
    Role,
)
from tests.hostile.running import Runner, fine, refused
from tests.support import fresh

MIB = 1 << 20
SMALL = [role for role in (CONFIGURATION, *TOGETHER, ENTRIES_JSON) if role is not DECLARATIONS]


def grown(role: Role, folder: Path, size: int) -> None:
    """A project whose file is good, and then empty up to a size."""
    role.written(folder)
    with (folder / role.file).open("r+b") as file:
        file.truncate(size)


def test_files_written_by_hand_may_have_16_mib(
    subtests: pytest.Subtests, tmp_path: Path, run: Runner
) -> None:
    for role, size in [
        *((role, 50 * MIB) for role in SMALL),
        (CONFIGURATION, 16 * MIB + 1),
        (CONFIGURATION, MIB * MIB // 16),
    ]:
        with subtests.test(role=str(role), size=size):
            folder = fresh(tmp_path)
            grown(role, folder, size)
            for command in role.reading:
                ran = run(*role.args(command), cwd=folder, alone=True, memory=1200 * MIB)
                refused(ran, f'"{role.file}"', "it is larger than 16 MiB")


def test_16_mib_are_read(tmp_path: Path, run: Runner) -> None:
    role = CONFIGURATION
    role.written(tmp_path, role.good + "#" * (16 * MIB - len(role.good)))
    fine(run(*role.args("validate"), cwd=tmp_path, alone=True))


def test_declarations_of_20_mib_are_read(tmp_path: Path, run: Runner) -> None:
    note = "x" * 200_000
    more = "".join(
        f"  - {{phone_number: +1202555{n:04}, metadata: {{note: {note}}}}}\n"
        for n in range(200, 305)
    )
    DECLARATIONS.written(tmp_path, DECLARATIONS.good + more)
    ran = run("validate", cwd=tmp_path, alone=True)
    fine(ran)
    assert "106 numbers declared" in ran.out


def test_a_live_list_of_20_mib_is_read(tmp_path: Path, run: Runner) -> None:
    LIVE_OPTION.written(tmp_path, " " * (20 * MIB) + LIVE_OPTION.good)
    fine(run(*LIVE_OPTION.args("check"), cwd=tmp_path, alone=True))


def test_a_secret_that_is_too_large_is_refused(tmp_path: Path, run: Runner) -> None:
    SECRET.written(tmp_path, "x" * 70_000)
    refused(run("check", cwd=tmp_path), SECRET.file, "larger than (64 KiB|65,?536 bytes)")


def test_a_small_project_needs_less_than_a_gigabyte(tmp_path: Path, run: Runner) -> None:
    DECLARATIONS.written(tmp_path)
    fine(run("check", cwd=tmp_path, alone=True, memory=700 * MIB))
