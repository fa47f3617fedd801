"""Globs that skip nothing silently."""

import os
from pathlib import Path

import pytest

from driftcheck.system.globs import Globber

TREE = ["a.yaml", "b.yaml", "c.txt", ".hidden.yaml", "n/a.yaml", "n/b/a.yaml", "n/.c/a.yaml"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in TREE:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def expanded(folder: Path, pattern: str) -> list[str]:
    found = Globber(folder).expand(pattern)
    return [str(path.relative_to(folder)) for path in found]


def test_a_pattern_matches_as_in_a_shell(subtests: pytest.Subtests, folder: Path) -> None:
    for pattern, found in [
        ("*.yaml", ["a.yaml", "b.yaml"]),
        ("./?.yaml", ["a.yaml", "b.yaml"]),
        ("[ac].*", ["a.yaml", "c.txt"]),
        (".*.yaml", [".hidden.yaml"]),
        ("*/*.yaml", ["n/a.yaml"]),
        ("**/*.yaml", ["a.yaml", "b.yaml", "n/a.yaml", "n/b/a.yaml"]),
        ("n/**/a.yaml", ["n/a.yaml", "n/b/a.yaml"]),
        ("?/**/*.yaml", ["n/a.yaml", "n/b/a.yaml"]),
        ("n/.c/*.yaml", ["n/.c/a.yaml"]),
        ("n/**", ["n/a.yaml", "n/b", "n/b/a.yaml"]),
        ("none/*.yaml", []),
        ("*.csv", []),
    ]:
        with subtests.test(pattern=pattern, found=found):
            assert expanded(folder, pattern) == found


def test_an_absolute_pattern_is_used_unchanged(folder: Path) -> None:
    assert Globber(Path("/nowhere")).expand(f"{folder}/*.txt") == [folder / "c.txt"]


def test_links_are_followed_but_not_into_loops(folder: Path) -> None:
    (folder / "n" / "up").symlink_to(folder)
    (folder / "x").symlink_to(folder / "n" / "b")
    found = expanded(folder, "**/a.yaml")
    assert found[:3] == ["a.yaml", "n/a.yaml", "n/b/a.yaml"]
    assert "x/a.yaml" in found


@pytest.mark.parametrize("pattern", ["n/*/*.yaml", "**/*.yaml", "n/b/*.yaml"])
def test_an_unreadable_folder_is_reported(
    folder: Path, pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.listdir

    def listdir(path: Path) -> list[str]:
        if path == folder / "n" / "b":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "listdir", listdir)
    globber = Globber(folder)
    globber.expand(pattern)
    assert {str(error.filename) for error in globber.denied} == {str(folder / "n" / "b")}
