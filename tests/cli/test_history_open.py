"""What the history counts as open, after real runs: waived, partial and several accounts."""

import json
import re
from typing import Any

import jsonschema
import pytest

from driftcheck.system import published
from tests.support import CONFIG, NUMBER, Project, number

HISTORY = "history: sqlite:///h.db\n"
DECLARED = "version: 1\nnumbers: [{phone_numbers: [+12025550100, +12025550101, +12025550102]}]\n"
WAIVERS = """version: 1
waivers:
  - {check: drift-missing, numbers: [+12025550101], owner: voice-team, expires: 2099-03-31,
     reason: "legacy IVR, OPS-123"}
"""
ONE, ALL = "phone_number=+12025550100", "phone_number=+1202*"


def history(project: Project, *args: str) -> Any:
    """The history as JSON, valid by its schema."""
    ran = project.run("history", *args, "-o", "json")
    jsonschema.validate(ran.json, published("history"))
    return ran.json


def page(project: Project) -> str:
    """The text of the page of the history, without tags."""
    body = project.run("history", "-o", "html").out.partition("<body>")[2]
    return " ".join(re.sub("<[^>]+>", " ", body).split())


def marks(project: Project, *args: str) -> list[str | None]:
    return [run["partial"] for run in history(project, *args)["runs"]]


@pytest.fixture
def kept(project: Project) -> Project:
    """A project with a missing number, another that is waived, and an unknown field (info)."""
    config = f"{CONFIG}{HISTORY}waivers: [waivers.yaml]\n"
    project.write(driftcheck__yaml=config, numbers__yaml=DECLARED, waivers__yaml=WAIVERS)
    return project.live(number(novel="x"))


@pytest.fixture
def fleet(project: Project) -> Project:
    """Two accounts, each with a declared number of its own that is missing."""
    side = "{live: {file: %s.json}, declared: [%s.yaml]}"
    text = "".join(f"  {name}: {side % (name, name)}\n" for name in ("eu", "us"))
    for name, end in (("eu", "01"), ("us", "02")):
        numbers = f"[{{phone_numbers: [+12025550100, +120255502{end}]}}]"
        project.write(**{f"{name}__yaml": f"version: 1\nnumbers: {numbers}\n"})
        project.write(**{f"{name}__json": json.dumps([NUMBER])})
    severity = "severity: {cross-account-duplicate: off}\n"
    return project.write(driftcheck__yaml=f"version: 1\naccounts:\n{text}{HISTORY}{severity}")


def test_waived_findings_and_info_are_not_open(kept: Project) -> None:
    assert kept.run("check").code == 2
    listed = history(kept)
    (run,) = listed["runs"]
    assert (run["findings"], run["waived"], run["by_severity"]["info"]) == (3, 1, 1)
    assert run["open"] == {"findings": 1, "new": 1, "persisting": 0, "fixed": 0}
    opened = {one["check"] for one in listed["open"] if one["counts_as_open"]}
    assert (len(listed["open"]), opened) == (3, {"drift-missing"})
    text = kept.run("history").out
    assert "open      █  1 now" in text
    assert "1 finding is open, the oldest" in text
    assert "1 finding of severity info does not count as open" in text
    assert "1 open 1 new 0 persist 0 fixed 1 accepted" in page(kept)
    assert "1 finding is open" in page(kept)


def test_info_is_open_where_it_fails(kept: Project) -> None:
    kept.run("check", "--fail-on", "info")
    assert history(kept)["runs"][0]["open"]["findings"] == 2
    assert "2 findings are open" in kept.run("history").out
    kept.run("check")
    assert [run["open"]["findings"] for run in history(kept)["runs"]] == [2, 1]
    assert "1 finding is open" in kept.run("history").out


def test_who_accepted_a_finding_until_when_and_why_is_recorded_and_shown(kept: Project) -> None:
    kept.run("check")
    waiver = {"owner": "voice-team", "expires": "2099-03-31", "reason": "legacy IVR, OPS-123"}
    (listed,) = [one for one in history(kept)["open"] if one["waived"]]
    (shown,) = [one for one in history(kept, "show")["run"]["findings"] if one["waived"]]
    assert listed["waiver"] == shown["waiver"] == waiver
    words = "accepted by voice-team until 2099-03-31: legacy IVR, OPS-123"
    for args in (["history"], ["history", "show"]):
        assert words in " ".join(kept.run(*args).out.split())
    assert "1 finding is accepted by a waiver" in kept.run("history").out
    assert "voice-team until 2099-03-31 legacy IVR, OPS-123" in page(kept)
    assert kept.run("history", "verify").code == 0


def test_what_the_past_had_open_does_not_change_with_later_waivers(kept: Project) -> None:
    kept.write(waivers__yaml="version: 1\nwaivers: []\n")
    kept.run("check")
    before = history(kept)["runs"][0]
    assert before["open"]["new"] == 2
    for text in (WAIVERS, "version: 1\nwaivers: []\n"):
        kept.write(waivers__yaml=text)
        kept.run("check")
        assert history(kept)["runs"][0] == before


