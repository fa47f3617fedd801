"""`driftcheck init` at a terminal asks again after invalid answers, and loses none."""

import json
from pathlib import Path

import pytest

from driftcheck.live.emulator import Emulator
from tests.cli.terminal import CTRL_C, CTRL_D, at_a_terminal
from tests.support import NUMBER, Emulate, Project, number

ENV = {"AGORA_CUSTOMER_ID": "id", "AGORA_CUSTOMER_SECRET": "s3cret"}
WHERE = "Where is the live list"
SECRET = number(outbound_config={"password": "hush"})


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    """An empty folder."""
    return Project(tmp_path / "empty").write(empty__json="[]", broken__json="{")


@pytest.fixture
def server(emulate: Emulate) -> Emulator:
    """An API with one number."""
    return emulate(NUMBER)


def written(project: Project) -> bool:
    return any(path.suffix == ".yaml" for path in project.folder.rglob("*"))


def test_the_answers_are_written(empty: Project) -> None:
    empty.live(NUMBER)
    answers = ("live.json\n", "y\n", "baselin\n", "security, naming\n", "none\n")
    code, told = at_a_terminal(empty, *answers)
    assert code == 0
    assert 'there is no pack "baselin". Did you mean "baseline"?' in told
    text = (empty.folder / "driftcheck.yaml").read_text()
    assert "policies: [builtin:security, builtin:naming]\n" in text
    assert "Which CI system runs the check" in told
    assert empty.run("check").code == 0


def test_an_invalid_answer_is_asked_again_with_the_reason(empty: Project, server: Emulator) -> None:
    mistakes = {
        "none.json": 'there is no file "none.json"',
        "api.example.com/v2": "A URL begins with https://",
        "http://api.example.com/v2": "would send credentials in the clear",
        "https://": "is not an http or https URL",
        "https://me:hush@api.example.com": "credentials in the URL",
        "broken.json": "broken.json did not return a list of numbers",
        ".": 'there is no file "."',
    }
    answers = [f"{said}\n" for said in mistakes]
    code, told = at_a_terminal(empty, *answers, f"{server.url}\n", "\n", "\n", "\n", env=ENV)
    assert code == 0, told
    assert told.count(WHERE) == len(mistakes) + 1
    shown = " ".join(told.split())
    assert [why for why in mistakes.values() if why not in shown] == []
    assert server.url in (empty.folder / "driftcheck.yaml").read_text()
    assert empty.run("check", env=ENV).code == 0


def test_without_credentials_it_says_so_at_once(empty: Project) -> None:
    code, told = at_a_terminal(empty, "\n", "example\n", "\n", "\n")
    assert code == 0
    assert "AGORA_CUSTOMER_ID and AGORA_CUSTOMER_SECRET are not set" in told
    assert "to try again" not in told
    assert "Declare the live numbers" not in told
    assert (empty.folder / "numbers" / "example.yaml").exists()
    assert "export AGORA_CUSTOMER_ID=... AGORA_CUSTOMER_SECRET=..." in told


def test_wrong_credentials_lose_no_answer(empty: Project, server: Emulator) -> None:
    env = {**ENV, "AGORA_CUSTOMER_SECRET": "wrong"}
    code, told = at_a_terminal(empty, f"{server.url}\n", "\n", "again\n", "stop\n", env=env)
    assert code == 1
    assert told.count("answered 401") == 2
    assert told.count(WHERE) == 1
    assert f"driftcheck init --url {server.url} --import\r\n" in told
    assert "wrong" not in told
    assert not written(empty)


def test_another_list_can_be_used_instead(empty: Project, server: Emulator) -> None:
    answers = ("empty.json\n", "\n", "other\n", f"{server.url}\n", "\n", "\n")
    code, told = at_a_terminal(empty, *answers, env=ENV)
    assert code == 0
    assert "the live list is empty" in told
    assert told.count("Declare the live numbers") == 1
    assert "+12025550100" in (empty.folder / "numbers" / "numbers.yaml").read_text()


def test_a_list_can_be_fixed_and_tried_again(empty: Project) -> None:
    empty.live(NUMBER, NUMBER)

    def answers(told: str) -> str:
        if told.rstrip().endswith("[again]:"):
            empty.live(NUMBER)
        return "live.json\n" if WHERE in told.splitlines()[-1] else "\n"

    code, told = at_a_terminal(empty, *[answers] * 6)
    assert code == 0, told
    assert "it is in the live list 2 times" in told
    assert empty.run("check").code == 0


