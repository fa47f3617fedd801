"""What the pages on the configuration and on declarations say is what the program does."""

import re
from pathlib import Path
from typing import Any

import pytest

from driftcheck.system import published
from tests.each import each
from tests.support import Project

DOCS = Path(__file__).parent.parent / "docs"
CONFIGURATION = (DOCS / "configuration.md").read_text(encoding="utf-8")
DECLARATIONS = (DOCS / "declarations.md").read_text(encoding="utf-8")
CONFIG = published("config")
NAMES = {name for text in (CONFIGURATION, DECLARATIONS) for name in re.findall(r"\${(\w+)}", text)}


def blocks(page: str) -> list[str]:
    """The YAML examples of a page."""
    return re.findall(r"```yaml\n(.*?)```", page, re.S)


def keys(page: str, heading: str) -> dict[str, str]:
    """The keys in the table under a heading, and the cell next to each."""
    (section,) = re.findall(rf"^## {heading}\n(.*?)(?=^##|\Z)", page, re.M | re.S)
    rows = re.findall(r"^\| (`.*?) \| (.*?) \|", section, re.M)
    return {name: cell for names, cell in rows for name in re.findall(r"`(\w+)`", names)}


@pytest.fixture
def numbers(project: Project) -> Project:
    """A project with all files that the examples of a configuration name."""
    entry = "version: 1\nnumbers: [{phone_number: +1202555010%d}]\n"
    return project.write(
        numbers__yaml=entry % 0, production___n__yaml=entry % 1, staging___n__yaml=entry % 2
    )


@each("text", blocks(CONFIGURATION), ids=lambda text: text.split("\n")[1])
def test_the_configurations_are_valid(text: str, numbers: Project, tmp_path: Path) -> None:
    (tmp_path / "agora_id").write_text("id", encoding="utf-8")
    text = text.replace("/run/secrets", str(tmp_path)).replace("[vault,", "[sh,")
    ran = numbers.write(driftcheck__yaml=text).run("validate", env=dict.fromkeys(NAMES, "x"))
    assert (ran.code, ran.err) == (0, "")


@each("text", blocks(DECLARATIONS), ids=lambda text: text.split("\n")[2])
def test_the_declarations_are_valid(text: str, project: Project) -> None:
    ran = project.write(numbers__yaml=text).run("validate", env=dict.fromkeys(NAMES, "x"))
    assert (ran.code, ran.err) == (0, "")


def test_every_key_has_a_row_and_its_default() -> None:
    agora = CONFIG["$defs"]["live"]["properties"]["agora"]["properties"]
    for heading, known in (("Keys", CONFIG["properties"]), ("The API", agora)):
        cells = keys(CONFIGURATION, heading)
        assert cells.keys() == known.keys()
        defaults: dict[str, Any] = {key: one.get("default") for key, one in known.items()}
        told = {key: cells[key] for key, default in defaults.items() if default is not None}
        assert told == {key: f"`{defaults[key]}`" for key in told}


def test_every_key_of_an_entry_has_a_row() -> None:
    known = published("declared")["$defs"]["declared-entry"]["properties"].keys()
    fields = published("number")["properties"].keys()
    assert known | {"phone_number"} <= keys(DECLARATIONS, "Keys of an entry").keys()
    assert keys(DECLARATIONS, "Keys of an entry").keys() <= known | fields
