"""`driftcheck check --confirm`: its options, its pause, and its part in reports."""

import json
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from driftcheck.report import FORMATS
from tests.cli.processes import shell
from tests.confirming import A_AND_B, CLEAN, CONFIRM, ONE, TWO, A, Account, B, account, entries
from tests.each import each
from tests.support import Project, without_config

TEXT = """\

~ +12025550101  Support  numbers.yaml:4
    low       label: "Support" \u2192 "Sales"  [drift-changed]
    fix       Change the number back in the console, or declare the live value.

Confirmed by a second fetch 0 s later: 1 finding seen both times; left out, as seen only once: 1.
    once      +12025550100 label  [drift-changed]
2 declared, 2 live: 1 in sync, 0 missing, 1 changed, 0 unmanaged, 0 invalid, 0 policy violations.
Coverage: 100% of the live numbers are declared.
If the live values of 1 changed number are right:  driftcheck import --update --changed
FINDINGS: 1 low. Exit code 2.
"""


@pytest.fixture
def looking(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Account:
    return account(project, monkeypatch, capsys)


@pytest.fixture
def slept(looking: Account, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record pauses without waiting. The list is fixed during a pause."""
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        looking.project.live(*entries())

    monkeypatch.setattr("driftcheck.pipeline.confirm.time", SimpleNamespace(sleep=sleep))
    looking.project.live(*entries(one="Sales"))
    return pauses


PAUSES = {
    "by default": (("--confirm",), 10),
    "as asked": (("--confirm", "--confirm-pause", "1.5"), 1.5),
    "none": (CONFIRM, 0),
}


@pytest.mark.parametrize("case", PAUSES)
def test_it_pauses_and_then_fetches(case: str, looking: Account, slept: list[float]) -> None:
    args, pause = PAUSES[case]
    code, out, err = looking.run("check", *args, "-o", "json")
    assert (code, err, slept) == (0, "", [pause])
    assert json.loads(out)["confirmation"]["pause_seconds"] == pause


def test_the_environment_sets_both(
    looking: Account, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIFTCHECK_CONFIRM", "1")
    monkeypatch.setenv("DRIFTCHECK_CONFIRM_PAUSE", "2.5")
    assert looking.run("check", "-q")[0] == 0
    assert slept == [2.5]


@pytest.mark.parametrize("args", [(), ("--confirm-pause", "3")])
def test_without_it_there_is_no_pause(
    args: tuple[str, ...], looking: Account, slept: list[float]
) -> None:
    code, out, _ = looking.run("check", *args, "-o", "json")
    assert (code, json.loads(out)["confirmation"], slept) == (2, None, [])


def test_an_unchanged_file_is_confirmed(looking: Account) -> None:
    looking.project.live(*entries(one="Sales"))
    code, out, _ = looking.run("check", *CONFIRM, "-o", "json")
    report = json.loads(out)
    assert (code, report["confirmation"]["persisting"]) == (2, 1)


@pytest.mark.parametrize("by", ["option", "environment"])
def test_a_source_that_can_only_be_read_once_is_refused(
    by: str, looking: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by == "environment":
        monkeypatch.setenv("DRIFTCHECK_LIVE", "-")
    code, out, err = looking.run("check", *CONFIRM, *(["--live", "-"] if by == "option" else []))
    assert (code, out) == (1, "")
    assert err == (
        "Error: --confirm cannot read standard input twice\n"
        "  Save the list to a file, or fetch it from the API.\n"
    )


def test_a_source_that_cannot_be_read_again_is_never_clean(looking: Account) -> None:
    """A pipe given by path instead of a dash."""
    looking.project.live(*entries(one="Sales"))
    line = "cat live.json | driftcheck check --live /dev/stdin -q --confirm --confirm-pause 0"
    done = shell(line, looking.project.folder)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("Error: --confirm cannot read standard input twice\n")


@each("pause", ["-1", "3601", "ten", "inf"])
def test_a_pause_out_of_range_is_refused(pause: str, looking: Account) -> None:
    code, out, err = looking.run("check", "--confirm", "--confirm-pause", pause)
    assert (code, out) == (1, "")
    assert err.startswith("Error: --confirm-pause: ")


def test_a_pause_that_is_not_a_number_is_refused(looking: Account) -> None:
    looking.project.live(*entries(one="Sales"))
    _, _, err = looking.run("check", "--confirm", "--confirm-pause", "nan")
    assert err.startswith("Error: --confirm-pause: ")


def test_verbose_shows_the_second_fetch(looking: Account) -> None:
    looked = looking.check(A, CLEAN, args=(*CONFIRM, "-v"))
    steps = [line.removeprefix("driftcheck: ").split(" ")[0] for line in looked.err.splitlines()]
    url = steps[1]
    assert steps == ["fetching", url, "fetching", "fetching", url, "numbers"]
    again = looked.err.splitlines()[2]
    assert again == "driftcheck: fetching again in 0 s to confirm the findings"


def test_text_shows_what_was_left_out(looking: Account) -> None:
    looked = looking.check(A_AND_B, B, args=CONFIRM)
    assert (looked.code, looked.err) == (2, "")
    assert looked.out.partition("\n")[2] == TEXT


def test_persisting_findings_are_called_confirmed(looking: Account) -> None:
    looked = looking.check(A_AND_B, args=CONFIRM)
    assert "Confirmed by a second fetch 0 s later: 2 findings seen both times.\n" in looked.out


def test_quiet_prints_only_the_verdict(looking: Account) -> None:
    looked = looking.check(A, CLEAN, args=(*CONFIRM, "-q"))
    assert looked.out == "CLEAN: no finding at or above low. Exit code 0.\n"


GONE = (
    "Confirmed by a second fetch 0 s later: 0 findings seen both times; "
    "left out, as seen only once: 1."
)


def in_lines(text: str) -> bool:
    return GONE in text.splitlines()


def in_page(text: str) -> bool:
    return f"<p>{GONE}</p>" in text


def in_properties(text: str) -> bool:
    found = ElementTree.fromstring(text).iterfind(".//property[@name='confirmation']")
    return [one.get("value") for one in found] == [GONE]


def in_sarif(text: str) -> bool:
    (run,) = json.loads(text)["runs"]
    return bool(run["properties"]["confirmation"] == GONE and run["results"] == [])


def in_gauges(text: str) -> bool:
    lines = without_config(text).splitlines()
    return {"driftcheck_findings_seen_once 1.0", "driftcheck_exit_code 0.0"} <= set(lines)


def in_json(text: str) -> bool:
    report = json.loads(text)
    (once,) = report["confirmation"].pop("once")
    assert report["confirmation"] == {"pause_seconds": 0, "persisting": 0}
    assert (once["check"], once["phone_number"], once["path"]) == ("drift-changed", ONE, "label")
    return bool(report["findings"] == [])


SAID = {
    "text": in_lines,
    "markdown": in_lines,
    "github": in_lines,
    "html": in_page,
    "junit": in_properties,
    "sarif": in_sarif,
    "prometheus": in_gauges,
    "json": in_json,
}


def test_every_format_with_room_for_it_says_so() -> None:
    assert {*FORMATS} - SAID.keys() == {"csv", "gitlab"}


@each("format", SAID)
def test_drift_that_is_gone_is_left_out_of_reports_which_say_so(
    format: str, looking: Account
) -> None:
    looked = looking.check(A, CLEAN, args=(*CONFIRM, "-o", format))
    assert (looked.code, looked.err, looked.asked) == (0, "", 2)
    assert SAID[format](looked.out)


@pytest.mark.parametrize("format", ["csv", "gitlab"])
def test_formats_with_findings_only_list_the_remaining_ones(format: str, looking: Account) -> None:
    looked = looking.check(A_AND_B, B, args=(*CONFIRM, "-o", format))
    assert looked.code == 2
    assert looked.out.count("drift-changed") == 1
    assert ONE not in looked.out
    assert TWO in looked.out


def test_reports_describe_the_list_of_the_second_fetch(
    looking: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(["2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z"])
    monkeypatch.setattr("driftcheck.live.agora.utc_now", lambda: next(clock))
    (told,) = looking.confirm(A, A).report["accounts"]
    assert told["fetched_at"] == "2026-01-01T00:00:02Z"
