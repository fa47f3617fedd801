"""Reports to unwritable places: one message, and no waiting."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.disks import VERDICT, check, not_written, report_of, with_findings
from tests.cli.processes import DRIFTCHECK, files, ran, readable, started
from tests.support import Project, Ran

POWERLESS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
"""A prefix for commands that takes away root's right to write anywhere."""
CAN_BE_POWERLESS = pytest.mark.skipif(
    bool(POWERLESS) and shutil.which("setpriv") is None, reason="run as root, without setpriv"
)


@pytest.fixture
def drifted(project: Project) -> Project:
    return with_findings(project)


@pytest.fixture
def sealed(drifted: Project) -> Iterator[Path]:
    """A read-only folder with an earlier report."""
    folder = drifted.write(sealed___report__json="former").folder / "sealed"
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


@CAN_BE_POWERLESS
@pytest.mark.parametrize("name", ["report.json", "new.json", "sub/new.json"])
def test_a_read_only_folder_is_reported(name: str, sealed: Path) -> None:
    before = files(sealed)
    path = f"sealed/{name}"
    outputs = ("-o", f"json={path}", "-o", "text=said.txt")
    done = ran(*POWERLESS, *DRIFTCHECK, "check", *outputs, cwd=sealed.parent)
    assert done == Ran(1, "", not_written(path, "Permission denied") + VERDICT)
    assert files(sealed) == before
    assert (sealed.parent / "said.txt").read_text(encoding="utf-8").endswith(VERDICT)


@pytest.mark.parametrize("path", ["numbers.yaml/report.json", "numbers.yaml/sub/report.json"])
def test_a_file_instead_of_a_folder_is_reported(path: str, drifted: Project) -> None:
    before = files(drifted.folder)
    done = check(drifted, f"json={path}")
    assert done.code == 1
    assert done.err.startswith(f'Error: cannot write "{path}": ')
    assert done.err.endswith(VERDICT)
    assert files(drifted.folder) == before


def test_it_does_not_wait_for_a_pipe_without_reader(drifted: Project) -> None:
    os.mkfifo(drifted.folder / "pipe")
    done = check(drifted, "csv=pipe", "json=report.json")
    assert done == Ran(1, "", not_written("pipe", "no program reads from it") + VERDICT)
    assert report_of(drifted.folder)["outcome"] == "error"


def test_a_pipe_whose_reader_closes_it_is_reported(drifted: Project) -> None:
    os.mkfifo(drifted.folder / "pipe")
    reader = os.open(drifted.folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, 4096)
    command = (*DRIFTCHECK, "check", "-o", "html=pipe", "-o", "json=report.json")
    with started(*command, cwd=drifted.folder) as process:
        assert readable(reader)
        os.close(reader)
        done = process.end()
    assert done == Ran(1, "", not_written("pipe", "Broken pipe") + VERDICT)
    assert report_of(drifted.folder)["outcome"] == "error"
