"""Counts in a report are facts: severities, waivers and baselines do not change them."""

from typing import Any

import pytest

from tests.confirming import A_AND_B, ONE, TWO, A, Account, account, entries, listed
from tests.each import each
from tests.support import CONFIG, Project, number, without_config

NAMES = ("declared", "live", "in_sync", "missing", "changed", "unmanaged", "invalid", "coverage")
NUMBERS = [f"+120255501{at:02}" for at in range(9)]
FINE, CHANGED, MISSING, BACK, GONE, NEW, BROKEN, TWICE, TYPO = NUMBERS
DECLARED = f"""\
version: 1
numbers:
  - phone_numbers: [{FINE}, {CHANGED}, {MISSING}, {BROKEN}, {TWICE}]
    label: Support
  - {{phone_number: {BACK}, state: absent}}
  - {{phone_number: {GONE}, state: absent}}
"""
LIVE: list[Any] = [
    number(phone_number=FINE),
    number(phone_number=CHANGED, label="Sales"),
    number(phone_number=BACK),
    number(phone_number=NEW),
    number(phone_number=BROKEN, inbound="yes"),
    number(phone_number=TWICE, label="Sales"),
    number(phone_number=TWICE, inbound="no"),
    {"label": "no number"},
    "no entry",
]
FACTS = {
    "declared": 7,
    "live": 9,
    "in_sync": 3,  # fine, broken (what is declared of it is so), and gone
    "missing": 1,
    "changed": 2,
    "unmanaged": 1,
    "invalid": 4,  # broken, twice, and the two entries without a number
    "coverage": 0.5,  # fine, changed, broken and twice, of six numbers and two entries without
}
CHECKS = ("drift-missing", "drift-changed", "drift-unmanaged", "drift-present", "schema-invalid")
WAIVERS = "version: 1\nwaivers:\n" + "".join(
    f'  - {{check: {check}, match: ["*"], reason: r, owner: o, expires: 2999-12-31}}\n'
    for check in CHECKS
)


@pytest.fixture
def fleet(project: Project) -> Project:
    """A project with a number in each state."""
    return project.write(numbers__yaml=DECLARED).live(*LIVE)


def facts(report: Any) -> dict[str, Any]:
    return {name: report["summary"][name] for name in NAMES}


def off(*checks: str) -> str:
    return f"{CONFIG}severity: {{{', '.join(f'{check}: off' for check in checks)}}}\n"


def test_numbers_are_counted_by_state(fleet: Project) -> None:
    report = fleet.report()
    assert facts(report) == FACTS
    assert facts(report["accounts"][0]) == FACTS
    told = fleet.run("check").out
    assert "1 present but declared absent" in told


@each("checks", [*((check,) for check in CHECKS), CHECKS])
def test_a_check_that_is_off_changes_no_fact(fleet: Project, checks: tuple[str, ...]) -> None:
    report = fleet.write(driftcheck__yaml=off(*checks)).report()
    assert facts(report) == FACTS
    assert not {finding["check"] for finding in report["findings"]} & {*checks}
    assert "1 present but declared absent" in fleet.run("check").out


def test_neither_waivers_nor_a_baseline_nor_a_severity_changes_a_fact(fleet: Project) -> None:
    fleet.write(former__json=fleet.run("check", "-o", "json").out)
    fleet.write(driftcheck__yaml=CONFIG + "waivers: [waivers.yaml]\n", waivers__yaml=WAIVERS)
    report = fleet.report("--baseline", "former.json", "--fail-on", "critical")
    assert facts(report) == FACTS
    assert report["summary"]["waived"] > 0


def test_a_missing_number_counts_even_if_its_check_is_off(project: Project) -> None:
    project.write(driftcheck__yaml=off("drift-missing")).live()
    ran = project.run("check", "--allow-empty")
    assert ran.code == 0
    assert "Off: drift-missing.\n1 declared, 0 live: 0 in sync, 1 missing, " in ran.out


def test_only_selected_numbers_count(fleet: Project) -> None:
    fleet.write(driftcheck__yaml=off(*CHECKS))
    told = facts(fleet.report("--select", f"phone_number={MISSING}"))
    assert told == {**dict.fromkeys(NAMES, 0), "declared": 1, "missing": 1, "coverage": None}


def test_the_facts_of_accounts_add_up(fleet: Project) -> None:
    fleet.write(other__yaml=f"version: 1\nnumbers: [{{phone_number: {TYPO}}}]\n", none__json="[]")
    accounts = "{a: {live: {file: live.json}, declared: [numbers.yaml]}, "
    accounts += (
        "b: {live: {file: none.json}, declared: [other.yaml], severity: {drift-missing: off}}}"
    )
    fleet.write(driftcheck__yaml=f"version: 1\naccounts: {accounts}\n")
    report = fleet.report("--allow-empty")
    whole, (first, second) = facts(report), map(facts, report["accounts"])
    assert first == FACTS
    assert second == {**dict.fromkeys(NAMES, 0), "declared": 1, "missing": 1, "coverage": None}
    assert whole == {**FACTS, "declared": 8, "missing": 2}


def test_every_report_uses_them(fleet: Project) -> None:
    fleet.write(driftcheck__yaml=off(*CHECKS))
    fleet.run("check", "-o", "prometheus=p", "-o", "html=h", "-o", "markdown=m")
    gauges = without_config((fleet.folder / "p").read_text(encoding="utf-8"))
    for name, count in list(FACTS.items())[:-1]:
        assert f'driftcheck_numbers_{name}{{account="default"}} {float(count)}\n' in gauges
    assert 'driftcheck_coverage_ratio{account="default"} 0.5\n' in gauges
    page = " ".join((fleet.folder / "h").read_text(encoding="utf-8").split())
    for part in ("3 in sync", "2 changed", "1 missing", "1 present but declared absent"):
        assert f"</span>{part}</li>" in page
    assert "3 in sync, 1 missing, 2 changed" in (fleet.folder / "m").read_text(encoding="utf-8")


def test_the_history_records_them(fleet: Project) -> None:
    fleet.write(driftcheck__yaml=off(*CHECKS) + "history: sqlite:///h.db\n")
    fleet.run("check")
    record = fleet.run("history", "show", "-o", "json").json["run"]["record"]
    assert facts(record) == FACTS
    assert fleet.run("history", "-o", "json").json["runs"][0]["coverage"] == 0.5


@pytest.fixture
def looking(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Account:
    return account(project, monkeypatch, capsys)


def test_a_check_that_is_off_counts_after_a_second_fetch_too(looking: Account) -> None:
    """The label of the first number causes the second fetch."""
    gone = listed(entries(one="Sales")[0])
    looked = looking.confirm(gone, more="severity: {drift-missing: off}")
    assert (looked.code, looked.asked, looked.drift) == (2, 2, [(ONE, "label")])
    told = facts(looked.report)
    assert (told["in_sync"], told["missing"], told["changed"]) == (0, 1, 1)


def test_a_number_in_only_one_of_two_fetches_does_not_count(looking: Account) -> None:
    told = facts(looking.confirm(A, A_AND_B).report)
    assert (told["in_sync"], told["changed"]) == (1, 1)
    told = facts(looking.confirm(A_AND_B, A).report)
    assert (told["in_sync"], told["changed"]) == (1, 1)


def test_a_number_that_is_not_in_the_second_list_is_not_in_sync(looking: Account) -> None:
    looked = looking.confirm(A, listed(entries(one="Sales")[0]))
    told = facts(looked.report)
    assert looked.once == [(TWO, None)]
    assert (told["live"], told["in_sync"], told["missing"], told["changed"]) == (1, 0, 0, 1)
