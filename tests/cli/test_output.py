"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from driftcheck.cli.output import write_file
from driftcheck.errors import OutputError


@pytest.mark.parametrize("failing", ["replace", "fdopen"])
def test_a_file_that_cannot_be_written_stays_as_it_was_and_nothing_is_left(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.json"
    path.write_text("former", encoding="utf-8")

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises(OutputError, match="No space left on device"):
        write_file(path, "new")
    assert path.read_text(encoding="utf-8") == "former"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_rights_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "a" / "report.json", "new")
    finally:
        os.umask(before)
    assert (tmp_path / "a" / "report.json").stat().st_mode & 0o777 == 0o640


def test_a_folder_cannot_be_written_over(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Is a directory"):
        write_file(tmp_path, "new")
