"""`driftcheck init`: a project to begin with, which is valid as it is written."""

import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from driftcheck.system import builtin_packs, data_folder
from tests.cli.processes import Process, environment, starting
from tests.each import each
from tests.support import HANGS, NUMBER, Project, number

CTRL_C = ""
PLAIN = ["driftcheck.yaml", "numbers/example.yaml", "waivers.yaml"]


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    """A folder with nothing in it."""
    return Project(tmp_path)


def files(project: Project) -> list[str]:
    paths = (path for path in project.folder.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(project.folder)) for path in paths)


def test_what_is_written_is_valid(empty: Project) -> None:
    ran = empty.run("init")
    assert (ran.code, ran.out) == (0, "")
    assert files(empty) == PLAIN
    assert ran.err.splitlines() == [
        "Wrote driftcheck.yaml, numbers/example.yaml, waivers.yaml.",
        "Next:",
        "  export AGORA_CUSTOMER_ID=... AGORA_CUSTOMER_SECRET=...",
        "  driftcheck import -o numbers/example.yaml --force   # or write your own there",
        "  driftcheck validate",
        "  driftcheck check",
    ]
    ran = empty.run("validate", "--no-credentials")
    assert (ran.code, ran.err) == (0, "")
    assert "1 number declared" in ran.out


def test_every_line_is_explained(empty: Project) -> None:
    assert empty.run("init").code == 0
    for name in PLAIN:
        text = (empty.folder / name).read_text(encoding="utf-8")
        blocks = text.strip().split("\n\n")
        assert all("#" in block for block in blocks)
        assert yaml.safe_load(text)["version"] == 1


def test_what_is_live_can_be_declared_at_once(empty: Project) -> None:
    live = number(outbound_config={"password": "hush"})
    empty.live(live)
    ran = empty.run("init", "project", "--live", "live.json", "--import")
    assert ran.code == 0
    assert "  cd project\n" in ran.err
    assert "  export OUTBOUND_CONFIG_PASSWORD=...\n" in ran.err
    assert 'file: "../live.json"' in (empty.folder / "project" / "driftcheck.yaml").read_text()
    inside = Project(empty.folder / "project")
    checked = inside.run("check", env={"OUTBOUND_CONFIG_PASSWORD": "hush"})
    assert (checked.code, checked.err) == (0, "")


def test_without_credentials_nothing_can_be_declared_and_nothing_is_written(
    empty: Project,
) -> None:
    ran = empty.run("init", "new/project", "--import")
    assert (ran.code, "AGORA_CUSTOMER_ID" in ran.err) == (1, True)
    assert list(empty.folder.iterdir()) == []


@pytest.mark.parametrize("name", ["driftcheck.yaml", "waivers.yaml"])
def test_no_file_is_ever_replaced(name: str, empty: Project) -> None:
    path = empty.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    ran = empty.run("init", "--yes")
    assert ran.code == 1
    assert ran.err.startswith(f'Error: "{name}" is there already')
    assert files(empty) == [name]
    assert path.read_text() == "mine"


@pytest.mark.parametrize("name", ["li$t.json", "a: b.json", "\u202e.json"])
def test_any_name_of_a_list_is_written_as_it_is(name: str, empty: Project) -> None:
    (empty.folder / name).write_text("[]")
    assert empty.run("init", "--live", name).code == 0
    ran = empty.run("check", "--allow-empty")
    assert "declared, but not live" in ran.out, ran.err


@each(
    ("packs", "written"),
    [
        ([], "[builtin:baseline]"),
        (["none"], "[]"),
        (["security", "builtin:security"], "[builtin:security]"),
        ([*builtin_packs()], f"[{', '.join(f'builtin:{name}' for name in builtin_packs())}]"),
    ],
)
def test_packs_of_rules_are_chosen(packs: list[str], written: str, empty: Project) -> None:
    assert empty.run("init", *[part for name in packs for part in ("--policy", name)]).code == 0
    assert f"\npolicies: {written}\n" in (empty.folder / "driftcheck.yaml").read_text()
    assert empty.run("validate", "--no-credentials").code == 0


@pytest.mark.parametrize("packs", ["securty", "security;none"])
def test_a_pack_that_is_not_there_is_an_error(packs: str, empty: Project) -> None:
    ran = empty.run("init", env={"DRIFTCHECK_POLICY": packs})
    assert (ran.code, "there is no pack" in ran.err) == (1, True)
    assert files(empty) == []


def test_a_list_that_is_not_there_is_an_error(empty: Project) -> None:
    ran = empty.run("init", "--live", "none.json")
    assert (ran.code, 'there is no file "none.json"' in ran.err) == (1, True)
    assert files(empty) == []


