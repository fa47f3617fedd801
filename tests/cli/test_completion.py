"""Completion in a shell, as click makes it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.each import each
from tests.support import HANGS, Project, driftcheck, environment

SCRIPT = {shell: {"_DRIFTCHECK_COMPLETE": f"{shell}_source"} for shell in ("bash", "zsh", "fish")}
ASK = """
eval "$(_DRIFTCHECK_COMPLETE=bash_source driftcheck)" || exit
COMP_WORDS=({words}) COMP_CWORD={index}
$(complete -p driftcheck | sed -E 's/.* -F (\\S+) .*/\\1/') driftcheck
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def completed(words: str, cwd: Path) -> list[str]:
    """Return bash's completions of words, the last of which is incomplete."""
    script = ASK.format(words=words, index=len(words.split()) - 1)
    path = f"{Path(sys.executable).parent}:{environment(None)['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=cwd,
        env=environment({"PATH": path}),
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


SEVERAL = """\
version: 1
accounts:
  us: {live: {agora: {customer_secret: "${NOT_SET}"}}, declared: [numbers.yaml]}
  uk: {live: {file: live.json}, declared: [numbers.yaml]}
policies: [house.yaml]
"""
HOUSE = """\
version: 1
name: house
rules:
  - id: zone-known
    title: t
    severity: low
    require: {inbound: true}
  - {severity: low, title: t, id: zone-other}
  - {id: zone-third, title: t, severity: low, require: {inbound: true}}
"""


@pytest.fixture
def fleet(project: Project) -> Project:
    return project.write(several__yaml=SEVERAL, driftcheck__yaml=SEVERAL, house__yaml=HOUSE)


COMPLETED = [
    ("driftcheck po", ["policy"]),
    ("driftcheck policy te", ["test"]),
    ("driftcheck check --fail-on cr", ["critical"]),
    ("driftcheck check --fail-on = cr", ["critical"]),
    ("driftcheck check --no-w", ["--no-waivers"]),
    ("driftcheck explain drift-m", ["drift-missing"]),
    ("driftcheck explain zone", ["zone-known", "zone-other", "zone-third"]),
    ("driftcheck policy show inbound-has", ["inbound-has-pipeline"]),
    ("driftcheck policy show drift-m", []),
    ("driftcheck check -o j", ["json", "junit"]),
    ("driftcheck check --output = ht", ["html"]),
    ("driftcheck check -o json = hou", ["house.yaml"]),
    ("driftcheck policy list -o m", ["markdown"]),
    ("driftcheck history show -o j", ["json"]),
    ("driftcheck history -o h", ["html"]),
    ("driftcheck check --account u", ["us", "uk"]),
    ("driftcheck fetch -c several.yaml --account us", ["us"]),
    ("driftcheck check -c nope.yaml --account u", []),
    ("driftcheck check -c house.yaml --account u", []),
    ("driftcheck policy list builtin : sec", ["security"]),
    ("driftcheck policy test hou", ["house.yaml"]),
    ("driftcheck init --policy base", ["baseline"]),
    ("driftcheck check --select lab", ["label="]),
    ("driftcheck check --select inbound_config.pip", ["inbound_config.pipeline_id="]),
    ("driftcheck check --select provider = tw", ["twilio"]),
    ("driftcheck import --select inbound = t", ["true"]),
    ("driftcheck schema rep", ["report"]),
    ("driftcheck nonsense x", []),
]  # fmt: skip


@each(("words", "found"), COMPLETED)
def test_bash_completes(words: str, found: list[str], fleet: Project) -> None:
    assert completed(words, fleet.folder) == found


@each(
    ("words", "at", "found"),
    [
        ("driftcheck check -o json=hou", 3, ["json=house.yaml"]),
        ("driftcheck check --select provider=tw", 3, ["provider=twilio"]),
        ("driftcheck policy list builtin:sec", 3, ["builtin:security"]),
        ("driftcheck check --live hou", 3, ["hou"]),
    ],
)
@each("shell", ["zsh", "fish"])
def test_other_shells_get_whole_words(
    words: str, at: int, found: list[str], shell: str, fleet: Project
) -> None:
    last = words.split()[at]
    where = str(at) if shell == "zsh" else last
    env = {"COMP_WORDS": words, "COMP_CWORD": where, "_DRIFTCHECK_COMPLETE": f"{shell}_complete"}
    ran = driftcheck(cwd=fleet.folder, env=env)
    assert (ran.code, ran.err) == (0, "")
    rows = ran.out.split("\n")[1::3] if shell == "zsh" else ran.out.split("\n")
    assert [row.partition(",")[2] or row for row in rows if row] == found


@each(
    "name", ["x$(id).yaml", "x;id.yaml", "x\nplain,y.yaml", "x\x1b[31m.yaml", "x\u202e.yaml", "x y"]
)
def test_names_with_special_characters_are_not_completed(name: str, fleet: Project) -> None:
    (fleet.folder / name).write_text("")
    env = {"COMP_WORDS": "driftcheck policy test x", "COMP_CWORD": "3"}
    ran = driftcheck(cwd=fleet.folder, env={**env, "_DRIFTCHECK_COMPLETE": "bash_complete"})
    assert (ran.code, ran.out.strip(), ran.err) == (0, "", "")


def test_deprecated_spellings_complete_without_a_warning(fleet: Project) -> None:
    assert completed("driftcheck history --json --lim", fleet.folder) == ["--limit"]


def test_completion_does_not_import_the_network_or_the_history(fleet: Project) -> None:
    env = "import os, sys\nos.environ.update(COMP_WORDS='driftcheck check --account u', "
    env += "COMP_CWORD='3', _DRIFTCHECK_COMPLETE='bash_complete')\n"
    run = "from driftcheck.__main__ import main\ntry:\n    main([])\nexcept SystemExit: pass\n"
    ran = fleet.python("-c", f"{env}{run}print(*sys.modules)")
    first, second, modules = ran.out.splitlines()
    assert [first, second] == ["plain,us", "plain,uk"]
    assert {"httpx", "sqlalchemy", "ssl", "phonenumbers", "jinja2"}.isdisjoint(modules.split())


@pytest.mark.parametrize("shell", SCRIPT)
def test_the_script_of_a_shell_is_printed(shell: str, tmp_path: Path) -> None:
    ran = driftcheck(cwd=tmp_path, env=SCRIPT[shell])
    assert (ran.code, ran.err) == (0, "")
    assert f"_DRIFTCHECK_COMPLETE={shell}_complete" in ran.out


def test_an_unknown_shell_is_an_error(tmp_path: Path) -> None:
    assert driftcheck(cwd=tmp_path, env={"_DRIFTCHECK_COMPLETE": "cmd_source"}).code == 1
