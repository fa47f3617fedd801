"""`--baseline REPORT.json`: findings of a former report are existing, and do not fail."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

from driftcheck import jsonfile, meaning
from driftcheck.errors import InputError, Place, Problem
from driftcheck.files import MAX_BULK_BYTES
from driftcheck.inputs import shown
from driftcheck.model import JSON, Finding, Severity, fingerprint
from driftcheck.reading import dotted
from driftcheck.redact import SENSITIVE, hide_userinfo, is_hidden
from driftcheck.resources import schema
from driftcheck.result import Comparison, Fixed, Outcome
from driftcheck.validator import Validator

_HINT = "Make one: driftcheck check -o json=baseline.json"


@dataclass(frozen=True, slots=True)
class _Group:
    """What was wrong with a group of numbers, and which they were."""

    fault: str | None
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings of a former report that nobody had waived, by fingerprint.

    `groups` says more of those on groups of numbers.
    """

    source: str
    started_at: str
    findings: dict[str, Fixed]
    groups: dict[str, _Group]


def load(path: Path) -> Baseline:
    """The baseline in a JSON report. Raises InputError where the file is no such report.

    Waived findings are left out: they are accepted until their waiver runs out, and no longer.
    """
    name = shown(path)
    try:
        document = jsonfile.load(path, name, MAX_BULK_BYTES)
    except InputError as error:
        raise InputError(*(replace(found, hint=_HINT) for found in error.problems)) from error
    _check(document, name)
    former = [finding for finding in document["findings"] if finding["waiver"] is None]
    return Baseline(
        name,
        document["started_at"],
        {finding["fingerprint"]: _former(finding) for finding in former},
        {finding["fingerprint"]: _group(finding) for finding in former},
    )


def _check(document: JSON, name: str) -> None:
    place = Place(name, 1, 1)
    if not isinstance(document, dict) or document.get("format") != "driftcheck-report":
        raise InputError(Problem("this is no JSON report of driftcheck", place, _HINT))
    if document.get("version") != 1:
        message = "only version 1 of the JSON report is supported"
        raise InputError(Problem(message, place, _HINT))
    fault = next(Validator(schema("report")).faults(document), None)
    if fault:
        message = f'this is no valid report: "{dotted(fault.path)}" {fault.message}'
        raise InputError(Problem(message, place, _HINT))
    for finding in document["findings"]:
        said = [finding[name] for name in ("account", "check", "phone_number", "path")]
        if fingerprint(*said) != finding["fingerprint"]:
            message = f"a fingerprint is not that of its finding ({finding['check']})"
            raise InputError(Problem(message, place, "The report was altered; make a new one."))
    if document.get("masked"):
        message = "the phone numbers of this report are masked, so that nothing can be matched"
        raise InputError(Problem(message, place, "Take a report without --mask-numbers."))
    if document["outcome"] == Outcome.ERROR:
        message = "this report is of a run that came to no verdict"
        raise InputError(Problem(message, place, "Take the report of a run that exited 0 or 2."))


def _former(finding: JSON) -> Fixed:
    return Fixed(
        check=finding["check"],
        severity=Severity.of(finding["severity"]),
        account=finding["account"],
        phone_number=finding["phone_number"],
        path=finding["path"],
        message=finding["message"],
        fingerprint=finding["fingerprint"],
    )


def mark(findings: Iterable[Finding], baseline: Baseline) -> list[Finding]:
    """The findings, those that the baseline has marked as existing."""
    return [
        replace(finding, status="existing") if _is_existing(finding, baseline) else finding
        for finding in findings
    ]


def _is_existing(finding: Finding, baseline: Baseline) -> bool:
    """Whether it was there before; of a group it must be the same fault, and not have got worse."""
    if finding.fingerprint not in baseline.findings:
        return False
    if not isinstance(finding.actual, int) or isinstance(finding.expected, int):
        return True  # it is on one number
    former = baseline.groups.get(finding.fingerprint, _Group(None, frozenset()))
    members, fault = frozenset(finding.members), _fault(finding.expected, finding.actual)
    if fault != former.fault:
        return False
    if fault == "too many":
        return members <= former.members
    return members >= former.members if fault == "too few" else members == former.members


def _group(finding: JSON) -> _Group:
    members = frozenset(finding.get("members", ()))
    return _Group(_fault(finding["expected"], finding["actual"]), members)


def _fault(expected: JSON, actual: JSON) -> str | None:
    """What is wrong with a count, where its JSON Schema has a bound that says so."""
    if not isinstance(expected, dict) or not isinstance(actual, int):
        return None
    bounds = {name: value for name, value in expected.items() if isinstance(value, (int, float))}
    if actual < bounds.get("minimum", actual) or actual <= bounds.get("exclusiveMinimum", -1):
        return "too few"
    many = actual > bounds.get("maximum", actual) or actual >= bounds.get("exclusiveMaximum", inf)
    return "too many" if many else None


def compare(
    findings: Iterable[Finding], baseline: Baseline, looked_at: Callable[[Fixed], bool]
) -> Comparison:
    """What of the baseline is there no more, as far as the run has looked at it."""
    left = {finding.fingerprint for finding in findings}
    fixed = (
        _harmless(former)
        for fingerprint, former in baseline.findings.items()
        if fingerprint not in left and looked_at(former)
    )
    return Comparison(baseline.source, baseline.started_at, tuple(fixed))


def _harmless(former: Fixed) -> Fixed:
    """What a former report says, without what is hidden by now and was not at its time."""
    steps = (former.path or "").split(".")
    was_hidden = meaning.field(steps).secret
    message = hide_userinfo(former.message) if was_hidden or not is_hidden(steps) else SENSITIVE
    return replace(former, message=message)
