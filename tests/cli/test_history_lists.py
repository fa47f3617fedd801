"""The history records only runs on an account's own list."""

import json
from typing import Any

import pytest

from driftcheck.words import utc_now
from tests.each import each
from tests.support import CONFIG, DECLARED, NUMBER, Project, Ran

HISTORY = "history: sqlite:///h.db\n"
PLAIN = json.dumps([NUMBER])
WARNING = "Warning: the run is not recorded in the history: {} is not known to be "
WHAT = "a list that `driftcheck fetch` saved for account default\n"


def saved(**changed: Any) -> str:
    """Return a list as saved by `fetch`, with changes."""
    head = {"format": "driftcheck-live", "version": 1, "fetched_at": utc_now()}
    return json.dumps({**head, "account": "default", "count": 1, "numbers": [NUMBER], **changed})


@pytest.fixture
def kept(project: Project) -> Project:
    """A project with a history and list files; the configured one is a plain array."""
    url = "https://agora.example.com/list"
    other = saved(source="https://other.example.com/list")
    project.write(plain__json=PLAIN, saved__json=saved(source=url), other__json=other)
    project.write(old__json=saved(fetched_at="2020-01-01T00:00:00Z"), broken__json="[")
    live = f"agora: {{url: '{url}'}}"
    return project.write(driftcheck__yaml=CONFIG.replace("file: live.json", live) + HISTORY)


def outcomes(project: Project) -> list[str]:
    """The verdicts of the recorded runs."""
    return [run["outcome"] for run in project.run("history", "-o", "json").json["runs"]]


def assert_passed_over(ran: Ran, source: str, code: int) -> None:
    assert ran.code == code
    assert WARNING.format(source) + WHAT in ran.err
    assert "--no-history" in ran.err


@each(
    ("args", "stdin", "source", "code"),
    [
        (["--live", "plain.json"], "", "plain.json", 0),
        (["--live", "plain.json", "-q"], "", "plain.json", 0),
        (["--live", "-"], PLAIN, "stdin", 0),
        (["--live", "other.json"], "", "other.json", 1),
        (["--live", "other.json", "--any-account"], "", "other.json", 0),
        (["--live", "plain.json", "--max-age", "1h"], "", "plain.json", 1),
        (["--live", "broken.json"], "", "broken.json", 1),
        (["--live", "gone.json"], "", "gone.json", 1),
    ],
)
def test_a_run_on_a_list_of_another_account_is_not_recorded(
    args: list[str], stdin: str, source: str, code: int, kept: Project
) -> None:
    ran = kept.run("check", "-o", "json", *args, stdin=stdin)
    assert_passed_over(ran, source, code)
    assert ran.json["history"] is None
    assert [finding["age"] for finding in ran.json["findings"]] == []
    assert not (kept.folder / "h.db").exists()
    ran = kept.run("check", "--no-history", *args, stdin=stdin)
    assert "Warning" not in ran.err


@each(
    ("args", "stdin", "outcome"),
    [
        (["--live", "saved.json"], "", "clean"),
        (["--live", "saved.json", "--any-account"], "", "clean"),
        (["--live", "-"], saved(), "clean"),
        (["--live", "old.json", "--max-age", "24h"], "", "error"),
        (["--live", "saved.json", "--select", "label=x"], "", "error"),
    ],
)
def test_a_run_on_a_list_saved_from_the_account_is_recorded(
    args: list[str], stdin: str, outcome: str, kept: Project
) -> None:
    assert "Warning" not in kept.run("check", *args, stdin=stdin).err
    assert outcomes(kept) == [outcome]


def test_the_configured_list_counts_as_the_accounts_own(kept: Project) -> None:
    for name in ("plain", "saved", "broken"):
        text = CONFIG.replace("live.json", f"{name}.json") + HISTORY
        assert "Warning" not in kept.write(driftcheck__yaml=text).run("check").err
    assert outcomes(kept) == ["clean", "clean", "error"]


def test_one_list_of_another_account_keeps_the_whole_run_out(kept: Project) -> None:
    sides = {"us": "other.json", "eu": "plain.json"}
    text = "".join(
        f"  {name}: {{live: {{file: {file}}}, declared: [{name}.yaml]}}\n"
        for name, file in sides.items()
    )
    kept.write(driftcheck__yaml=f"version: 1\naccounts:\n{text}{HISTORY}", us__yaml=DECLARED)
    kept.write(eu__yaml="version: 1\nnumbers: [{phone_number: +12025550199, state: absent}]\n")
    kept.write(other__json=saved(account="uk"))
    assert kept.run("check").code == 1
    assert outcomes(kept) == ["error"]
    ran = kept.run("check", "--any-account")
    assert "not recorded in the history: other.json is not known to be a list " in ran.err
    assert "saved for account us\n" in ran.err
    assert outcomes(kept) == ["error"]


def test_a_run_that_never_reads_the_list_is_not_recorded_either(kept: Project) -> None:
    kept.write(numbers__yaml="version: 1\nnumbers: [{}]\n")
    assert_passed_over(kept.run("check", "--live", "plain.json"), "plain.json", 1)
    assert not (kept.folder / "h.db").exists()


def test_a_list_of_another_account_is_not_compared_with_a_run(kept: Project) -> None:
    assert kept.run("check", "--live", "saved.json").code == 0
    assert kept.run("history", "inputs", "--live", "saved.json").code == 0
    ran = kept.run("history", "inputs", "--live", "other.json")
    assert (ran.code, ran.out) == (1, "")
    assert "was fetched from https://other.example.com/list" in ran.err
