"""Records a run in the history, and adds to the report what the history knows of its findings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path

import driftcheck
from driftcheck.config import Database, LiveFile, Settings
from driftcheck.document import InputFile
from driftcheck.history import (
    Aged,
    Candidate,
    LookedAt,
    Recorded,
    Run,
    RunLimits,
    hash_of_declared,
    hash_of_files,
    hash_of_json,
    hash_of_live,
    open_history,
    prepare_run,
    record_prepared,
    run_of_report,
)
from driftcheck.live import fetch_list
from driftcheck.model import (
    JSON,
    Age,
    DriftcheckError,
    Finding,
    Former,
    History,
    Problem,
    Report,
    Watch,
)
from driftcheck.pipeline.task import Look, Task
from driftcheck.pipeline.worse import why_worse
from driftcheck.validation import hiding, meaning_by
from driftcheck.words import SENSITIVE, hide_userinfo

Problems = tuple[Problem, ...]


class Record:
    """A run that is recorded when nothing can change its verdict any more.

    The report of a run contains its place in the history. So the run is prepared before its report
    is rendered, and recorded when the report is ready to be written. If a problem occurs before
    that, there is another report, and the run is recorded with that one. If a problem occurs later,
    the run is recorded a second time, because records never change. `unsettled` are findings that
    only one of two fetches had.

    A history that cannot be written is a problem of the run: a run that is missing from the
    evidence would look like a night without a check.
    """

    def __init__(
        self,
        report: Report,
        database: Database,
        limits: RunLimits,
        inputs: Mapping[str, JSON],
        looked_at: LookedAt = lambda _former: False,
        unsettled: Sequence[Finding] = (),
    ) -> None:
        self._of_run = report
        self._database = database
        self._known = limits, inputs
        self._search = looked_at, {finding.fingerprint for finding in unsettled}
        self._context = copy_context()  # what is secret is the same whenever it is prepared
        self._latest = report
        self._prepared: Candidate | None = None
        self._recorded: History | None = None
        self._failed: Problems = ()

    def report(self, problems: Problems = ()) -> Report:
        """Return the report with more problems, and with its place in the history."""
        report = self._of_run._replace(problems=(*self._of_run.problems, *problems))
        if self._prepared is None or self._latest.problems != report.problems:
            self._latest = self._context.run(self._prepare, report)
        return self._latest

    def keep(self) -> Report:
        """Record the run at once; return its report."""
        while True:
            report = self.report()
            if self.settle(lambda: True):
                return report

    def settle(self, ready: Callable[[], bool]) -> bool:
        """Record the run as its latest report has it. Return False if another one is needed.

        `ready` is called just before, and returns whether it may be recorded.
        """
        prepared, self._prepared = self._prepared, None
        if prepared is None:
            return ready()
        try:
            with open_history(self._database, create=True) as opened:
                done = record_prepared(opened, prepared, ready)
        except DriftcheckError as error:
            self._failed = error.problems
            return False
        if done:
            self._recorded = self._latest.history
        return done

    def _prepare(self, report: Report) -> Report:
        if not self._failed:
            try:
                with open_history(self._database, create=True) as opened:
                    self._prepared = prepare_run(opened, self._run(report), *self._search)
                return self._placed(report, self._prepared)
            except DriftcheckError as error:
                self._failed = error.problems
        return report._replace(problems=(*report.problems, *self._failed), unrecorded=True)

    def _run(self, report: Report) -> Run:
        limits, inputs = self._known
        run = run_of_report(report, inputs, driftcheck.__version__, limits)
        if self._recorded is None:
            return run
        again = f"run {self._recorded.run} is the first record of this run, before these errors"
        return replace(run, errors=(*run.errors, again))

    def _placed(self, report: Report, prepared: Candidate) -> Report:
        """Return the report with the ages of its findings and its place in the history."""
        recorded = prepared.recorded
        if self._recorded:  # compared with its first record, no finding would be new
            place = self._recorded._replace(run=recorded.run, hash=recorded.hash)
            return report._replace(findings=self._latest.findings, history=place)
        names = (found.fingerprint for found in prepared.run.findings)
        findings = tuple(_with_ages(report, recorded, names))
        return report._replace(findings=findings, history=_history_of(recorded, self._database))


def record_of_failed(
    report: Report, database: Database, settings: Settings, select: Sequence[str]
) -> Record:
    """The record of a run that failed before any account was read, so it has no findings.

    What its selectors look for is not recorded: without a schema, nobody knows what is secret.
    """
    with hiding(settings.sensitive):
        inputs = {"configuration": _configuration(settings)}
    paths = (hide_userinfo(text.partition("=")[0]) for text in select)
    limits = limits_of(settings, [f"{path}={SENSITIVE}" for path in paths])
    return Record(report, database, limits, inputs)


def limits_of(settings: Settings, select: Sequence[str], waivers: bool = True) -> RunLimits:
    """What a run is limited to, given its selectors as they may be shown."""
    chosen = [account.name for account in settings.accounts] if settings.left_out else []
    return RunLimits(tuple(select), tuple(chosen), waivers)


def inputs_of(task: Task, looks: Sequence[Look]) -> dict[str, JSON]:
    """The hashes of everything that a run read."""
    settings = task.settings
    # What is hidden depends on the schema. It must be the same now as when the run was recorded.
    with hiding(task.hidden), meaning_by(task.schema):
        return {
            "configuration": _configuration(settings),
            "declarations": dict(_declarations(task)),
            "live": {look.account.name: look.digest for look in looks},
            "policies": hash_of_files(settings.policies),
            "schema": hash_of_json(task.schema),
            "waivers": hash_of_files(settings.waivers),
        }


def _declarations(task: Task) -> Iterator[tuple[str, str]]:
    """The hash of each account's declarations, with secrets hidden."""
    for name, expected in task.accounts.items():
        with meaning_by(expected.validator.schema):
            yield name, hash_of_declared(expected.declared)


