"""How each of several accounts stands: the worst first, and of many those in order counted only."""

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
    """A report on accounts, some of which have one finding."""
    found = [finding(number=ONE, account=name, severity=level) for name, level in worst.items()]
    return report(found, accounts=accounts)


def told(made: Report, width: int = 80, whole: bool = False) -> list[str]:
    return list(rows(made, width, whole))


def test_the_worst_come_first_and_what_was_not_checked_before_them() -> None:
    made = of(
        account("a"),
        account("b"),
        account("c", 1200, 12),
        unread("d"),
        b=Severity.LOW,
        c=Severity.HIGH,
    )
    assert told(made) == [
        "d                           not checked",
        "c  1,200 declared, 12 live  1 high",
        "b  3 declared, 5 live       1 low",
        "a  3 declared, 5 live       no finding",
    ]


def test_what_is_waived_or_existing_is_no_finding() -> None:
    accepted = [finding(number=ONE, account="a", waiver=WAIVER)]
    accepted += [finding(number=ONE, account="b", status="existing")]
    made = report(accepted, accounts=(account("a"), account("b")))
    assert [line.endswith("no finding") for line in told(made)] == [True, True]


MANY = tuple(account(f"a{n:02}") for n in range(30))


def test_of_many_those_in_order_are_counted() -> None:
    made = of(*MANY, unread("x"), a07=Severity.LOW)
    assert [line.split()[0] for line in told(made)] == ["x", "a07", "…"]
    assert told(made)[-1] == "… and 29 more with no finding"


def test_of_very_many_that_are_not_the_rest_is_counted_too() -> None:
    worst = {f"a{n:02}": Severity.LOW for n in range(20)}
    lines = told(of(*MANY, **worst))
    assert len(lines) == 12
    assert lines[-2:] == ["… and 10 more with findings", "… and 10 more with no finding"]


def test_all_of_them_are_there_where_that_is_asked_for() -> None:
    assert len(told(of(*MANY), whole=True)) == 30


@pytest.mark.parametrize("width", [20, 38, 100])
def test_no_line_is_wider_than_there_is_room_for(width: int) -> None:
    made = of(account("production-" * 5), unread("x" * 64))
    assert max(map(len, told(made, width))) <= width


def test_the_text_report_tells_of_them_and_counts_those_that_were_read() -> None:
    text = render(of(account("eu"), unread("us")), View())
    assert text.startswith(
        "Live list of eu: eu.json, fetched at an unknown time\nLive list of us: none\n\n"
    )
    assert (
        "\nNot all accounts were checked:\n  account us: no list\n\nAccounts:\n"
        "  us                      not checked\n  eu  3 declared, 5 live  no finding\n\n"
    ) in text
    assert text.endswith("so there is no verdict. Exit code 1.\n")


def test_what_is_wrong_with_many_is_told_once() -> None:
    made = of(*(unread(f"a{n}") for n in range(5)))
    assert [str(problem) for problem in made.all_problems] == [
        "accounts a0, a1, a2 and 2 more: no list"
    ]
    alone = made._replace(accounts=made.accounts[:1])
    assert [str(problem) for problem in alone.all_problems] == ["no list"]
