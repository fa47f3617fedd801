"""`--baseline REPORT.json`: findings of an earlier report are existing and do not fail.

A finding is existing only while its meaning is the same: a field that is wrong in a different way
is new, and so is a group of numbers that has become worse.
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
"""Replaces a list or mapping that breaks the schema; the finding says what is wrong in it."""


@dataclass(frozen=True, slots=True)
class BaselineFinding:
    """A finding of an earlier report, with what is needed to see whether it has changed."""

    shown: Former
    expected: JSON
    actual: JSON
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings of an earlier report that were not waived, by fingerprint."""

    source: str
    started_at: str
    findings: dict[str, BaselineFinding]


def load_baseline(path: Path) -> Baseline:
    """Return the baseline in a JSON report. Raises InputError if the file is not such a report.

    Waived findings are left out, because they are accepted only until their waiver expires.
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
        message = "this report is from a run without a verdict"
        raise InputError(Problem(message, place, "Use the report of a run that exited 0 or 2."))


def _finding(finding: JSON) -> BaselineFinding:
    members = frozenset(finding.get("members", ()))
    former = Former.of(finding)
    return BaselineFinding(former, finding["expected"], finding["actual"], members)


def mark_existing(findings: Iterable[Finding], baseline: Baseline) -> list[Finding]:
    """Return the findings, with those in the baseline marked as existing."""
    return [
        finding._replace(status="existing") if _is_existing(finding, baseline) else finding
        for finding in findings
    ]


def _is_existing(finding: Finding, baseline: Baseline) -> bool:
    """Whether a finding was there before with the same meaning.

    A finding about a whole number is identified by the number, and one about a waiver by what it
    waives.
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
    """Whether a finding is about a group of numbers, and not an entry without a number."""
    named = finding.phone_number is not None or (finding.path or "").startswith("[")
    return finding.kind is Kind.POLICY and not named


def _is_worse(finding: Finding, former: BaselineFinding) -> bool:
    """Whether a group has a different fault than before, or more of the same."""
    members, fault = frozenset(finding.members), _fault(finding.expected, finding.actual)
    if fault != _fault(former.expected, former.actual):
        return True
    if fault == "too many":
        return not members <= former.members
    return not members >= former.members if fault == "too few" else members != former.members


def _steps(finding: Finding) -> tuple[str, ...]:
    """Return the steps in a number to the field of a finding."""
    path = finding.path or ""
    if finding.phone_number is None:
        path = path.partition("]")[2]  # after the index of the entry
    return tuple(filter(None, _BETWEEN_STEPS.split(path)))


def _same(steps: tuple[str, ...], former: JSON, now: JSON) -> bool:
    """Whether two values of a field have the same meaning.

    Two secrets always have, because no report holds their values. In other fields, `(sensitive)` is
    an ordinary value: anybody who edits a number can write it.
    """
    if is_hidden(steps):
        return True
    if isinstance(former, dict) and isinstance(now, dict):
        names = {**former, **now}
        return all(_same((*steps, name), former.get(name), now.get(name)) for name in names)
    return are_equal(steps or ("",), former, now) is not False


def _fault(expected: JSON, actual: JSON) -> str | None:
    """Return what is wrong with a count, if its JSON Schema has a bound that tells."""
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
    """Return which findings of the baseline are gone, among those that the run looked for."""
    left = {finding.fingerprint for finding in findings}
    fixed = (
        _harmless(former.shown)
        for fingerprint, former in baseline.findings.items()
        if fingerprint not in left and looked_at(former.shown)
    )
    return Comparison(baseline.source, baseline.started_at, tuple(fixed))


def _harmless(former: Former) -> Former:
    """Return an earlier finding without texts that have become secret since."""
    steps = (former.path or "").split(".")
    was_hidden = field_at(steps).secret
    message = hide_userinfo(former.message) if was_hidden or not is_hidden(steps) else SENSITIVE
    return former._replace(message=message)
