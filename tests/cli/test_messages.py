"""The complete stderr for frequent mistakes, as users see it on a terminal.

Each file in `messages` is a list of cases: a title, a file of the project, and all of stderr.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.each import each
from tests.support import CONFIG, DECLARED, Project

FOLDER = Path(__file__).parent / "messages"
_CASE = re.compile(r"^=== (.+)\n--- (\S+)\n", re.M)
_ERR = "--- stderr\n"


class Case(NamedTuple):
    """A mistake in a file of a valid project, and its stderr."""

    title: str
    file: str
    text: str
    err: str


def cases(path: Path) -> list[Case]:
    """Return the cases of a file."""
    parts = _CASE.split(path.read_text(encoding="utf-8"))[1:]
    whole = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return [Case(title, file, *body.split(_ERR)) for title, file, body in whole]


def written(listed: list[Case]) -> str:
    """Return the text of a file of cases."""
    return "".join(f"=== {c.title}\n--- {c.file}\n{c.text}{_ERR}{c.err}" for c in listed)


def said(project: Project, case: Case) -> Case:
    """Return a case with the current stderr."""
    waivers = "waivers: [waivers.yaml]\n" if case.file == "waivers.yaml" else ""
    project.write(driftcheck__yaml=CONFIG + waivers, numbers__yaml=DECLARED)
    (project.folder / case.file).write_text(case.text, encoding="utf-8")
    ran = project.run("validate")
    assert ran.code == 1, case.title
    return case._replace(err=ran.stderr)


@each("name", ["syntax", "declarations", "configuration", "waivers"])
def test_a_mistake_is_reported_at_its_place(
    name: str, project: Project, request: pytest.FixtureRequest
) -> None:
    path = FOLDER / f"{name}.txt"
    listed = cases(path)
    now = [said(project, case) for case in listed]
    if request.config.getoption("--update-golden"):
        path.write_text(written(now), encoding="utf-8")
    assert [c.err for c in now] == [c.err for c in listed]
