"""Notifications and news for tests."""

from typing import Any

from driftcheck.config import Notification
from driftcheck.model import Place, Report, Severity
from driftcheck.notify.news import News
from tests.reports import changed, finding, report

ONE = "+12025550100"
PLACE = Place("driftcheck.yaml", 5, 5)


def notification(
    kind: str,
    *on: str,
    severity: Severity = Severity.LOW,
    timeout: float = 20.0,
    **given: Any,
) -> Notification:
    return Notification(kind, given, PLACE, frozenset(on or ["any"]), severity, timeout)


def news(made: Report | None = None, least: Severity = Severity.LOW) -> News:
    return News.of(made or drifted(), least)


def drifted(**more: Any) -> Report:
    """A report with two findings, one of them high."""
    label = changed(ONE, "label", "a", "b", severity=Severity.LOW)
    return report([finding("drift-present", ONE, severity=Severity.HIGH), label], **more)
