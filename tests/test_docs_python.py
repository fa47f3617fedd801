"""docs/python.md matches the program, and its examples run unchanged."""

import inspect
import re
from pathlib import Path

import pytest

from driftcheck import Severity, check
from tests.support import CONFIG, Project, number, python

PAGE = (Path(__file__).parent.parent / "docs" / "python.md").read_text(encoding="utf-8")
FLEET, ONCALL, LINES = re.findall(r"```python\n(.*?)```", PAGE, re.S)
SILENT = number(associated_pipeline=None, label="Sales")


@pytest.fixture
def fleet(project: Project) -> Project:
    """A number of the sales team without a pipeline."""
    project.write(
        driftcheck__yaml=f"{CONFIG}policies: ['builtin:baseline']\n",
        numbers__yaml="version: 1\nnumbers: [{phone_number: +12025550100, label: Sales}]\n",
        test_fleet__py=FLEET,
        oncall__py=ONCALL,
        lines__py=LINES,
    )
    return project.live(SILENT)


def test_the_example_test_fails_if_a_number_has_no_pipeline(fleet: Project) -> None:
    run = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_fleet.py")
    ran = python(*run, cwd=fleet.folder)
    assert ran.out.splitlines()[-1].startswith("2 failed, 1 passed"), ran.out
    assert "+12025550100: " in ran.out
    fleet.live(number(label="Sales"))
    assert python(*run, cwd=fleet.folder).code == 0


def test_the_example_notification_names_each_number(fleet: Project) -> None:
    line = "+12025550100 is not what is declared\n"
    assert python("oncall.py", cwd=fleet.folder).out == line
    (fleet.folder / "live.json").unlink()
    assert "live.json" in python("oncall.py", cwd=fleet.folder).out


def test_the_example_watch_gets_each_step(fleet: Project) -> None:
    assert python("lines.py", cwd=fleet.folder).out == "live.json: 1 live number\n"


def test_every_argument_has_a_row_and_every_row_is_an_argument() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", PAGE, re.M)
    assert rows == [name for name in inspect.signature(check).parameters if name != "config"]


def test_severities_compare_as_the_page_says() -> None:
    assert "`Severity.HIGH > Severity.LOW`" in PAGE
    assert Severity.HIGH > Severity.LOW


def test_every_attribute_on_the_page_exists(fleet: Project) -> None:
    report = check(fleet.folder / "driftcheck.yaml")
    described = {
        "returns a `Report`:": report,
        "is a `Finding`:": report.findings[0],
        "of an account has:": report.accounts[0],
        "counts of a `summary`:": report.summary,
    }
    for heading, value in described.items():
        listed = PAGE.split(heading)[1].split("\n\n")[1]
        names = re.findall(r"`(\w+)`", " ".join(re.findall(r"^- (.+?):", listed, re.M)))
        assert names
        assert [name for name in names if not hasattr(value, name)] == []
