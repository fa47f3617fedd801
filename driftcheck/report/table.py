"""The state of each of several accounts, a line of text each: the worst first."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from driftcheck.model import AccountResult, Finding, Report
from driftcheck.report.phrases import is_open, severities
from driftcheck.words import align, clip, printable, width_of

MAX_ROWS = 10
_UNCHECKED = "not checked"
_NO_FINDING = "no finding"
_REST = {_UNCHECKED: "that were not checked", _NO_FINDING: f"with {_NO_FINDING}"}
"""How accounts without a line are described, by their state. All others have findings."""
_MAX_NAME = 40


def rows(report: Report, width: int, whole: bool) -> Iterator[str]:
    """Yield a line for each account; among many, those without findings are only counted."""
    opened: dict[str, list[Finding]] = defaultdict(list)
    for finding in filter(is_open, report.findings):
        opened[finding.account].append(finding)
    ordered = sorted(report.accounts, key=lambda account: _rank(account, opened[account.name]))
    few = whole or len(ordered) <= MAX_ROWS
    most = sum(few or bool(a.problems or opened[a.name]) for a in ordered)
    most = most if whole or most <= MAX_ROWS + 2 else MAX_ROWS
    states = [_state(account, opened[account.name]) for account in ordered]
    yield from _table(ordered[:most], states[:most], width)
    left = Counter(_REST.get(state, "with findings") for state in states[most:])
    for which, count in left.items():
        yield f"… and {count:,} more {which}" if most else f"{count:,} accounts {which}"


def _table(accounts: Sequence[AccountResult], states: Sequence[str], width: int) -> Iterator[str]:
    names = align([clip(printable(a.name), min(_MAX_NAME, width // 2)) for a in accounts])
    columns = [names, align(list(map(_counts, accounts))), states]
    # On a narrow terminal, the state matters more than the counts.
    if any(width_of("  ".join(cells)) > width for cells in zip(*columns, strict=True)):
        columns = [names, states]
    for cells in zip(*columns, strict=True):
        yield clip("  ".join(cells).rstrip(), width)


def _counts(account: AccountResult) -> str:
    if account.summary is None:
        return ""
    return f"{account.summary.declared:,} declared, {account.summary.live:,} live"


def _state(account: AccountResult, opened: Sequence[Finding]) -> str:
    if account.problems:
        return _UNCHECKED
    return severities(opened) or _NO_FINDING


def _rank(account: AccountResult, opened: Sequence[Finding]) -> tuple[int, int, int]:
    """Return the sort key of an account: unchecked first, then by worst finding and number."""
    worst = max((finding.severity for finding in opened), default=-1)
    return (0 if account.problems else 1), -worst, -len(opened)
