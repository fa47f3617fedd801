"""The secrets file: new variables are added, and no value changes."""

from pathlib import Path

import pytest

from driftcheck.importing import read_env
from driftcheck.model import UsageError


def test_only_new_variables_are_added(tmp_path: Path) -> None:
    path = tmp_path / "s.env"
    path.write_text("# mine\nA='a'")
    (file,) = read_env(path).written({"A": "a", "B": "it's"})
    assert file == (path, "# mine\nA='a'\nB='it'\\''s'\n", 0o600)
    assert read_env(path).written({}) == []
    assert read_env(None).written({"A": "a"}) == []


def test_a_name_with_another_value_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.env"
    path.write_text("A='old'\n")
    with pytest.raises(UsageError, match="has a different value for A") as caught:
        read_env(path).written({"A": "new"})
    assert "new" not in str(caught.value)
    assert "old" not in str(caught.value)
