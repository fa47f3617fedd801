"""The result of a run, from which every report and the exit code are made."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from driftcheck.model.checks import Check
from driftcheck.model.errors import ExitCode, Place, Problem, once
from driftcheck.model.findings import Finding, Kind, Severity, index_of
from driftcheck.words.plurals import inflect, list_some
from driftcheck.words.pointers import JSON

FAIL_NEVER = "never"
"""The value of `fail_on` with which no finding fails a run."""


class Outcome(StrEnum):
    """The verdict of a run."""

    CLEAN = "clean"
    FINDINGS = "findings"
    ERROR = "error"


def problem_text(problem: Problem) -> str:
    """Return a problem as text, with its hint indented below it."""
    return f"{problem}\n  {problem.hint}" if problem.hint else str(problem)


class CheckResult(NamedTuple):
    """The result of a check or rule in one account: how many numbers it applied to, its findings.

    `severity` is None if it is off; it then applied to none. `applied` is None for checks that
    are not about numbers. `is_idle` is true for a rule of the user's own that requires something
    of numbers but applied to none, although the whole account was checked.
    """

    id: str
    kind: Kind
    title: str
    severity: Severity | None
    applied: int | None
    findings: int = 0
    is_idle: bool = False

    @property
    def is_off(self) -> bool:
        """Whether the check is off."""
        return self.severity is None


class AccountResult(NamedTuple):
    """The result of one account. `live` is None if the live list was not read in full.

    `problems` says why there is no verdict on the account; empty if there is one. `files` are its
    declaration files. `summary` has the account's own counts; None if it was not checked.
    `fetched_at` is when the live list was fetched, UTC; None if it was not read, or if unknown.
    `totals_ignored` is true if totals in the headers of the answer were not checked. `checks` has
    every check of the account, including those that are off; empty if it was not checked.
    """

    name: str
    source: str | None
    declared: int | None
    live: int | None
    problems: tuple[Problem, ...] = ()
    files: tuple[str, ...] = ()
    summary: "Summary | None" = None
    fetched_at: str | None = None
    totals_ignored: bool = False
    checks: tuple[CheckResult, ...] = ()

    @property
    def was_read(self) -> bool:
        """Whether the live list was read in full."""
        return self.live is not None

    @property
    def error(self) -> str | None:
        """The problems as text, each hint indented below its problem; None if there are none."""
        return "\n".join(map(problem_text, self.problems)) or None


class Summary(NamedTuple):
    """The counts of a run. `coverage` is a fraction, rounded down; None if nothing is live.

    The counts of numbers do not depend on which checks are off, on waivers or on baselines. The
    others (`violations`, `waived`, `by_severity`) count findings, and a check that is off has none.
    `present` counts numbers that are declared absent but live. `covered` counts the live numbers
    that are declared to be live, out of `countable`: the distinct live numbers and the live entries
    without one. `not_compared` counts declared secrets that the live list does not show, and
    `not_compared_numbers` the numbers that they belong to.
    """

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
    by_severity: Mapping[Severity, int] = dict.fromkeys(reversed(Severity), 0)
    present: int = 0
    covered: int = 0
    not_compared: int = 0
    not_compared_numbers: int = 0
    countable: int = 0


class Former(NamedTuple):
    """An earlier finding: from a baseline, a previous run, or the first of two fetches."""

    check: str
    severity: Severity
    account: str
    phone_number: str | None
    path: str | None
    message: str
    fingerprint: str

    @classmethod
    def of(cls, fields: Mapping[str, JSON]) -> "Former":
        """Return the finding from its fields in a JSON report or an episode; ignores others."""
        known = {name: fields[name] for name in cls._fields}
        return cls(**known | {"severity": Severity.of(fields["severity"])})

    @property
    def subject(self) -> str | int | None:
        """The phone number, or the index of an entry without one."""
        return index_of(self.path) if self.phone_number is None else self.phone_number


class Comparison(NamedTuple):
    """How a run compares with its baseline, an earlier report, and what has been fixed since."""

    source: str
    started_at: str
    fixed: tuple[Former, ...]


class Confirmation(NamedTuple):
    """The result of a second fetch. `pause` is how long it waited, in seconds.

    `persisting` counts the findings that both fetches had; `once` has those that only one had.
    """

    pause: float
    persisting: int
    once: tuple[Former, ...]


class History(NamedTuple):
    """How a run compares with those recorded before it: its number, its hash, and what changed.

    `database` is where it is recorded. `previous` is the previous run and `previous_at` its start;
    None for the first run. `new` and `persisting` count findings. `fixed` has the findings of
    earlier runs that are gone, among those that this run looked for.
    """

    database: str
    run: int
    hash: str
    previous: int | None
    previous_at: str | None
    new: int
    persisting: int
    fixed: tuple[Former, ...]


class Heading(NamedTuple):
    """What to show beside a number: its label (declared, otherwise live) and its declaration."""

    label: str
    place: Place | None


class Terms(NamedTuple):
    """The inputs of a run: its configuration, packs, waiver files and selectors.

    `waivers` is None if waivers were switched off. `select` is redacted where a selector names a
    secret field.
    """

    config: str
    policies: tuple[str, ...] = ()
    waivers: tuple[str, ...] | None = ()
    select: tuple[str, ...] = ()


_NO_HEADING = Heading("", None)


class Report(NamedTuple):
    """The result of a run, from which every output and the exit code are made.

    `headings` maps the (account, subject) of a finding to what to show beside its number, or beside
    the index of an entry without one. `fail_on` is None if no finding fails the run. `checks` has
    the checks of all accounts, by id. `problems` are those of no account, such as a report that
    could not be written. `unrecorded` is true if there is a history that could not be written;
    `passed_over` says why the run was deliberately not recorded. `unsent` has the notifications
    that could not be sent. `commit` is what was checked out, 40 or 64 hexadecimal digits, and
    `run_url` the page of the CI run; None if unknown. `config_path` is the configuration's path
    from the root of its repository, or its absolute path if it is in none, with `/`; empty if
    unknown. `paths` maps files to their paths from the root of the checkout that holds them.
    """

    started_at: str
    duration_seconds: float
    fail_on: Severity | None
    accounts: tuple[AccountResult, ...]
    summary: Summary
    findings: tuple[Finding, ...]
    headings: Mapping[tuple[str, str | int], Heading] = {}
    baseline: Comparison | None = None
    checks: Mapping[str, Check] = {}
    terms: Terms | None = None
    problems: tuple[Problem, ...] = ()
    confirmation: Confirmation | None = None
    masked: bool = False
    history: History | None = None
    unrecorded: bool = False
    passed_over: Problem | None = None
    unsent: tuple[Problem, ...] = ()
    commit: str | None = None
    run_url: str | None = None
    config_path: str = ""
    paths: Mapping[str, str] = {}

    def heading(self, finding: Finding) -> Heading:
        """Return what to show beside the number or entry of a finding; empty if it has neither."""
        subject = finding.subject
        if subject is None:
            return _NO_HEADING
        return self.headings.get((finding.account, subject), _NO_HEADING)

    def title(self, check: str) -> str:
        """Return the title of a check; empty if the check is unknown."""
        return self.checks[check].title if check in self.checks else ""

    @property
    def selectors(self) -> tuple[str, ...]:
        """The selectors of the run; empty if it checked everything."""
        return self.terms.select if self.terms else ()

    @property
    def was_read(self) -> bool:
        """Whether any account was checked, so that the counts mean something."""
        return any(account.was_read for account in self.accounts)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Why there is no verdict; empty if there is one.

        With several accounts, each problem names its accounts; a problem that many of them share
        appears once.
        """
        holders: dict[Problem | str, list[str]] = {}
        for account in self.accounts:
            for problem in account.problems:
                holders.setdefault(problem.cause or problem, []).append(account.name)
        found = once(problem for account in self.accounts for problem in account.problems)
        if len(self.accounts) > 1:
            found = [_of(problem, holders[problem.cause or problem]) for problem in found]
        return (*found, *self.problems)

    @property
    def outcome(self) -> Outcome:
        """The verdict. A problem outweighs all findings.

        `fail_on: never` gives the same outcome as `fail_on: info`; only the exit code differs.
        """
        if self.problems or any(account.problems for account in self.accounts):
            return Outcome.ERROR
        failing = any(finding.fails(self.fail_on) for finding in self.findings)
        return Outcome.FINDINGS if failing else Outcome.CLEAN

    @property
    def fail_on_label(self) -> str:
        """The lowest severity that fails the run, as users write it, or `never`."""
        return FAIL_NEVER if self.fail_on is None else self.fail_on.label

    @property
    def is_forgiven(self) -> bool:
        """Whether there are findings, and the exit code is 0 only because of `fail_on: never`."""
        return self.outcome is Outcome.FINDINGS and self.fail_on is None

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the run."""
        return ExitCode.CLEAN if self.is_forgiven else ExitCode[self.outcome.name]


def _of(problem: Problem, names: Sequence[str]) -> Problem:
    """Return the problem with the names of its accounts in front of the message."""
    whose = f"{inflect(len(names), 'account')} {list_some(names)}"
    return replace(problem, message=f"{whose}: {problem.message}")
