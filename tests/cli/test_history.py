"""`driftcheck history`: list, show, prune, verify, and its errors."""

import os
import re
import sqlite3
from contextlib import closing
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from driftcheck.system import published
from tests.each import each
from tests.history.making import record, run, sighting
from tests.support import CONFIG, Project

ONE = sighting(1)
TWO = sighting(2, check="drift-changed", path="label", severity="low")
HOSTILE = sighting(3, message="<script>\x1b[31m", path="a\u202eb", phone_number="+1<b>")


@pytest.fixture
def kept(project: Project) -> Project:
    """A project with a history of five nights."""
    found = [[ONE, TWO], [ONE], [ONE, TWO, HOSTILE], [ONE], [ONE, TWO]]
    nights = [run(f"2026-01-0{day}T02:00:00Z", *those) for day, those in enumerate(found, 1)]
    record(f"sqlite:///{project.folder / 'h.db'}", *nights)
    return project.write(driftcheck__yaml=CONFIG + "history: sqlite:///h.db\n")


def document(project: Project, *args: str) -> Any:
    ran = project.run("history", *args, "-o", "json")
    assert (ran.code, ran.err) == (0, "")
    jsonschema.validate(ran.json, published("history"))
    return ran.json


def test_runs_are_listed_latest_first(kept: Project) -> None:
    out = kept.run("history").out
    assert out.startswith("History in h.db: 5 runs since 2026-01-01.\n\nopen      ▆▃█▃▆  2 now")
    rows = re.findall(r"^ +(\d) +(2026-01-0\d 02:00) +findings +(\d)", out, re.M)
    assert [(row[0], row[2]) for row in rows] == [
        ("5", "2"),
        ("4", "1"),
        ("3", "3"),
        ("2", "1"),
        ("1", "2"),
    ]


@each("width", [60, 72, 80, 100, 120, 140])
def test_no_line_is_longer_than_the_terminal_is_wide(width: int, kept: Project) -> None:
    lines = kept.run("history", env={"COLUMNS": str(width)}).out.splitlines()
    assert max(map(len, lines)) <= width
    head = next(line for line in lines if "began" in line)
    for name in ("run", "verdict", "open", "new", "fixed"):
        assert name in head
    assert ("info" in head) == (width >= 120)


def test_sparklines_are_ascii_if_blocks_cannot_be_shown(kept: Project) -> None:
    ran = kept.run("history", env={"PYTHONIOENCODING": "ascii"})
    assert (ran.code, ran.err) == (0, "")
    assert "open      +:#:+  2 now" in ran.out
    assert ran.out.isascii()


def test_colour_follows_the_environment(kept: Project) -> None:
    assert "\x1b[" not in kept.run("history").out
    painted = kept.run("history", env={"NO_COLOR": "", "FORCE_COLOR": "1"}).out
    assert "\x1b[31mfindings\x1b[0m" in painted


def test_json_has_trends_times_to_fix_and_top_drift(kept: Project) -> None:
    told = document(kept)
    assert [point["findings"] for point in told["runs"]] == [2, 1, 3, 1, 2]
    assert told["runs"][0]["by_severity"] == {
        "critical": 0,
        "high": 1,
        "medium": 0,
        "low": 1,
        "info": 0,
    }
    assert told["time_to_fix"]["by_check"]["drift-changed"] == {
        "fixed": 2,
        "mean_seconds": 86_400,
        "median_seconds": 86_400,
    }
    assert [one["nights"] for one in told["open"]] == [5, 1]
    assert told["drifting"][0]["phone_number"] == "+12025550002"
    assert (told["drifting"][0]["times"], told["drifting"][0]["flapping"]) == (3, True)
    assert told["head"] == told["runs"][-1]["hash"]


def test_options_limit_what_is_shown(kept: Project) -> None:
    assert [point["run"] for point in document(kept, "--limit", "2")["runs"]] == [4, 5]
    since = document(kept, "--since", "2026-01-04")
    assert [point["run"] for point in since["runs"]] == [4, 5]
    assert since["time_to_fix"]["all"]["fixed"] == 2
    assert len(document(kept, "--account", "default")["runs"]) == 5
    ran = kept.run("history", "--account", "defualt")
    assert ran.code == 1
    assert 'Did you mean "default"?' in ran.err


