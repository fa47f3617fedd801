"""Evaluates rules on live numbers; the findings name the fields that failed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from driftcheck.compare.details import kept_back
from driftcheck.model import (
    JSON,
    Declared,
    Finding,
    InputError,
    Kind,
    LiveList,
    Over,
    Problem,
    number_of,
    path_of,
    unwatched,
)
from driftcheck.policy.blind import Reach
from driftcheck.policy.condition import Failure, failures, it_is
from driftcheck.policy.kinds import Kinds
from driftcheck.policy.rule import Rule
from driftcheck.policy.subject import Subjects
from driftcheck.validation import Compiled, Fault, dotted, first_of, lookup, redact, resolve

_FAILURES = (ValueError, TypeError, RecursionError)


class _Bundle:
    """Rules that read the same context; one call evaluates all of them."""

    def __init__(self, names: tuple[str, ...], rules: tuple[Rule, ...]) -> None:
        self.names = names
        self.rules = rules

    @cached_property
    def _decides(self) -> Callable[[JSON], bool]:
        if len(self.rules) == 1:
            return self.rules[0].decider.is_valid
        whole = {"allOf": [rule.decision for rule in self.rules]}
        return Compiled(resolve(whole).schema).is_valid

    @cached_property
    def kinds(self) -> Kinds:
        """Counts the numbers that each rule applies to."""
        return Kinds(self.rules)

    @cached_property
    def _perilous(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.perils)

    def is_satisfied(self, subject: JSON) -> bool:
        """Whether a number certainly satisfies all rules, as most do. Hot: runs per number."""
        # This comes first, because the engine's answer is meaningless if it gives up on a pattern.
        for rule in self._perilous:
            rule.check_patterns(subject)
        try:
            if self.kinds.has(subject):
                return True
            satisfied = self._decides(subject)
            if satisfied:
                self.kinds.note(subject)
            return satisfied
        except _FAILURES:  # `broken` finds the rule
            return False

    def broken(self, subject: JSON) -> list[Rule]:
        """Return the rules that a number does not satisfy, evaluated one by one."""
        # `passes` reports the rule that cannot be evaluated.
        found = [rule for rule in self.rules if not passes(rule, subject)]
        self.kinds.note(subject)
        return found


def evaluate_rules(
    rules: Sequence[Rule],
    live: LiveList,
    declared: Declared,
    account: str,
    over: Over = unwatched,
    reach: Reach | None = None,
) -> list[Finding]:
    """Return the findings of the rules about single numbers in one account.

    `reach` collects how many numbers each rule applied to, and which it skipped. Raises InputError
    if a rule cannot be evaluated.
    """
    subjects, reach = Subjects(declared, account), reach or Reach()
    bundles = _bundles([rule for rule in rules if not rule.grouped])
    found: list[Finding] = []
    watched = over("applying policies to", live.entries)
    for index, entry in zip(live.indexes, watched, strict=True):
        names = kept_back(live, entry) if live.withheld else None
        for bundle in bundles:
            # Most rules read no context and need no call.
            subject = subjects.of(entry, bundle.names) if bundle.names else entry
            satisfied = bundle.is_satisfied(subject)
            if satisfied and not names:
                continue
            broken = [] if satisfied else bundle.broken(subject)
            if names:
                number = number_of(entry) or f"[{index}]"
                reach.note(bundle.rules, subject, names, number)
                broken = list(_sure(broken, subject, names, number, reach))
            for rule in broken:
                found.extend(findings(rule, subject, entry, index))
    for bundle in bundles:
        reach.applied.update(bundle.kinds.applied)
    return found


def _sure(
    rules: Iterable[Rule], subject: JSON, names: frozenset[str], number: str, reach: Reach
) -> Iterator[Rule]:
    """Yield the parts of rules that a number fails whatever its withheld details are."""
    for rule in rules:
        sure = reach.blind(rule, names).sure
        if sure is not rule:
            reach.add(rule, number)
        if sure is rule or (sure and not passes(sure, subject)):
            yield sure


def _bundles(rules: Sequence[Rule]) -> list[_Bundle]:
    names = dict.fromkeys(rule.context for rule in rules)
    return [_Bundle(name, tuple(rule for rule in rules if rule.context == name)) for name in names]


def passes(rule: Rule, subject: JSON) -> bool:
    """Whether a number satisfies a rule, or the rule does not apply to it."""
    try:
        return rule.decider.is_valid(subject)
    except _FAILURES as error:
        message = f'the rule "{rule.id}" cannot be evaluated: {type(error).__name__}'
        raise InputError(Problem(message, rule.place)) from error


def findings(rule: Rule, subject: JSON, entry: JSON, index: int) -> Iterator[Finding]:
    """Yield the findings on a number that fails a rule, one per field."""
    size = rule.schema.size_beyond(subject) if rule.schema else 0
    by_path: dict[str, Failure] = {}
    for failure in _failures(rule, subject, first=size > 0):
        by_path.setdefault(failure.path or "", failure)
    listed = first_of((tuple(path.split(".")) for path in by_path), size)
    for path in listed.paths:
        yield _finding(rule, entry, index, by_path[".".join(map(str, path))])
    if listed.more:
        rest = Failure(listed.rest, listed.others(), None, listed.more)
        yield _finding(rule, entry, index, rest)


def _finding(rule: Rule, entry: JSON, index: int, failure: Failure) -> Finding:
    return Finding(
        check=rule.id,
        kind=Kind.POLICY,
        severity=rule.severity,
        phone_number=number_of(entry),
        path=path_of(entry, index, failure.path),
        message=f"{rule.title}: {failure.message}",
        expected=failure.expected,
        actual=failure.actual,
        remedy=rule.remedy,
        location=rule.place,
    )


def _failures(rule: Rule, subject: JSON, *, first: bool) -> list[Failure]:
    found = list(failures(rule.require, subject)) if rule.require else []
    if rule.schema:
        for fault in map(Fault.redacted, rule.schema.faults(subject, first=first)):
            steps = [str(step) for step in fault.path]
            actual = redact(lookup(subject, steps), steps)
            path = dotted(fault.path)
            clause = f"{path or 'the number'} {fault.message}"
            message = it_is(clause, subject, fault.path)
            found.append(Failure(path or None, message, fault.expected, actual))
    # The engine refused the number, so there must be a finding even without a reason.
    return found or [Failure(None, "the number does not satisfy the rule", None, None)]
