"""The commit is the same as git's in every layout; an odd layout gives none."""

import os
import subprocess
from pathlib import Path

import pytest

from driftcheck.pipeline.git import commit_of
from tests.each import each

SHA, OTHER = "a1" * 20, "b2" * 20
_ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "A"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "a@example.com"),
}


def git(folder: Path, *args: str) -> str:
    """Return what git prints about a repository."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    ran = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *args],
        cwd=folder,
        env={**kept, **_ALONE},
        capture_output=True,
        check=True,
        text=True,
    )
    return ran.stdout.strip()


def repository(folder: Path, *options: str) -> Path:
    folder.mkdir()
    git(folder, "init", "--initial-branch=main", *options)
    (folder / "numbers").mkdir()
    (folder / "numbers" / "a.yaml").write_text("version: 1\n")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "one")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create repositories of every layout, each with its `numbers` folder."""
    top = tmp_path_factory.mktemp("layouts")
    branch = repository(top / "branch")
    git(branch, "worktree", "add", "--detach", "../detached-worktree")
    git(branch, "worktree", "add", "-b", "side/branch", "../worktree")
    git(top / "worktree", "commit", "--allow-empty", "-m", "two")
    git(branch, "commit", "--allow-empty", "-m", "three")
    git(repository(top / "packed"), "pack-refs", "--all")
    git(repository(top / "detached"), "checkout", "--detach")
    git(repository(top / "symbolic"), "symbolic-ref", "refs/heads/alias", "refs/heads/main")
    git(top / "symbolic", "symbolic-ref", "HEAD", "refs/heads/alias")
    git(repository(top / "above"), "submodule", "add", "../branch", "below")
    (top / "below").symlink_to(top / "above" / "below")
    repository(top / "long", "--object-format=sha256")
    (branch / "hollow" / ".git").mkdir(parents=True)
    (branch / "dangling").mkdir()
    (branch / "dangling" / ".git").symlink_to("nowhere")
    return top


LAYOUTS = (
    *"branch worktree detached-worktree packed detached symbolic above below long".split(),
    *("branch/hollow", "branch/dangling"),
)


@each("name", LAYOUTS)
def test_the_commit_is_the_same_as_gits(name: str, made: Path) -> None:
    known = git(made / name, "rev-parse", "HEAD")
    places = (made / name, made / name / "numbers", made / name / "numbers" / "a.yaml")
    assert {commit_of(place) for place in places} == {known}


def test_a_loose_reference_takes_precedence_over_a_packed_one(tmp_path: Path) -> None:
    folder = written(tmp_path, **{"packed-refs": f"{OTHER} refs/heads/main\n"})
    assert commit_of(folder) == SHA


def written(folder: Path, **files: str) -> Path:
    """Create a repository in which these files have other contents."""
    good = {"HEAD": "ref: refs/heads/main\n", "refs/heads/main": f"{SHA}\n"}
    for name, text in {**good, **files}.items():
        path = folder / ".git" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


ODD: dict[str, dict[str, str]] = {
    "no commit yet": {"HEAD": "ref: refs/heads/none"},
    "another reference": {
        "HEAD": "ref: refs/heads/mai",
        "packed-refs": f"{OTHER} refs/heads/main\n",
    },
    "a way out of the repository": {"HEAD": "ref: refs/../../secret"},
    "no reference": {"HEAD": "ref: ../secret"},
    "a secret": {"HEAD": "hunter2"},
    "too short": {"HEAD": SHA[:39]},
    "no hexadecimal digits": {"HEAD": "g" * 40},
    "capital letters": {"HEAD": SHA.upper()},
    "more than one line": {"HEAD": f"{SHA}\n{SHA}\n"},
    "references in a circle": {"refs/heads/main": "ref: refs/heads/main"},
    "reftable": {"HEAD": "ref: refs/heads/.invalid"},
}


@each("files", ODD.values(), ids=ODD)
def test_an_odd_layout_gives_no_commit(files: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SHA)
    assert commit_of(written(tmp_path, **files)) is None


def test_there_is_no_commit_outside_a_repository_or_without_access(tmp_path: Path) -> None:
    assert commit_of(tmp_path) is None
    assert commit_of(Path("a\0b")) is None
    (tmp_path / ".git").write_bytes(b"\xff\xfe")
    assert commit_of(tmp_path) is None
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    assert commit_of(tmp_path) is None


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / ".git" / "HEAD").unlink()
    os.mkfifo(tmp_path / ".git" / "HEAD")
    assert commit_of(tmp_path) is None
