"""Texts in SARIF are within the limits of GitHub, readable and without links."""

import json
from typing import Any

from driftcheck.model import Place, Problem
from driftcheck.report import View
from driftcheck.report.sarif import render
from tests.each import each
from tests.reports import CHECKS, RULE, report


def rule_of(**more: Any) -> Any:
    """Return the rule as in SARIF; arguments override its description."""
    checks = {**CHECKS, RULE.id: RULE._replace(**more)}
    (run,) = json.loads(render(report(checks=checks), View()))["runs"]
    return next(rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == RULE.id)


@each("text", ["see [a](b), ", "[a](b) ", "x", "\\[](", "\U0001f4de"])
def test_no_text_is_longer_than_github_accepts(text: str) -> None:
    rule = rule_of(title=text * 1_100, description=text * 1_100)
    assert len(rule["fullDescription"]["text"]) <= 1_024
    assert len(rule["shortDescription"]["text"]) <= 1_024


def test_help_in_markdown_is_made_from_the_text_itself() -> None:
    rule = rule_of(description="see [a](b)", remedy="Set `inbound` to false.")
    assert rule["help"]["markdown"] == "see `[a](b)`\n\n**What to do:** Set `inbound` to false."
    assert rule["help"]["text"].startswith("see \\[a\\](b)")


def test_problems_with_the_same_text_have_different_fingerprints() -> None:
    problems = [Problem("unknown key", Place("numbers.yaml", line, 3)) for line in (4, 9)]
    (run,) = json.loads(render(report(problems=problems), View()))["runs"]
    hashes = {r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]}
    assert len(hashes) == 2
