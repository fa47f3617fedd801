"""Texts, names and ages in SARIF: within the limits of GitHub, readable, and without links."""

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from driftcheck.model import Age, Finding, Place, Problem
from driftcheck.report import View
from driftcheck.report.sarif import render
from tests.each import each
from tests.report.cases import BASELINE, CHANGED, EXISTING, WAIVED
from tests.reports import RULE, report


def rule_of(**more: Any) -> Any:
    """Return the rule as in SARIF; arguments override parts of it."""
    made = RULE._replace(**more)
    (run,) = json.loads(render(report(checks={made.id: made}), View()))["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    return rule


@each("text", ["see [a](b), ", "[a](b) ", "x", "\\[](", "\U0001f4de"])
def test_no_text_is_longer_than_github_accepts(text: str) -> None:
    rule = rule_of(title=text * 1_100, description=text * 1_100)
    assert len(rule["fullDescription"]["text"]) <= 1_024
    assert len(rule["shortDescription"]["text"]) <= 1_024


def test_help_in_markdown_is_made_from_the_text_itself() -> None:
    rule = rule_of(description="see [a](b)", remedy="Set `inbound` to false.")
    assert rule["help"]["markdown"] == "see `[a](b)`\n\n**What to do:** Set `inbound` to false."
    assert rule["help"]["text"].startswith("see \\[a\\](b)")


@each(
    ("check", "name"),
    [
        ("inbound-has-pipeline", "InboundHasPipeline"),
        ("capacity", "CapacityRule"),
        ("capacity-rule", "CapacityRuleRule"),
        ("rule", "RuleRule"),
        ("e164", "E164Rule"),
        ("e-164", "EN164"),
        ("e-n164", "ENn164"),
        ("max-5-per-queue", "MaxN5PerQueue"),
        ("max5-per-queue", "Max5PerQueue"),
    ],
)
def test_a_rule_has_a_name_of_one_word_that_is_not_its_id(check: str, name: str) -> None:
    assert rule_of(id=check)["name"] == name


@given(ids=st.sets(st.from_regex(r"[a-z](-?[ner0-9]|-rule|-n)*", fullmatch=True), max_size=20))
def test_no_two_rules_have_the_same_name(ids: set[str]) -> None:
    names = {rule_of(id=check)["name"] for check in ids}
    assert len(names) == len(ids)
    assert not {name.lower() for name in names} & ids
    assert all(re.fullmatch("[A-Z][A-Za-z0-9]+", name) for name in names)


def result_of(found: Finding, **more: Any) -> Any:
    (run,) = json.loads(render(report([found], **more), View()))["runs"]
    (result,) = run["results"]
    return result


@each("found", [CHANGED, WAIVED, EXISTING])
def test_a_result_says_since_when_if_there_is_a_history(found: Finding) -> None:
    result = result_of(found._replace(age=Age("2026-01-03T02:00:00Z", 12, False)))
    assert result["provenance"] == {"firstDetectionTimeUtc": "2026-01-03T02:00:00Z"}
    age = {"since": "2026-01-03T02:00:00Z", "nights": 12, "new": False}
    assert result["properties"]["age"] == age
    without = result_of(found)
    assert "provenance" not in without
    assert "age" not in without["properties"]


def test_a_baseline_alone_decides_what_is_new_to_viewers() -> None:
    aged = CHANGED._replace(age=Age("2026-01-03T02:00:00Z", 12, False))
    assert "baselineState" not in result_of(aged)
    assert result_of(aged, baseline=BASELINE)["baselineState"] == "new"


def test_problems_with_the_same_text_have_different_fingerprints() -> None:
    problems = [Problem("unknown key", Place("numbers.yaml", line, 3)) for line in (4, 9)]
    (run,) = json.loads(render(report(problems=problems), View()))["runs"]
    hashes = {r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]}
    assert len(hashes) == 2
