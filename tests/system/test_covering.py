"""`covers` agrees with `Globber`, but for paths that do not exist."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.system import Globber, covers

NAMES = st.sampled_from(["a", "b.yaml", ".git", "ab", "[x]"])
PARTS = st.sampled_from(["a", "*", "**", "*.yaml", "?", ".*", "a*", ".", "[ab]", "b.yaml"])


@given(st.lists(PARTS, min_size=1, max_size=4), st.lists(NAMES, min_size=1, max_size=3))
def test_it_agrees_with_the_globber(parts: list[str], names: list[str]) -> None:
    pattern = "/".join(parts)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        path = folder.joinpath(*names)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        assert covers(pattern, path, folder) == (path in Globber(folder).expand(pattern))
        assert covers(f"{made}/{pattern}", path, Path("elsewhere")) == covers(pattern, path, folder)


def test_a_path_may_be_outside_the_folder(tmp_path: Path) -> None:
    assert covers("../numbers/*.yaml", tmp_path / "numbers" / "a.yaml", tmp_path / "sub")
    assert not covers("../numbers/*.yaml", tmp_path / "a.yaml", tmp_path / "sub")
