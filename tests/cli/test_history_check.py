"""`check` with a history: what it records and reports, and its errors."""

import json
import re
import sqlite3
from contextlib import closing
from typing import Any

import jsonschema
import pytest

from driftcheck.system import published
from tests.each import each
from tests.history.making import record as recorded
from tests.history.making import run, sighting
from tests.support import CONFIG, NUMBER, Project, number

HISTORY = "history: sqlite:///var/h.db\n"
TWO = "version: 1\nnumbers:\n  - phone_numbers: [+12025550100, +12025550101]\n"
MISSING = "declared, but not live"


@pytest.fixture
def kept(project: Project) -> Project:
    """A project with a history and two declared numbers, one of which is live."""
    return project.write(driftcheck__yaml=CONFIG + HISTORY, numbers__yaml=TWO)


def runs(project: Project) -> list[Any]:
    return list(project.run("history", "-o", "json").json["runs"])


def report(project: Project, *args: str) -> Any:
    ran = project.run("check", "-o", "json", *args)
    jsonschema.validate(ran.json, published("report"))
    return ran.json


def test_every_run_is_recorded_with_its_verdict(kept: Project) -> None:
    assert kept.run("check").code == 2
    kept.live(NUMBER, number(phone_number="+12025550101"))
    assert kept.run("check").code == 0
    kept.write(live__json="[")
    assert kept.run("check").code == 1
    told = [(run["run"], run["outcome"], run["new"], run["fixed"]) for run in runs(kept)]
    assert told == [(1, "findings", 1, 0), (2, "clean", 0, 1), (3, "error", 0, 0)]
    assert "live.json" in runs(kept)[2]["errors"][0]
    assert kept.run("history", "verify").code == 0


def test_a_report_says_what_is_new_persists_and_is_fixed(kept: Project) -> None:
    first = report(kept)
    assert first["history"] == {
        "database": "var/h.db",
        "run": 1,
        "hash": runs(kept)[0]["hash"],
        "previous": None,
        "previous_at": None,
        "new": 1,
        "persisting": 0,
        "fixed": [],
    }
    assert first["findings"][0]["age"]["new"] is False
    kept.live(number(phone_number="+12025550101"))
    second = report(kept)
    assert second["history"]["previous"] == 1
    assert (second["history"]["new"], second["history"]["persisting"]) == (1, 0)
    assert [one["phone_number"] for one in second["history"]["fixed"]] == ["+12025550101"]
    assert second["findings"][0]["age"] == {
        "since": second["started_at"],
        "nights": 1,
        "new": True,
        "worse": None,
    }


def test_reports_do_not_mention_a_history_that_is_not_configured(project: Project) -> None:
    told = project.report()
    assert told["history"] is None
    assert "History" not in project.run("check").out


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_reports_for_people_show_ages(format: str, kept: Project) -> None:
    from driftcheck.model import fingerprint

    name = fingerprint("default", "drift-missing", "+12025550101", None)
    former = sighting(name, phone_number="+12025550101", message=MISSING)
    url = f"sqlite:///{kept.folder / 'var' / 'h.db'}"
    recorded(url, *(run(f"2026-01-0{day}", former) for day in range(1, 6)))
    out = kept.run("check", "-o", format).out
    assert "drifted for 6 nights, since 2026-01-01" in out
    assert "run 6; 0 new, 1 persists, 0 fixed since run 5 of 2026-01-05" in out


def test_no_history_neither_records_nor_reads(kept: Project) -> None:
    assert kept.run("check", "--no-history").code == 2
    assert not (kept.folder / "var").exists()


def test_findings_that_were_not_checked_are_not_fixed(kept: Project) -> None:
    waivers = "version: 1\nwaivers: [{check: drift-present, match: ['*'], reason: r, owner: o, "
    kept.write(waivers__yaml=waivers + "expires: 2099-01-01}]\n")
    config = CONFIG + HISTORY + "waivers: [waivers.yaml]\n"
    kept.write(driftcheck__yaml=config)
    first = report(kept)
    assert {one["check"] for one in first["findings"]} == {"drift-missing", "waiver-unused"}
    kept.live(NUMBER, number(phone_number="+12025550101"))
    for args in (["--select", "phone_number=+12025550100"], ["--no-waivers"]):
        without = report(kept, *args)["history"]["fixed"]
        assert "waiver-unused" not in [one["check"] for one in without]
    kept.live(NUMBER)
    report(kept)
    kept.live(NUMBER, number(phone_number="+12025550101"))
    kept.write(driftcheck__yaml=config + "severity: {drift-missing: off}\n")
    assert report(kept)["history"]["fixed"] == []
    kept.write(driftcheck__yaml=config)
    assert [one["check"] for one in report(kept)["history"]["fixed"]] == ["drift-missing"]


