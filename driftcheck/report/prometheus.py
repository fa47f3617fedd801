"""Gauges in Prometheus' text format, for node_exporter's textfile collector or a Pushgateway."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from driftcheck.model import Finding, Outcome, Report, Summary
from driftcheck.report.phrases import state
from driftcheck.report.view import View
from driftcheck.words import printable, unix_time

_NUMBERS: dict[str, tuple[str, Callable[[Summary], int]]] = {
    "declared": ("Numbers that are declared.", lambda summary: summary.declared),
    "live": ("Numbers that are live.", lambda summary: summary.live),
    "in_sync": ("Declared numbers without drift.", lambda summary: summary.in_sync),
    "missing": ("Numbers that are declared and not live.", lambda summary: summary.missing),
    "changed": ("Numbers with a field that drifted.", lambda summary: summary.changed),
    "unmanaged": ("Numbers that are live and not declared.", lambda summary: summary.unmanaged),
    "invalid": ("Live entries that break the schema.", lambda summary: summary.invalid),
}


class _Gauge(NamedTuple):
    """A gauge: its name without prefix, its help, and its samples by their labels after `config`.

    The help is the same in every run, because Prometheus refuses files that disagree about it.
    """

    name: str
    about: str
    labels: tuple[str, ...]
    samples: dict[tuple[str, ...], float]


def render(report: Report, _view: View) -> str:
    """Return the gauges as text.

    Each has the label `config`, so that the gauges of two configurations stay apart. An account
    that was not read has `driftcheck_account_read` 0, but no gauges of numbers and findings:
    unknown values are left out, never 0.
    """
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    registry, config = CollectorRegistry(), config_label(report)
    for name, about, labels, samples in _gauges(report):
        gauge = Gauge(f"driftcheck_{name}", about, ("config", *labels), registry=registry)
        for values, sample in samples.items():
            gauge.labels(config, *values).set(sample)
    return generate_latest(registry).decode()


def config_label(report: Report) -> str:
    """Return the label of the configuration: its path on one line, or `unknown`; never empty."""
    return printable(report.config_path) or "unknown"


def _gauges(report: Report) -> Iterator[_Gauge]:
    began = datetime.fromisoformat(report.started_at).timestamp()
    outcomes = {_name(outcome.value): float(outcome is report.outcome) for outcome in Outcome}
    read = {_name(account.name): float(not account.problems) for account in report.accounts}
    yield _plain("last_run_timestamp_seconds", "When the last run began, in Unix time.", began)
    yield _plain("run_duration_seconds", "How long the last run took.", report.duration_seconds)
    yield _plain("exit_code", "0 clean, 2 findings, 1 no verdict.", report.exit_code)
    selected = bool(report.selectors)
    yield _plain("selected", "1 if --select left numbers out, 0 otherwise.", float(selected))
    once = len(report.confirmation.once) if report.confirmation else 0
    yield _plain("findings_seen_once", "Findings that --confirm left out.", once)
    yield _Gauge("outcome", "1 for the verdict of the last run.", ("outcome",), outcomes)
    about = "1 if the account was read in full, 0 otherwise."
    yield _Gauge("account_read", about, ("account",), read)
    yield from _lists(report)
    yield from _numbers(report)
    labels = ("account", "check", "severity", "state")
    yield _Gauge("findings", "Findings; 0 for a check that found nothing.", labels, _found(report))
    about = "When the oldest of the findings was first found, in Unix time; needs a history."
    yield _Gauge("oldest_finding_timestamp_seconds", about, labels, _oldest(report))


def _plain(name: str, about: str, sample: float) -> _Gauge:
    return _Gauge(name, about, (), {(): sample})


def _lists(report: Report) -> Iterator[_Gauge]:
    read = {_name(account.name): account for account in report.accounts if account.was_read}
    times = {
        name: datetime.fromisoformat(account.fetched_at).timestamp()
        for name, account in read.items()
        if account.fetched_at
    }
    about = "When the live list was fetched, in Unix time; left out if unknown."
    yield _Gauge("live_list_fetched_timestamp_seconds", about, ("account",), times)
    ignored = {name: float(account.totals_ignored) for name, account in read.items()}
    about = "1 if totals in headers were ignored (totals: ignore), 0 otherwise."
    yield _Gauge("live_list_totals_ignored", about, ("account",), ignored)


def _numbers(report: Report) -> Iterator[_Gauge]:
    read = {_name(part.name): part.summary for part in report.accounts if part.summary}
    for name, (about, count) in _NUMBERS.items():
        samples = {account: float(count(summary)) for account, summary in read.items()}
        yield _Gauge(f"numbers_{name}", about, ("account",), samples)
    shares = {account: summary.coverage for account, summary in read.items()}
    known = {account: share for account, share in shares.items() if share is not None}
    about = "The share of live numbers that are declared; left out if none is live."
    yield _Gauge("coverage_ratio", about, ("account",), known)


def _found(report: Report) -> dict[tuple[str, ...], float]:
    """Return the number of findings by account, check, severity and state."""
    counts: Counter[tuple[str, ...]] = Counter()
    for account in report.accounts:
        for check in account.checks:
            if check.severity is not None and check.id in report.checks:
                counts[*_name(account.name), check.id, check.severity.label, "new"] = 0
    for finding in report.findings:
        counts[_labels(finding)] += 1
    return {labels: float(counts[labels]) for labels in sorted(counts)}


def _oldest(report: Report) -> dict[tuple[str, ...], float]:
    """Return when the oldest finding was first found, by the labels of `findings`.

    Times that are not valid, from a damaged history, are left out.
    """
    began: dict[tuple[str, ...], float] = {}
    for finding in report.findings:
        since = unix_time(finding.age.since) if finding.age else None
        if since is not None:
            labels = _labels(finding)
            began[labels] = min(since, began.get(labels, since))
    return {labels: began[labels] for labels in sorted(began)}


def _labels(finding: Finding) -> tuple[str, ...]:
    return *_name(finding.account), finding.check, finding.severity.label, state(finding)


def _name(account: str) -> tuple[str, ...]:
    return (printable(account),)
