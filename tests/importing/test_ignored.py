"""`.gitignore` gets a line for each private file that no pattern covers."""

import shutil
import subprocess
from pathlib import Path

import pytest

from driftcheck.importing import ignoring
from driftcheck.model import InputError
from driftcheck.output import write_all
from tests.each import each


def repository(folder: Path, **files: str) -> Path:
    """Create a repository; `__` in a name means a dot, `___` a slash."""
    if shutil.which("git"):
        subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / ".git" / "info").mkdir(parents=True, exist_ok=True)
    (folder / "sub").mkdir()
    for name, text in files.items():
        path = folder / name.replace("___", "/").replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def refused_by_git(folder: Path, name: str) -> bool:
    asked = ["git", "-C", str(folder), "check-ignore", "-q", "--no-index", name]
    return subprocess.run(asked, check=False).returncode == 0


@each(
    ("files", "where", "added"),
    [
        ({}, ".gitignore", "s.env\n"),
        ({}, "sub/.gitignore", "s.env\n"),
        ({"__gitignore": "*.pyc"}, ".gitignore", "*.pyc\ns.env\n"),
        ({"__gitignore": "*.pyc\r\n"}, "sub/.gitignore", "*.pyc\r\nsub/s.env\r\n"),
        ({"__gitignore": "a\n", "sub___.gitignore": ""}, "sub/.gitignore", "s.env\n"),
        ({"__gitignore": "*.env\n!s.env\n"}, ".gitignore", "*.env\n!s.env\ns.env\n"),
        ({"__gitignore": "#s.env\n/sub/s.env\n"}, ".gitignore", "#s.env\n/sub/s.env\ns.env\n"),
        ({"sub___.gitignore": "*\n!s.env\n"}, "sub/.gitignore", "*\n!s.env\ns.env\n"),
        ({"__gitignore": "s.env/\n[z-a].env\n"}, ".gitignore", "s.env/\n[z-a].env\ns.env\n"),
    ],
)
def test_a_line_is_added_to_the_nearest_file(
    files: dict[str, str], where: str, added: str, tmp_path: Path
) -> None:
    repository(tmp_path, **files)
    folder = (tmp_path / where).parent
    found = ignoring(folder, ["s.env"])
    assert found is not None
    assert found.text == added
    write_all([found])
    assert ignoring(folder, ["s.env"]) is None
    if shutil.which("git"):
        assert refused_by_git(folder, "s.env")


@each(
    "pattern",
    [
        *("s.env", "/sub/s.env", "sub/s.env", "*.env", "?.env", "[!a].env", "s*", "**/s.env"),
        *("sub", "sub/", "**/sub/", "sub/**", "sub/*", "s.env  ", "s\\.env", "s.env\r"),
        *("*\n!other", "!s.env\n*.env"),
    ],
)
def test_nothing_is_added_if_a_pattern_covers_it(pattern: str, tmp_path: Path) -> None:
    repository(tmp_path, __gitignore=f"{pattern}\n")
    if shutil.which("git"):
        assert refused_by_git(tmp_path / "sub", "s.env")
    assert ignoring(tmp_path / "sub", ["s.env"]) is None


def test_patterns_in_git_info_exclude_count(tmp_path: Path) -> None:
    repository(tmp_path, __git___info___exclude="*.env\n")
    assert ignoring(tmp_path, ["s.env"]) is None


def test_several_names_are_added_at_once_and_globs_stay_globs(tmp_path: Path) -> None:
    repository(tmp_path, __gitignore="*.env\n")
    found = ignoring(tmp_path, ["s.env", "*.db", "*.db", "#a [1]?"])
    assert found is not None
    assert found.text == "*.env\n*.db\n\\#a \\[1]\\?\n"
    write_all([found])
    if shutil.which("git"):
        assert refused_by_git(tmp_path, "driftcheck.db")
        assert refused_by_git(tmp_path, "#a [1]?")


def test_without_a_repository_nothing_is_added(tmp_path: Path) -> None:
    assert ignoring(tmp_path / "new" / "folder", ["s.env"]) is None


def test_a_missing_folder_gets_its_file(tmp_path: Path) -> None:
    repository(tmp_path)
    found = ignoring(tmp_path / "new", ["s.env"])
    assert found is not None
    assert found.path == (tmp_path / "new" / ".gitignore").resolve()


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / ".gitignore").write_bytes(b"\xff\n")
    with pytest.raises(InputError, match="cannot read"):
        ignoring(tmp_path, ["s.env"])


def test_a_folder_with_a_gitignore_counts_as_a_repository(tmp_path: Path) -> None:
    """`driftcheck init` writes one before the repository exists."""
    assert ignoring(tmp_path, ["s.env"]) is None
    (tmp_path / ".gitignore").write_text("driftcheck.db*\n")
    found = ignoring(tmp_path, ["s.env"])
    assert found is not None
    assert found.text == "driftcheck.db*\ns.env\n"