def inputs_here(task: Task, saved: Mapping[str, LiveFile], watch: Watch) -> dict[str, JSON]:
    """The hashes of what a run would read now. `saved` are files with live lists, by account."""
    looks = []
    accounts = {account.name: account for account in task.settings.accounts}
    for name, file in saved.items():
        account = accounts[name]._replace(live=file)
        # The schema is that of the task: the account itself may have failed to load.
        with hiding(task.hidden), meaning_by(task.schema):
            fetched = fetch_list(account, watch)
            looks.append(Look(account, digest=hash_of_live(fetched)))
    return inputs_of(task, looks)


def _configuration(settings: Settings) -> str | None:
    """The hash of the configuration file. None if it was removed since it was read."""
    try:
        return hash_of_files([InputFile(Path(settings.file), settings.file)])
    except DriftcheckError:
        return None


def _with_ages(report: Report, recorded: Recorded, names: Iterable[str]) -> Iterator[Finding]:
    """Return findings with their ages. `names` are their fingerprints, which take time to compute.

    Many findings have the same age.
    """
    known: dict[Aged, Age] = {}
    is_first = recorded.previous is None
    for finding, name in zip(report.findings, names, strict=True):
        aged, before = recorded.ages[name], recorded.before.get(name)
        if aged not in known:
            is_new = not is_first and aged.first_run == recorded.run
            known[aged] = Age(aged.since, aged.nights, is_new)
        age = known[aged]
        if before and (worse := why_worse(finding, before, report)):
            age = age._replace(worse=worse)
        yield finding._replace(age=age)


def _history_of(recorded: Recorded, database: Database) -> History:
    previous = recorded.previous
    new = sum(aged.first_run == recorded.run for aged in recorded.ages.values())
    return History(
        database=database.name,
        run=recorded.run,
        hash=recorded.hash,
        previous=previous.id if previous else None,
        previous_at=previous.started_at if previous else None,
        new=new,
        persisting=len(recorded.ages) - new,
        fixed=tuple(Former.of(episode._asdict()) for episode in recorded.fixed),
    )
