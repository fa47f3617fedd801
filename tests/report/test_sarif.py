"""SARIF within the limits of GitHub, in the right files, with stable fingerprints."""

import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

import driftcheck
from driftcheck.model import AccountResult, Check, Outcome, Place, Problem, Report, Severity, Terms
from driftcheck.report import View, sarif
from tests.each import each
from tests.report.cases import (
    BASELINE,
    CASES,
    CHANGED,
    MISSING,
    MIXED,
    NAMELESS,
    UNREAD,
    WAIVED,
    filled,
    unseen,
)
from tests.reports import FILES, HOSTILE, RULE, finding, report

HARD = {f"{i} {end}": filled(text, end) for i, text in enumerate(HOSTILE) for end in Outcome}
EVERY = each("given", [*CASES.values(), *HARD.values()], ids=[*CASES, *HARD])
SCORES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0", "info": "0.5"}
LEVELS = dict(zip(SCORES, ["error", "error", "warning", "note", "note"], strict=True))
BELOW = {file: f"ops/{file}" for file in (*FILES, "a.yaml", "fleet.yaml")}
HASH = "primaryLocationLineHash"


def run_of(given: Report) -> Any:
    below = given._replace(paths={**given.paths, **BELOW})
    [only] = json.loads(sarif.render(below, View()))["runs"]
    return only


def results(given: Report) -> list[Any]:
    return list(run_of(given)["results"])


def rule_of(check: Check) -> Any:
    [rule] = run_of(report(checks={check.id: check}))["tool"]["driver"]["rules"]
    return rule


def physical(result: Any) -> Any:
    [location] = result["locations"]
    return location["physicalLocation"]


def at(uri: str, line: int, column: int) -> dict[str, Any]:
    region = {"startLine": line, "startColumn": column}
    return {"artifactLocation": {"uri": uri}, "region": region}


def texts(value: Any) -> list[str]:
    """Return every text within a JSON value."""
    parts = list(value.values()) if isinstance(value, dict) else value
    if isinstance(parts, list):
        return [text for part in parts for text in texts(part)]
    return [parts] if isinstance(parts, str) else []


@EVERY
def test_the_text_is_one_document_in_ascii_with_one_run_of_the_tool(given: Report) -> None:
    text = sarif.render(given, View())
    assert text.isascii()
    document = json.loads(text)
    assert (document["version"], len(document["runs"])) == ("2.1.0", 1)
    assert document["$schema"].endswith("/sarif-schema-2.1.0.json")
    assert document["runs"][0]["columnKind"] == "unicodeCodePoints"
    assert [text for text in texts(document) if unseen(text)] == []
    driver = document["runs"][0]["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("driftcheck", driftcheck.__version__)
    assert urlsplit(driver["informationUri"]).scheme == "https"


@EVERY
def test_every_rule_has_the_texts_and_tags_that_github_shows(given: Report) -> None:
    rules = run_of(given)["tool"]["driver"]["rules"]
    no_verdict = ["no-verdict"] if given.all_problems else []
    assert [rule["id"] for rule in rules] == [*given.checks, *no_verdict]
    for rule in rules:
        assert re.fullmatch("([A-Z][a-z0-9]*)+", rule["name"])
        assert 0 < len(rule["shortDescription"]["text"]) <= 1_024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1_024
        assert all(rule["help"][form] for form in ("text", "markdown"))
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert len(rule["properties"]["tags"]) <= 20


def test_a_rule_has_a_title_a_reason_and_a_remedy() -> None:
    what = "Callers of a number without a pipeline reach nobody."
    remedy = "Assign a pipeline to the number, or switch inbound off."
    markdown = f"{what}\n\n**What to do:** {remedy}"
    assert rule_of(RULE) == {
        "id": "inbound-has-pipeline",
        "name": "InboundHasPipeline",
        "shortDescription": {"text": "Every inbound number has a pipeline."},
        "fullDescription": {"text": what},
        "help": {"text": f"{what}\n\nWhat to do: {remedy}", "markdown": markdown},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["policy", "routing"], "problem.severity": "error"},
    }


def test_a_rule_without_description_and_remedy_has_help_too() -> None:
    rule = rule_of(RULE._replace(description="", remedy=None))
    assert rule["fullDescription"]["text"] == "Every inbound number has a pipeline."
    assert rule["help"]["text"].startswith("Every inbound number has a pipeline.\n\nWhat to do: ")


