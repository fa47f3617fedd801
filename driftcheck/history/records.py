"""The types of a history: what is recorded of a run, and what is read from the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from driftcheck.history.runlimits import RunLimits
from driftcheck.model import (
    FAIL_NEVER,
    JSON,
    AccountResult,
    AppliedWaiver,
    Finding,
    Former,
    Report,
    Severity,
    problem_text,
)
from driftcheck.report import account_of, summary_of
from driftcheck.words import is_commit, is_plain_url

_OF_ACCOUNTS = ("name", "source", "declared", "live", "error", "summary")
"""The fields of an account that are recorded. Its checks would make records many times as long."""
LookedAt = Callable[[Former], bool]
"""Whether a run looked for a finding of an earlier run."""


class KeptWaiver(NamedTuple):
    """The waiver of a finding, as it is recorded. `expires` is an ISO date."""

    owner: str
    expires: str
    reason: str


class Sighting(NamedTuple):
    """A finding of a run, as it is recorded: its identity, and its state at the time.

    `waiver` is None where nothing waives the finding, and in what versions before 2 recorded.
    """

    fingerprint: str
    check: str
    kind: str
    account: str
    phone_number: str | None
    path: str | None
    severity: str
    message: str
    status: str
    waived: bool
    waiver: KeptWaiver | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run to be recorded, without its place in the chain.

    `started_at` is UTC, as `2026-01-01T00:00:00Z`. `accounts` and `summary` are those of the JSON
    report. `terms` says what was checked, and `errors` why there is no verdict, apart from the
    errors of accounts. `inputs` maps what was read to its SHA-256, see `hashes`. `commit` and
    `run_url` are those of the report.
    """

    started_at: str
    duration_ms: int
    tool_version: str
    outcome: str
    exit_code: int
    fail_on: str
    accounts: tuple[JSON, ...]
    summary: Mapping[str, JSON]
    terms: Mapping[str, JSON]
    errors: tuple[str, ...]
    inputs: Mapping[str, JSON]
    findings: tuple[Sighting, ...]
    commit: str | None = None
    run_url: str | None = None


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as it stands in the history.

    `document` is everything that its hash covers, see `chain.document`. `seen` are the ids of the
    states of its findings, `gone` those of the episodes that it found fixed.
    """

    id: int
    document: Mapping[str, JSON]
    seen: tuple[range, ...]
    gone: tuple[range, ...]
    hash: str

    @property
    def started_at(self) -> str:
        """When the run began, UTC."""
        return str(self.document["started_at"])

    @property
    def outcome(self) -> str:
        """The verdict of the run."""
        return str(self.document["outcome"])

    @property
    def commit(self) -> str | None:
        """The commit that was checked; None where it is unknown or not valid."""
        given = self.document.get("commit")
        return given if is_commit(given) else None

    @property
    def run_url(self) -> str | None:
        """The URL of the CI run; None where it is unknown or not safe to link to."""
        given = self.document.get("run_url")
        return given if is_plain_url(given) else None

    @property
    def limits(self) -> RunLimits:
        """What the run was limited to. Earlier versions did not record the accounts."""
        terms = self.document["terms"]
        chosen = tuple(terms["select"]), tuple(terms.get("accounts", ()))
        return RunLimits(*chosen, terms.get("waivers", True))

    @property
    def fails_on_info(self) -> bool:
        """Whether a finding of severity info made the verdict `findings`."""
        return self.document["fail_on"] in (Severity.INFO.label, FAIL_NEVER)

    def account(self, name: str) -> JSON:
        """What is recorded of an account; None where the run did not look at it."""
        return next((part for part in self.document["accounts"] if part["name"] == name), None)

    def covers(self, account: str) -> bool:
        """Whether no option limited the run for an account."""
        if self.limits.is_whole:
            return True
        return not self.limits.options(account) and self.account(account) is not None

    def has_read(self, account: str) -> bool:
        """Whether the run could read all numbers of an account, and no option limited it."""
        part = self.account(account)
        return self.covers(account) and part is not None and not part["error"]

    @property
    def found(self) -> int:
        """How many findings the run had, waived ones included."""
        return int(self.document["findings"]["count"])

    @property
    def new(self) -> int:
        """How many findings were not open before."""
        return int(self.document["new"])

    @property
    def fixed(self) -> int:
        """How many findings of earlier runs it found fixed."""
        return int(self.document["fixed"]["count"])

    @property
    def previous(self) -> str | None:
        """The hash of the run before; None for the very first."""
        given = self.document["previous"]
        return None if given is None else str(given)


class Episode(NamedTuple):
    """A finding from the run that first had it to the run that found it fixed.

    `since` and `fixed_at` are the start of these runs, `last_at` that of the last run that had it,
    all UTC. `nights` counts the days, UTC, on which it was found. `severity`, `message`, `status`,
    `waived` and `waiver` are those of the last run that had it.
    """

    id: int
    state_id: int
    fingerprint: str
    check: str
    kind: str
    severity: str
    account: str
    phone_number: str | None
    path: str | None
    message: str
    status: str
    waived: bool
    first_run: int
    since: str
    last_run: int
    last_at: str
    nights: int
    fixed_run: int | None
    fixed_at: str | None
    waiver: KeptWaiver | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is kept of pruned runs: their count, the last of them, its hash, and when that was."""

    run: int
    hash: str
    count: int
    pruned_at: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """How a run compares with the history before it.

    `ages` are those of its findings, by fingerprint. `fixed` are the episodes that it ended.
    `previous` is the run before, None for the first.
    """

    run: int
    hash: str
    previous: StoredRun | None
    ages: Mapping[str, "Aged"]
    fixed: tuple[Episode, ...]


