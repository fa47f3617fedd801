"""`driftcheck waivers`: the waivers, their expiry and their use."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.each import each
from tests.support import Project, number

CONFIG = """\
version: 1
live: {agora: {}}
declared: [numbers.yaml]
policies: [builtin:baseline]
waivers: [waivers.yaml]
"""
ON_FILE = CONFIG.replace("agora: {}", "file: live.json")
DECLARED = "version: 1\nnumbers:\n  - {phone_number: +12025550100, label: Support}\n"
WAIVER = "  - {check: %s, reason: %s, owner: %s, expires: %s, numbers: [+12025550100]%s}\n"
DRIFTED = (number(label="Sales"),)


def today() -> date:
    return datetime.now(UTC).date()


def waiver(days: int = 90, check: str = "drift-changed", **fields: str) -> str:
    """Return a waiver that expires in `days` days; `more` has other keys."""
    known = {"reason": "OPS-1", "owner": "voice-team", "more": "", **fields}
    until = today() + timedelta(days)
    return WAIVER % (check, known["reason"], known["owner"], until, known["more"])


def listed(project: Project, *waivers: str) -> Project:
    return project.write(
        driftcheck__yaml=CONFIG,
        numbers__yaml=DECLARED,
        waivers__yaml=f"version: 1\nwaivers:\n{''.join(waivers)}",
    )


def entries(project: Project, *args: str) -> list[Any]:
    ran = project.run("waivers", "-o", "json", *args)
    assert (ran.code, ran.err) == (0, "")
    return list(ran.json["waivers"])


def test_a_waiver_is_listed_with_all_its_fields(project: Project) -> None:
    listed(project, waiver(3, more=", path: label, match: ['+44*']"))
    ran = project.run("waivers", "-o", "json")
    assert (ran.code, ran.err) == (0, "")
    known = ran.json
    assert (known["format"], known["today"], known["used_by"]) == (
        "driftcheck-waivers",
        str(today()),
        None,
    )
    assert known["waivers"] == [
        {
            "check": "drift-changed",
            "path": "label",
            "numbers": ["+12025550100"],
            "match": ["+44*"],
            "reason": "OPS-1",
            "owner": "voice-team",
            "expires": str(today() + timedelta(3)),
            "days_left": 3,
            "state": "expiring",
            "accounts": ["default"],
            "findings": None,
            "location": {"file": "waivers.yaml", "line": 3, "column": 5},
        }
    ]


def test_the_earliest_expiry_comes_first_across_files(project: Project) -> None:
    listed(project, waiver(90), waiver(-3), waiver(0), waiver(14), waiver(15), waiver(-1))
    days = [(one["days_left"], one["state"]) for one in entries(project)]
    assert days == [
        (-3, "expired"),
        (-1, "expired"),
        (0, "expiring"),
        (14, "expiring"),
        (15, "valid"),
        (90, "valid"),
    ]
    lines = project.run("waivers").out.splitlines()
    said = "expired 3 days ago, expired 1 day ago, expires today, 14 days left, 15 days left".split(
        ", "
    )
    shown = [text for line in lines for text in said if f"  {text}  " in line]
    assert shown == said
    assert "6 waivers: 2 expired, 2 expiring (within 14 days), 2 valid." in lines


def test_the_notice_is_the_configured_one(project: Project) -> None:
    listed(project, waiver(5)).write(driftcheck__yaml=f"{CONFIG}waiver_notice: 3\n")
    assert [one["state"] for one in entries(project)] == ["valid"]


ACCOUNTS = """\
version: 1
waivers: [waivers.yaml]
accounts:
  eu: {live: {agora: {}}, declared: [numbers.yaml]}
  us: {live: {agora: {}}, declared: [numbers.yaml], waivers: [us.yaml]}
