"""A tag is released only if the program and the changelog have the same version."""

import shutil
from pathlib import Path

import pytest

from driftcheck import __version__
from tests.each import each
from tests.support import Ran, python

ROOT = Path(__file__).parent.parent
NOTES = "### Added\n\n- More."
FORMER = "## 1.2.2 - 2025-01-01\n\n- x\n"
GOOD = f"# Changelog\n\n## Unreleased\n\n## 1.2.3 - 2026-01-31\n\n{NOTES}\n\n{FORMER}"
LATER = "2999-01-01"
WRONG = {
    "entries under Unreleased": (
        "Unreleased\n",
        "Unreleased\n\n### Fixed\n\n- y\n",
        'under "Unreleased"',
    ),
    "no date": ("1.2.3 - 2026-01-31", "1.2.3", 'no section "## 1.2.3 - YEAR-MONTH-DAY"'),
    "an impossible date": ("2026-01-31", "2026-02-30", 'no section "## 1.2.3 - YEAR-MONTH-DAY"'),
    "another date format": ("2026-01-31", "20260131", 'no section "## 1.2.3 - YEAR-MONTH-DAY"'),
    "a date in the future": ("2026-01-31", LATER, f"dates 1.2.3 {LATER}, which is in the future"),
    "another version": ("1.2.3", "1.2.4", 'no section "## 1.2.3 - YEAR-MONTH-DAY"'),
    "no entries": (NOTES, "", "has no entries for 1.2.3"),
}


def release(folder: Path, tag: str, changelog: str = GOOD, version: str = "1.2.3") -> Ran:
    """Run the check on a repository with that version and changelog."""
    shutil.copytree(ROOT / ".ci", folder / ".ci", dirs_exist_ok=True)
    (folder / "driftcheck").mkdir(exist_ok=True)
    (folder / "driftcheck" / "__init__.py").write_text(f'__version__ = "{version}"\n')
    (folder / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    return python(".ci/release.py", tag, cwd=folder)


@pytest.mark.parametrize(
    "changelog", [GOOD, GOOD.replace("## 1.2.3", "## [1.2.3]"), GOOD.replace("## Unreleased\n", "")]
)
def test_a_release_has_the_notes_of_its_section(changelog: str, tmp_path: Path) -> None:
    assert release(tmp_path, "v1.2.3", changelog) == Ran(0, NOTES + "\n", "")


@each("case", WRONG)
def test_a_changelog_without_the_release_stops_it(case: str, tmp_path: Path) -> None:
    right, wrong, problem = WRONG[case]
    ran = release(tmp_path, "v1.2.3", GOOD.replace(right, wrong))
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert problem in ran.err


@each("tag", ["1.2.3", "v1.2.4", "v1.2", "main"])
def test_a_tag_of_another_version_stops_a_release(tag: str, tmp_path: Path) -> None:
    ran = release(tmp_path, tag)
    assert ran.code == 1
    assert f"the tag is {tag}, not v1.2.3" in ran.err


def test_the_changelog_of_this_repository_can_be_read() -> None:
    """Only unreleased entries may stop a release of it."""
    ran = python(".ci/release.py", f"v{__version__}", cwd=ROOT)
    assert "the tag is" not in ran.err
    assert (ran.code == 0) is bool(ran.out)
