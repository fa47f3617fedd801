"""What is recorded of a report."""

from collections.abc import Mapping

from driftcheck.history.records import KeptWaiver, Run, Sighting
from driftcheck.history.runlimits import RunLimits
from driftcheck.model import (
    JSON,
    AccountResult,
    AppliedWaiver,
    Finding,
    Report,
    problem_text,
)
from driftcheck.report import account_of, summary_of

_OF_ACCOUNTS = ("name", "source", "declared", "live", "error", "summary")
"""The fields of an account that are recorded. Its checks would make records many times as long."""


def run_of_report(
    report: Report, inputs: Mapping[str, JSON], version: str, limits: RunLimits
) -> Run:
    """What is recorded of a report, whose phone numbers must not be masked."""
    return Run(
        started_at=report.started_at,
        duration_ms=round(report.duration_seconds * 1000),
        tool_version=version,
        outcome=report.outcome.value,
        exit_code=int(report.exit_code),
        fail_on=report.fail_on_label,
        accounts=tuple(map(_account, report.accounts)),
        summary=summary_of(report.summary),
        terms={
            "select": list(limits.select),
            "accounts": list(limits.accounts),
            "whole": limits.is_whole,
            "waivers": limits.waivers,
            "checks": sorted(report.checks),
        },
        errors=tuple(map(problem_text, report.problems)),
        inputs=inputs,
        findings=tuple(map(sighting, report.findings)),
        commit=report.commit,
        run_url=report.run_url,
    )


def _account(account: AccountResult) -> JSON:
    fields = account_of(account)
    return {name: fields[name] for name in _OF_ACCOUNTS}


def sighting(finding: Finding) -> Sighting:
    """A finding as it is recorded: without its values, which may be long."""
    return Sighting(
        fingerprint=finding.fingerprint,
        check=finding.check,
        kind=str(finding.kind),
        account=_storable(finding.account),
        phone_number=finding.phone_number and _storable(finding.phone_number),
        path=finding.path and _storable(finding.path),
        severity=finding.severity.label,
        message=_storable(finding.message),
        status=finding.status,
        waived=finding.waiver is not None,
        waiver=finding.waiver and _waiver(finding.waiver),
    )


def _waiver(waiver: AppliedWaiver) -> KeptWaiver:
    return KeptWaiver(_storable(waiver.owner), waiver.expires, _storable(waiver.reason))


def _storable(text: str) -> str:
    """Text that any database accepts: a NUL and lone surrogates become escapes."""
    if text.isascii() and "\0" not in text:
        return text
    text = text.replace("\0", r"\x00")
    return text.encode("utf-8", "backslashreplace").decode()
