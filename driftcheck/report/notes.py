"""Notes of reports about their run: the sources of lists, and what was left out.

Each note is a line, or empty if there is nothing to note.
"""

from collections.abc import Callable, Sequence

from driftcheck.model import AccountResult, CheckResult, Finding, Kind, Report
from driftcheck.report.phrases import cut
from driftcheck.words import counted, inflect, list_some, minute, printable, short_commit

UNKNOWN = "unknown"
"""Shown for a list whose time of fetching is unknown."""


def lines(report: Report) -> list[str]:
    """Return the notes before the counts: what was selected, not compared, or off."""
    found = [selection(report), totals(report), not_compared(report), confirmation(report)]
    found += ["Phone numbers are masked." if report.masked else "", history(report)]
    checks = {"Off": off(report), "Own rules that applied to no number": idle(report)}
    found += [f"{what}: {', '.join(names)}." for what, names in checks.items() if names]
    return [note for note in found if note]


def live_lists(report: Report) -> str:
    """Return the sources of the lists and when they were fetched."""
    read = [account for account in report.accounts if account.was_read]
    if len(report.accounts) > 1:
        of = f" of {len(report.accounts):,}" if len(read) < len(report.accounts) else ""
        return f"Live lists read: {len(read):,}{of}{_span(read)}." if read else ""
    return "".join(f"Live list: {printable(a.source or 'none')}{fetch_time(a)}." for a in read)


def fetch_time(account: AccountResult) -> str:
    """Return when the list of an account was fetched, as `, fetched ...`; empty if unread."""
    if not account.was_read:
        return ""
    return f", fetched {account.fetched_at or 'at an unknown time'}"


def _span(read: Sequence[AccountResult]) -> str:
    """Return the first and last time of fetching, as `, fetched ...`."""
    known = sorted(account.fetched_at for account in read if account.fetched_at)
    if not known:
        return ", fetched at unknown times"
    times = known[0] if known[0] == known[-1] else f"from {known[0]} to {known[-1]}"
    left = len(read) - len(known)
    return f", fetched {times}" + (f", {left:,} at unknown times" if left else "")


def selection(report: Report) -> str:
    """Return what was selected, unless everything was."""
    if not report.selectors:
        return ""
    return cut(f"Selected: {' and '.join(report.selectors)}. The rest was not checked.")


def totals(report: Report) -> str:
    """Return a note if totals in headers were ignored."""
    names = [printable(account.name) for account in report.accounts if account.totals_ignored]
    if not names:
        return ""
    whose = f" of {list_some(names)}" if len(report.accounts) > 1 else ""
    return (
        f"Totals in the headers of the live list{whose} were ignored (totals: ignore), so the list "
        "may be incomplete."
    )


def not_compared(report: Report) -> str:
    """Return how many declared secrets could not be compared with the live list."""
    count, numbers = report.summary.not_compared, report.summary.not_compared_numbers
    if not count:
        return ""
    secrets, whose = counted(count, "declared secret"), counted(numbers, "number")
    return f"Could not be compared: {secrets} of {whose}, which the live list does not show."


def confirmation(report: Report) -> str:
    """Return how findings were confirmed, if there was a second fetch."""
    known = report.confirmation
    if known is None:
        return ""
    count = counted(known.persisting, "finding")
    once = f"; left out, as seen only once: {len(known.once):,}" if known.once else ""
    return f"Confirmed by a second fetch {known.pause:g} s later: {count} seen both times{once}."


def history(report: Report) -> str:
    """Return how the run compares with the previous one, if there is a history."""
    known = report.history
    if known is None:
        return ""
    run = f"History: run {known.run:,}"
    if known.previous is None:
        return f"{run}, the first; {counted(known.new, 'finding')}."
    persist = inflect(known.persisting, "persists", "persist")
    since = f"since run {known.previous:,} of {minute(known.previous_at or '')}"
    parts = f"{known.new:,} new, {known.persisting:,} {persist}, {len(known.fixed):,} fixed"
    return f"{run}; {parts} {since}."


def provenance(commit: str | None, run_url: str | None) -> str:
    """Return the short commit and the URL of the CI run; empty if neither is known."""
    parts = [f"commit {short_commit(commit)}"] if commit else []
    said = ", ".join([*parts, *([f"CI run {run_url}"] if run_url else [])])
    return said[:1].upper() + said[1:]


def off(report: Report) -> list[str]:
    """Return the checks and rules that are off; with accounts if off only in some."""
    return _with_accounts(report, lambda check: check.is_off)


def idle(report: Report) -> list[str]:
    """Return the user's own rules that applied to no number, in the same form."""
    return _with_accounts(report, lambda check: check.is_idle)


def _with_accounts(report: Report, is_meant: Callable[[CheckResult], bool]) -> list[str]:
    holders: dict[str, list[str]] = {}
    meant: dict[str, list[str]] = {}
    for account in report.accounts:
        for check in account.checks:
            holders.setdefault(check.id, []).append(account.name)
            if is_meant(check):
                meant.setdefault(check.id, []).append(printable(account.name))
    return [
        check if len(names) == len(holders[check]) else f"{check} (in {list_some(names)})"
        for check, names in meant.items()
    ]


def age(finding: Finding) -> str:
    """Return how long a finding has existed and why it is worse now; empty if neither is known."""
    known = finding.age
    if known is None or known.is_new:
        return "new" if known else ""
    drifted = "drifted for" if finding.kind is Kind.DRIFT else "for"
    nights = f"{drifted} {known.nights:,} nights, since {known.since[:10]}"
    worse = f"worse: {known.worse}" if known.worse else ""
    return "; ".join(filter(None, [nights if known.nights > 1 else "", worse]))
