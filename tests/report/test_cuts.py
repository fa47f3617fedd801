"""Where a format takes only so many findings, those that matter are kept."""

import json

import pytest

from driftcheck.model import Finding, Report, Severity
from driftcheck.report import View, html, sarif
from tests.reports import WAIVER, finding, report


def crowded(count: int) -> Report:
    """So many waived findings that are critical, and one that is open and low."""
    waived = finding("drift-missing", severity=Severity.CRITICAL, waiver=WAIVER, message="gone")
    found: list[Finding] = [waived._replace(phone_number=f"+1202{i:07}") for i in range(count)]
    return report([*found, finding("waiver-unused", "+12035550100", message="it is open")])


def test_the_page_lists_what_is_open_before_what_is_waived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_ROWS", 3)
    assert "it is open" in html.render(crowded(5), View())


def test_sarif_keeps_what_is_open_before_what_is_waived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 3)
    (run,) = json.loads(sarif.render(crowded(5), View()))["runs"]
    assert [result["ruleId"] for result in run["results"]].count("waiver-unused") == 1
    assert len(run["results"]) == 3
