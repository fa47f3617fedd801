"""The state of each of several accounts, a line of text each: the worst first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from driftcheck.model import AccountResult, Finding, Report
from driftcheck.report.phrases import is_open, severities
from driftcheck.words import align, clip, printable

MAX_ROWS = 10
_NO_FINDING = "no finding"
_MAX_NAME = 40


def rows(report: Report, width: int, whole: bool) -> Iterator[str]:
    """Yield a line for each account; among many, those without findings are only counted."""
    opened: dict[str, list[Finding]] = defaultdict(list)
    for finding in filter(is_open, report.findings):
        opened[finding.account].append(finding)
    ordered = sorted(report.accounts, key=lambda account: _rank(account, opened[account.name]))
    few = whole or len(ordered) <= MAX_ROWS
    shown = [a for a in ordered if few or a.problems or opened[a.name]]
    shown = shown if whole or len(shown) <= MAX_ROWS + 2 else shown[:MAX_ROWS]
    yield from _table(shown, [_state(account, opened[account.name]) for account in shown], width)
    left = [opened[a.name] for a in ordered if a not in shown]
    if worse := sum(map(bool, left)):
        yield f"… and {worse:,} more with findings"
    if fine := len(left) - worse:
        yield f"… and {fine:,} more with {_NO_FINDING}"


def _table(accounts: Sequence[AccountResult], states: Sequence[str], width: int) -> Iterator[str]:
    names = [clip(printable(account.name), min(_MAX_NAME, width // 2)) for account in accounts]
    counts = [_counts(account) for account in accounts]
    for cells in zip(align(names), align(counts), states, strict=True):
        yield clip("  ".join(cells).rstrip(), width)


def _counts(account: AccountResult) -> str:
    if account.summary is None:
        return ""
    return f"{account.summary.declared:,} declared, {account.summary.live:,} live"


def _state(account: AccountResult, opened: Sequence[Finding]) -> str:
    if account.problems:
        return "not checked"
    return severities(opened) or _NO_FINDING


def _rank(account: AccountResult, opened: Sequence[Finding]) -> tuple[int, int, int]:
    """Return the sort key of an account: unchecked first, then by worst finding and number."""
    worst = max((finding.severity for finding in opened), default=-1)
    return (0 if account.problems else 1), -worst, -len(opened)
