"""What docs/import.md says is what the program does."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.support import Project, number

PAGE = (Path(__file__).parent.parent / "docs" / "import.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S)
    for line in block.splitlines()
    if line.startswith("driftcheck ")
]
(FILE,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
TRUNK = {"address": "u:p@sip.example.com", "transport": "tls", "password": "hush"}
BYO: dict[str, Any] = {
    "provider": "byo",
    "inbound": False,
    "associated_pipeline": None,
    "outbound_config": TRUNK,
}
PIPELINE = {"pipeline_id": "pipeline_0987654321fedcba", "pipeline_name": "Support"}
FLEET = [
    number(label="Customer Support Line", associated_pipeline=PIPELINE),
    *[number(phone_number=f"+1202555011{n}", label="Outbound block", **BYO) for n in range(3)],
    number(phone_number="+12025550150", label="6036", **BYO),
]


@pytest.fixture
def begun(tmp_path: Path) -> Project:
    """A project as `init` begins it, of which nothing is declared."""
    project = Project(tmp_path).live(*FLEET)
    assert project.run("init", "--live", "live.json").code == 0
    (tmp_path / "numbers" / "example.yaml").unlink()
    return project


def words(holding: str) -> list[str]:
    """The arguments of the one command on the page that holds a text."""
    (found,) = (line for line in COMMANDS if holding in line)
    return shlex.split(found)[1:]


def test_every_command_of_the_page_is_run_below() -> None:
    assert COMMANDS == [
        "driftcheck init",
        "driftcheck import --by pipeline --env-file secrets.env",
        "driftcheck check --env-file secrets.env",
        "driftcheck import --update",
        "driftcheck import --update --changed",
        "driftcheck fetch -o saved.json",
        "driftcheck check --live saved.json",
    ]


def test_the_file_that_is_shown_is_what_is_written(begun: Project) -> None:
    ran = begun.run("import", "-o", "-")
    when = r"at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    assert re.sub(when, "at 2026-01-01T00:00:00Z", ran.out) == FILE


def test_the_steps_work_as_documented(begun: Project) -> None:
    assert begun.run(*words("--by pipeline")).code == 0
    assert sorted(path.name for path in (begun.folder / "numbers").iterdir()) == [
        "no-pipeline.yaml",
        "pipeline_0987654321fedcba.yaml",
    ]
    text = (begun.folder / "secrets.env").read_text()
    env = dict(word.split("=", 1) for word in shlex.split(text))
    assert begun.run("check", env=env).code == 0
    assert begun.run(*words("check --env-file")).code == 0
    assert begun.run("validate", "--no-credentials").code == 0
    begun.live(*FLEET, number(phone_number="+12025550151", label="New"))
    assert begun.run("import", "--update", env=env).code == 0
    assert begun.run("check", env=env).code == 0
    begun.live(*FLEET, number(phone_number="+12025550151", label="Newer"))
    assert begun.run(*words("--changed"), env=env).code == 0
    assert begun.run("check", env=env).code == 0
    assert begun.run(*words("fetch")).code == 0
    assert "hush" not in (begun.folder / "saved.json").read_text()
    assert begun.run(*words("--live saved.json"), env=env).code == 0
    saved = json.loads((begun.folder / "saved.json").read_text())
    (begun.folder / "saved.json").write_text(json.dumps({**saved, "count": 1}))
    assert begun.run(*words("--live saved.json"), env=env).code == 1


def test_it_begins_with_init(tmp_path: Path) -> None:
    project = Project(tmp_path)
    assert project.run(*words("init")).code == 0
    assert project.run("validate", "--no-credentials").code == 0


def test_every_option_of_the_page_exists(tmp_path: Path) -> None:
    names = ("init", "import", "fetch", "check", "validate")
    told = "".join(Project(tmp_path).run(name, "--help").out for name in names)
    for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)):
        assert option in told
