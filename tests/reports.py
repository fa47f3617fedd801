"""Reports for the tests of renderers, made without a run."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from driftcheck.model import (
    BUILTIN_CHECKS,
    AccountResult,
    AppliedWaiver,
    Check,
    CheckResult,
    Finding,
    Heading,
    Kind,
    Place,
    Problem,
    Report,
    Severity,
    Summary,
    Terms,
)

PLACE = Place("numbers.yaml", 3, 5)
FILES = "driftcheck.yaml numbers.yaml waivers.yaml eu.yaml us.yaml other.yaml".split()
FETCHED = "2025-12-31T23:00:00Z"
WAIVER = AppliedWaiver("legacy IVR", "voice-team", "2027-03-31", Place("waivers.yaml", 3, 5))
RULE = Check(
    "inbound-has-pipeline",
    Kind.POLICY,
    Severity.CRITICAL,
    "Every inbound number has a pipeline",
    "Callers of a number without a pipeline reach nobody.",
    "Assign a pipeline to the number, or switch inbound off.",
    ("routing",),
    Place("builtin:baseline", 5, 5),
)
CHECKS = {**BUILTIN_CHECKS, RULE.id: RULE}


def finding(
    check: str = "drift-changed", number: str | None = "+12025550100", **more: Any
) -> Finding:
    """A finding of a built-in check or of `RULE`, some of it given."""
    made = CHECKS[check]
    given: dict[str, Any] = {
        "check": check,
        "kind": made.kind,
        "severity": made.severity,
        "phone_number": number,
        "path": None,
        "message": "live, but not declared",
        "remedy": made.remedy,
        "location": PLACE,
    }
    return Finding(**{**given, **more})


def changed(number: str, path: str, expected: Any, actual: Any, **more: Any) -> Finding:
    """A declared field that differs."""
    message = f"{path} is {actual}, but {expected} is declared"
    return finding(
        "drift-changed",
        number,
        path=path,
        expected=expected,
        actual=actual,
        message=message,
        **more,
    )


def held_to(checks: Mapping[str, Check], findings: Iterable[Finding]) -> tuple[CheckResult, ...]:
    """How checks went in an account, all of them on, and on four numbers."""
    found = Counter(finding.check for finding in findings)
    return tuple(
        CheckResult(check.id, check.kind, check.title, check.severity, 4, found[check.id])
        for check in checks.values()
    )


def report(
    findings: Iterable[Finding] = (), problems: Iterable[Problem] = (), **more: Any
) -> Report:
    """A report on the account `default`; with problems, on an account that was not read."""
    problems, findings = tuple(problems), tuple(findings)
    summary = more.pop("summary", Summary(2, 4, 1, coverage=0.5))
    account = AccountResult(
        "default",
        "live.json",
        2,
        None if problems else 4,
        problems,
        ("numbers.yaml",),
        None if problems else summary,
        None if problems else FETCHED,
        checks=() if problems else held_to(more.get("checks", CHECKS), findings),
    )
    given: dict[str, Any] = {
        "started_at": "2026-01-01T00:00:00Z",
        "duration_seconds": 0.1,
        "fail_on": Severity.LOW,
        "accounts": (account,),
        "summary": Summary() if problems else summary,
        "findings": findings,
        "headings": {("default", "+12025550100"): Heading("Support", PLACE)},
        "checks": {} if problems else CHECKS,
        "terms": Terms("driftcheck.yaml", ("builtin:baseline",), ("waivers.yaml",)),
        "config_path": "driftcheck.yaml",
        "paths": {file: file for file in FILES},
    }
    return Report(**{**given, **more})


HOSTILE = (
    "::error file=x::no",
    "::set-output name=a::b",
    "##[error]no",
    "##vso[task.complete result=Succeeded]",
    "a | b | c",
    "<b>bold</b><script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "]]>&amp;<!--",
    "%0A::error::no%0D%25",
    "line\nCLEAN: no finding. Exit code 0.\r\n::error::no",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07\x9b31m",
    "\u202egnp.exe\u2066\u200f\u2028\u2029",
    "nul\x00bell\x07\x7f\ufffe\uffff",
    "lone \ud800 \udfff",
    "=1+1",
    "@SUM(A1)",
    "-2+3|cmd",
    "\t=1",
    "x" * 10_000,
    "\U0001f4de\U0001f468\u200d\U0001f4bb \ufe0f",
    "`code` ``` fence",
    "[link](https://example.com) ![i](https://example.com/x.png)",
    "https://example.com www.example.com",
    "@team #1 user@example.com",
    "{0} {{ x }} {% y %} ${{ z }}",
    "**bold** _it_ ~~s~~ # head",
    '" onmouseover="alert(1)',
    "back\\slash\\n \\| quote'\"",
)
"""Text as somebody may have named a number or a pipeline."""
