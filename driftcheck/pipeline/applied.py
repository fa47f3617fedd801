"""Each check and rule of an account: its severity, and how many numbers it applied to."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from driftcheck.checks import BUILTIN
from driftcheck.config import Account
from driftcheck.document import BUILTIN as OURS
from driftcheck.model import Check, Kind
from driftcheck.pipeline.expected import Expected
from driftcheck.pipeline.summary import Checked
from driftcheck.policy import Pack, Rule
from driftcheck.result import AccountResult, CheckResult


class Applied(NamedTuple):
    """What checks and rules of an account applied to.

    `counts` says so of each rule that is on, by its id. `whole` is False where a selection hid
    numbers, `several` True where the account was compared with others.
    """

    account: Account
    expected: Expected
    counts: Mapping[str, int]
    whole: bool
    several: bool

    def results(self, part: Checked) -> tuple[CheckResult, ...]:
        """All checks and rules of the account, without what they found."""
        return (*self._builtin(part), *self._rules())

    def _builtin(self, part: Checked) -> Iterator[CheckResult]:
        entries, facts = len(part.live.entries), part.facts
        numbers = facts.live + facts.expected - facts.covered  # live, or declared to be
        own = {
            "drift-missing": facts.expected,
            "drift-changed": facts.covered,
            "drift-present": len(part.declared) - facts.expected,
            "drift-unmanaged": entries,
            "cross-account-duplicate": numbers if self.several else 0,
        }
        for check in BUILTIN.values():
            applied = None if check.kind is Kind.WAIVER else own.get(check.id, entries)
            yield self._result(check, applied)

    def _rules(self) -> Iterator[CheckResult]:
        for pack in self.expected.packs:
            for rule in pack.rules:
                count = self.counts.get(rule.id, 0)
                idle = count == 0 and self.whole and _asks(rule, pack)
                yield self._result(rule.check, count, idle)

    def _result(self, check: Check, applied: int | None, idle: bool = False) -> CheckResult:
        level = self.account.severity.get(check.id, check.severity)
        if level is None:
            applied, idle = None if applied is None else 0, False
        return CheckResult(check.id, check.kind, check.title, level, applied, is_idle=idle)


def _asks(rule: Rule, pack: Pack) -> bool:
    """Whether it is a rule of the user's own that asks something of numbers; `count` does not."""
    return rule.count is None and not pack.file.name.startswith(OURS)


def told(result: AccountResult) -> str:
    """What each check and rule of an account applied to, in a line."""
    parts = (
        f"{check.id} {'off' if check.is_off else check.applied}"
        for check in result.checks
        if check.applied is not None
    )
    return f"numbers that checks applied to: {', '.join(parts)}"
