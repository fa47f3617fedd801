"""From a fresh clone to a check of one's own numbers, by the very lines of the README."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from driftcheck.live.emulator import Emulator
from tests.cli.terminal import answered
from tests.support import Emulate, Project, number

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BEGINNING = "".join(README.partition("\ndriftcheck check ")[:2])
LINES = [
    line.split("  #")[0].strip()
    for block in re.findall(r"```sh\n(.*?)(?:```|\Z)", BEGINNING, re.S)
    for line in block.splitlines()
]
WORDS = 250
"""How many somebody has to read before the first result of their own."""
ENV = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
TRUNK = {"address": "u:hush@sip.example.com", "transport": "tls", "password": "it's $ecret"}
FLEET = [
    number(),
    number(phone_number="+12025550101", label="a: b ☎", inbound=False, associated_pipeline=None),
]
STUBS = {
    "git": 'mkdir driftcheck\n[ "$1" = clone ]\n',
    "make": "mkdir -p .venv/bin && cp {program} .venv/bin/ && .venv/bin/driftcheck $1\n",
    "pipx": 'mkdir -p {installed} && cp {program} {installed} && [ "$*" = "install ." ]\n',
}
"""What stands for programs that would need the network."""
pytestmark = pytest.mark.skipif(not shutil.which("bash"), reason="bash is not there")


@pytest.fixture
def newcomer(tmp_path: Path) -> Project:
    """A user without driftcheck, in an empty folder; programs are outside it."""
    program, stubs, installed = (tmp_path / name for name in ("driftcheck", "stubs", "installed"))
    run = "from driftcheck.__main__ import main\nmain()\n"
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.path[0] = {str(ROOT)!r}\n{run}")
    stubs.mkdir()
    for name, text in STUBS.items():
        path = stubs / name
        path.write_text("#!/bin/sh\n" + text.format(program=program, installed=installed))
    for path in (program, *stubs.iterdir()):
        path.chmod(0o755)
    (tmp_path / "home").mkdir()
    return Project(tmp_path / "home")


def typed(project: Project, *lines: str, answers: tuple[str, ...] = ()) -> tuple[int, str]:
    """Type lines into a shell at a terminal, and answers where questions are asked."""
    beside = project.folder.parent
    script = "set -e\n" + "".join(f"{line}\n" for line in lines)
    path = f"{beside}/stubs:{beside}/installed:/usr/bin:/bin"
    return answered(["bash", "-c", script], project.folder, answers, {"PATH": path})


def test_it_is_six_lines_and_at_most_250_words_to_the_first_result() -> None:
    assert len(BEGINNING.split()) <= WORDS
    assert [line.split()[0] for line in LINES] == [
        "git",
        "make",
        "pipx",
        "export",
        "driftcheck",
        "driftcheck",
    ]
    assert "in six lines" in BEGINNING
    source = re.findall(r'^Source = "(.*)"', (ROOT / "pyproject.toml").read_text(), re.M)
    assert LINES[0].split()[2:3] == source
    assert "\t$(BIN)/driftcheck demo\n" in (ROOT / "Makefile").read_text()


def own_lines() -> list[str]:
    """The lines of the README, with credentials that are let in."""
    values = iter(ENV.values())
    return [re.sub(r"=\.\.\.", lambda _: f"={next(values)}", line) for line in LINES]


def live(server: Emulator, *entries: object) -> None:
    """Have the account be another."""
    server.behaviour.list_file.write_text(json.dumps(entries), encoding="utf-8")


def test_the_lines_of_the_readme_lead_to_a_clean_check_and_to_drift_later(
    emulate: Emulate, newcomer: Project
) -> None:
    server = emulate(*FLEET)
    lines = own_lines()
    code, told = typed(newcomer, *lines, answers=(f"{server.url}\n", "\n", "\n", "\n"))
    assert code == 0, told
    demo, _, own = told.partition("  .venv/bin/driftcheck init ../my-numbers\r\n")
    assert "[inbound-has-pipeline, drift-changed]" in demo
    assert "2 declared, 2 live: 2 in sync" in own
    assert own.rstrip().endswith("Exit code 0.")

    mine = Project(newcomer.folder / "my-numbers")
    live(server, number(label="Sales"), FLEET[1], number(phone_number="+12025550199"))
    ran = mine.run("check", env=ENV)
    assert (ran.code, "[drift-changed]" in ran.out, "[drift-unmanaged]" in ran.out) == (2, 1, 1)
    (update,) = re.findall(r"`driftcheck (import --update)` declares numbers that are new", README)
    assert mine.run(*update.split(), env=ENV).code == 0
    live(server, *FLEET, number(phone_number="+12025550199"))
    assert mine.run("validate", env=ENV).code == 0
    assert mine.run("check", env=ENV).code == 0


def test_with_secrets_in_the_list_the_lines_that_init_prints_lead_there(
    emulate: Emulate, newcomer: Project
) -> None:
    server = emulate(*FLEET, number(phone_number="+12025550102", outbound_config=TRUNK))
    assert "driftcheck check   # add --env-file secrets.env if numbers have passwords" in README
    *lines, init, _ = own_lines()
    answers = (f"{server.url}\n", "\n", "\n", "\n", "\n")
    code, told = typed(newcomer, *lines, init.split(" && ")[0], answers=answers)
    assert code == 0, told
    assert "hush" not in told
    following = told.replace("\r", "").rpartition("Next:\n")[2].split("\n  ")
    code, told = typed(newcomer, "cd driftcheck", lines[-1], *map(str.strip, following))
    assert (code, told.rstrip().endswith("Exit code 0.")) == (0, True), told


@pytest.mark.parametrize("more", [[], ["--by", "pipeline"], ["--by", "country"]])
def test_an_example_is_replaced_by_what_is_live(
    more: list[str], emulate: Emulate, newcomer: Project
) -> None:
    """Who had no credentials at first gets there, too."""
    server = emulate(*FLEET)
    assert newcomer.run("init", "--url", server.url).code == 0
    assert newcomer.run("import", *more, env=ENV).code == 0
    ran = newcomer.run("check", env=ENV)
    assert (ran.code, ran.err) == (0, "")
