"""Prometheus: gauges for known values only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from driftcheck.model import AccountResult, Age, Outcome, Report, Summary
from driftcheck.report import View
from driftcheck.report.prometheus import render
from driftcheck.words.escape import printable
from tests.each import each
from tests.report.cases import (
    CASES,
    CHANGED,
    EU,
    EXISTING,
    GROUP,
    MISSING,
    MIXED,
    NAMELESS,
    TEXTS,
    UNKNOWN,
    UNREAD,
    UNUSED,
    US,
    WAIVED,
    filled,
)
from tests.reports import CHECKS, HOSTILE, report

NUMBERS = "declared live in_sync missing changed unmanaged invalid".split()
NAMES = {
    *(f"driftcheck_numbers_{name}" for name in NUMBERS),
    *"driftcheck_last_run_timestamp_seconds driftcheck_run_duration_seconds".split(),
    *"driftcheck_findings_seen_once driftcheck_selected driftcheck_exit_code".split(),
    *"driftcheck_outcome driftcheck_account_read".split(),
    "driftcheck_live_list_fetched_timestamp_seconds",
    "driftcheck_live_list_totals_ignored",
    *"driftcheck_coverage_ratio driftcheck_findings".split(),
    "driftcheck_oldest_finding_timestamp_seconds",
}
Labels = tuple[str, ...]


def families(report: Report) -> dict[str, Metric]:
    return {one.name: one for one in text_string_to_metric_families(render(report, View()))}


def gauge(report: Report, name: str) -> dict[Labels, float]:
    """Return the samples of a gauge, by the values of their labels without the configuration."""
    samples = families(report)[f"driftcheck_{name}"].samples
    found = {
        tuple(value for label, value in sample.labels.items() if label != "config"): sample.value
        for sample in samples
    }
    assert len(found) == len(samples)
    return found


def counted(report: Report) -> dict[Labels, float]:
    """Return the number of findings by account, check, severity and state, without zeros."""
    return {labels: count for labels, count in gauge(report, "findings").items() if count}


@each("case", CASES)
def test_every_run_has_the_same_gauges_with_help(case: str) -> None:
    found = families(CASES[case])
    assert found.keys() == NAMES
    assert {one.type for one in found.values()} == {"gauge"}
    assert all(one.documentation.endswith(".") for one in found.values())
    text = render(CASES[case], View())
    assert [text.count(f"# {word} driftcheck_") for word in ("HELP", "TYPE")] == [len(NAMES)] * 2
    assert text.endswith("\n")


@each("case", CASES)
@each(
    ("path", "label"),
    [
        ("ops/eu.yaml", "ops/eu.yaml"),
        ("", "unknown"),
        *((text, printable(text)) for text in HOSTILE),
    ],
)
def test_every_sample_names_the_configuration(case: str, path: str, label: str) -> None:
    found = families(CASES[case]._replace(config_path=path))
    assert {s.labels["config"] for one in found.values() for s in one.samples} == {label}


@each("case", CASES)
def test_all_runs_describe_a_gauge_alike(case: str) -> None:
    """A text collector refuses files that describe a gauge differently."""
    lines = [line for line in render(CASES[case], View()).splitlines() if line.startswith("#")]
    assert lines == [line for line in render(report(), View()).splitlines() if line[0] == "#"]


@each("case", CASES)
def test_the_verdict_is_an_exit_code_and_an_outcome(case: str) -> None:
    made = CASES[case]
    assert gauge(made, "exit_code") == {(): float(made.exit_code)}
    outcomes = {(one.value,): float(one is made.outcome) for one in Outcome}
    assert gauge(made, "outcome") == outcomes


def test_the_time_of_the_run_is_unix_time() -> None:
    assert gauge(report(), "last_run_timestamp_seconds") == {(): 1_767_225_600.0}
    assert gauge(report(duration_seconds=2.5), "run_duration_seconds") == {(): 2.5}


def test_numbers_are_counted_by_account() -> None:
    summary = Summary(1, 2, 3, 4, 5, 6, 7, coverage=0.5)
    made = report(accounts=(EU._replace(summary=summary), EU._replace(name="us")))
    shown = [gauge(made, f"numbers_{name}")["eu",] for name in NUMBERS]
    assert shown == [1, 2, 3, 4, 5, 6, 7]
    assert gauge(made, "numbers_declared")["us",] == 3
    assert gauge(made, "coverage_ratio") == {("eu",): 0.5, ("us",): 0.6}


def test_coverage_is_left_out_if_nothing_is_live() -> None:
    made = CASES["nothing live"]
    assert gauge(made, "coverage_ratio") == {}
    assert gauge(made, "numbers_live") == {("default",): 0}


def test_an_unread_account_has_no_counts() -> None:
    made = report([CHANGED._replace(account="eu")], accounts=(EU, US))
    assert gauge(made, "account_read") == {("eu",): 1, ("us",): 0}
    for name in ("coverage_ratio", "findings", *(f"numbers_{name}" for name in NUMBERS)):
        assert {labels[0] for labels in gauge(made, name)} == {"eu"}


def test_without_any_read_account_there_are_no_counts() -> None:
    made = report(problems=[UNREAD])
    assert gauge(made, "account_read") == {("default",): 0}
    for name in ("coverage_ratio", "findings", *(f"numbers_{name}" for name in NUMBERS)):
        assert gauge(made, name) == {}


def test_an_unwritten_report_keeps_the_counts() -> None:
    made = CASES["unwritten"]
    assert gauge(made, "account_read") == {("default",): 1}
    assert gauge(made, "numbers_declared") == {("default",): 2}
    assert counted(made) == counted(CASES["findings"])


def test_a_check_that_found_nothing_is_zero() -> None:
    shown = gauge(report(), "findings")
    expected = {("default", one.id, one.severity.label, "new"): 0 for one in CHECKS.values()}
    assert shown == expected


def test_findings_are_counted_by_account_check_severity_and_state() -> None:
    found = [CHANGED, CHANGED._replace(phone_number="+1202"), WAIVED, EXISTING, UNKNOWN]
    found += [CHANGED._replace(account="eu"), GROUP, NAMELESS, UNUSED]
    default = AccountResult("default", "live.json", 2, 4, (), (), Summary(2, 4))
    assert counted(report(found, accounts=(default, EU))) == {
        ("default", "drift-changed", "medium", "new"): 2,
        ("default", "drift-changed", "medium", "waived"): 1,
        ("default", "drift-missing", "high", "existing"): 1,
        ("default", "schema-unknown-field", "info", "new"): 1,
        ("default", "inbound-has-pipeline", "critical", "new"): 1,
        ("default", "schema-invalid", "high", "new"): 1,
        ("default", "waiver-unused", "low", "new"): 1,
        ("eu", "drift-changed", "medium", "new"): 1,
    }


def test_a_finding_with_another_severity_than_its_check_is_counted_separately() -> None:
    graver = MISSING._replace(severity=CHECKS["inbound-has-pipeline"].severity)
    shown = gauge(report([graver]), "findings")
    assert shown["default", "drift-missing", "critical", "new"] == 1
    assert shown["default", "drift-missing", "high", "new"] == 0


def test_the_oldest_finding_has_the_labels_of_the_findings() -> None:
    old, older = (Age(f"2026-01-0{day}T00:00:00Z", 1, False) for day in (2, 1))
    aged = [CHANGED._replace(age=old), CHANGED._replace(age=older, path="inbound")]
    aged += [WAIVED._replace(age=older), EXISTING._replace(age=old), UNKNOWN]
    made = report(aged)
    assert gauge(made, "oldest_finding_timestamp_seconds") == {
        ("default", "drift-changed", "medium", "new"): 1_767_225_600,
        ("default", "drift-changed", "medium", "waived"): 1_767_225_600,
        ("default", "drift-missing", "high", "existing"): 1_767_312_000,
    }
    assert gauge(made, "oldest_finding_timestamp_seconds").keys() < counted(made).keys()


def test_without_a_history_there_are_no_ages() -> None:
    assert gauge(report(MIXED), "oldest_finding_timestamp_seconds") == {}


def test_the_labels_of_findings_have_names() -> None:
    [*samples] = families(report(MIXED))["driftcheck_findings"].samples
    names = ("account", "check", "config", "severity", "state")
    assert {tuple(one.labels) for one in samples} == {names}


@TEXTS
def test_an_account_may_have_any_name(text: str) -> None:
    account = AccountResult(text, "live.json", 2, 4, (), (), EU.summary)
    made = report([CHANGED._replace(account=text)], accounts=(account, US))
    assert gauge(made, "account_read") == {(printable(text),): 1, ("us",): 0}
    assert gauge(made, "numbers_live") == {(printable(text),): 5}
    assert counted(made) == {(printable(text), "drift-changed", "medium", "new"): 1}
    assert families(made).keys() == NAMES


@given(text=st.text(st.characters(), max_size=20), outcome=st.sampled_from(Outcome))
def test_no_text_adds_or_repeats_a_gauge(text: str, outcome: Outcome) -> None:
    found = families(filled(text, outcome))
    assert found.keys() == NAMES
    for one in found.values():
        labels = [tuple(sample.labels.items()) for sample in one.samples]
        assert len(labels) == len(set(labels))


@pytest.mark.parametrize("outcome", Outcome)
def test_numbers_labels_and_other_text_are_not_in_gauges(outcome: Outcome) -> None:
    """Each would create a series; only accounts may."""
    made = filled("secret", outcome)
    found = [one._replace(account="eu") for one in made.findings]
    text = render(made._replace(findings=tuple(found), accounts=(EU,)), View())
    assert 'account="eu",check="schema-unknown-field"' in text
    assert "secret" not in text
