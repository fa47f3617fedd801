"""Why a finding that was open before is worse now: no longer accepted, more severe, or failing."""

from collections.abc import Iterator
from datetime import date

from driftcheck.history import Before
from driftcheck.model import FAIL_NEVER, Finding, Report, Severity


def why_worse(finding: Finding, before: Before | None, report: Report) -> str:
    """Return why a finding is worse than it was before; empty if it is not."""
    if before is None or finding.waiver or finding.status != "new":
        return ""
    if before.waived and _ignores_waivers(report):
        return ""
    return ", ".join(_reasons(finding, before, report))


def _ignores_waivers(report: Report) -> bool:
    """Whether the run has `--no-waivers`. It cannot tell whether a waiver ran out."""
    return report.terms is not None and report.terms.waivers is None


def _reasons(finding: Finding, before: Before, report: Report) -> Iterator[str]:
    if before.waived:
        yield _lost_waiver(before, report)
    if before.status != "new":
        yield "the baseline does not cover it any more"
    severity = Severity.of(before.severity)
    if finding.severity > severity:
        yield f"was {severity.label}, now {finding.severity.label}"
    elif _fails_by_threshold(finding, before, report):
        yield f"fails because fail_on is no longer {before.fail_on}"
    if before.lacking:
        yield f"not reported by run {before.lacking:,}"


def _lost_waiver(before: Before, report: Report) -> str:
    last = before.waiver.expires if before.waiver else ""
    if _is_day(last) and last < report.started_at[:10]:
        return f"its waiver ran out on {last}"
    return "no waiver covers it any more"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _fails_by_threshold(finding: Finding, before: Before, report: Report) -> bool:
    """Whether an open finding left the exit code 0 because of `fail_on`, and now makes it 2."""
    if before.waived or before.status != "new":
        return False
    if report.fail_on is None or not finding.fails(report.fail_on):
        return False
    if before.fail_on == FAIL_NEVER:
        return True
    least = {severity.label: severity for severity in Severity}.get(before.fail_on or "")
    return least is not None and Severity.of(before.severity) < least
