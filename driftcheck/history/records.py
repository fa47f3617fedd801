"""The types of a history: what is recorded of a run, and what is read from the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from driftcheck.history.runlimits import RunLimits
from driftcheck.model import (
    FAIL_NEVER,
    JSON,
    Former,
    Severity,
)
from driftcheck.words import is_commit, is_plain_url

LookedAt = Callable[[Former], bool]
"""Whether a run looked for a finding of an earlier run."""


class KeptWaiver(NamedTuple):
    """The waiver of a finding, as it is recorded. `expires` is an ISO date."""

    owner: str
    expires: str
    reason: str


class Sighting(NamedTuple):
    """A finding of a run, as it is recorded: its identity, and its state at the time.

    `waiver` is None if nothing waives the finding, or if tables before version 2 recorded it.
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


class DatedSighting(NamedTuple):
    """A finding with its state at a time, its first run, and when that began."""

    state_id: int
    episode_id: int
    found: Sighting
    first_run: int
    since: str


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
        """The commit that was checked; None if it is unknown or not valid."""
        given = self.document.get("commit")
        return given if is_commit(given) else None

    @property
    def run_url(self) -> str | None:
        """The URL of the CI run; None if it is unknown or not safe to link to."""
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
        """What is recorded of an account; None if the run did not look at it."""
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
    def anchor(self) -> str | None:
        """The hash of what was known of pruned runs at the time; None if nothing was pruned."""
        given = self.document.get("anchor")
        return None if given is None else str(given)

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
    account: str
    phone_number: str | None
    path: str | None
    severity: str
    message: str
    status: str
    waived: bool
    waiver: KeptWaiver | None
    first_run: int
    since: str
    last_run: int
    last_at: str
    nights: int
    fixed_run: int | None
    fixed_at: str | None

    @property
    def found(self) -> Sighting:
        """The finding as the last run had it."""
        return Sighting(*self[2:13])  # its fields, in the same order


class RunRow(NamedTuple):
    """What a timeline needs of a run.

    `came` are the ids of the states that it found and the run before did not, `went` those that
    only the run before found, and `gone` the episodes that it found fixed.
    """

    id: int
    started_at: str
    came: tuple[range, ...]
    went: tuple[range, ...]
    gone: tuple[range, ...]


class Span(NamedTuple):
    """A finding up to a run: the last run that had it, its state then, and its nights."""

    state_id: int
    last_run: int
    last_at: str
    nights: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is known of pruned runs. `own_hash` covers `document`, see `chain.anchor_document`.

    Both are None if the runs were pruned before version 3 of the tables, without a hash.
    """

    run: int
    hash: str
    count: int
    pruned_at: str
    document: Mapping[str, JSON] | None = None
    own_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """How a run compares with the history before it.

    `ages` are those of its findings, by fingerprint. `before` has the earlier state of those that
    were judged differently before. `fixed` are the episodes that it ended. `previous` is the run
    before, None for the first.
    """

    run: int
    hash: str
    previous: StoredRun | None
    ages: Mapping[str, "Aged"]
    fixed: tuple[Episode, ...]
    before: Mapping[str, "Before"]


class Aged(NamedTuple):
    """The age of a finding: the run that first had it, when that began, and how many nights."""

    first_run: int
    since: str
    nights: int


class Before(NamedTuple):
    """How a finding was in an earlier run. `fail_on` is that of the run, None if it is pruned.

    `lacking` is a later whole run that did not have it, without finding it fixed; 0 if there is
    none.
    """

    severity: str
    status: str
    waived: bool
    waiver: KeptWaiver | None
    fail_on: str | None
    lacking: int = 0
