"""The frozen types that cross from one stage to the next."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from driftcheck.errors import ExitCode, Place, Problem

JSON = Any
"""A JSON value: None, bool, int, float, str, or a list or dict (with str keys) of them."""


class Severity(IntEnum):
    """How bad a finding is; comparable, the worst is the greatest."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """The name as users write it, such as `high`."""
        return self.name.lower()

    @classmethod
    def of(cls, label: str) -> "Severity":
        """The severity that users call `label`."""
        return cls[label.upper()]


class Kind(StrEnum):
    """What sort of check made a finding."""

    DRIFT = "drift"
    SCHEMA = "schema"
    POLICY = "policy"
    WAIVER = "waiver"


class Outcome(StrEnum):
    """The verdict of a run, in a word."""

    CLEAN = "clean"
    FINDINGS = "findings"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one entry of a declarations file says of each number that it covers.

    `fields` holds the declared live fields with the defaults merged in, `metadata` the free part.
    `ignore` lists dotted paths that are not compared. `marks` maps dotted paths to (line, column).
    """

    fields: Mapping[str, JSON]
    metadata: Mapping[str, JSON]
    ignore: frozenset[str]
    absent: bool
    place: Place
    marks: Mapping[str, tuple[int, int]]

    def place_of(self, path: str | None) -> Place:
        """Where the field at a dotted path is declared; the entry's own place if it is not."""
        while path:
            if path in self.marks:
                return Place(self.place.file, *self.marks[path])
            path = path.rpartition(".")[0]
        return self.place


Declared = Mapping[str, Declaration]
"""The declared state of an account: phone number to declaration."""


@dataclass(frozen=True, slots=True)
class LiveList:
    """What an account has live: the entries as they came, and where they came from."""

    source: str
    entries: tuple[JSON, ...]


def number_of(entry: JSON) -> str | None:
    """The phone number of a live entry, or None where it has none that can be used as a key."""
    number = entry.get("phone_number") if isinstance(entry, dict) else None
    return number if isinstance(number, str) and number else None


def path_of(entry: JSON, index: int, path: str | None) -> str | None:
    """A path in a live entry; it begins with the entry's index where no phone number names it."""
    if number_of(entry) is not None:
        return path
    return f"[{index}].{path}" if path else f"[{index}]"


@dataclass(frozen=True, slots=True)
class AppliedWaiver:
    """The waiver that covers a finding. `expires` is an ISO date, its day included, UTC."""

    reason: str
    owner: str
    expires: str
    location: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. Sensitive values are redacted already.

    `path` is the dotted path of the offending field, or None when the whole number is meant. A
    finding on a group of numbers has no phone number; `path` names the group (None: all numbers
    of the account), and `members` are the names of those in it.
    """

    check: str
    kind: Kind
    severity: Severity
    phone_number: str | None
    path: str | None
    message: str
    expected: JSON = None
    actual: JSON = None
    remedy: str | None = None
    location: Place | None = None
    account: str = "default"
    status: str = "new"
    waiver: AppliedWaiver | None = None
    members: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes the finding the same finding from one run to the next."""
        return self.account, self.check, self.phone_number or "", self.path or ""

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits that depend on account, check, phone number and path only."""
        return fingerprint(self.account, self.check, self.phone_number, self.path)

    def fails(self, fail_on: Severity) -> bool:
        """Whether this finding makes a run exit 2."""
        return self.waiver is None and self.status == "new" and self.severity >= fail_on


def fingerprint(account: str, check: str, number: str | None, path: str | None) -> str:
    """32 hexadecimal digits that stand for a finding from one run to the next."""
    text = json.dumps([account, check, number, path])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def order(finding: Finding) -> tuple[int, str, str, str, str]:
    """The key by which findings are sorted: severity (worst first), phone number, check, path."""
    return (
        -finding.severity,
        finding.phone_number or "",
        finding.check,
        finding.path or "",
        finding.account,
    )


@dataclass(frozen=True, slots=True)
class AccountResult:
    """How reading one account went. `live` is None where the live list was not read whole.

    `problems` says why there is no verdict on the account; empty where there is one.
    """

    name: str
    source: str | None
    declared: int | None
    live: int | None
    problems: tuple[Problem, ...] = ()

    @property
    def error(self) -> str | None:
        """The problems as text, each hint indented below its problem; None without problems."""
        lines = []
        for problem in self.problems:
            lines.append(str(problem))
            if problem.hint:
                lines.append(f"  {problem.hint}")
        return "\n".join(lines) or None


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a run. `coverage` is a share, rounded down; None when nothing is live."""

    declared: int = 0
    live: int = 0
    in_sync: int = 0
    missing: int = 0
    changed: int = 0
    unmanaged: int = 0
    invalid: int = 0
    violations: int = 0
    waived: int = 0
    coverage: float | None = None
    by_severity: Mapping[Severity, int] = field(
        default_factory=lambda: dict.fromkeys(reversed(Severity), 0)
    )


@dataclass(frozen=True, slots=True)
class Fixed:
    """A finding of the baseline that is there no more."""

    check: str
    severity: Severity
    account: str
    phone_number: str | None
    path: str | None
    message: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a run compares with its baseline: the report it was held to, and what is fixed since."""

    source: str
    started_at: str
    fixed: tuple[Fixed, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """What to show beside a number: its label, declared or else live, and where it is declared."""

    label: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a run, from which every output and the exit code are made.

    `headings` says, for the (account, phone number) of findings, what to show beside the number.
    """

    started_at: str
    duration_seconds: float
    fail_on: Severity
    accounts: tuple[AccountResult, ...]
    summary: Summary
    findings: tuple[Finding, ...]
    headings: Mapping[tuple[str, str], Heading] = field(default_factory=dict)
    baseline: Comparison | None = None

    @property
    def outcome(self) -> Outcome:
        """The verdict; an account that was not fully read outweighs everything else."""
        if any(account.problems for account in self.accounts):
            return Outcome.ERROR
        failing = any(finding.fails(self.fail_on) for finding in self.findings)
        return Outcome.FINDINGS if failing else Outcome.CLEAN

    @property
    def exit_code(self) -> ExitCode:
        """The exit code that goes with the verdict."""
        return _EXIT_CODES[self.outcome]


_EXIT_CODES = {
    Outcome.CLEAN: ExitCode.CLEAN,
    Outcome.FINDINGS: ExitCode.FINDINGS,
    Outcome.ERROR: ExitCode.ERROR,
}