@pytest.mark.parametrize(
    ("ci", "example", "place"),
    [
        ("github", "github-workflow.yml", ".github/workflows/driftcheck.yml"),
        ("gitlab", "gitlab-ci.yml", ".gitlab-ci.yml"),
    ],
)
def test_the_file_of_a_ci_system_is_that_of_the_examples(
    ci: str, example: str, place: str, empty: Project, tmp_path: Path
) -> None:
    there = data_folder("examples") / "ci" / example
    ran = empty.run("init", "--ci", ci)
    if there.exists():
        assert (empty.folder / place).read_text() == there.read_text()
    else:
        assert (ran.code, f'the example "{example}" is not installed' in ran.err) == (1, True)
        assert files(empty) == []


def test_the_examples_are_looked_for_where_they_are_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from driftcheck.cli.commands.init import command

    (tmp_path / "examples" / "ci").mkdir(parents=True)
    (tmp_path / "examples" / "ci" / "gitlab-ci.yml").write_text("check: {}\n")
    name = "driftcheck.cli.commands.init.data_folder"
    monkeypatch.setattr(name, lambda folder: tmp_path / folder)
    folder = tmp_path / "project"
    assert (
        CliRunner().invoke(command, [str(folder), "--ci", "gitlab", "--policy", "none"]).exit_code
        == 0
    )
    assert (folder / ".gitlab-ci.yml").read_text() == "check: {}\n"


def at_a_terminal(project: Project, *answers: str, args: tuple[str, ...] = ()) -> tuple[int, str]:
    """Run it at a terminal, each answer typed once it is asked for; the exit code and the words."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "driftcheck", "init", *args]
    env = environment(TERM="dumb")
    told, left = "", list(answers)
    with starting(), subprocess.Popen(  # a session of its own, whose terminal it is
        command, cwd=project.folder, env=env, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True, close_fds=True,
    ) as popen:  # fmt: skip
        os.close(theirs)
        try:
            while select.select([ours], [], [], HANGS)[0]:
                told += os.read(ours, 1 << 16).decode()
                if told.endswith(": ") and left:
                    _answer(popen, ours, left.pop(0))
                    told += "\n"
        except OSError:  # they have closed it
            pass
        finally:
            os.close(ours)
        popen.wait(HANGS)
    return popen.returncode, told


def _answer(popen: subprocess.Popen[bytes], terminal: int, answer: str) -> None:
    """Type an answer, or interrupt: once somebody waits, for a signal before that is heard late."""
    if answer != CTRL_C:
        os.write(terminal, answer.encode())
        return
    assert Process(popen).is_blocked()
    popen.send_signal(signal.SIGINT)


def test_at_a_terminal_it_asks(empty: Project) -> None:
    empty.live(NUMBER)
    answers = ("live.json\n", "y\n", "baselin\n", "security, naming\n", "none\n")
    code, told = at_a_terminal(empty, *answers)
    assert code == 0
    assert 'there is no pack "baselin". Did you mean "baseline"?' in told
    text = (empty.folder / "driftcheck.yaml").read_text()
    assert "policies: [builtin:security, builtin:naming]\n" in text
    assert "Where is the live list" in told
    assert "Declare what is live now" in told
    assert "Which CI system checks" in told
    assert files(empty) == ["driftcheck.yaml", "live.json", "numbers/numbers.yaml", "waivers.yaml"]
    assert empty.run("check").code == 0


def test_what_is_said_by_options_is_not_asked(empty: Project) -> None:
    code, told = at_a_terminal(empty, "\n", "\n", args=("--ci", "none", "--policy", "none"))
    assert code == 0
    assert "Which" not in told
    assert files(empty) == PLAIN


def test_nothing_is_asked_where_that_is_not_wanted(empty: Project) -> None:
    code, told = at_a_terminal(empty, args=("--yes",))
    assert (code, "Where is" in told) == (0, False)


def test_an_interruption_leaves_nothing_half_written(empty: Project) -> None:
    code, told = at_a_terminal(empty, "api\n", CTRL_C)
    assert code == 130
    assert "interrupted" in told
    assert files(empty) == []


@pytest.mark.parametrize("args", [(), ("--by", "pipeline")])
def test_declarations_that_are_there_are_those_of_the_project(
    args: tuple[str, ...], empty: Project
) -> None:
    assert empty.live(NUMBER).run("import", "--live", "live.json", *args).code == 0
    ran = empty.run("init", "--live", "live.json")
    assert (ran.code, "example" in ran.err) == (0, False)
    assert empty.run("check").code == 0


def test_what_is_there_is_told_before_anything_is_asked(empty: Project) -> None:
    empty.write(driftcheck__yaml="mine")
    code, told = at_a_terminal(empty)
    assert (code, "Where is" in told) == (1, False)
