"""Checks that a tag can be released, and prints what the changelog says of it.

Usage: python .ci/release.py v1.2.3. The tag is `v` and the version of the program; the changelog
has a section of that version with a day that is not to come, and nothing is left under
"Unreleased". Exit code 1 otherwise.
"""

import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEADING = re.compile(r"^## (.+)$", re.M)
UNRELEASED = "Unreleased"


def main(tag: str) -> int:
    """Print the notes of a release on stdout, or all that is wrong on stderr; the exit code."""
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
    """The text of each section by its heading, brackets left out, such as `1.2.3 - 2026-01-31`."""
    _, *parts = HEADING.split(changelog)
    headings = (heading.replace("[", "").replace("]", "").strip() for heading in parts[::2])
    return dict(zip(headings, map(str.strip, parts[1::2]), strict=True))


def wrong_tag(tag: str) -> list[str]:
    """What is wrong with the tag, where it is not the version of the program."""
    text = (ROOT / "driftcheck" / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r'^__version__ = "(.+)"$', text, re.M)
    expected = f"v{version[1]}" if version else "v and the version of driftcheck/__init__.py"
    return [] if tag == expected else [f"the tag is {tag}, and not {expected}"]


def wrong_changelog(found: dict[str, str], version: str) -> list[str]:
    """What is wrong with the changelog, for a release of this version."""
    problems = []
    if found.get(UNRELEASED):
        problems.append(f'CHANGELOG.md has entries under "{UNRELEASED}": move them to {version}')
    day = day_of(found, version)
    if day is None:
        problems.append(f'CHANGELOG.md has no section "## {version} - YEAR-MONTH-DAY"')
    elif day > datetime.now(UTC).date():
        problems.append(f"CHANGELOG.md says that {version} is of {day}, which is to come")
    elif not notes(found, version):
        problems.append(f"CHANGELOG.md says nothing of {version}")
    return problems


def day_of(found: dict[str, str], version: str) -> date | None:
    """The day of a version; None without a section of it, or without a day."""
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
