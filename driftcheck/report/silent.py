"""What was not looked at though a run may be clean: what is off, and rules that apply to none."""

from collections.abc import Callable, Sequence

from driftcheck.result import CheckResult, Report
from driftcheck.words.escape import printable

_MOST_NAMES = 3


def off(report: Report) -> list[str]:
    """The checks and rules that are off, each with the accounts where it is off in some only."""
    return _listed(report, lambda check: check.is_off)


def idle(report: Report) -> list[str]:
    """The rules of the user's own that applied to no number, likewise."""
    return _listed(report, lambda check: check.is_idle)


def notes(report: Report) -> list[str]:
    """Both, each on a line; none where there is nothing to say."""
    said = {
        "Off": off(report),
        "Own rules that applied to no number": idle(report),
    }
    return [f"{what}: {', '.join(names)}." for what, names in said.items() if names]


def _listed(report: Report, is_meant: Callable[[CheckResult], bool]) -> list[str]:
    holders: dict[str, list[str]] = {}
    meant: dict[str, list[str]] = {}
    for account in report.accounts:
        for check in account.checks:
            holders.setdefault(check.id, []).append(account.name)
            if is_meant(check):
                meant.setdefault(check.id, []).append(account.name)
    return [
        check if len(names) == len(holders[check]) else f"{check} ({_in(names)})"
        for check, names in meant.items()
    ]


def _in(accounts: Sequence[str]) -> str:
    """Of which accounts something is said."""
    names = [printable(name) for name in accounts[:_MOST_NAMES]]
    more = len(accounts) - len(names)
    return f"in {', '.join(names)}{f' and {more:,} more' if more else ''}"
