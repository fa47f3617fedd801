"""SARIF 2.1.0, for GitHub code scanning and other viewers of static analysis."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

import driftcheck
from driftcheck.model import (
    JSON,
    NO_VERDICT,
    Check,
    Finding,
    Outcome,
    Place,
    Problem,
    Report,
    Severity,
    fingerprint,
)
from driftcheck.report import notes, phrases
from driftcheck.report.anchor import Anchors
from driftcheck.report.markup import instruction, prose
from driftcheck.report.view import View
from driftcheck.words import json_text, printable, shorten, unix_time

MAX_RESULTS = 25_000
"""The most results that GitHub accepts in one run; it refuses a file with more."""
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ABOUT = "https://docs.agora.io/en/conversational-ai/"
"""Where to learn more about what is checked; driftcheck has no site of its own."""
_MAX_TEXT = 1_024  # characters; GitHub shows no more
_MAX_TAGS = 20  # for a rule; GitHub accepts no more
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
_SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
    Severity.INFO: "0.5",
}


def render(report: Report, _view: View) -> str:
    """Return the report as SARIF text: one run, whose `results` are empty if nothing was found.

    A run without a verdict has a result for each problem, and was not successful. Beyond
    `MAX_RESULTS`, only the worst results are kept, and a notification says so.
    """
    rules = {**report.checks, **({NO_VERDICT.id: NO_VERDICT} if report.all_problems else {})}
    index = {check: position for position, check in enumerate(rules)}
    anchors = Anchors(report)
    problems = _problems(report, anchors)
    found = (_result(finding, report, anchors) for finding in _worst(report))
    results = [*problems, *found][:MAX_RESULTS]
    suppressed = any("suppressions" in result for result in results)
    for result in results:
        result["ruleIndex"] = index[result["ruleId"]]
        if suppressed:  # the format requires it in all results or in none
            result.setdefault("suppressions", [])
        if report.baseline:
            result.setdefault("baselineState", "new")
    run = {
        "tool": {"driver": _driver(list(rules.values()))},
        "automationDetails": {"id": _category(report, anchors)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, anchors, len(problems))],
        "results": results,
        "properties": _properties(report),
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(document)


def _worst(report: Report) -> Sequence[Finding]:
    """Return as many findings as GitHub accepts; waived and existing ones are left out first."""
    if len(report.findings) <= MAX_RESULTS:
        return report.findings
    return sorted(report.findings, key=phrases.is_accepted)[:MAX_RESULTS]


def _properties(report: Report) -> JSON:
    properties: dict[str, JSON] = {"select": list(map(printable, report.selectors))}
    properties["fetched_at"] = {
        printable(account.name): account.fetched_at or notes.UNKNOWN
        for account in report.accounts
        if account.was_read
    }
    known = {"commit": report.commit, "run_url": report.run_url}
    properties |= {name: text for name, text in known.items() if text}
    if note := notes.totals(report):
        properties["totals"] = note
    if off := notes.off(report):
        properties["off"] = off
    if report.confirmation:
        properties["confirmation"] = notes.confirmation(report)
    return properties | ({"masked": True} if report.masked else {})


def _driver(rules: list[Check]) -> JSON:
    return {
        "name": "driftcheck",
        "version": driftcheck.__version__,
        "semanticVersion": driftcheck.__version__,
        "informationUri": _ABOUT,
        "rules": list(map(_rule, rules)),
    }


def _category(report: Report, anchors: Anchors) -> str:
    """Return the category, by which GitHub tells runs of accounts and configurations apart.

    No account looks like a configuration, because `quote` writes its colons as `%3A`.
    """
    names = [account.name for account in report.accounts]
    account = f"{quote(printable(names[0]))}/" if len(names) == 1 else ""
    config = f"config:{_uri(anchors.config)}/" if anchors.config else ""
    return f"driftcheck/{account}{config}"


def _rule(check: Check) -> JSON:
    about = check.description or f"{check.title}."
    remedy = check.remedy or "See what the finding says."
    properties: dict[str, JSON] = {
        "tags": list(dict.fromkeys([check.kind.value, *map(printable, check.tags)]))[:_MAX_TAGS],
        "problem.severity": _LEVELS[check.severity].replace("note", "recommendation"),
    }
    if "security" in check.tags:  # turns each result into a security alert
        properties["security-severity"] = _SCORES[check.severity]
    return {
        "id": check.id,
        "name": _name(check.id),
        "shortDescription": {"text": _sentence(_text(check.title))},
        "fullDescription": {"text": _sentence(_text(about))},
        "help": {
            "text": f"{_text(about)}\n\nWhat to do: {_text(remedy)}",
            "markdown": f"{prose(about)}\n\n**What to do:** {instruction(remedy)}",
        },
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": properties,
    }


def _name(check: str) -> str:
    """Return the name of a rule: its id in Pascal case. No two ids have the same name.

    An id of one word gets `Rule`, because the validator refuses a name that differs from the id
    only in capitals. A word such as `164` gets an `N`: else `e-164` and `e164` would share a name.
    """
    words = [f"n{word}" if re.match("n*[0-9]", word) else word for word in check.split("-")]
    is_plain = len(words) > 1 and words[-1] != "rule"
    return "".join(map(str.capitalize, words if is_plain else [*words, "rule"]))


def _result(finding: Finding, report: Report, anchors: Anchors) -> dict[str, JSON]:
    name = phrases.about(finding)
    text = f"{phrases.full_name(finding, report)}: {phrases.what(finding)}"
    result: dict[str, JSON] = {
        "ruleId": finding.check,
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": _sentence(_text(text))},
        "locations": [_location(anchors.of(finding.location, finding.account), finding, name)],
        "partialFingerprints": {"primaryLocationLineHash": finding.fingerprint},
        "properties": {
            "severity": finding.severity.label,
            "state": phrases.state(finding),
            "account": printable(finding.account),
        },
    }
    if finding.age:
        since = printable(finding.age.since)
        result["properties"] |= {"age": {**finding.age.shown, "since": since}}
        if unix_time(since) is not None:  # a history may be damaged
            result["provenance"] = {"firstDetectionTimeUtc": since}
    if finding.status == "existing":
        result["baselineState"] = "unchanged"
    if finding.waiver:
        why = _text(phrases.acceptance(finding))
        accepted = {"kind": "external", "status": "accepted", "justification": why}
        result["suppressions"] = [accepted]
    return result


def _location(anchor: Place, finding: Finding | None = None, name: str = "") -> JSON:
    location: dict[str, JSON] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(anchor.file)},
            "region": {"startLine": anchor.line, "startColumn": anchor.column},
        }
    }
    if finding:
        whole = f"{printable(finding.account)}/{name}"
        location["logicalLocations"] = [{"name": name, "fullyQualifiedName": whole}]
    return location


def _problems(report: Report, anchors: Anchors) -> list[dict[str, JSON]]:
    return [
        {
            "ruleId": NO_VERDICT.id,
            "kind": "fail",
            "level": "error",
            "message": {"text": _sentence(_text(f"No verdict: {_trouble(problem, anchors)}"))},
            "locations": [_location(anchors.of(problem.place))],
            "partialFingerprints": {
                "primaryLocationLineHash": fingerprint(
                    str(index), NO_VERDICT.id, None, problem.message
                )
            },
        }
        for index, problem in enumerate(report.all_problems)
    ]


def _trouble(problem: Problem, anchors: Anchors) -> str:
    return phrases.trouble(anchors.named(problem))


def _uri(path: str) -> str:
    return quote(path.encode("utf-8", "replace"))


def _invocation(report: Report, anchors: Anchors, problems: int) -> JSON:
    began = datetime.fromisoformat(report.started_at)
    ended = began + timedelta(seconds=report.duration_seconds)
    notes = [_notification("error", _trouble(problem, anchors)) for problem in report.all_problems]
    total = problems + len(report.findings)
    if total > MAX_RESULTS:
        more = f"{total - MAX_RESULTS} of {total} results are left out; the JSON report has all."
        notes.append(_notification("warning", more))
    return {
        "executionSuccessful": report.outcome is not Outcome.ERROR,
        "exitCode": int(report.exit_code),
        "startTimeUtc": report.started_at,
        "endTimeUtc": ended.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
        "toolExecutionNotifications": notes,
    }


def _notification(level: str, text: str) -> JSON:
    return {"level": level, "message": {"text": _text(text)}}


def _text(text: str) -> str:
    """Return the text of a message: one line, without links, as long as GitHub shows it."""
    text = printable(text)
    if "](" in text:
        text = re.sub(r"([\[\]\\])", r"\\\1", text)
    return shorten(text, _MAX_TEXT - 1)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