def test_an_account_that_was_not_read_or_not_chosen_keeps_its_findings(project: Project) -> None:
    part = "    live: {{file: {0}.json}}\n    declared: [numbers.yaml]\n"
    accounts = "".join(f"  {name}:\n{part.format(name)}" for name in ("eu", "us"))
    project.write(
        driftcheck__yaml=f"version: 1\naccounts:\n{accounts}{HISTORY}"
        "severity: {cross-account-duplicate: off}\n",
        eu__json=json.dumps([number(phone_number="+12025550199")]),
        us__json=json.dumps([number(phone_number="+12025550199")]),
    )
    assert report(project)["history"]["new"] == 4
    project.write(us__json="[", eu__json=json.dumps([NUMBER]))
    second = report(project)
    assert {one["account"] for one in second["history"]["fixed"]} == {"eu"}
    project.write(us__json=json.dumps([NUMBER]))
    assert report(project, "--account", "eu")["history"]["fixed"] == []
    assert {one["account"] for one in report(project)["history"]["fixed"]} == {"us"}
    of_us = project.run("history", "--account", "us", "-o", "json").json["runs"]
    assert [(one["outcome"], one["new"], one["fixed"]) for one in of_us] == [
        ("findings", 2, 0),
        ("error", 0, 0),
        ("clean", 0, 2),
    ]


def test_a_run_with_broken_declarations_is_recorded(kept: Project) -> None:
    kept.run("check")
    kept.write(numbers__yaml="version: 1\nnumbers: [{phone_number: nonsense}]\n")
    assert kept.run("check").code == 1
    last = runs(kept)[-1]
    assert (last["outcome"], last["fixed"]) == ("error", 0)
    assert "numbers.yaml" in last["errors"][0]


def test_a_history_that_cannot_be_written_is_no_verdict(kept: Project) -> None:
    kept.write(
        var___h__db="no database of anybody, and quite long enough to be told from one\n" * 9
    )
    ran = kept.run("check", "-o", "text", "-o", "json=report.json")
    assert ran.code == 1
    assert 'the history "var/h.db" cannot be used: it is not an SQLite database' in ran.err
    assert "ERROR: the run could not be recorded in the history. Exit code 1." in ran.out
    written = json.loads((kept.folder / "report.json").read_text())
    assert (written["outcome"], written["exit_code"]) == ("error", 1)
    assert "it is not an SQLite database" in written["errors"][0]
    assert len(written["findings"]) == 1


def test_masked_reports_have_ages_and_the_history_has_full_numbers(kept: Project) -> None:
    report(kept)
    masked = report(kept, "--mask-numbers")
    assert masked["history"]["persisting"] == 1
    assert "+12025550101" not in json.dumps(masked)
    assert [run["new"] for run in runs(kept)] == [1, 0]


def test_a_report_does_not_overwrite_the_history(kept: Project) -> None:
    kept.run("check")
    ran = kept.run("check", "-o", "json=var/h.db")
    assert ran.code == 1
    assert '"var/h.db" is an input of this command' in ran.err


@each(
    ("url", "told"),
    [
        ("sqlitee:///h.db", 'driftcheck.yaml:4:1: the history cannot be kept in "sqlitee://"'),
        ("h.db", "driftcheck.yaml:4:1: the history must be a URL"),
        ("{file: h.db}", 'driftcheck.yaml:4:1: "history" must be text'),
        ("sqlite:///${NOWHERE}", "driftcheck.yaml:4:10: the environment variable NOWHERE"),
    ],
)
def test_an_invalid_url_is_reported_with_its_place(url: str, told: str, project: Project) -> None:
    project.write(driftcheck__yaml=f"{CONFIG}history: {url}\n")
    for command in ("check", "validate"):
        ran = project.run(command)
        assert ran.code == 1
        assert told in ran.err


