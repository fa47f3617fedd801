"""`driftcheck import --by` removes outdated imports, but no files of the user."""

import re
from typing import Any

import pytest

from driftcheck.draft.start import EXAMPLE
from tests.each import each
from tests.support import CONFIG, Project, number

BY = ("import", "--by", "pipeline")


def routed(name: str, pipeline: str) -> dict[str, Any]:
    return number(phone_number=name, associated_pipeline={"pipeline_id": pipeline})


@pytest.fixture
def imported(project: Project) -> Project:
    """A project with a file for each of two pipelines."""
    (project.folder / "numbers.yaml").unlink()
    project.write(driftcheck__yaml=CONFIG.replace("numbers.yaml", "numbers/*.yaml"))
    project.live(routed("+12", "p1"), routed("+13", "p1"), routed("+14", "p2"))
    assert project.run(*BY).code == 0
    return project


def files(project: Project) -> list[str]:
    return sorted(path.name for path in (project.folder / "numbers").iterdir())


@each("gone", [True, False])
def test_a_file_is_removed_if_its_numbers_moved_or_are_gone(gone: bool, imported: Project) -> None:
    moved = [] if gone else [routed("+14", "p3")]
    imported.live(routed("+12", "p1"), routed("+13", "p1"), *moved)
    ran = imported.run(*BY, "--force")
    assert ran.code == 0
    assert "Removed numbers/p2.yaml, which is out of date." in ran.err
    assert files(imported) == ["p1.yaml"] + ([] if gone else ["p3.yaml"])
    assert imported.run("check").code == 0


def test_it_is_removed_after_numbers_were_added_to_it(imported: Project) -> None:
    fleet = [routed("+12", "p1"), routed("+13", "p1"), routed("+14", "p2"), routed("+15", "p2")]
    assert (
        "Added 1 number to numbers/p2.yaml" in imported.live(*fleet).run("import", "--update").err
    )
    imported.live(*(routed(entry["phone_number"], "p1") for entry in fleet))
    assert imported.run(*BY, "--force").code == 0
    assert files(imported) == ["p1.yaml"]


def test_a_file_with_an_added_number_that_is_not_live_stays(imported: Project) -> None:
    path = imported.folder / "numbers" / "p2.yaml"
    text = path.read_text() + "  - phone_number: +15\n    label: planned\n"
    path.write_text(text)
    imported.live(routed("+12", "p1"), routed("+13", "p1"), routed("+14", "p1"))
    ran = imported.run(*BY, "--force")
    assert (ran.code, "It was not written by an import, or was edited" in ran.err) == (1, True), (
        ran.err
    )
    assert path.read_text() == text


@each(
    ("old", "new"),
    [
        ("numbers:", "numbers: # mine"),
        ("version: 1", "# mine\nversion: 1"),
        ("version: 1", "version: 1\n\n"),
        ("    provider: twilio\n", "    provider: twilio\n    metadata: {owner: me}\n"),
        ("    provider: twilio\n", "    provider: 'twilio'\n"),
        ("as written by driftcheck import", "by hand"),
    ],
)
def test_a_file_edited_by_hand_is_never_removed(old: str, new: str, imported: Project) -> None:
    path = imported.folder / "numbers" / "p2.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    before = {p.name: p.read_text() for p in path.parent.iterdir()}
    imported.live(routed("+12", "p1"), routed("+13", "p1"), routed("+14", "p3"))
    ran = imported.run(*BY, "--force")
    assert ran.code == 1
    assert '"numbers/p2.yaml" already declares +14' in ran.err
    assert {p.name: p.read_text() for p in path.parent.iterdir()} == before
    imported.live(routed("+12", "p1"), routed("+13", "p1"))
    ran = imported.run(*BY, "--force")
    assert ran.code == 0
    assert "numbers/p2.yaml was kept because it was written by hand" in ran.err
    assert files(imported) == ["p1.yaml", "p2.yaml"]


