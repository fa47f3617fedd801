"""Checks that a tag can be released, and prints its section of the changelog.

Usage: python .ci/release.py v1.2.3. The tag must be `v` and the version of the program. The
changelog must have a section for that version with a date that is not in the future, and no
entries under "Unreleased". Otherwise the exit code is 1.
"""

import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEADING = re.compile(r"^## (.+)$", re.M)
UNRELEASED = "Unreleased"


def main(tag: str) -> int:
    """Print the notes of a release to stdout, or all problems to stderr; return the exit code."""
    version = tag.removeprefix("v")
    found = sections((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    problems = [*wrong_tag(tag), *wrong_changelog(found, version)]
    for problem in problems:
        print(f"release: error: {problem}", file=sys.stderr)
    if problems:
        return 1
    print(notes(found, version))
    return 0


def sections(changelog: str) -> dict[str, str]:
    """The text of each section by its heading without brackets, such as `1.2.3 - 2026-01-31`."""
    _, *parts = HEADING.split(changelog)
    headings = (heading.replace("[", "").replace("]", "").strip() for heading in parts[::2])
    return dict(zip(headings, map(str.strip, parts[1::2]), strict=True))


def wrong_tag(tag: str) -> list[str]:
    """The problem with the tag, if it does not match the version of the program."""
    text = (ROOT / "driftcheck" / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r'^__version__ = "(.+)"$', text, re.M)
    expected = f"v{version[1]}" if version else "v and the version of driftcheck/__init__.py"
    return [] if tag == expected else [f"the tag is {tag}, not {expected}"]


def wrong_changelog(found: dict[str, str], version: str) -> list[str]:
    """The problems of the changelog for a release of this version."""
    problems = []
    if found.get(UNRELEASED):
        problems.append(f'CHANGELOG.md has entries under "{UNRELEASED}": move them to {version}')
    day = day_of(found, version)
    if day is None:
        problems.append(f'CHANGELOG.md has no section "## {version} - YEAR-MONTH-DAY"')
    elif day > datetime.now(UTC).date():
        problems.append(f"CHANGELOG.md dates {version} {day}, which is in the future")
    elif not notes(found, version):
        problems.append(f"CHANGELOG.md has no entries for {version}")
    return problems


def day_of(found: dict[str, str], version: str) -> date | None:
    """The date of a version; None if it has no section, or the section has no date."""
    for heading in found:
        name, _, day = heading.partition(" - ")
        if name == version and re.fullmatch(r"\d{4}-\d\d-\d\d", day):
            try:
                return date.fromisoformat(day)
            except ValueError:
                return None
    return None


def notes(found: dict[str, str], version: str) -> str:
    """The text of the section of a version."""
    return found[f"{version} - {day_of(found, version)}"]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python .ci/release.py TAG")
    sys.exit(main(sys.argv[1]))
