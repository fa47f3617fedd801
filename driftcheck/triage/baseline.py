"""`--baseline REPORT.json`: findings of a former report are existing, and do not fail.

A finding is existing as long as it means what it meant: a field that is wrong in another way than
before is new, and so is a group of numbers that has got worse.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

from driftcheck.compare.equality import are_equal
from driftcheck.document import load_json
from driftcheck.model import (
    JSON,
    OF_WHOLE_NUMBERS,
    Comparison,
    Finding,
    Former,
    InputError,
    Kind,
    Outcome,
    Place,
    Problem,
    fingerprint,
)
from driftcheck.system import MAX_BULK_BYTES, display_path, published
from driftcheck.validation import Validator, dotted, field_at, is_hidden
from driftcheck.words import SENSITIVE, hide_userinfo

_HINT = "Create one: driftcheck check -o json=baseline.json"
_BETWEEN_STEPS = re.compile(r"[.\[\]]+")
_UNSHOWN = ("(array)", "(object)")
"""What stands for a list or a mapping that breaks the schema; what is wrong with it tells more."""


@dataclass(frozen=True, slots=True)
class BaselineFinding:
    """A finding of a former report: what is shown of it, and what tells whether it has changed."""

    shown: Former
    expected: JSON
    actual: JSON
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings of a former report that nobody had waived, by fingerprint."""

    source: str
    started_at: str
    findings: dict[str, BaselineFinding]


def load_baseline(path: Path) -> Baseline:
    """The baseline in a JSON report. Raises InputError where the file is no such report.

    Waived findings are left out: they are accepted until their waiver runs out, and no longer.
    """
    name = display_path(path)
    try:
        document = load_json(path, name, MAX_BULK_BYTES)
    except InputError as error:
        raise InputError(*(replace(found, hint=_HINT) for found in error.problems)) from error
    _check(document, name)
    former = [finding for finding in document["findings"] if finding["waiver"] is None]
    return Baseline(
        name,
        document["started_at"],
        {finding["fingerprint"]: _finding(finding) for finding in former},
    )


def _check(document: JSON, name: str) -> None:
    place = Place(name, 1, 1)
    if not isinstance(document, dict) or document.get("format") != "driftcheck-report":
        raise InputError(Problem("this is not a JSON report of driftcheck", place, _HINT))
    if document.get("version") != 1:
        message = "only version 1 of the JSON report is supported"
        raise InputError(Problem(message, place, _HINT))
    fault = next(Validator(published("report")).faults(document), None)
    if fault:
        message = f'this is not a valid report: "{dotted(fault.path)}" {fault.message}'
        raise InputError(Problem(message, place, _HINT))
    for finding in document["findings"]:
        identity = [finding[name] for name in ("account", "check", "phone_number", "path")]
        if fingerprint(*identity) != finding["fingerprint"]:
            message = f"a fingerprint does not match its finding ({finding['check']})"
            raise InputError(Problem(message, place, "The report was altered; make a new one."))
    if document.get("masked"):
        message = "the phone numbers of this report are masked, so they cannot be matched"
        raise InputError(Problem(message, place, "Use a report made without --mask-numbers."))
    if document["outcome"] == Outcome.ERROR:
        message = "this report is of a run without a verdict"
        raise InputError(Problem(message, place, "Use the report of a run that exited 0 or 2."))


def _finding(finding: JSON) -> BaselineFinding:
    members = frozenset(finding.get("members", ()))
    former = Former.of(finding)
    return BaselineFinding(former, finding["expected"], finding["actual"], members)


def mark_existing(findings: Iterable[Finding], baseline: Baseline) -> list[Finding]:
    """The findings, those that the baseline has marked as existing."""
    return [
        finding._replace(status="existing") if _is_existing(finding, baseline) else finding
        for finding in findings
    ]


def _is_existing(finding: Finding, baseline: Baseline) -> bool:
    """Whether it was there before, and means what it meant.

    A finding on a whole number is known by the number, and one on a waiver by what it waives.
    """
    former = baseline.findings.get(finding.fingerprint)
    if former is None:
        return False
    if finding.check in OF_WHOLE_NUMBERS or finding.kind is Kind.WAIVER:
        return True
    if _is_on_group(finding):
        return not _is_worse(finding, former)
    if finding.is_rest and finding.actual != former.actual:
        return False
    steps = _steps(finding)
    if not _same(steps, former.actual, finding.actual):
        return False
    if finding.kind is Kind.SCHEMA and finding.actual in _UNSHOWN:
        return finding.message == former.shown.message
    return finding.kind is not Kind.DRIFT or _same(steps, former.expected, finding.expected)


def _is_on_group(finding: Finding) -> bool:
    """Whether it is on a group of numbers, and on no entry without a number either."""
    named = finding.phone_number is not None or (finding.path or "").startswith("[")
    return finding.kind is Kind.POLICY and not named


def _is_worse(finding: Finding, former: BaselineFinding) -> bool:
    """Whether something else is wrong with a group than before, or more of the same."""
    members, fault = frozenset(finding.members), _fault(finding.expected, finding.actual)
    if fault != _fault(former.expected, former.actual):
        return True
    if fault == "too many":
        return not members <= former.members
    return not members >= former.members if fault == "too few" else members != former.members


def _steps(finding: Finding) -> tuple[str, ...]:
    """Where in a number the field is that a finding is on."""
    path = finding.path or ""
    if finding.phone_number is None:
        path = path.partition("]")[2]  # behind the index of the entry
    return tuple(filter(None, _BETWEEN_STEPS.split(path)))


def _same(steps: tuple[str, ...], former: JSON, now: JSON) -> bool:
    """Whether two values of a field mean the same. A secret does: no report holds its value.

    Elsewhere `(sensitive)` is a value like any other: anybody who edits a number can write it.
    """
    if is_hidden(steps):
        return True
    if isinstance(former, dict) and isinstance(now, dict):
        names = {**former, **now}
        return all(_same((*steps, name), former.get(name), now.get(name)) for name in names)
    return are_equal(steps or ("",), former, now) is not False


def _fault(expected: JSON, actual: JSON) -> str | None:
    """What is wrong with a count, where its JSON Schema has a bound that says so."""
    if not isinstance(expected, dict) or not isinstance(actual, int):
        return None
    bounds = {name: value for name, value in expected.items() if isinstance(value, (int, float))}
    if actual < bounds.get("minimum", actual) or actual <= bounds.get("exclusiveMinimum", -1):
        return "too few"
    many = actual > bounds.get("maximum", actual) or actual >= bounds.get("exclusiveMaximum", inf)
    return "too many" if many else None


def compare_with_baseline(
    findings: Iterable[Finding], baseline: Baseline, looked_at: Callable[[Former], bool]
) -> Comparison:
    """What of the baseline is there no more, as far as the run has looked at it."""
    left = {finding.fingerprint for finding in findings}
    fixed = (
        _harmless(former.shown)
        for fingerprint, former in baseline.findings.items()
        if fingerprint not in left and looked_at(former.shown)
    )
    return Comparison(baseline.source, baseline.started_at, tuple(fixed))


def _harmless(former: Former) -> Former:
    """What a former report says, without what is hidden by now and was not at its time."""
    steps = (former.path or "").split(".")
    was_hidden = field_at(steps).secret
    message = hide_userinfo(former.message) if was_hidden or not is_hidden(steps) else SENSITIVE
    return former._replace(message=message)
