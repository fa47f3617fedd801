"""GitLab Code Quality: a JSON array of findings, each in a file and line of the repository."""

from driftcheck.model import JSON, NO_VERDICT, Finding, Place, Report, Severity, fingerprint
from driftcheck.report import phrases
from driftcheck.report.anchor import Anchors
from driftcheck.report.view import View
from driftcheck.words import json_text

_SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.INFO: "info",
}


def render(report: Report, _view: View) -> str:
    """Return the findings as JSON text, `[]` if there are none.

    Waived and existing findings are `info`. A run without a verdict is a `blocker`, so that nobody
    mistakes it for a clean one. GitLab drops an issue whose fingerprint it knows already, so those
    of two configurations differ.
    """
    anchors = Anchors(report)
    entries = [*_problems(report, anchors), *(_entry(f, report, anchors) for f in report.findings)]
    return json_text(entries)


def _entry(finding: Finding, report: Report, anchors: Anchors) -> JSON:
    note = phrases.acceptance(finding)
    name, why = phrases.full_name(finding, report), f" ({note})" if note else ""
    text = f"{name}: {phrases.what(finding)}{why}"
    severity = "info" if note else _SEVERITIES[finding.severity]
    anchor = anchors.of(finding.location, finding.account)
    return _issue(finding.check, text, anchors.key(finding.fingerprint), severity, anchor)


def _problems(report: Report, anchors: Anchors) -> list[JSON]:
    return [
        _issue(
            NO_VERDICT.id,
            f"No verdict: {phrases.trouble(anchors.named(problem))}",
            anchors.key(fingerprint(str(index), NO_VERDICT.id, None, problem.message)),
            "blocker",
            anchors.of(problem.place),
        )
        for index, problem in enumerate(report.all_problems)
    ]


def _issue(check: str, text: str, key: str, severity: str, anchor: Place) -> JSON:
    return {
        "description": text,
        "check_name": check,
        "fingerprint": key,
        "severity": severity,
        "location": {"path": anchor.file, "lines": {"begin": anchor.line}},
    }
