"""What is locked is what pyproject.toml asks for, each by its version and its hashes."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
ASKED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WANTED = {
    "run": ASKED["project"]["dependencies"],
    "postgresql": [
        *ASKED["project"]["dependencies"],
        *ASKED["project"]["optional-dependencies"]["postgresql"],
    ],
    "build": ASKED["build-system"]["requires"],
    "docs": ASKED["dependency-groups"]["docs"],
    "release": ASKED["dependency-groups"]["release"],
}
"""A file of `requirements/`, and what `make requirements` makes it of."""
OPTIONS = ["--only-binary :all:"]
LOCKED = re.compile(
    r"(?P<need>[a-z0-9-]+==[^ ;]+( ; .+?)?)(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)"
)


def lines(name: str) -> list[str]:
    """The lines of a locked file without comments, those that are continued as one."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    text = re.sub(r"^ *#.*\n", "", text, flags=re.M)
    return [" ".join(line.split()) for line in text.replace("\\\n", "").splitlines() if line]


def locked(name: str) -> list[Requirement]:
    """What a locked file names; an entry without a version and hashes is an error."""
    found = [LOCKED.fullmatch(line) for line in lines(name) if line not in OPTIONS]
    assert None not in found
    return [Requirement(entry["need"]) for entry in found if entry]


@pytest.mark.parametrize("name", WANTED)
def test_only_wheels_with_hashes_are_installed_and_nobody_says_from_where(name: str) -> None:
    assert [line for line in lines(name) if line.startswith("-")] == OPTIONS
    assert len(locked(name)) >= len(WANTED[name])


@pytest.mark.parametrize("name", WANTED)
def test_all_that_is_asked_for_is_locked_at_a_version_that_will_do(name: str) -> None:
    versions = {canonicalize_name(one.name): one for one in locked(name) if one.marker is None}
    for wanted in map(Requirement, WANTED[name]):
        (version,) = versions[canonicalize_name(wanted.name)].specifier
        assert version.version in wanted.specifier, f"run `make requirements`: {wanted}"


def test_the_driver_of_postgresql_is_added_to_the_same_packages() -> None:
    """Only the driver and what it needs are added."""
    assert set(lines("run")) < set(lines("postgresql"))
    added = {need.name for need in locked("postgresql")} - {need.name for need in locked("run")}
    assert added == {"psycopg", "psycopg-binary", "tzdata"}


def test_every_file_is_one_that_the_makefile_makes() -> None:
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {path.stem for path in (ROOT / "requirements").iterdir()} == set(WANTED)
    assert all(f"-o requirements/{name}.txt" in made for name in WANTED)
