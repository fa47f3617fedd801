"""`--confirm`: fetch again before failing, and keep only the findings of both fetches.

A list is often read while somebody is changing it; what is gone a moment later is not drift.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from driftcheck.model import (
    AccountResult,
    Confirmation,
    Finding,
    Former,
    LiveError,
    Problem,
    Severity,
    Watch,
)
from driftcheck.pipeline.judge import Judge
from driftcheck.pipeline.summary import Checked, with_counts
from driftcheck.pipeline.task import Look, Task
from driftcheck.report import finding_of

LookAgain = Callable[[Collection[str]], list[Look]]
"""Looks again at the accounts with these names."""


class Confirmed(NamedTuple):
    """The accounts after a second look; `confirmation` is None if none was needed.

    `unconfirmed` has the findings that only the second look had.
    """

    checked: list[Checked]
    failed: list[AccountResult]
    confirmation: Confirmation | None = None
    unconfirmed: tuple[Finding, ...] = ()


def confirm(first: Sequence[Look], judge: Judge, watch: Watch, look_again: LookAgain) -> Confirmed:
    """Check failing accounts again. One that cannot be read again has no verdict."""
    checked, task = judge.checked(first), judge.task
    options, fail_on = task.options, task.settings.fail_on
    failing = {part.result.name for part in checked if _fails(part.findings, fail_on)}
    if options.confirm is None or not failing:
        return Confirmed(checked, [])
    watch(f"fetching again in {options.confirm:g} s to confirm the findings")
    time.sleep(options.confirm)
    found = look_again(failing)
    second = {look.account.name: _refuse_if_empty(look, task) for look in found}
    again = judge.checked([second.get(look.account.name, look) for look in first])
    return _compare(checked, again, second, judge)


def _refuse_if_empty(look: Look, task: Task) -> Look:
    """Return a look, with a problem if its earlier selection is now empty: it would look clean."""
    selected = task.options.select
    if selected and look.is_empty and not look.problems:
        from driftcheck.triage import nothing_selected  # only needed with a selection

        return look._replace(problems=(nothing_selected(selected, look.reasons, task.shape),))
    return look


def _compare(
    before: Sequence[Checked], again: Sequence[Checked], second: Mapping[str, Look], judge: Judge
) -> Confirmed:
    """Merge the second looks with the accounts that were looked at once."""
    latest = {part.result.name: part for part in again}
    kept = [part for part in before if part.result.name not in second]
    failed: list[AccountResult] = []
    gone: list[Finding] = []
    new: list[Finding] = []
    count = 0
    for first in (part for part in before if part.result.name in second):
        look = second[first.result.name]
        try:
            if look.problems:
                raise LiveError(*look.problems)
            part = _keep_persisting(first, latest[first.result.name], judge.task.settings.fail_on)
        except LiveError as error:
            failed.append(judge.failure(look.account, error.problems))
            continue
        kept.append(part)
        count += len(part.findings)
        gone += _only_in(first, latest[first.result.name])
        new += _only_in(latest[first.result.name], first)
    pause = judge.task.options.confirm or 0.0
    once = tuple(Former.of(finding_of(finding)) for finding in (*gone, *new))
    confirmation = Confirmation(pause, count, once)
    return Confirmed(kept, failed, confirmation, tuple(new))


def _fails(findings: Sequence[Finding], fail_on: Severity | None) -> bool:
    return any(finding.fails(fail_on) for finding in findings)


def _keep_persisting(first: Checked, second: Checked, fail_on: Severity | None) -> Checked:
    """Return the second look at an account, with only the findings that both looks had.

    Raises LiveError if both looks fail but have no findings in common: neither list was clean.
    """
    before = {finding.fingerprint for finding in first.findings}
    kept = tuple(finding for finding in second.findings if finding.fingerprint in before)
    if _fails(second.findings, fail_on) and not _fails(kept, fail_on):
        message = f"{second.live.source} changed between two fetches: no finding was in both"
        hint = "Somebody may be working on it; run the check again."
        raise LiveError(Problem(message, None, hint))
    return with_counts(second._replace(findings=kept, facts=first.facts.confirmed(second.facts)))


def _only_in(look: Checked, other: Checked) -> list[Finding]:
    """Return the findings of one look that the other did not have."""
    known = {finding.fingerprint for finding in other.findings}
    return [finding for finding in look.findings if finding.fingerprint not in known]
