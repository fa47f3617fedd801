"""JUnit XML, for Jenkins, GitLab and other systems that show test results.

Each account is a suite, and each finding is a test. A check that found nothing is a passed test; it
is skipped if it is off, or if it is a rule of the user's own that applied to no number.
"""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from driftcheck.model import (
    NO_VERDICT,
    AccountResult,
    CheckResult,
    Finding,
    Problem,
    Report,
    problem_text,
)
from driftcheck.report import notes, phrases
from driftcheck.report.anchor import Anchors
from driftcheck.report.view import View
from driftcheck.words import counted, defuse, printable

_VALUE_LIMIT = 300
_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def render(report: Report, _view: View) -> str:
    """Return the report as XML text.

    A finding that fails the run is a `failure`. One that does not (waived, existing, below
    `fail_on`) is `skipped` and says why. A problem that prevents a verdict is an `error`.
    """
    anchors = Anchors(report)
    report = anchors.moved(report)
    root = Element("testsuites", name="driftcheck", time=_seconds(report))
    by_account: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_account.setdefault(finding.account, []).append(finding)
    for account in report.accounts:
        name = _name(account.name, anchors)
        root.append(_suite(name, account, by_account.get(account.name, []), report))
    if report.problems:
        name = _name("driftcheck reports", anchors)
        suite = Element("testsuite", name=name, time="0")
        suite.extend(_problems(name, report.problems))
        root.append(suite)
    for suite in root:
        _count(suite, suite)
    _count(root, root)
    del root.attrib["skipped"]  # the schema allows it only for suites
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return defuse(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


def _name(suite: str, anchors: Anchors) -> str:
    """Return the name of a suite, which the names of its tests begin with.

    GitLab drops a test if another one of the job has its names, so those of two configurations
    differ.
    """
    return printable(f"{anchors.config}: {suite}" if anchors.config else suite)


def _suite(
    name: str, account: AccountResult, findings: Sequence[Finding], report: Report
) -> Element:
    taken = _seconds(report) if len(report.accounts) == 1 else "0"
    suite = Element("testsuite", name=name, time=taken, timestamp=report.started_at[:-1])
    properties = SubElement(suite, "properties")
    for key, text in _properties(account, report):
        SubElement(properties, "property", name=key, value=printable(text))
    suite.extend(_problems(name, account.problems))
    if account.summary:
        found = {finding.check for finding in findings}
        made = (check for check in account.checks if check.is_off or check.id in report.checks)
        suite.extend(_check(check, name) for check in made if check.id not in found)
    names: set[tuple[str, str]] = set()
    suite.extend(_finding(finding, name, report, names) for finding in findings)
    return suite


def _properties(account: AccountResult, report: Report) -> Iterator[tuple[str, str]]:
    yield "outcome", report.outcome.value
    yield "fail_on", report.fail_on_label
    for selector in report.selectors:
        yield "select", selector
    if report.confirmation:
        yield "confirmation", notes.confirmation(report)
    if report.commit:
        yield "commit", report.commit
    if report.run_url:
        yield "run_url", report.run_url
    if report.masked:
        yield "masked", "true"
    if account.source:
        yield "source", account.source
    if account.was_read:
        yield "fetched_at", account.fetched_at or notes.UNKNOWN
    if account.totals_ignored:
        yield "totals", "ignored"
    if account.summary:
        yield "declared", str(account.summary.declared)
        yield "live", str(account.summary.live)


def _case(check: str, name: str) -> Element:
    return Element("testcase", classname=check, name=name, time="0")


def _check(check: CheckResult, name: str) -> Element:
    """Return the test of a check that found nothing: passed, or skipped if off or unused."""
    case = _case(check.id, name)
    reason = "off" if check.is_off else "applied to no number" if check.is_idle else ""
    if reason:
        SubElement(case, "skipped", message=reason).text = reason
    return case


def _finding(
    finding: Finding, account: str, report: Report, names: set[tuple[str, str]]
) -> Element:
    name = f"{account}/{phrases.about(finding)} {printable(phrases.field(finding))}".rstrip()
    if (finding.check, name) in names:  # GitLab drops the second of two tests with the same name
        name = f"{name} ({finding.fingerprint})"
    names.add((finding.check, name))
    case = _case(finding.check, name)
    reason, what = _reason(finding, report), phrases.what(finding)
    if reason:
        result = SubElement(case, "skipped", message=reason)
    else:
        about = {"message": what, "type": finding.severity.label}
        result = SubElement(case, "failure", about)
    result.text = "\n".join([*([reason] if reason else []), *_details(finding, what)])
    return case


def _reason(finding: Finding, report: Report) -> str:
    """Return why a finding does not fail the run; empty if it does."""
    if finding.fails(report.fail_on):
        return ""
    below = f"below fail_on ({report.fail_on_label})"
    return phrases.acceptance(finding) or below


def _details(finding: Finding, what: str) -> Iterator[str]:
    yield f"{finding.severity.label}: {what}"
    if finding.expected is not None or finding.actual is not None:
        expected, actual = phrases.sides(finding, _VALUE_LIMIT)
        yield f"expected: {expected}"
        yield f"actual: {actual}{phrases.secret(finding)}"
    if finding.location:
        yield f"at: {phrases.place_text(finding.location)}"
    if age := finding.age:
        nights = counted(age.nights, "night")
        yield f"since: {printable(age.since)}, {nights}{', new' if age.is_new else ''}"
    if finding.remedy:
        yield f"fix: {printable(finding.remedy)}"


def _problems(name: str, problems: tuple[Problem, ...]) -> Iterator[Element]:
    for index, problem in enumerate(problems, 1):
        case = _case(NO_VERDICT.id, f"{name}/{index}")
        error = SubElement(case, "error", message=printable(str(problem)), type=NO_VERDICT.id)
        error.text = "\n".join(map(printable, problem_text(problem).splitlines()))
        yield case


def _count(target: Element, cases: Element) -> None:
    target.set("tests", str(sum(1 for _ in cases.iter("testcase"))))
    for name, tag in _COUNTED.items():
        target.set(name, str(sum(1 for _ in cases.iter(tag))))


def _seconds(report: Report) -> str:
    return f"{report.duration_seconds:.3f}"
