"""Files are written and removed together, or nothing is."""

import errno
import os
from pathlib import Path

import pytest

from driftcheck.model import OutputError
from driftcheck.output import File, write_all
from driftcheck.output.atomic import Staged


def test_what_is_to_be_gone_is_gone_once_all_is_written(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    write_all([File(tmp_path / "new", "new")], [tmp_path / "old"])
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_nothing_is_gone_where_not_all_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    with pytest.raises(OutputError, match="No such file"):
        write_all([File(tmp_path / "new", "new")], [tmp_path / "old", tmp_path / "missing"])
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("old", "old")]


@pytest.mark.parametrize("has_links", [True, False])
def test_what_was_replaced_is_put_back_where_not_all_can_be(
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


def test_what_was_replaced_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("old")
    write_all([File(tmp_path / "one", "new")])
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("one", "new")]


def test_two_files_that_are_one_are_refused(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("old")
    (tmp_path / "link").symlink_to("one")
    with pytest.raises(OutputError, match="would be written twice"):
        write_all([File(tmp_path / "one", "a"), File(tmp_path / "link", "b")])
    assert (tmp_path / "one").read_text() == "old"
