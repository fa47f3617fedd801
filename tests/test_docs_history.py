"""What docs/history.md says is what the program does."""

import re
from pathlib import Path

import pytest

from driftcheck.history.records import Sighting
from driftcheck.model import fingerprint
from tests.history.making import record, run, sighting
from tests.support import CONFIG, NUMBER, Project

PAGE = (Path(__file__).parent.parent / "docs" / "history.md").read_text(encoding="utf-8")
YAML = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
SHELL = re.findall(r"^driftcheck (history .*?)(?: +#.*)?$", PAGE, re.M)
CHECKED, LISTED = re.findall(r"```text\n\$ driftcheck (.*?)\n(.*?)```", PAGE, re.S)


def missing(number: str) -> Sighting:
    """The finding of a real run on a number that is not live."""
    name = fingerprint("default", "drift-missing", number, None)
    return sighting(name, phone_number=number, message="declared, but not live")


@pytest.fixture
def nights(project: Project) -> Project:
    """Six nights: two numbers are missing in all of them, and one comes and goes."""
    url = f"sqlite:///{project.folder / 'var' / 'driftcheck.db'}"
    always = [missing("+12025550100"), missing("+12025550101")]
    for day in range(1, 7):
        found = [*always, missing("+12025550102")] if day in (2, 3, 5) else always
        record(url, run(f"2026-01-{day:02}T02:00:00Z", *found))
    return project.write(driftcheck__yaml=CONFIG + YAML[0])


@pytest.mark.parametrize("text", YAML)
def test_the_configurations_are_valid(text: str, project: Project) -> None:
    ran = project.write(driftcheck__yaml=CONFIG + text).run("validate")
    assert (ran.code, ran.err) == (0, "")
    assert not (project.folder / "var").exists()


def test_the_report_that_is_shown_is_what_is_printed(nights: Project) -> None:
    nights.write(
        numbers__yaml="version: 1\nnumbers:\n  - phone_number: +12025550100\n"
        "  - phone_number: +12025550101\n"
    ).live(*({**NUMBER, "phone_number": f"+120255501{end}"} for end in ("01", "99")))
    ran = nights.run(CHECKED[0])
    assert ran.out == CHECKED[1]


def test_the_commands_that_are_shown_are_there(nights: Project) -> None:
    head = nights.run("history", "show", "-o", "json").json["run"]["hash"]
    assert len(SHELL) == 6
    nights.run("check")
    nights.write(saved__json=(nights.folder / "live.json").read_text(encoding="utf-8"))
    for line in SHELL:
        ran = nights.run(*line.replace("HASH", head).replace("41", "7").split())
        assert (ran.code, ran.err) == (0, "")


def test_the_list_that_is_shown_is_what_is_printed(nights: Project) -> None:
    assert nights.run(LISTED[0]).out == LISTED[1]


def test_the_python_that_is_shown_computes_the_hash_of_a_run(nights: Project) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    nights.run("history", "show", "-o", "json=run.json")
    assert nights.python("-c", code).out == "True\n"
    saved = nights.folder / "run.json"
    saved.write_text(saved.read_text(encoding="utf-8").replace('"run": 6', '"run": 5'))
    assert nights.python("-c", code).out == "False\n"
