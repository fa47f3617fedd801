"""Files are written and removed together, or not at all."""

import errno
import os
import signal
from pathlib import Path

import pytest

from driftcheck.model import OutputError
from driftcheck.output import File, write_all
from driftcheck.output.atomic import Staged
from driftcheck.system import Interrupted


def test_files_are_removed_after_all_are_written(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    write_all([File(tmp_path / "new", "new")], [tmp_path / "old"])
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_nothing_is_removed_if_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    with pytest.raises(OutputError, match="No such file"):
        write_all([File(tmp_path / "new", "new")], [tmp_path / "old", tmp_path / "missing"])
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("old", "old")]


@pytest.mark.parametrize("has_links", [True, False])
def test_replaced_files_are_restored_if_one_cannot_be_written(
    has_links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).write_text("old")
    commit = Staged.commit

    def fails_for_two(staged: Staged) -> None:
        if staged.target.name == "two":
            raise OSError(errno.EBUSY, "it is mounted")
        commit(staged)

    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, "there are no links")

    monkeypatch.setattr(Staged, "commit", fails_for_two)
    if not has_links:
        monkeypatch.setattr(os, "link", refused)
    with pytest.raises(OutputError, match="it is mounted"):
        write_all([File(tmp_path / name, "new") for name in ("new", "one", "two")])
    found = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert found == {"one": "old", "two": "old"}


def test_replaced_files_leave_no_backups(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("old")
    write_all([File(tmp_path / "one", "new")])
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("one", "new")]


def test_two_names_of_one_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("old")
    (tmp_path / "link").symlink_to("one")
    with pytest.raises(OutputError, match="would be written twice"):
        write_all([File(tmp_path / "one", "a"), File(tmp_path / "link", "b")])
    assert (tmp_path / "one").read_text() == "old"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_waits_until_all_is_written(
    number: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = Staged.commit

    def interrupted(staged: Staged) -> None:
        signal.raise_signal(number)
        commit(staged)

    def ends(*_: object) -> None:
        raise Interrupted(number)

    monkeypatch.setattr(Staged, "commit", interrupted)
    before = signal.signal(number, ends)
    try:
        with pytest.raises(Interrupted):
            write_all([File(tmp_path / name, "new") for name in ("one", "two")])
        assert signal.getsignal(number) is ends
    finally:
        signal.signal(number, before)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]