class Aged(NamedTuple):
    """The age of a finding: the run that first had it, when that began, and how many nights."""

    first_run: int
    since: str
    nights: int


def run_of_report(
    report: Report, inputs: Mapping[str, JSON], version: str, limits: RunLimits
) -> Run:
    """What is recorded of a report, whose phone numbers must not be masked."""
    return Run(
        started_at=report.started_at,
        duration_ms=round(report.duration_seconds * 1000),
        tool_version=version,
        outcome=report.outcome.value,
        exit_code=int(report.exit_code),
        fail_on=report.fail_on_label,
        accounts=tuple(map(_account, report.accounts)),
        summary=summary_of(report.summary),
        terms={
            "select": list(limits.select),
            "accounts": list(limits.accounts),
            "whole": limits.is_whole,
            "waivers": limits.waivers,
            "checks": sorted(report.checks),
        },
        errors=tuple(map(problem_text, report.problems)),
        inputs=inputs,
        findings=tuple(map(sighting, report.findings)),
        commit=report.commit,
        run_url=report.run_url,
    )


def _account(account: AccountResult) -> JSON:
    fields = account_of(account)
    return {name: fields[name] for name in _OF_ACCOUNTS}


def sighting(finding: Finding) -> Sighting:
    """A finding as it is recorded: without its values, which may be long."""
    return Sighting(
        fingerprint=finding.fingerprint,
        check=finding.check,
        kind=finding.kind.value,
        account=_storable(finding.account),
        phone_number=finding.phone_number and _storable(finding.phone_number),
        path=finding.path and _storable(finding.path),
        severity=finding.severity.label,
        message=_storable(finding.message),
        status=finding.status,
        waived=finding.waiver is not None,
        waiver=finding.waiver and _waiver(finding.waiver),
    )


def _waiver(waiver: AppliedWaiver) -> KeptWaiver:
    return KeptWaiver(_storable(waiver.owner), waiver.expires, _storable(waiver.reason))


def _storable(text: str) -> str:
    """Text that any database accepts: a NUL and lone surrogates become escapes."""
    text = text.replace("\0", r"\x00")
    return text.encode("utf-8", "backslashreplace").decode()
