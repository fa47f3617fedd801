"""Rules against live numbers: findings that say which field failed."""

from collections.abc import Iterator, Sequence

from driftcheck.errors import InputError, Problem
from driftcheck.fault import Fault
from driftcheck.model import (
    JSON,
    Declared,
    Finding,
    Kind,
    LiveList,
    number_of,
    path_of,
)
from driftcheck.policy.condition import Failure, failures
from driftcheck.policy.rule import Rule
from driftcheck.policy.subject import CONTEXT
from driftcheck.reading import dotted
from driftcheck.redact import redact
from driftcheck.shape import lookup


def evaluate(
    rules: Sequence[Rule], live: LiveList, declared: Declared, account: str
) -> list[Finding]:
    """The policy findings of an account. Raises InputError where a rule cannot be evaluated."""
    plain = [rule for rule in rules if not rule.context]
    contextual = [rule for rule in rules if rule.context]
    findings: list[Finding] = []
    for index, entry in enumerate(live.entries):
        for rule in plain:
            if not passes(rule, entry):
                findings.extend(_findings(rule, entry, entry, index))
        for rule in contextual:
            subject = with_context(entry, declared, account, rule.context)
            if not passes(rule, subject):
                findings.extend(_findings(rule, subject, entry, index))
    return findings


def passes(rule: Rule, subject: JSON) -> bool:
    """Whether a number satisfies a rule, or is none that the rule is about."""
    try:
        return rule.decider.is_valid(subject)
    except (ValueError, TypeError, RecursionError) as error:
        message = f'the rule "{rule.id}" cannot be evaluated: {type(error).__name__}'
        raise InputError(Problem(message, rule.place)) from error


def with_context(
    entry: JSON, declared: Declared, account: str, names: Sequence[str] = CONTEXT
) -> JSON:
    """A live entry together with what else a rule reads; unmanaged, `declared` is null."""
    if not isinstance(entry, dict):
        return entry
    number = number_of(entry) or ""
    said = None
    if number in declared:
        fields, metadata = declared[number].fields, declared[number].metadata
        said = {**fields, "phone_number": number, "metadata": metadata}
    context = {"declared": said, "account": account}
    return {**entry, **{name: context[name] for name in names}}


def _findings(rule: Rule, subject: JSON, entry: JSON, index: int) -> Iterator[Finding]:
    told = set()
    for failure in _failures(rule, subject):
        if failure.path not in told:
            told.add(failure.path)
            yield Finding(
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


def _failures(rule: Rule, subject: JSON) -> list[Failure]:
    found = list(failures(rule.require, subject)) if rule.require else []
    if rule.schema:
        for fault in map(Fault.redacted, rule.schema.faults(subject)):
            steps = [str(step) for step in fault.path]
            actual = redact(lookup(subject, steps), steps)
            path = dotted(fault.path)
            message = f"{path or 'the number'} {fault.message}"
            found.append(Failure(path or None, message, fault.expected, actual))
    return found or [Failure(None, "the number does not satisfy the rule", None, None)]
