"""The checks and rules of an account: their severity, and how many numbers they applied to."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from driftcheck.config import Account
from driftcheck.model import BUILTIN_CHECKS, AccountResult, Check, CheckResult, Domain
from driftcheck.pipeline.summary import Checked
from driftcheck.pipeline.task import Expected


class Applied(NamedTuple):
    """What the checks and rules of an account applied to.

    `counts` has the number of each rule that is on, by id. `whole` is False if a selection hid
    numbers; `several` is True if the account was compared with others.
    """

    account: Account
    expected: Expected
    counts: Mapping[str, int]
    whole: bool
    several: bool

    def results(self, part: Checked) -> tuple[CheckResult, ...]:
        """Return all checks and rules of the account, without their findings."""
        return (*self._builtin(part), *self._rules())

    def _builtin(self, part: Checked) -> Iterator[CheckResult]:
        facts = part.facts
        either = facts.live + facts.expected - facts.covered
        counts = {
            Domain.ENTRIES: len(part.live.entries),
            Domain.DECLARED: facts.expected,
            Domain.DECLARED_AND_LIVE: facts.covered,
            Domain.DECLARED_ABSENT: len(part.declared) - facts.expected,
            Domain.DECLARED_OR_LIVE: either if self.several else 0,
            Domain.NO_NUMBERS: None,
        }
        for check in BUILTIN_CHECKS.values():
            yield self._result(check, counts[check.domain])

    def _rules(self) -> Iterator[CheckResult]:
        for rule in self.expected.rules:
            count = self.counts.get(rule.id, 0)
            idle = count == 0 and self.whole and rule.count is None and not rule.is_builtin
            yield self._result(rule.check, count, idle)

    def _result(self, check: Check, applied: int | None, idle: bool = False) -> CheckResult:
        level = self.account.severity.get(check.id, check.severity)
        if level is None:
            applied, idle = None if applied is None else 0, False
        return CheckResult(check.id, check.kind, check.title, level, applied, is_idle=idle)


def applied_line(result: AccountResult) -> str:
    """Return one log line with what each check and rule of an account applied to."""
    parts = (
        f"{check.id} {'off' if check.is_off else check.applied}"
        for check in result.checks
        if check.applied is not None
    )
    return f"numbers that checks applied to: {', '.join(parts)}"