def test_a_long_description_is_cut_to_the_limit_of_github() -> None:
    rule = rule_of(RULE._replace(title="t" * 2_000, description="d" * 2_000))
    for text in (rule["shortDescription"]["text"], rule["fullDescription"]["text"]):
        assert 1_000 < len(text) <= 1_024
        assert text.endswith("…")


def test_twenty_unique_tags_are_kept_with_the_kind_first() -> None:
    many = RULE._replace(tags=tuple(f"tag-{index // 2}" for index in range(80)))
    assert rule_of(many)["properties"]["tags"] == ["policy", *(f"tag-{i}" for i in range(19))]


@each("severity", LEVELS)
def test_a_severity_has_a_level_and_a_score_only_for_security(severity: str) -> None:
    level = Severity.of(severity)
    [result] = results(report([CHANGED._replace(severity=level)]))
    assert (result["level"], result["properties"]["severity"]) == (LEVELS[severity], severity)
    rule = rule_of(RULE._replace(severity=level, tags=("secure", "Security")))
    assert rule["defaultConfiguration"]["level"] == LEVELS[severity]
    assert "security-severity" not in rule["properties"]
    secure = rule_of(RULE._replace(severity=level, tags=("x", "security")))
    assert secure["properties"]["security-severity"] == SCORES[severity]


@EVERY
def test_results_are_complete_and_in_order_after_the_problems(given: Report) -> None:
    run = run_of(given)
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["kind"], result["level"] in LEVELS.values()) == ("fail", True)
        assert re.fullmatch("[0-9a-f]{32}", result["partialFingerprints"][HASH])
        assert 0 < len(result["message"]["text"]) <= 1_024
        assert "\n" not in result["message"]["text"]
    shown = [(result["ruleId"], result["partialFingerprints"][HASH]) for result in run["results"]]
    count = len(given.all_problems)
    assert [check for check, _ in shown[:count]] == ["no-verdict"] * count
    assert shown[count:] == [(found.check, found.fingerprint) for found in given.findings]


@EVERY
def test_every_result_is_in_a_line_of_a_file_of_the_repository(given: Report) -> None:
    for result in results(given):
        where = physical(result)
        uri = where["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})+", uri, re.ASCII)
        assert not urlsplit(uri).scheme
        assert uri.split("/")[0] not in {"", ".", ".."}
        assert min(where["region"]["startLine"], where["region"]["startColumn"]) >= 1


def test_every_finding_is_a_sentence_that_names_its_subject() -> None:
    assert [result["message"]["text"] for result in results(report(MIXED))] == [
        "pipeline p1: two of it.",
        "entry 3 of the live list (counted from 0): label must be text.",
        "+12025550101: declared, but not live.",
        '+12025550100: label: "Support" → "Sales".',
        "waiver: it matches nothing.",
        "+12025550100: no colour is known.",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see [x](https://example.com)", r"see \[x\](https://example.com)"),
        (r"[\](y) [z]", r"\[\\\](y) \[z\]"),
        (r"a list [1] and C:\x (y)", r"a list [1] and C:\x (y)"),
    ],
)
def test_link_markup_becomes_text(text: str, shown: str) -> None:
    [result] = results(report([MISSING._replace(message=text)]))
    assert result["message"]["text"] == f"{MISSING.phone_number}: {shown}."
    assert shown in rule_of(RULE._replace(description=text))["fullDescription"]["text"]


def test_a_finding_has_its_place_account_and_number() -> None:
    accounts = CASES["accounts"].accounts
    _, result = results(report([CHANGED._replace(account="eu")], accounts=accounts))
    assert physical(result) == at("ops/numbers.yaml", 3, 5)
    [logical] = result["locations"][0]["logicalLocations"]
    assert logical == {"name": "+12025550100", "fullyQualifiedName": "eu/+12025550100"}
    assert result["properties"]["account"] == "eu"


def test_a_number_that_is_only_live_is_at_the_first_line_of_the_declarations() -> None:
    account = AccountResult("default", "live.json", 2, 4, (), ("a.yaml", "b.yaml"))
    given = [finding("drift-unmanaged", location=None), NAMELESS]
    for result in results(report(given, accounts=(account,))):
        assert physical(result) == at("ops/a.yaml", 1, 1)