def test_the_page_is_valid_and_shows_every_run(kept: Project) -> None:
    ran = kept.run("history", "-o", "html=page.html")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    page = (kept.folder / "page.html").read_text(encoding="utf-8")
    assert page == kept.run("history", "-o", "html").out
    body = page.partition("<body>")[2].partition("</body>")[0]
    tree = ElementTree.fromstring(f"<body>{body}</body>")
    titles = [node.text for node in tree.iter("title")]
    assert "run 3 of 2026-01-03 02:00: 1 low" in titles
    assert "Open findings of each run, by severity" in titles
    assert len(tree.findall(".//section[h2='Runs']//tbody/tr")) == 5
    assert "<script" not in page
    assert "+1&lt;b&gt;" in page
    assert "\x1b" not in page + kept.run("history", "show", "3").out
    assert "\u202e" not in page


def test_an_empty_history_is_shown_in_every_format(project: Project) -> None:
    from driftcheck.history import store
    from tests.history.making import database

    url = f"sqlite:///{project.folder / 'h.db'}"
    with store.open_history(database(url), create=True):
        pass
    for args in ([], ["-o", "html"], ["-o", "json"], ["prune", "--keep", "1"]):
        assert project.run("history", "--database", url, *args).code == 0
    assert "Nothing has been recorded yet." in project.run("history", "--database", url).out
    ran = project.run("history", "--database", url, "verify")
    assert (ran.code, ran.err) == (2, "")
    assert "BROKEN: The history does not fit: it has no run: all were removed, or" in ran.out
    ran = project.run("history", "--database", url, "show")
    assert (ran.code, ran.out) == (1, "")
    assert "Nothing has been recorded yet." in ran.err


def test_a_run_is_shown_with_what_it_found(kept: Project) -> None:
    out = kept.run("history", "show", "2").out
    assert out.startswith("Run 2 of 2026-01-02 02:00 UTC: findings\n1 found, 0 of them new; 1")
    assert "high      +12025550001  it is declared, but not live  [drift-missing]  since" in out
    assert "fixed     +12025550002 label  [drift-changed]  since 2026-01-01" in out
    told = document(kept, "show", "3")["run"]
    assert {one["fingerprint"] for one in told["findings"]} == {
        one.fingerprint for one in (ONE, TWO, HOSTILE)
    }
    assert told["record"]["previous"] == document(kept, "show", "2")["run"]["hash"]


def test_a_missing_run_is_an_error(kept: Project) -> None:
    assert "The latest is run 5." in kept.run("history", "show", "9").err
    kept.run("history", "prune", "--keep", "1")
    assert "Runs up to 4 were pruned on 20" in kept.run("history", "show", "2").err


def test_pruning_shows_what_is_deleted(kept: Project) -> None:
    assert kept.run("history", "prune", "--keep", "2", "--dry-run").out == (
        "3 runs would be deleted, up to run 3; 2 runs left.\n"
    )
    assert kept.run("history", "prune", "--older-than", "36500").out == (
        "0 runs deleted; 5 runs left.\n"
    )
    out = kept.run("history", "prune", "--older-than", "1").out
    assert out.startswith("4 runs deleted, up to run 4; 1 run left.\nThe hash of what is kept")
    assert kept.run("history", "verify", "--head", out.split()[-1]).code == 0
    out = kept.run("history").out
    assert "4 runs up to run 4 were pruned on " in out
    assert "oldest since 2026-01-01 (5 nights)" in out
    ran = kept.run("history", "prune")
    assert ran.code == 1
    assert "Use --older-than DAYS, --keep N, or both." in ran.err


