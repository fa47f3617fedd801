"""The result of a run: what every report and the exit code are made from."""

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
"""What users write for `fail_on` where no finding fails a run."""


class Outcome(StrEnum):
    """The verdict of a run, in a word."""

    CLEAN = "clean"
    FINDINGS = "findings"
    ERROR = "error"


def problem_text(problem: Problem) -> str:
    """A problem as text, its hint indented below it."""
    return f"{problem}\n  {problem.hint}" if problem.hint else str(problem)


class CheckResult(NamedTuple):
    """How a check or rule went in one account: how many numbers it applied to, what it found.

    `severity` is None where it is off; it then applied to none. `applied` is None for checks that
    are not about numbers. `is_idle` says that it is a rule of the user's own that asks something
    of numbers, and applied to none of a whole account.
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
        """Whether it is switched off."""
        return self.severity is None


class AccountResult(NamedTuple):
    """How reading one account went. `live` is None where the live list was not read whole.

    `problems` says why there is no verdict on the account; empty where there is one. `files` are
    its declarations, `summary` its own counts; None where it was not checked. `fetched_at` is when
    its live list was fetched, UTC; None where it was not read, or nobody knows. `totals_ignored`
    says that totals in the headers of the answer were not looked at. `checks` are all that there
    are for the account, those that are off included; none where it was not checked.
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
        """Whether the live list was read whole."""
        return self.live is not None

    @property
    def error(self) -> str | None:
        """The problems as text, each hint indented below its problem; None without problems."""
        return "\n".join(map(problem_text, self.problems)) or None


class Summary(NamedTuple):
    """The counts of a run. `coverage` is a share, rounded down; None when nothing is live.

    Those of numbers do not depend on which checks are off, nor on waivers and baselines; of the
    others (`violations`, `waived`, `by_severity`), which count findings, an off check has none.
    `present` are declared absent, and live. `covered` are the live numbers that are declared (to be
    live), of `countable` ones: those and the live entries without a number. `not_compared` are the
    declared secrets that the live list does not show, of so many numbers.
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
    """A finding of an earlier look: of a baseline, of a run before, or of a first fetch."""

    check: str
    severity: Severity
    account: str
    phone_number: str | None
    path: str | None
    message: str
    fingerprint: str

    @classmethod
    def of(cls, fields: Mapping[str, JSON]) -> "Former":
        """The former finding in a JSON report or an episode, given by its fields, among others."""
        known = {name: fields[name] for name in cls._fields}
        return cls(**known | {"severity": Severity.of(fields["severity"])})

    @property
    def subject(self) -> str | int | None:
        """The phone number, or the index of an entry without one."""
        return index_of(self.path) if self.phone_number is None else self.phone_number


class Comparison(NamedTuple):
    """How a run compares with its baseline, an earlier report, and what is fixed since."""

    source: str
    started_at: str
    fixed: tuple[Former, ...]


class Confirmation(NamedTuple):
    """How findings were confirmed: the pause before the second fetch, in seconds, and what came.

    `persisting` counts the findings that both fetches had, `once` are those that only one had.
    """

    pause: float
    persisting: int
    once: tuple[Former, ...]


class History(NamedTuple):
    """How a run compares with those recorded before it: its number, its hash, and what changed.

    `database` is where it is recorded; `previous` is the run before and `previous_at` when that
    began, None for the first. `new` and `persisting` count findings, `fixed` are those of former
    runs that are there no more, as far as this run has looked.
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
    """What to show beside a number: its label, declared or else live, and where it is declared."""

    label: str
    place: Place | None


class Terms(NamedTuple):
    """What a run was made with: the configuration, packs and waivers it used, and its selection.

    `waivers` are the files used; None where no waiver was to count. What `select` looks for in a
    secret field is redacted.
    """

    config: str
    policies: tuple[str, ...] = ()
    waivers: tuple[str, ...] | None = ()
    select: tuple[str, ...] = ()


_NO_HEADING = Heading("", None)


class Report(NamedTuple):
    """The result of a run, from which every output and the exit code are made.

    `headings` says, for the (account, subject) of findings, what to show beside the number, or
    beside the index of an entry without one. `fail_on` is None where no finding fails the run.
    `checks` are those of its accounts, by id. `problems` are what went wrong beside the accounts: a
    report that could not be written. `masked` says that phone numbers are masked, `unrecorded`
    that there is a history, which could not be written. `passed_over` says why the run
    was not to go into the history, where there is one, `unsent` which notifications were not sent.
    `commit` is what was checked out, 40 or 64 hexadecimal digits, `run_url` where the CI run can be
    seen; None where it is not known.
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

    def heading(self, finding: Finding) -> Heading:
        """What to show beside the number or entry of a finding; empty where there is neither."""
        subject = finding.subject
        if subject is None:
            return _NO_HEADING
        return self.headings.get((finding.account, subject), _NO_HEADING)

    def title(self, check: str) -> str:
        """What a check finds, in a line; empty where it is not known."""
        return self.checks[check].title if check in self.checks else ""

    @property
    def selectors(self) -> tuple[str, ...]:
        """What was selected; empty where all was."""
        return self.terms.select if self.terms else ()

    @property
    def was_read(self) -> bool:
        """Whether anything was checked, so that counts mean something."""
        return any(account.was_read for account in self.accounts)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Why there is no verdict; empty where there is one.

        Of several accounts each is named, and what is wrong with many of them is said once.
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
        """The verdict; an account that was not fully read outweighs everything else.

        `fail_on: never` gives the same as `fail_on: info`; only the exit code differs.
        """
        if self.all_problems:
            return Outcome.ERROR
        failing = any(finding.fails(self.fail_on) for finding in self.findings)
        return Outcome.FINDINGS if failing else Outcome.CLEAN

    @property
    def fail_on_label(self) -> str:
        """The least severity that fails the run, as users write it, or `never`."""
        return FAIL_NEVER if self.fail_on is None else self.fail_on.label

    @property
    def is_forgiven(self) -> bool:
        """Whether there are findings, and the exit code is 0 only because of `fail_on: never`."""
        return self.outcome is Outcome.FINDINGS and self.fail_on is None

    @property
    def exit_code(self) -> ExitCode:
        """The exit code that goes with the verdict."""
        return ExitCode.CLEAN if self.is_forgiven else ExitCode[self.outcome.name]


def _of(problem: Problem, names: Sequence[str]) -> Problem:
    """A problem that says which accounts it is of."""
    whose = f"{inflect(len(names), 'account')} {list_some(names)}"
    return replace(problem, message=f"{whose}: {problem.message}")
