"""What reports say of the live lists themselves: when they were fetched, and what was not held."""

from collections.abc import Sequence

from driftcheck.result import AccountResult, Report
from driftcheck.words.escape import printable

UNKNOWN = "unknown"
"""What stands for the time of a list of which nobody knows when it was fetched."""
_MOST_NAMES = 3


def was_read(account: AccountResult) -> bool:
    """Whether the live list of an account was read whole."""
    return account.live is not None


def fetched(account: AccountResult) -> str:
    """When the list of an account was fetched, as `, fetched ...`; empty where it was not read."""
    if not was_read(account):
        return ""
    return (
        f", fetched {account.fetched_at}" if account.fetched_at else ", fetched at an unknown time"
    )


def when(report: Report) -> str:
    """Where the lists are from and when they were fetched, in a line; or nothing."""
    read = [account for account in report.accounts if was_read(account)]
    if len(report.accounts) > 1:
        return f"Live lists read: {len(read):,}{_span(read)}." if read else ""
    return "".join(f"Live list: {printable(a.source or 'none')}{fetched(a)}." for a in read)


def _span(read: Sequence[AccountResult]) -> str:
    """From when to when lists were fetched, as `, fetched ...`."""
    known = sorted(account.fetched_at for account in read if account.fetched_at)
    if not known:
        return ", fetched at unknown times"
    times = known[0] if known[0] == known[-1] else f"from {known[0]} to {known[-1]}"
    left = len(read) - len(known)
    return f", fetched {times}" + (f", {left:,} at unknown times" if left else "")


def totals(report: Report) -> str:
    """That totals in headers were not looked at, where they were not; or nothing."""
    names = [printable(account.name) for account in report.accounts if account.totals_ignored]
    if not names:
        return ""
    more = f" and {len(names) - _MOST_NAMES:,} more" if len(names) > _MOST_NAMES else ""
    whose = f" of {', '.join(names[:_MOST_NAMES])}{more}" if len(report.accounts) > 1 else ""
    return (
        f"Totals in the headers of the live list{whose} were not looked at (totals: ignore): "
        "it may be a part."
    )
