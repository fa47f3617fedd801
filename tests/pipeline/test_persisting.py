"""What `--confirm` keeps; a second fetch never causes a wrong verdict."""

import pytest

from tests.confirming import (
    A_AND_B,
    CLEAN,
    ONE,
    TWO,
    A,
    Account,
    B,
    Looked,
    account,
    entries,
    listed,
)
from tests.each import each
from tests.live.server import Answer, answer, back_off, reset
from tests.support import Project, number

LABEL = "label"


@pytest.fixture
def looking(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Account:
    return account(project, monkeypatch, capsys)


def counts(looked: Looked) -> dict[str, int]:
    """Return the counts of the report that are not zero."""
    summary = {**looked.report["summary"], **looked.report["summary"]["by_severity"]}
    return {name: count for name, count in summary.items() if isinstance(count, int) and count}


def test_a_clean_account_is_not_fetched_again(looking: Account) -> None:
    looked = looking.confirm(CLEAN)
    assert (looked.code, looked.asked, looked.report["confirmation"]) == (0, 1, None)


def test_drift_that_goes_away_is_not_reported(looking: Account) -> None:
    looked = looking.confirm(A, CLEAN)
    assert (looked.code, looked.asked, looked.drift) == (0, 2, [])
    assert looked.report["outcome"] == "clean"
    assert counts(looked) == {"declared": 2, "live": 2, "in_sync": 2}


def test_persisting_findings_are_kept_and_others_left_out(looking: Account) -> None:
    looked = looking.confirm(A_AND_B, B)
    assert (looked.code, looked.asked) == (2, 2)
    assert (looked.drift, looked.once) == ([(TWO, LABEL)], [(ONE, LABEL)])
    assert looked.report["confirmation"]["persisting"] == 1
    assert counts(looked) == {"declared": 2, "live": 2, "in_sync": 1, "changed": 1, "low": 1}


def test_a_finding_of_the_second_fetch_alone_is_not_confirmed(looking: Account) -> None:
    looked = looking.confirm(A, A_AND_B)
    assert (looked.code, looked.asked) == (2, 2)
    assert (looked.drift, looked.once) == ([(ONE, LABEL)], [(TWO, LABEL)])
    assert counts(looked) == {"declared": 2, "live": 2, "in_sync": 1, "changed": 1, "low": 1}


def test_all_persisting_findings_are_kept(looking: Account) -> None:
    looked = looking.confirm(A_AND_B)
    assert (looked.code, looked.asked, looked.once) == (2, 2, [])
    assert looked.drift == [(ONE, LABEL), (TWO, LABEL)]
    assert looked.report["confirmation"] == {"pause_seconds": 0, "persisting": 2, "once": []}


def test_two_fetches_without_a_common_finding_give_no_verdict(looking: Account) -> None:
    """Neither list was clean, so an empty intersection would be a false green."""
    looked = looking.confirm(A, B)
    assert (looked.code, looked.asked) == (1, 2)
    assert looked.report["outcome"] == "error"
    assert error_of(looked).endswith(
        " changed between two fetches: no finding was in both\n"
        "  Somebody may be working on it; run the check again."
    )


def error_of(looked: Looked) -> str:
    """Return why there is no verdict; stderr has the same text."""
    assert looked.report["outcome"] == "error"
    error: str = looked.report["accounts"][0]["error"]
    assert looked.err == f"Error: {error}\n"
    return error


NO_SECOND = {
    "refused": (answer(401), "answered 401"),
    "empty": (listed(), "returned an empty list, but 2 numbers are declared"),
    "cut off": (answer(200, CLEAN.partition(b"\r\n\r\n")[2][:-9]), "did not return a list"),
    "no list": (answer(200, b"{}"), "did not return a list"),
    "a redirect": (answer(302, location="/"), "answered 302"),
}


@each("case", NO_SECOND)
def test_a_failed_second_fetch_gives_no_verdict(case: str, looking: Account) -> None:
    second, why = NO_SECOND[case]
    looked = looking.confirm(A, second)
    assert (looked.code, looked.asked, looked.drift) == (1, 2, [])
    assert why in error_of(looked)


@pytest.mark.parametrize("broken", [reset, answer(200, b"[", 9)], ids=["reset", "cut off"])
def test_a_broken_second_fetch_is_retried(
    broken: Answer, looking: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_off(0.0, monkeypatch)
    looked = looking.confirm(A, broken, CLEAN)
    assert (looked.code, looked.asked, looked.drift) == (0, 3, [])


def test_there_is_no_second_fetch_after_a_failed_first_one(looking: Account) -> None:
    looked = looking.confirm(answer(401), CLEAN)
    assert (looked.code, looked.asked, looked.report["confirmation"]) == (1, 1, None)


def test_a_flapping_value_persists_if_it_never_matches(looking: Account) -> None:
    looked = looking.confirm(A, listed(*entries(one="Service")))
    assert (looked.code, looked.drift, looked.once) == (2, [(ONE, LABEL)], [])
    (finding,) = looked.report["findings"]
    assert (finding["expected"], finding["actual"]) == ("Support", "Service")


def test_a_missing_number_that_comes_back_changed_gives_no_verdict(looking: Account) -> None:
    gone = listed(*entries()[:1])
    looked = looking.confirm(gone, B)
    assert (looked.code, looked.drift) == (1, [])


def test_an_empty_list_that_is_allowed_is_fetched_again(looking: Account) -> None:
    looked = looking.confirm(listed(), CLEAN, args=("--allow-empty",))
    assert (looked.code, looked.asked, looked.drift) == (0, 2, [])
    assert looked.once == [(ONE, None), (TWO, None)]


def test_findings_below_the_severity_are_not_fetched_again(looking: Account) -> None:
    looked = looking.confirm(A, CLEAN, args=("--fail-on", "high"))
    assert (looked.code, looked.asked, looked.drift) == (0, 1, [(ONE, LABEL)])
    assert looked.report["confirmation"] is None


def test_findings_below_the_severity_must_persist_too(looking: Account) -> None:
    """If there is a second fetch for another reason."""
    routed = number(phone_number=TWO, inbound=False)
    first, second = entries(one="Sales"), entries()
    looked = looking.confirm(
        listed(first[0], routed), listed(second[0], routed), args=("--fail-on", "high")
    )
    assert (looked.code, looked.drift) == (2, [(TWO, "inbound")])
    assert looked.once == [(ONE, LABEL)]


def test_a_new_failing_finding_does_not_hide_behind_a_harmless_one(looking: Account) -> None:
    """Both fetches share a finding, and each has another one that fails."""
    one, two = number(phone_number=ONE, label="Sales"), number(phone_number=TWO)
    looked = looking.confirm(
        listed({**one, "inbound": False}, two),
        listed(one, {**two, "inbound": False}),
        args=("--fail-on", "high"),
    )
    assert (looked.code, looked.drift) == (1, [])


WAIVER = f"""version: 1
waivers:
  - check: drift-changed
    numbers: [{ONE}]
    reason: legacy
    owner: voice
    expires: 2099-12-31
"""


def test_waived_findings_are_not_fetched_again(looking: Account) -> None:
    looking.project.write(waivers__yaml=WAIVER)
    looked = looking.confirm(A, CLEAN, more="waivers: [waivers.yaml]")
    assert (looked.code, looked.asked) == (0, 1)
    assert [finding["waiver"]["owner"] for finding in looked.report["findings"]] == ["voice"]


def test_existing_findings_are_not_fetched_again(looking: Account) -> None:
    first = looking.check(A, args=("-o", "json"))
    looking.project.write(former__json=first.out)
    looked = looking.confirm(A_AND_B, A, args=("--baseline", "former.json"))
    assert (looked.code, looked.asked, looked.drift) == (0, 2, [(ONE, LABEL)])
    looked = looking.confirm(A, CLEAN, args=("--baseline", "former.json"))
    assert (looked.code, looked.asked) == (0, 1)
    assert [finding["status"] for finding in looked.report["findings"]] == ["existing"]


def test_a_baseline_finding_of_the_second_fetch_is_not_fixed(looking: Account) -> None:
    first = looking.check(A, args=("-o", "json"))
    looking.project.write(former__json=first.out)
    looked = looking.confirm(B, A_AND_B, args=("--baseline", "former.json"))
    assert looked.code == 2
    assert looked.report["baseline"]["fixed"] == []