def test_entries_that_cannot_be_declared_can_be_skipped(empty: Project) -> None:
    bad = {"phone_number": "2025550105"}
    empty.live(NUMBER, {**NUMBER, **bad})
    code, told = at_a_terminal(empty, "live.json\n", "\n", "skip\n", "\n", "\n")
    assert code == 0, told
    assert "Skipped: 2025550105 cannot be declared" in told
    assert "+12025550100" in (empty.folder / "numbers" / "numbers.yaml").read_text()
    empty.live(NUMBER | bad)
    answers = ("live.json\n", "\n", "skip\n", "stop\n")
    code, told = at_a_terminal(empty, *answers, args=("other",))
    assert (code, "(again, other, example, stop)" in told) == (1, True)
    assert "init other --live live.json --import --skip-invalid" in told


def test_secrets_get_a_new_file(empty: Project) -> None:
    empty.live(SECRET)
    code, told = at_a_terminal(empty, "live.json\n", "\n", "empty.json\n", "my.env\n", "\n", "\n")
    assert code == 0
    assert "1 secret is kept out of declarations" in told
    assert '"empty.json" already exists' in told
    assert "hush" not in told
    assert "my.env" in (empty.folder / ".gitignore").read_text()
    assert empty.run("check", "--env-file", "my.env").code == 0


def test_an_existing_file_is_reported_at_its_question(empty: Project) -> None:
    empty.live(SECRET).write(secrets__env="mine")
    (empty.folder / ".gitlab-ci.yml").write_text("mine")
    answers = ("live.json\n", "\n", "\n", "\n", "gitlab\n", "github\n")
    code, told = at_a_terminal(empty, *answers)
    assert (code, '".gitlab-ci.yml" already exists' in told) == (0, True)
    assert (empty.folder / "secrets.env").read_text() == "mine"
    assert "hush" in (empty.folder / "secrets-2.env").read_text()
    assert (empty.folder / ".github" / "workflows" / "driftcheck.yml").exists()


def test_a_tilde_is_expanded(empty: Project) -> None:
    empty.live(NUMBER)
    home = {"HOME": str(empty.folder)}
    code, told = at_a_terminal(empty, "~/live.json\n", "\n", "\n", "\n", env=home)
    assert code == 0, told
    assert empty.run("check").code == 0


def test_secrets_may_have_no_file(empty: Project) -> None:
    empty.live(SECRET)
    code, told = at_a_terminal(empty, "live.json\n", "\n", "none\n", "\n", "\n")
    assert (code, "export OUTBOUND_CONFIG_PASSWORD=..." in told) == (0, True)
    assert not list(empty.folder.glob("*.env"))


def test_questions_answered_by_options_are_not_asked(empty: Project) -> None:
    empty.live(NUMBER)
    args = ("--ci", "none", "--policy", "none", "--live", "live.json")
    code, told = at_a_terminal(empty, "n\n", args=args)
    assert (code, "Which" in told, WHERE in told) == (0, False, False)


def test_yes_asks_no_questions(empty: Project) -> None:
    code, told = at_a_terminal(empty, args=("--yes",))
    assert (code, WHERE in told) == (0, False)


@pytest.mark.parametrize("end", [CTRL_C, CTRL_D])
def test_stopping_at_any_question_writes_nothing_and_shows_how_to_continue(
    end: str, empty: Project
) -> None:
    empty.live(NUMBER)
    code, told = at_a_terminal(empty, "live.json\n", "\n", "naming\n", end)
    assert code == 130
    assert "init --live live.json --import --policy naming\r\n" in told
    assert told.rstrip().endswith("Error: interrupted")
    assert not written(empty)
    code, told = at_a_terminal(empty, end)
    assert (code, "To go on" in told) == (130, False)


def test_a_write_error_loses_no_answers(empty: Project) -> None:
    empty.live(NUMBER)
    (empty.folder / "file").write_text("mine")
    code, told = at_a_terminal(empty, "live.json\n", "\n", "\n", "gitlab\n", args=("file/project",))
    assert code == 1
    assert "init file/project --live live.json --import --policy baseline --ci gitlab" in told


def test_existing_files_are_reported_before_any_question(empty: Project) -> None:
    empty.write(driftcheck__yaml="mine")
    code, told = at_a_terminal(empty)
    assert (code, WHERE in told) == (1, False)


def test_existing_declarations_are_kept_without_questions_about_them(empty: Project) -> None:
    empty.write(numbers__yaml="version: 1\nnumbers:\n  - phone_number: +12025550100\n")
    code, told = at_a_terminal(empty, "\n", "\n", "\n")
    assert (code, "Declare the live numbers" in told) == (0, False)
    assert json.loads((empty.folder / "empty.json").read_text()) == []
    assert "declared: [numbers.yaml]\n" in (empty.folder / "driftcheck.yaml").read_text()