def test_a_variable_of_the_history_is_filled_in(project: Project) -> None:
    project.write(driftcheck__yaml=CONFIG + "history: ${WHERE}\n")
    assert project.run("check", env={"WHERE": "sqlite:///x.db"}).code == 0
    assert (project.folder / "x.db").exists()
    assert project.run("validate", "--no-credentials").code == 0


def test_no_secret_is_in_the_history(kept: Project) -> None:
    secret = "planted-secret-42"
    trunk = {"password": secret, "address": f"sip:user:{secret}@sip.example.com"}
    kept.live(number(label=f"sip:a:{secret}@b", outbound_config=trunk), {"password": secret})
    kept.write(
        driftcheck__yaml=CONFIG.replace("live: ", "live: ") + HISTORY + "sensitive: [provider]\n",
        numbers__yaml=TWO + f"    outbound_config: {{password: {secret}x}}\n    label: x\n",
    )
    assert kept.run("check").code == 2
    with closing(sqlite3.connect(kept.folder / "var" / "h.db")) as connection, connection:
        dump = "\n".join(connection.iterdump())
    assert secret not in dump
    assert "(sensitive)" in dump


def test_two_runs_with_the_same_inputs_have_the_same_hashes(kept: Project) -> None:
    def inputs() -> Any:
        kept.run("check")
        return kept.run("history", "show", "-o", "json").json["run"]["record"]["inputs"]

    first = inputs()
    assert set(first) == {
        "configuration",
        "declarations",
        "live",
        "policies",
        "schema",
        "waivers",
    }
    kept.write(numbers__yaml="# a comment\n" + TWO)
    assert inputs() == first
    kept.live(number(label="Other"))
    second = inputs()
    assert {name for name in first if first[name] != second[name]} == {"live"}


def test_current_files_are_compared_with_the_inputs_of_a_run(kept: Project) -> None:
    kept.run("check")
    saved = (kept.folder / "live.json").read_text(encoding="utf-8")
    kept.write(saved__json=saved, live__json="[]")
    ran = kept.run("history", "inputs", "1", "--live", "saved.json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Run 1 read:\n  configuration         the same  ")
    assert "differs" not in ran.out
    assert "not compared" in kept.run("history", "inputs").out
    ran = kept.run("history", "inputs", "--live", "live.json")
    assert ran.code == 2
    assert re.search("^  live default +differs", ran.out, re.M)
    kept.write(numbers__yaml=TWO.replace("0101", "0102"))
    ran = kept.run("history", "inputs")
    assert ran.code == 2
    assert re.search("^  declarations default +differs", ran.out, re.M)
    assert kept.run("history", "inputs", "9").code == 1
    assert kept.run("history", "inputs", "--live", "gone.json").code == 1


def test_hashes_hide_fields_that_a_custom_schema_marks_as_secret(project: Project) -> None:
    colour = {"type": "string", "x-driftcheck": {"secret": True}}
    project.write(
        driftcheck__yaml=f"{CONFIG}{HISTORY}schema: own.json\npolicies: [own.yaml]\n",
        own__json=json.dumps({"properties": {"colour": colour}}),
        own__yaml="version: 1\nname: own\nrules:\n- id: is-blue\n  title: It is blue\n"
        "  severity: low\n  when: {provider: twilio}\n  require: {colour: blue-blue-blue}\n",
    ).live(number(colour="blue-blue-blue"))
    assert project.run("check").code == 0
    ran = project.run("history", "inputs")
    assert (ran.code, ran.err) == (0, "")
    assert "differs" not in ran.out


def test_the_list_of_an_account_that_cannot_be_loaded_is_still_compared(project: Project) -> None:
    side = "{live: {file: live.json}, declared: [%s.yaml]}"
    accounts = f"accounts:\n  east: {side % 'east'}\n  west: {side % 'west'}\n"
    project.write(
        driftcheck__yaml=f"version: 1\n{HISTORY}{accounts}", east__yaml=TWO, west__yaml=TWO
    )
    project.live(number())
    project.run("check", "-q")
    project.write(east__yaml="numbers: [")
    ran = project.run("history", "inputs", "--live", "live.json", "--account", "east")
    assert (ran.code, ran.err) == (0, "")
    assert re.search(r"live east +the same", ran.out)
