"""Files are written and removed together, or nothing is."""

from pathlib import Path

import pytest

from driftcheck.model import OutputError
from driftcheck.output import File, write_all


def test_what_is_to_be_gone_is_gone_once_all_is_written(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    write_all([File(tmp_path / "new", "new")], [tmp_path / "old"])
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_nothing_is_gone_where_not_all_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    with pytest.raises(OutputError, match="No such file"):
        write_all([File(tmp_path / "new", "new")], [tmp_path / "old", tmp_path / "missing"])
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("old", "old")]
