"""Unusual folders: the error names what failed, and nothing else."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from driftcheck.model import OutputError
from driftcheck.output import File, write_all
from tests.cli.disks import VERDICT, not_written
from tests.cli.processes import DRIFTCHECK, files, ran
from tests.cli.test_unwritable import CAN_BE_POWERLESS, POWERLESS
from tests.support import Project, Ran

MOUNTED = "  Mount the folder, not only the file: a new file is written beside it, then renamed.\n"
NO_SCRATCH = """\
import sys, tempfile
from driftcheck.__main__ import main
tempfile._candidate_tempdir_list = lambda: ["/nowhere"]
main(sys.argv[1:])
"""
BUSY = """\
import errno, os, sys
from driftcheck.__main__ import main

def replace(source, target):
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), source)

os.replace = replace
main(sys.argv[1:])
"""
"""The command, with every file a mount point."""


@pytest.fixture
def locked(project: Project) -> Iterator[Project]:
    """A project whose `.git` points into an unreadable folder."""
    folder = project.folder / "locked"
    folder.mkdir()
    (project.folder / ".git").symlink_to("locked/git")
    folder.chmod(0)
    yield project
    folder.chmod(0o755)


@CAN_BE_POWERLESS
def test_an_unreadable_git_folder_is_still_one(locked: Project) -> None:
    args = ("check", "-q", "-o", "gitlab", "-c", str(locked.folder / "driftcheck.yaml"))
    done = ran(*POWERLESS, *DRIFTCHECK, *args, cwd=locked.folder)
    assert done == Ran(0, "[]\n", "")


@pytest.mark.parametrize("args", [("demo",), ("import", "--live", "live.json", "-o", "new")])
def test_a_missing_temporary_folder_is_reported(args: tuple[str, ...], project: Project) -> None:
    before = files(project.folder)
    done = project.python("-c", NO_SCRATCH, *args)
    told = "Error: cannot write to a temporary folder: No usable temporary directory found in "
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(told)
    assert done.err.endswith("\n  Set TMPDIR to a writable folder.\n")
    assert files(project.folder) == before


def test_a_report_that_is_a_mount_point_has_its_folder_mounted(project: Project) -> None:
    before = files(project.write(r__json="former").folder)
    done = project.python("-c", BUSY, "check", "-o", "json=r.json")
    assert done == Ran(1, "", not_written("r.json", os.strerror(errno.EBUSY), MOUNTED) + VERDICT)
    assert files(project.folder) == before


def test_the_same_applies_to_any_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(source: str, target: Path) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), source)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(OutputError) as caught:
        write_all([File(tmp_path / "list.json", "[]")])
    assert f"  {caught.value.problems[0].hint}\n" == MOUNTED
    assert files(tmp_path) == {}


def _can_mount() -> bool:
    if not shutil.which("unshare"):
        return False
    tried = subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False)
    return tried.returncode == 0


@pytest.mark.skipif(not _can_mount(), reason="file systems cannot be mounted here")
@pytest.mark.parametrize(
    ("before", "code"),
    [
        ("true", errno.EBUSY),
        ("mount --bind out out && mount -o remount,ro,bind out", errno.EROFS),
    ],
)
def test_a_report_that_is_really_mounted_alone(project: Project, before: str, code: int) -> None:
    """As in `docker run -v ./report.json:/out/report.json`, also in a read-only container."""
    project.write(host__json="former", out___r__json="")
    mount = f"{before} && mount --bind host.json out/r.json"
    command = f'{mount} && exec "$@"'
    args = (*DRIFTCHECK, "check", "-o", "json=out/r.json")
    done = ran("unshare", "-rm", "sh", "-c", command, "sh", *args, cwd=project.folder)
    assert done == Ran(1, "", not_written("out/r.json", os.strerror(code), MOUNTED) + VERDICT)
    assert (project.folder / "host.json").read_text() == "former"
