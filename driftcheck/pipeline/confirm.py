"""`--confirm`: before failing, fetch again after a pause, and keep only what persists.

A list is often read while somebody works on it; what is gone a moment later is nobody's drift.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from driftcheck.config import Settings
from driftcheck.errors import DriftcheckError, LiveError, Problem
from driftcheck.model import Finding, Severity
from driftcheck.pipeline.account import check_account, failed_account
from driftcheck.pipeline.inputs import Inputs, Options
from driftcheck.result import AccountResult, Confirmation, former
from driftcheck.summary import Checked, summarize
from driftcheck.watch import Watch


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a second look left of the accounts; `confirmation` is None where none was needed.

    `unconfirmed` are the findings that only the second look had.
    """

    checked: list[Checked]
    failed: list[AccountResult]
    confirmation: Confirmation | None = None
    unconfirmed: tuple[Finding, ...] = ()


def confirm(
    checked: Sequence[Checked], settings: Settings, inputs: Inputs, options: Options, watch: Watch
) -> Confirmed:
    """Check the accounts again that fail. One that cannot be read again has no verdict."""
    if options.confirm is None:
        return Confirmed(list(checked), [])
    failing = {part.result.name for part in checked if _fails(part.findings, settings.fail_on)}
    if not failing:
        return Confirmed(list(checked), [])
    watch(f"fetching again in {options.confirm:g} s, to confirm what was found")
    time.sleep(options.confirm)
    accounts = {account.name: account for account in settings.accounts}
    kept = [part for part in checked if part.result.name not in failing]
    failed: list[AccountResult] = []
    gone: list[Finding] = []
    new: list[Finding] = []
    for first in (part for part in checked if part.result.name in failing):
        account = accounts[first.result.name]
        try:
            second = check_account(account, settings, inputs, options, watch)
            kept.append(_persisting(first, second, settings.fail_on))
            gone += _without(first, second)
            new += _without(second, first)
        except DriftcheckError as error:
            failed.append(failed_account(account, inputs, error))
    count = sum(len(part.findings) for part in kept if part.result.name in failing)
    confirmation = Confirmation(options.confirm, count, tuple(map(former, (*gone, *new))))
    return Confirmed(kept, failed, confirmation, tuple(new))


def _fails(findings: Sequence[Finding], fail_on: Severity) -> bool:
    return any(finding.fails(fail_on) for finding in findings)


def _persisting(first: Checked, second: Checked, fail_on: Severity) -> Checked:
    """The second look at an account, with the findings that the first had too.

    Raises LiveError where both failed, and on nothing that they share: neither was clean.
    """
    before = {finding.fingerprint for finding in first.findings}
    kept = tuple(finding for finding in second.findings if finding.fingerprint in before)
    if _fails(second.findings, fail_on) and not _fails(kept, fail_on):
        message = f"{second.live.source} changed between two fetches, and was in order in neither"
        hint = "Somebody may be working on it; run the check again."
        raise LiveError(Problem(message, None, hint))
    part = replace(second, findings=kept)
    return replace(part, result=replace(part.result, summary=summarize(part)))


def _without(look: Checked, other: Checked) -> list[Finding]:
    """The findings of one look that the other had not."""
    known = {finding.fingerprint for finding in other.findings}
    return [finding for finding in look.findings if finding.fingerprint not in known]