def test_a_run_with_select_is_marked_and_in_no_trend(kept: Project) -> None:
    kept.run("check")
    kept.run("check", "--select", ONE)
    assert marks(kept) == [None, f"--select {ONE}"]
    listed = history(kept)
    assert listed["latest_whole_run"] == 1
    terms = history(kept, "show")["run"]["record"]["terms"]
    assert (terms["whole"], terms["select"], terms["accounts"]) == (False, [ONE], [])
    assert history(kept, "show", "1")["run"]["record"]["terms"]["whole"] is True
    text = kept.run("history").out
    assert "open      █  1 now\n" in text
    assert f"\n     partial: --select {ONE}\n" in text
    assert "not looked at" not in text
    assert f"\npartial: --select {ONE}\n" in kept.run("history", "show").out
    assert "Latest whole run: 1," in page(kept)
    assert f"partial: --select {ONE}" in page(kept)


def test_what_a_partial_run_found_fixed_is_fixed_with_the_next_whole_run(kept: Project) -> None:
    kept.run("check")
    kept.live(number(novel="x"), number(phone_number="+12025550102"))
    kept.run("check", "--select", "phone_number=+12025550102")
    assert history(kept)["time_to_fix"]["all"] is None
    kept.run("check")
    assert history(kept)["time_to_fix"]["all"]["fixed"] == 1


def test_a_run_that_could_not_read_the_account_fixes_nothing(fleet: Project) -> None:
    fleet.run("check")
    fleet.write(eu__json=json.dumps([NUMBER, number(phone_number="+12025550201")]))
    fleet.run("check", "--select", "phone_number=+12025550201")
    listed = (fleet.folder / "eu.json").read_text(encoding="utf-8")
    fleet.write(eu__json="{")
    assert fleet.run("check").code == 1
    assert history(fleet)["time_to_fix"]["all"] is None
    fleet.write(eu__json=listed)
    fleet.run("check")
    assert history(fleet)["time_to_fix"]["all"]["fixed"] == 1


def test_an_account_that_the_latest_run_could_not_read_is_not_shown_as_clean(
    fleet: Project,
) -> None:
    for name, end in (("eu", "01"), ("us", "02")):
        numbers = [NUMBER, number(phone_number=f"+120255502{end}")]
        fleet.write(**{f"{name}__json": json.dumps(numbers)})
    assert fleet.run("check").code == 0
    assert "Nothing is open." in fleet.run("history").out
    fleet.write(us__json="{")
    assert fleet.run("check").code == 1
    for shown in (fleet.run("history").out, page(fleet)):
        unread = "Nothing is known to be open: the latest run could not read account us."
        assert unread in " ".join(shown.split())
    assert "Nothing is open." in fleet.run("history", "--account", "eu").out


def test_a_run_with_no_waivers_is_partial(kept: Project) -> None:
    kept.run("check")
    kept.run("check", "--no-waivers")
    assert marks(kept) == [None, "--no-waivers"]
    assert history(kept)["latest_whole_run"] == 1
    terms = history(kept, "show")["run"]["record"]["terms"]
    assert (terms["whole"], terms["waivers"]) == (False, False)
    text = kept.run("history").out
    assert "open      █  1 now\n" in text
    assert text.count("found with --no-waivers") == 1  # the waived finding, and not the open one
    kept.run("check")
    assert "found with --no-waivers" not in kept.run("history").out


def test_where_every_run_is_partial_it_says_so(kept: Project) -> None:
    kept.run("check", "--select", ONE)
    assert "Every run was partial, so there is no trend." in kept.run("history").out
    assert "Every run was partial, so there is no trend." in page(kept)
    kept.run("check")
    kept.run("check", "--select", ALL)
    out = kept.run("history", "--limit", "1").out
    assert "The listed runs are all partial. The latest whole run is run 2 of " in out
    assert "UTC: 1 open." in " ".join(out.split())


def test_a_partial_run_that_fails_at_once_is_marked_and_shows_no_secret(kept: Project) -> None:
    kept.write(numbers__yaml="version: 1\nnumbers: [{}]\n")
    kept.run("check", "--select", "label=hush")
    assert marks(kept) == ["--select 'label=(sensitive)'"]


def test_a_run_with_account_counts_for_that_account_only(fleet: Project) -> None:
    fleet.run("check")
    fleet.run("check", "--account", "eu")
    assert marks(fleet) == [None, "--account eu"]
    assert marks(fleet, "--account", "eu") == [None, None]
    assert marks(fleet, "--account", "us") == [None]
    assert "open      █  2 now" in fleet.run("history").out
    assert "open      ██  1 now" in fleet.run("history", "--account", "eu").out
    fleet.run("check", "--account", "eu", "--account", "us")
    assert marks(fleet)[-1] is None


def test_findings_name_their_account_where_there_are_several(fleet: Project) -> None:
    fleet.run("check")
    for name, end in (("eu", "01"), ("us", "02")):
        line = f"critical  +120255502{end}  [drift-missing]  account {name}  1 night"
        assert line.replace("critical", "high    ") in fleet.run("history").out
        assert f"+120255502{end}  declared, but not live  [drift-missing]  account {name}" in (
            fleet.run("history", "show").out
        )
        assert f"+120255502{end} account {name} declared" in page(fleet)
    assert {one["account"] for one in history(fleet)["open"]} == {"eu", "us"}
    assert "account eu" not in fleet.run("history", "--account", "eu").out


def test_the_history_of_one_account_names_none(kept: Project) -> None:
    kept.run("check")
    assert "account default" not in kept.run("history").out + page(kept)