def test_verification_sets_the_exit_code(kept: Project) -> None:
    head = document(kept)["runs"][2]["hash"]
    ran = kept.run("history", "verify", "--head", head)
    assert ran.code == 0
    assert ran.out.startswith(
        "The noted hash is that of run 3, and 2 runs came after it.\n"
        "OK: runs 1 to 5: every hash fits.\n"
    )
    assert kept.run("history", "verify", "--head", "f" * 64).code == 2
    assert kept.run("history", "verify", "--head", "short").code == 1
    with closing(sqlite3.connect(kept.folder / "h.db")) as connection, connection:
        connection.execute("UPDATE driftcheck_states SET severity = 'info' WHERE id = 3")
    ran = kept.run("history", "verify")
    assert ran.code == 2
    assert ran.out == (
        "2 runs before it fit.\nBROKEN: Run 3 does not fit: "
        "its findings are not the recorded ones.\n"
        "  Keep this database as evidence, and go on with an earlier copy or with a new one.\n"
    )


DAMAGES = {
    "UPDATE driftcheck_runs SET record = '{' WHERE id = 3": "run 3 is not valid: Expecting",
    "UPDATE driftcheck_runs SET record = '[]' WHERE id = 3": "run 3 is not valid: its record is",
    "UPDATE driftcheck_runs SET seen = '1-99999999999' WHERE id = 3": "findings that do not exist",
    "UPDATE driftcheck_version SET version = 'x'": "the version of its tables is not valid",
    "UPDATE driftcheck_states SET severity = 'x'": "a finding (state 1) is not valid",
    "DELETE FROM driftcheck_runs": "the history is not valid: it has no run, although",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_history_is_not_shown_and_does_not_hold(damage: str, kept: Project) -> None:
    with closing(sqlite3.connect(kept.folder / "h.db")) as connection, connection:
        connection.execute(damage)
    ran = kept.run("history")
    assert (ran.code, ran.out) == (1, "")
    assert DAMAGES[damage] in ran.err
    assert "run `driftcheck history verify`" in ran.err
    ran = kept.run("history", "verify")
    assert (ran.code, ran.err) == (2, "")
    assert "BROKEN: " in ran.out
    assert ("Run 3 does not fit: " in ran.out) == ("WHERE id = 3" in damage)


def test_the_database_option_works_before_and_after_the_command(kept: Project) -> None:
    kept.write(driftcheck__yaml=CONFIG)
    for args in (
        ["--database", "sqlite:///h.db", "verify"],
        ["verify", "--database", "sqlite:///h.db"],
    ):
        assert kept.run("history", *args).code == 0
    assert kept.run("history", env={"DRIFTCHECK_DATABASE": "sqlite:///h.db"}).code == 0
    ran = kept.run("history")
    assert (ran.code, ran.out) == (1, "")
    assert 'no history is configured in "driftcheck.yaml"' in ran.err
    assert "Add `history: sqlite:///var/driftcheck.db` to it" in ran.err


def test_reading_the_history_needs_no_credentials_and_no_declarations(kept: Project) -> None:
    kept.write(
        driftcheck__yaml="version: 1\nlive: {agora: {}}\ndeclared: [gone.yaml]\n"
        "history: sqlite:///h.db\nnotifications: [{slack: {url: '${NOWHERE}'}}]\n"
    )
    assert kept.run("history").code == 0


def test_a_missing_history_is_an_error(kept: Project) -> None:
    (kept.folder / "h.db").unlink()
    ran = kept.run("history")
    assert ran.code == 1
    assert 'there is no history in "h.db" yet' in ran.err
    assert "`driftcheck check` creates one." in ran.err
    assert not (kept.folder / "h.db").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_history_can_be_read(kept: Project) -> None:
    (kept.folder / "h.db").chmod(0o400)
    assert kept.run("history").code == 0
    assert "it is read-only" in kept.run("check").err


def test_other_mistakes_are_errors(kept: Project) -> None:
    assert 'Did you mean "verify"?' in kept.run("history", "verfy").err
    assert "two reports go to stdout" in kept.run("history", "-o", "json", "-o", "html").err
    assert 'cannot write "h.db/x"' in kept.run("history", "-o", "html=h.db/x").err
    for args in (
        ["--limit", "0"],
        ["--since", "yesterday"],
        ["show", "0"],
        ["prune", "--keep", "0"],
    ):
        assert kept.run("history", *args).code == 1