@each(
    ("file", "uri"),
    [
        ("a b/c.yaml", "a%20b/c.yaml"),
        ("a%20b.yaml", "a%2520b.yaml"),
        ("#1?.yaml", "%231%3F.yaml"),
        ("ü.yaml", "%C3%BC.yaml"),
        ("https:x/a.yaml", "https%3Ax/a.yaml"),
        ("back\\slash[1]\n.yaml", "back%5Cslash%5B1%5D%0A.yaml"),
    ],
)
def test_the_name_of_a_file_is_percent_encoded(file: str, uri: str) -> None:
    found = CHANGED._replace(location=Place("/a.yaml", 3, 5))
    [result] = results(report([found], paths={"/a.yaml": file}))
    assert physical(result) == at(uri, 3, 5)
    assert unquote(uri) == file


def test_a_fingerprint_does_not_depend_on_the_line() -> None:
    moved = CHANGED._replace(location=Place("other.yaml", 99, 1), message="shown otherwise")
    others = [CHANGED._replace(path="inbound"), CHANGED._replace(account="eu"), MISSING]
    found = report([CHANGED, moved, *others])
    hashes = [result["partialFingerprints"][HASH] for result in results(found)]
    assert hashes[0] == hashes[1] == CHANGED.fingerprint
    assert len(set(hashes)) == 4


def test_only_a_waived_finding_is_suppressed_with_a_reason() -> None:
    waived, other = results(report([WAIVED, MISSING._replace(status="existing")]))
    why = "waived by voice-team until 2027-03-31: legacy IVR"
    accepted = {"kind": "external", "status": "accepted", "justification": why}
    assert (waived["suppressions"], waived["level"]) == ([accepted], "warning")
    assert other["suppressions"] == []
    assert not any("suppressions" in result for result in results(report(MIXED)))


def test_findings_are_unchanged_or_new_only_with_a_baseline() -> None:
    given = [found._replace(status="existing") for found in (WAIVED, MISSING)]
    found = results(report([*given, WAIVED, NAMELESS], baseline=BASELINE))
    assert [r["baselineState"] for r in found] == ["unchanged", "unchanged", "new", "new"]
    assert [r["properties"]["state"] for r in found] == ["waived", "existing", "waived", "new"]
    assert not any("baselineState" in result for result in results(report(MIXED)))


@each("case", CASES)
def test_only_a_run_with_a_verdict_was_successful(case: str) -> None:
    given = CASES[case]._replace(started_at="2026-12-31T23:59:59Z", duration_seconds=61.25)
    [invocation] = run_of(given)["invocations"]
    assert invocation["exitCode"] == given.exit_code
    assert invocation["executionSuccessful"] is (given.outcome is not Outcome.ERROR)
    assert len(invocation["toolExecutionNotifications"]) == len(given.all_problems)
    assert invocation["startTimeUtc"] == given.started_at
    assert invocation["endTimeUtc"] == "2027-01-01T00:01:00.250Z"


def test_a_run_without_a_verdict_has_a_result_and_a_notification_for_each_problem() -> None:
    given = report(problems=[UNREAD, Problem("no\nnetwork")], terms=Terms("fleet.yaml"))
    run = run_of(given)
    shown = ["ops/driftcheck.yaml:2:3: 401: the key is refused — Set the secret.", r"no\nnetwork"]
    notes = [{"level": "error", "message": {"text": text}} for text in shown]
    assert run["invocations"][0]["toolExecutionNotifications"] == notes
    first, second = run["results"]
    assert first["message"]["text"] == f"No verdict: {shown[0]}"
    assert second["message"]["text"] == f"No verdict: {shown[1]}."
    assert physical(first) == at("ops/driftcheck.yaml", 2, 3)
    assert physical(second) == at("ops/fleet.yaml", 1, 1)


def test_the_worst_of_too_many_results_are_kept_and_the_rest_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert sarif.MAX_RESULTS == 25_000
    monkeypatch.setattr(sarif, "MAX_RESULTS", 4)
    assert run_of(report(MIXED[:4]))["invocations"][0]["toolExecutionNotifications"] == []
    run = run_of(report(MIXED)._replace(problems=(UNREAD,)))
    kept = [found.check for found in MIXED[:3]]
    assert [result["ruleId"] for result in run["results"]] == ["no-verdict", *kept]
    *_, note = run["invocations"][0]["toolExecutionNotifications"]
    shown = "3 of 7 results are left out; the JSON report has all."
    assert note == {"level": "warning", "message": {"text": shown}}
