"""A build is what git tracks of a commit, and the same bytes whoever makes it, when and where."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from driftcheck import __version__
from driftcheck.cli.described import describe_all
from driftcheck.cli.main import cli
from tests.support import HANGS, Ran, environment

ROOT = Path(__file__).parent.parent
COPIED = (".ci", ".gitignore", "LICENSE", "README.md", "pyproject.toml")
PACKED = ("driftcheck", "examples", "policies")
"""The folders whose files are in the wheel."""
COMMIT = ("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "A commit")
DATE = "2026-01-02T03:04:06Z"
PLANTED = ("driftcheck/planted.py", "driftcheck/__pycache__/planted.pyc", "policies/planted.yaml")
"""What stands in a checkout and is not tracked, or even ignored."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="releases are built by bash")


def git(folder: Path, *args: str) -> str:
    """The output of git in a repository, without the user's configuration."""
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_COMMITTER_DATE": DATE}
    done = subprocess.run(["git", *args], cwd=folder, env=env, check=True, capture_output=True)
    return done.stdout.decode()


def build(repository: Path, folder: Path, **env: str) -> Ran:
    """Build both with this Python."""
    done = subprocess.run(
        [".ci/build", sys.executable, str(folder), "sdist", "wheel"],
        cwd=repository,
        env=environment(env),
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of one commit, whose checkout has more than that."""
    folder = tmp_path_factory.mktemp("repository")
    for name in PACKED:
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=leave)
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    for command in (("init", "-q"), ("add", "-A"), COMMIT):
        git(folder, *command)
    for name in PLANTED:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("planted = 'a secret'\n", encoding="utf-8")
    return folder


def packed(wheel: Path) -> set[str]:
    """The files of a wheel, by their names in the repository, without the man pages."""
    with zipfile.ZipFile(wheel) as archive:
        left_out = (".dist-info/", ".data/data/share/man/man1/driftcheck")
        names = {n for n in archive.namelist() if not any(part in n for part in left_out)}
    moved = ("driftcheck/examples/", "driftcheck/policies/")
    return {name.removeprefix("driftcheck/") if name.startswith(moved) else name for name in names}


def test_a_build_holds_what_git_tracks_and_nothing_else(repository: Path, tmp_path: Path) -> None:
    ran = build(repository, tmp_path)
    assert (ran.code, ran.err) == (0, "")
    (wheel,) = tmp_path.glob("*.whl")
    assert packed(wheel) == set(git(repository, "ls-files", *PACKED).splitlines())
    (source,) = tmp_path.glob("*.tar.gz")
    shutil.unpack_archive(source, tmp_path / "source", filter="data")
    assert not [*(tmp_path / "source").rglob("planted*")]


def test_a_build_has_the_man_page_of_every_command(repository: Path, tmp_path: Path) -> None:
    """Where `man` looks for it once the wheel is installed; its date is that of the commit."""
    build(repository, tmp_path)
    (wheel,), (source,) = tmp_path.glob("*.whl"), tmp_path.glob("*.tar.gz")
    shutil.unpack_archive(source, tmp_path / "source", filter="data")
    pages = {path.name: path for path in (tmp_path / "source").glob("*/man/*")}
    names = {told.path.replace(" ", "-") for told in describe_all(cli, "driftcheck")}
    assert set(pages) == {f"{name}.1" for name in names}
    folder = f"driftcheck-{__version__}.data/data/share/man/man1/"
    with zipfile.ZipFile(wheel) as archive:
        assert {n for n in archive.namelist() if n.startswith(folder)} == {
            folder + name for name in pages
        }
    head = f'.TH DRIFTCHECK 1 2026-01-02 "driftcheck {__version__}" "driftcheck"\n'
    assert pages["driftcheck.1"].read_text(encoding="utf-8").startswith(head)


def test_a_build_is_the_same_bytes_elsewhere_and_later(repository: Path, tmp_path: Path) -> None:
    """In a clone whose files are of another time and readable for their owner alone."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(repository), str(clone))
    (clone / "README.md").write_text("changed", encoding="utf-8")
    for path in (clone / "driftcheck").rglob("*.py"):
        path.chmod(0o600)
        os.utime(path, (1, 1))
    builds = [build(repository, tmp_path / "one")]
    before = os.umask(0o077)
    try:
        late = {"TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1"}
        builds.append(build(clone, tmp_path / "two", **late))
    finally:
        os.umask(before)
    assert [ran.code for ran in builds] == [0, 0]
    assert builds[0].out == builds[1].out
    assert [line.split()[1].split("-")[0] for line in builds[0].out.splitlines()] == [
        "driftcheck"
    ] * 2
    assert builds[1].err.count("without uncommitted changes") == 1
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    (wheel,) = (tmp_path / "one").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        dates = {entry.date_time for entry in archive.infolist()}
    assert dates == {(2026, 1, 2, 3, 4, 6)}


def test_the_source_makes_the_same_wheel(repository: Path, tmp_path: Path) -> None:
    assert build(repository, tmp_path).code == 0
    (wheel,), (source,) = tmp_path.glob("*.whl"), tmp_path.glob("*.tar.gz")
    shutil.unpack_archive(source, tmp_path / "source", filter="data")
    (tree,) = (tmp_path / "source").iterdir()
    env = {**os.environ, "SOURCE_DATE_EPOCH": git(repository, "log", "-1", "--format=%ct").strip()}
    command = [sys.executable, "-P", "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    subprocess.run(command, cwd=tree, env=env, check=True, capture_output=True, timeout=HANGS)
    (again,) = (tree / "dist").glob("*.whl")
    assert again.read_bytes() == wheel.read_bytes()