def test_a_second_identical_run_changes_nothing_and_says_so(imported: Project) -> None:
    folder = imported.folder / "numbers"
    for path in folder.iterdir():
        path.write_text(re.sub(r"at \d{4}-\S+Z", "at 2026-01-01T00:00:00Z", path.read_text()))
    before = {path.name: path.read_text() for path in folder.iterdir()}
    ran = imported.run(*BY, "--force")
    assert "Nothing changed: 3 numbers in 2 files in numbers." in ran.err
    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    imported.live(
        routed("+12", "p1"), routed("+13", "p1"), routed("+14", "p2"), routed("+15", "p2")
    )
    ran = imported.run(*BY, "--force")
    assert "Wrote numbers/p2.yaml: 4 numbers; 1 other file is unchanged." in ran.err
    assert (folder / "p1.yaml").read_text() == before["p1.yaml"]


def test_a_file_with_a_number_that_is_not_imported_stays(imported: Project) -> None:
    imported.live(routed("+12", "p2"), routed("+13", "p1"), routed("+14", "p2"))
    ran = imported.run(*BY, "--force", "--select", "phone_number=+12")
    assert ran.code == 1
    assert '"numbers/p1.yaml" already declares +12' in ran.err
    ran = imported.run(*BY, "--force", "--select", "phone_number=+14")
    assert ran.code == 0
    assert files(imported) == ["p1.yaml", "p2.yaml"]


def test_nothing_is_removed_without_force(imported: Project) -> None:
    imported.live(*(routed(name, "p3") for name in ("+12", "+13", "+14")))
    ran = imported.run(*BY)
    assert ran.code == 1
    assert '"numbers/p1.yaml" already declares +12 and 1 more' in ran.err
    assert "--force" in ran.err
    assert files(imported) == ["p1.yaml", "p2.yaml"]


@each("args", [("--by", "pipeline"), ("-o", "numbers/all.yaml"), ("-o", "numbers/example.yaml")])
def test_the_example_of_init_is_removed(args: tuple[str, ...], project: Project) -> None:
    for name in ("numbers.yaml", "driftcheck.yaml"):
        (project.folder / name).unlink()
    assert project.run("init", "--live", "live.json", "-y").code == 0
    example = project.folder / "numbers" / "example.yaml"
    assert example.read_text() == EXAMPLE
    ran = project.run("import", *args)
    assert ran.code == 0
    assert args[-1].endswith("example.yaml") is ("Removed numbers/example.yaml" not in ran.err)
    assert not example.exists() or example.read_text() != EXAMPLE
    assert project.run("check").code == 0


@each("others", [{}, {"mine": "- phone_number: +12\n"}])
def test_an_update_removes_the_example_too(others: dict[str, str], project: Project) -> None:
    (project.folder / "numbers.yaml").unlink()
    project.write(driftcheck__yaml=CONFIG.replace("numbers.yaml", "numbers/*.yaml"))
    project.write(numbers___example__yaml=EXAMPLE)
    for name, text in others.items():
        (project.folder / "numbers" / f"{name}.yaml").write_text(text)
    ran = project.live(routed("+12", "p1"), routed("+442079460000", "p1")).run("import", "--update")
    assert ran.code == 0
    assert "Removed numbers/example.yaml, the example that init wrote." in ran.err
    assert files(project) == ["mine.yaml" if others else "numbers.yaml"]
    assert project.run("check").code == 0


def test_an_example_that_was_edited_stays(project: Project) -> None:
    project.write(numbers___example__yaml=EXAMPLE + "# mine\n")
    project.write(driftcheck__yaml=CONFIG.replace("numbers.yaml", "numbers/*.yaml"))
    before = (project.folder / "numbers" / "example.yaml").read_text()
    ran = project.run(*BY)
    assert (ran.code, "already declares +12025550100" in ran.err) == (1, True)
    assert (project.folder / "numbers" / "example.yaml").read_text() == before
