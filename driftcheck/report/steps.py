"""What to type next: commands that declare what is live."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from driftcheck.model import AccountResult, Finding, Report
from driftcheck.report.phrases import is_open
from driftcheck.words import SENSITIVE, counted, inflect

_REFUSED = ("schema-invalid", "live-duplicate")
"""The checks whose numbers `import` neither declares nor changes."""


class Update(NamedTuple):
    """When to declare what is live, and the options of the command that declares it."""

    about: str
    options: str


def updates(report: Report) -> list[Update]:
    """Return how to declare the unmanaged numbers of each account, and its changed values.

    A command declares all numbers in a state, so those with an accepted finding count too.
    """
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.account, finding.check].append(finding)
    return [
        update
        for account in report.accounts
        for update in _of_account(
            account,
            found[account.name, "drift-unmanaged"],
            found[account.name, "drift-changed"],
            {f.phone_number for check in _REFUSED for f in found[account.name, check]},
            report,
        )
    ]


def _of_account(
    account: AccountResult,
    unmanaged: Sequence[Finding],
    changed: Sequence[Finding],
    refused: Set[str | None],
    report: Report,
) -> Iterator[Update]:
    new = {f.phone_number for f in unmanaged} - refused
    invalid = account.summary.invalid if account.summary else 0
    always = ["--skip-invalid"] if invalid or refused else []
    always += ["--account", account.name] if len(report.accounts) > 1 else []
    numbers = {f.phone_number for f in changed}
    wanted = f"If {counted(len(new), 'unmanaged number')} {inflect(len(new), 'is', 'are')} wanted"
    right = f"the live values of {counted(len(numbers), 'changed number')} are right"
    about = f"{wanted}, and {right}" if new and not report.selectors else f"If {right}"
    if new and any(map(is_open, unmanaged)):
        about = f"If {right}, too"
        if (chosen := _selection(new, (), report)) is not None:
            yield Update(wanted, _options([*chosen, *always]))
    if any(map(is_open, changed)) and not numbers & refused:
        differing = [*(f.path or "" for f in changed), "metadata"]  # which no live list has
        if (chosen := _selection(numbers, differing, report)) is not None:
            yield Update(about, _options(["--changed", *chosen, *always]))


def _options(words: Iterable[str]) -> str:
    import shlex  # most runs find nothing

    return "".join(f" {shlex.quote(word)}" for word in words)


def _selection(
    numbers: Iterable[str | None], differing: Sequence[str], report: Report
) -> list[str] | None:
    """Return the options that select these numbers; None if no option can.

    `import` selects by live values only, so it may miss what was selected by a field that is
    `differing`.
    """
    if not report.selectors:
        return []
    if report.masked or SENSITIVE in " ".join(report.selectors):
        return None
    first, *others = numbers
    if not others:
        return ["--select", f"phone_number={first}"]
    paths = [selector.partition("=")[0] for selector in report.selectors]
    if any(_overlap(path, field) for path in paths for field in differing):
        return None
    return [word for selector in report.selectors for word in ("--select", selector)]


def _overlap(one: str, other: str) -> bool:
    """Return whether two paths are equal, or one is above the other."""
    one, other = f"{one}.", f"{other}."
    return one.startswith(other) or other.startswith(one)
