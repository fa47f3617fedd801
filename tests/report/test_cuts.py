"""If a format limits the number of findings, those that matter are kept."""

import json

import pytest

from driftcheck.model import Finding, Report, Severity
from driftcheck.report import View, html, sarif
from tests.reports import WAIVER, finding, report


def crowded(count: int) -> Report:
    """Return a number of critical waived findings, and one open finding of low severity."""
    waived = finding("drift-missing", severity=Severity.CRITICAL, waiver=WAIVER, message="gone")
    found: list[Finding] = [waived._replace(phone_number=f"+1202{i:07}") for i in range(count)]
    return report([*found, finding("waiver-unused", "+12035550100", message="it is open")])


def test_the_page_lists_open_findings_before_waived_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_ROWS", 3)
    assert "it is open" in html.render(crowded(5), View())


def test_sarif_keeps_open_findings_rather_than_waived_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 3)
    (run,) = json.loads(sarif.render(crowded(5), View()))["runs"]
    assert [result["ruleId"] for result in run["results"]].count("waiver-unused") == 1
    assert len(run["results"]) == 3