"""


def test_a_waiver_of_several_accounts_is_listed_once(project: Project) -> None:
    listed(project, waiver(20)).write(
        driftcheck__yaml=ACCOUNTS, us__yaml=f"version: 1\nwaivers:\n{waiver(10)}"
    )
    assert [one["accounts"] for one in entries(project)] == [["us"], ["eu", "us"]]
    assert [one["accounts"] for one in entries(project, "--account", "eu")] == [["eu"]]
    out = project.run("waivers").out
    assert "us.yaml:3, account us\n" in out
    assert "waivers.yaml:3, accounts eu, us\n" in out


def test_waivers_can_be_limited_to_one_owner(project: Project) -> None:
    listed(project, waiver(1), waiver(2, owner="ops"))
    assert [one["owner"] for one in entries(project, "--owner", "OPS")] == ["ops"]
    ran = project.run("waivers", "--owner", "op")
    assert (ran.code, ran.out) == (1, "")
    assert 'there is no waiver of the owner "op"\n  Did you mean "ops"?' in ran.err


def test_no_waivers_is_not_an_error(project: Project) -> None:
    ran = project.run("waivers")
    assert (ran.code, ran.out, ran.err) == (0, "There are no waivers.\n", "")


def test_neither_credentials_nor_valid_declarations_are_needed(project: Project) -> None:
    listed(project, waiver()).write(numbers__yaml="version: 1\nnumbers: [{label: ${NO}}]\n")
    assert len(entries(project)) == 1


@each(
    ("text", "said"),
    [
        (waiver(check="drift-chnged"), 'waivers.yaml:3:6: there is no check "drift-chnged"'),
        (waiver(more=", path: lable"), "lable"),
    ],
)
def test_an_invalid_file_is_an_error(text: str, said: str, project: Project) -> None:
    ran = listed(project, text).run("waivers")
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err


def test_a_list_shows_how_many_findings_each_waiver_covers(project: Project) -> None:
    listed(project, waiver(1), waiver(-1), waiver(2, "drift-missing")).live(*DRIFTED)
    assert [one["findings"] for one in entries(project, "--live", "live.json")] == [1, 1, 0]
    out = project.run("waivers", "--live", "live.json").out
    assert [line.split("  ")[-1] for line in out.splitlines() if line[:2] == "20"] == [
        "1 finding",
        "1 finding",
        "unused",
    ]
    assert "Usage as of live.json, fetched at an unknown time.\n" in out


def test_a_list_that_cannot_be_read_shows_no_use(project: Project) -> None:
    listed(project, waiver()).write(live__json="[")
    ran = project.run("waivers", "--live", "live.json")
    assert (ran.code, ran.out, "live.json" in ran.err) == (1, "", True)


def test_a_waiver_of_withheld_fields_may_be_used(project: Project) -> None:
    text = f"{DECLARED[:-2]}, outbound_config: {{address: a.example.com}}}}\n"
    listed(project, waiver(1, more=", path: outbound_config"), waiver(2, "drift-missing"))
    project.write(numbers__yaml=text).live(number(provider="byo", outbound_config={}))
    assert [one["findings"] for one in entries(project, "--live", "live.json")] == [None, 0]


@pytest.fixture
def kept(project: Project) -> Project:
    """A project with one recorded run on a drifted list."""
    listed(project, waiver(1), waiver(2, "drift-missing"))
    config = f"{ON_FILE}history: sqlite:///h.db\n"
    return project.write(driftcheck__yaml=config).live(*DRIFTED)


def test_the_latest_run_in_the_history_shows_it_too(kept: Project) -> None:
    assert "Their usage is unknown." in kept.run("waivers").out
    kept.run("check")
    assert [one["findings"] for one in entries(kept)] == [1, 0]
    assert "Usage as of run 1 of " in kept.run("waivers").out
    url = f"sqlite:///{kept.folder / 'h.db'}"
    kept.write(driftcheck__yaml=CONFIG)
    assert [one["findings"] for one in entries(kept, "--database", url)] == [1, 0]


@each("args", [("--select", "label=Nobody*"), ()])
def test_a_run_that_did_not_check_shows_no_use(args: tuple[str, ...], kept: Project) -> None:
    kept.write(live__json="[") if not args else None
    kept.run("check", *args)
    assert [one["findings"] for one in entries(kept)] == [None, None]
    assert "the run did not check everything that it covers" in kept.run("waivers").out


def test_the_history_does_not_know_the_numbers_of_a_group(kept: Project) -> None:
    rule = "{id: few, title: t, severity: low, group_by: label, count: {maximum: 1}}"
    kept.write(
        driftcheck__yaml=f"{ON_FILE}history: sqlite:///h.db\n".replace(
            "builtin:baseline", "pack.yaml"
        ),
        pack__yaml=f"version: 1\nname: p\nrules: [{rule}]\n",
        waivers__yaml=f"version: 1\nwaivers:\n{waiver(1, 'few', more=GLOB)}",
    )
    kept.live(number(), number(phone_number="+12025550101"))
    kept.run("check")
    assert [one["findings"] for one in entries(kept)] == [None]
    assert "the history does not record which numbers are in a group" in kept.run("waivers").out


def test_an_unreadable_history_is_only_a_note(kept: Project) -> None:
    (kept.folder / "h.db").write_bytes(b"no database" * 100)
    ran = kept.run("waivers")
    assert (ran.code, ran.err) == (0, "")
    assert "The history cannot be read: " in ran.out
    ran = kept.run("waivers", "--database", "sqlite:///h.db")
    assert (ran.code, ran.out) == (1, "")


@each(
    ("url", "said"),
    [
        ("postgresql://127.0.0.1:1/x", "is on a server; to read it, use --database URL."),
        ("postgresql://u:${NOT_SET}@127.0.0.1:1/x", "cannot be read: driftcheck.yaml:6:10: "),
    ],
)
def test_a_history_on_a_server_is_only_read_if_named(url: str, said: str, kept: Project) -> None:
    kept.write(driftcheck__yaml=f"{ON_FILE}history: '{url}'\n")
    ran = kept.run("waivers")
    assert (ran.code, ran.err) == (0, "")
    assert f"The history {said}" in " ".join(ran.out.split())


def test_a_missing_history_is_not_created(kept: Project) -> None:
    ran = kept.run("waivers")
    assert (ran.code, ran.err, "The history" in ran.out) == (0, "", False)
    assert not (kept.folder / "h.db").exists()


GLOB = ", match: ['+1202555*']"
HOSTILE = '"x \\e[31m\\u202e\\n::error:: https://user:pa55word@example.com/"'


@each("columns", ["60", "80", "120"])
def test_text_from_outside_stays_text_and_lines_stay_short(columns: str, project: Project) -> None:
    listed(project, waiver(1, reason=HOSTILE, owner=HOSTILE), waiver(200, reason=f'"{"ab " * 90}"'))
    out = project.run("waivers", env={"COLUMNS": columns}).out
    assert not {"\x1b", "\u202e"} & {*out}
    assert not [line for line in out.splitlines() if line.lstrip().startswith("::")]
    assert "pa55word" not in out + json.dumps(entries(project))
    assert max(map(len, out.splitlines())) <= int(columns)


def test_the_lock_applies_to_waivers(project: Project) -> None:
    listed(project, waiver(200)).write(lock__yaml="version: 1\nhosts: [api.agora.io]\n")
    ran = project.run("waivers", "--lock", "lock.yaml")
    assert (ran.code, ran.out, "longer than the lock allows" in ran.err) == (1, "", True)


def test_no_input_is_overwritten(project: Project) -> None:
    listed(project, waiver()).live(*DRIFTED)
    for name in ("waivers.yaml", "numbers.yaml", "live.json"):
        ran = project.run("waivers", "--live", "live.json", "-o", f"json={name}")
        assert (ran.code, f'"{name}" is an input of this command' in ran.err) == (1, True)
