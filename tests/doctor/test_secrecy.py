"""Files with secrets that other users can read or that git tracks."""

import os
from pathlib import Path

import pytest

from driftcheck.doctor import secrecy
from driftcheck.doctor.setup import Setup
from tests.each import each
from tests.pipeline.test_git import git
from tests.support import Project

AGORA = """\
version: 1
live:
  agora: {customer_id: {file: %s}, customer_secret: x, client_cert: c.pem, client_key: k.pem}
declared: [numbers.yaml]
"""


@pytest.fixture
def kept(project: Project) -> Project:
    """A project with three secret files that only their owner can read."""
    project.write(driftcheck__yaml=AGORA % "id.txt", c__pem="", prod__env="A='x'\n")
    project.write(id__txt="id", k__pem="")
    for name in ("id.txt", "k.pem", "prod.env"):
        (project.folder / name).chmod(0o600)
    return project


def remarks(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    monkeypatch.chdir(project.folder)
    setup = Setup(Path("driftcheck.yaml"), (), True, True, lambda _: None)
    return [(one.health.value, one.text, one.hint or "") for one in secrecy.examine(setup)]


def test_files_that_only_the_owner_can_read_are_ok(
    kept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "only you can read id.txt, k.pem, prod.env"
    assert remarks(kept, monkeypatch) == [("ok", said, "")]


def test_a_certificate_file_may_include_the_key(
    kept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (kept.folder / "driftcheck.yaml").read_text().replace(", client_key: k.pem", "")
    kept.write(driftcheck__yaml=text)
    (kept.folder / "c.pem").chmod(0o644)
    ((how, said, _),) = remarks(kept, monkeypatch)
    assert (how, said) == ("fix", "c.pem can be read by other users (mode 0644)")


def test_a_file_is_named_as_written(kept: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAME_OF_IT", "id.txt")
    kept.write(driftcheck__yaml=AGORA % '"${NAME_OF_IT}"')
    (kept.folder / "id.txt").chmod(0o644)
    ((_, said, hint),) = remarks(kept, monkeypatch)
    assert said == "${NAME_OF_IT} can be read by other users (mode 0644)"
    assert hint == "Run: chmod 600 ${NAME_OF_IT}"


@each("name", ["id.txt", "k.pem", "prod.env"])
@each("mode", [0o640, 0o604, 0o644])
def test_files_that_others_can_read_must_be_fixed(
    name: str, mode: int, kept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kept.folder / name).chmod(mode)
    said = f"{name} can be read by other users (mode {mode:04o})"
    assert remarks(kept, monkeypatch) == [("fix", said, f"Run: chmod 600 {name}")]


def test_file_names_in_commands_are_quoted(kept: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (kept.folder / "a b;id.env").write_text("")
    (kept.folder / "a b;id.env").chmod(0o644)
    ((_, said, hint),) = remarks(kept, monkeypatch)
    assert said == "a b;id.env can be read by other users (mode 0644)"
    assert hint == "Run: chmod 600 'a b;id.env'"


def test_a_file_of_another_user_is_only_a_note(
    kept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kept.folder / "id.txt").chmod(0o644)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    ((how, _, hint),) = remarks(kept, monkeypatch)
    assert (how, "another user" in hint) == ("note", True)


def test_tracked_secrets_must_be_removed_from_git(
    kept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(kept.folder, "init")
    git(kept.folder, "add", "id.txt")
    kept.write(__gitignore="k.pem\n*.env\n")
    ((how, text, hint),) = remarks(kept, monkeypatch)
    assert (how, text) == ("fix", "id.txt contains secrets and is in git")
    assert "git rm --cached id.txt" in hint


def test_a_tracked_name_with_the_same_ending_does_not_match(
    kept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(kept.folder, "init")
    kept.write(my_id__txt="", __gitignore="*.pem\n*.env\nid.txt\n")
    git(kept.folder, "add", "my_id.txt")
    assert [how for how, *_ in remarks(kept, monkeypatch)] == ["ok"]


def test_a_staged_file_counts_as_tracked(kept: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    git(kept.folder, "init")
    kept.write(__gitignore="k.pem\n*.env\n")
    git(kept.folder, "add", "--intent-to-add", "id.txt")
    ((how, text, _),) = remarks(kept, monkeypatch)
    assert (how, text) == ("fix", "id.txt contains secrets and is in git")


@each("line", ["*.txt", "id.txt", "/id.txt", "# no\nid.*"])
def test_ignored_files_are_ok(line: str, kept: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    git(kept.folder, "init")
    (kept.folder / ".gitignore").write_text(f"k.pem\n*.env\n{line}\n")
    assert [how for how, *_ in remarks(kept, monkeypatch)] == ["ok"]


def test_files_that_git_does_not_ignore_are_a_note(
    kept: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(kept.folder, "init")
    (kept.folder / ".gitignore").write_text("*.pem\n*.env\n*.txt\n!id.txt\n")
    said = "id.txt contains secrets, but git does not ignore it"
    assert remarks(kept, monkeypatch) == [("note", said, "Add id.txt to .gitignore")]


def test_without_secret_files_the_section_is_ok(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert remarks(project, monkeypatch) == [("ok", "no files with secrets were found", "")]
