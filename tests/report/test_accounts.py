"""The state of each of several accounts: the worst first; many without findings are counted."""

import pytest

from driftcheck.model import AccountResult, Problem, Report, Severity, Summary
from driftcheck.report import View
from driftcheck.report.table import rows
from driftcheck.report.text import render
from tests.reports import WAIVER, finding, report

ONE = "+12025550100"


def account(name: str, declared: int = 3, live: int = 5) -> AccountResult:
    return AccountResult(name, f"{name}.json", declared, live, (), (), Summary(declared, live))


def unread(name: str) -> AccountResult:
    return AccountResult(name, None, 1, None, (Problem("no list"),))


def of(*accounts: AccountResult, **worst: Severity) -> Report:
    """Return a report on accounts, some of which have one finding."""
    found = [finding(number=ONE, account=name, severity=level) for name, level in worst.items()]
    return report(found, accounts=accounts)


def shown(made: Report, width: int = 80, whole: bool = False) -> list[str]:
    return list(rows(made, width, whole))


def test_unchecked_accounts_come_first_then_the_worst() -> None:
    made = of(
        account("a"),
        account("b"),
        account("c", 1200, 12),
        unread("d"),
        b=Severity.LOW,
        c=Severity.HIGH,
    )
    assert shown(made) == [
        "d                           not checked",
        "c  1,200 declared, 12 live  1 high",
        "b  3 declared, 5 live       1 low",
        "a  3 declared, 5 live       no finding",
    ]


def test_waived_and_existing_findings_do_not_count() -> None:
    accepted = [finding(number=ONE, account="a", waiver=WAIVER)]
    accepted += [finding(number=ONE, account="b", status="existing")]
    made = report(accepted, accounts=(account("a"), account("b")))
    assert [line.endswith("no finding") for line in shown(made)] == [True, True]


MANY = tuple(account(f"a{n:02}") for n in range(30))


def test_among_many_accounts_those_without_findings_are_only_counted() -> None:
    made = of(*MANY, unread("x"), a07=Severity.LOW)
    assert [line.split()[0] for line in shown(made)] == ["x", "a07", "…"]
    assert shown(made)[-1] == "… and 29 more with no finding"


def test_many_accounts_without_any_finding_are_one_line() -> None:
    assert shown(of(*MANY)) == ["30 accounts with no finding"]
    assert "\nAccounts:\n  30 accounts with no finding\n" in render(of(*MANY), View())


def test_very_many_accounts_with_findings_are_cut_and_counted() -> None:
    worst = {f"a{n:02}": Severity.LOW for n in range(20)}
    lines = shown(of(*MANY, **worst))
    assert len(lines) == 12
    assert lines[-2:] == ["… and 10 more with findings", "… and 10 more with no finding"]


@pytest.mark.parametrize("drifted", [0, 1, 4])
@pytest.mark.parametrize("fine", [0, 1, 30])
@pytest.mark.parametrize("count", [13, 14, 500])
def test_accounts_that_were_not_checked_are_never_counted_with_others(
    count: int, fine: int, drifted: int
) -> None:
    worst = {f"d{n}": Severity.CRITICAL for n in range(drifted)}
    others = [account(name) for name in (*(f"a{n}" for n in range(fine)), *worst)]
    lines = shown(of(*others, *(unread(f"x{n}") for n in range(count)), **worst))
    assert all(line.endswith("  not checked") for line in lines[:10])
    assert lines[10:] == [
        f"… and {left} more {which}"
        for left, which in [
            (count - 10, "that were not checked"),
            (drifted, "with findings"),
            (fine, "with no finding"),
        ]
        if left
    ]


def test_twelve_that_were_not_checked_are_all_shown() -> None:
    lines = shown(of(*MANY, *(unread(f"x{n}") for n in range(12))))
    assert [line.split()[0] for line in lines] == [*(f"x{n}" for n in range(12)), "…"]
    assert lines[-1] == "… and 30 more with no finding"


def test_a_narrow_terminal_shows_the_state_rather_than_counts() -> None:
    made = of(account("production", 120_000, 120_000), unread("staging"))
    assert shown(made, 34) == ["staging     not checked", "production  no finding"]


def test_all_accounts_are_shown_on_request() -> None:
    assert len(shown(of(*MANY), whole=True)) == 30


@pytest.mark.parametrize("width", [20, 38, 100])
def test_no_line_is_wider_than_the_view(width: int) -> None:
    made = of(account("production-" * 5), unread("x" * 64))
    assert max(map(len, shown(made, width))) <= width


def test_the_text_report_lists_accounts_and_counts_those_that_were_read() -> None:
    text = render(of(account("eu"), unread("us")), View())
    assert text.startswith(
        "Live list of eu: eu.json, fetched at an unknown time\nLive list of us: none\n\n"
    )
    assert (
        "\nNot all accounts were checked:\n  account us: no list\n\nAccounts:\n"
        "  us                      not checked\n  eu  3 declared, 5 live  no finding\n\n"
    ) in text
    assert text.endswith("so there is no verdict. Exit code 1.\n")


def test_a_problem_of_many_accounts_is_shown_once() -> None:
    made = of(*(unread(f"a{n}") for n in range(5)))
    assert [str(problem) for problem in made.all_problems] == [
        "accounts a0, a1, a2 and 2 more: no list"
    ]
    alone = made._replace(accounts=made.accounts[:1])
    assert [str(problem) for problem in alone.all_problems] == ["no list"]
