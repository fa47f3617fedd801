"""The JSON report, version 1, for other programs; `report.schema.json` describes it."""

import driftcheck
from driftcheck.model import (
    JSON,
    AccountResult,
    Age,
    AppliedWaiver,
    CheckResult,
    Comparison,
    Confirmation,
    Finding,
    Former,
    History,
    Place,
    Report,
    Summary,
    problem_text,
)
from driftcheck.report.view import View
from driftcheck.words import json_text

_INTERNAL = frozenset({"present", "covered", "countable"})
"""Counts that only serve to compute others; no report shows them."""


def render(report: Report, _view: View) -> str:
    """Return the report as JSON text, ASCII only. The same report gives the same bytes."""
    document = {
        **document_head("report"),
        "started_at": report.started_at,
        "duration_seconds": report.duration_seconds,
        "outcome": report.outcome.value,
        "exit_code": int(report.exit_code),
        "fail_on": report.fail_on_label,
        "select": list(report.selectors),
        "errors": [problem_text(problem) for problem in report.problems],
        "accounts": list(map(account_of, report.accounts)),
        "summary": summary_of(report.summary),
        "masked": report.masked,
        "commit": report.commit,
        "run_url": report.run_url,
        "confirmation": _confirmation(report.confirmation),
        "baseline": _comparison(report.baseline),
        "history": _comparison(report.history),
        "findings": list(map(finding_of, report.findings)),
    }
    return json_text(document)


def document_head(what: str) -> dict[str, JSON]:
    """Return the first fields of a document: its format, such as `driftcheck-report`, and tool."""
    return {
        "format": f"driftcheck-{what}",
        "version": 1,
        "tool": {"name": "driftcheck", "version": driftcheck.__version__},
    }


def account_of(account: AccountResult) -> dict[str, JSON]:
    """Return an account as in reports."""
    return {
        "name": account.name,
        "source": account.source,
        "declared": account.declared,
        "live": account.live,
        "fetched_at": account.fetched_at,
        "totals_ignored": account.totals_ignored,
        "error": account.error,
        "summary": summary_of(account.summary) if account.summary else None,
        "checks": list(map(_check, account.checks)),
    }


def _check(check: CheckResult) -> JSON:
    return {
        "id": check.id,
        "kind": check.kind.value,
        "severity": check.severity.label if check.severity is not None else None,
        "applied": check.applied,
        "findings": check.findings,
    }


def summary_of(summary: Summary) -> JSON:
    """Return counts as in reports, notifications and the history."""
    by_severity = {level.label: count for level, count in summary.by_severity.items()}
    counts = {name: count for name, count in summary._asdict().items() if name not in _INTERNAL}
    return {**counts, "by_severity": by_severity}


def finding_of(finding: Finding) -> JSON:
    """Return a finding as in reports and notifications."""
    age = finding.age
    return {
        "check": finding.check,
        "kind": str(finding.kind),
        "severity": finding.severity.label,
        "account": finding.account,
        "phone_number": finding.phone_number,
        "path": finding.path,
        "expected": finding.expected,
        "actual": finding.actual,
        "message": finding.message,
        "remedy": finding.remedy,
        "location": _place(finding.location),
        "fingerprint": finding.fingerprint,
        "status": finding.status,
        "waiver": _waiver(finding.waiver),
        "members": list(finding.members),
        "age": age and _age(age),
        "owner": finding.owner,
    }


def _age(age: Age) -> JSON:
    return {**age.shown, "worse": age.worse or None}


def _comparison(earlier: Comparison | History | None) -> JSON:
    if earlier is None:
        return None
    return {**earlier._asdict(), "fixed": list(map(former_of, earlier.fixed))}


def former_of(former: Former) -> JSON:
    """Return a finding that is gone, as in reports and notifications."""
    return {**former._asdict(), "severity": former.severity.label}


def _confirmation(confirmation: Confirmation | None) -> JSON:
    if confirmation is None:
        return None
    return {
        "pause_seconds": confirmation.pause,
        "persisting": confirmation.persisting,
        "once": list(map(former_of, confirmation.once)),
    }


def _place(place: Place | None) -> JSON:
    return place._asdict() if place else None


def _waiver(waiver: AppliedWaiver | None) -> JSON:
    return {**waiver._asdict(), "location": _place(waiver.location)} if waiver else None
