"""Records a run in the history, and adds to the report what the history knows of its findings."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import driftcheck
from driftcheck.config import Database, LiveFile, Settings
from driftcheck.document import InputFile
from driftcheck.history import (
    LookedAt,
    Recorded,
    RunLimits,
    hash_of_declared,
    hash_of_files,
    hash_of_json,
    hash_of_live,
    open_history,
    record_run,
    run_of_report,
)
from driftcheck.live import fetch_list
from driftcheck.model import JSON, Age, DriftcheckError, Finding, Former, History, Report, Watch
from driftcheck.pipeline.task import Look, Task
from driftcheck.pipeline.worse import why_worse
from driftcheck.validation import hiding, meaning_by
from driftcheck.words import SENSITIVE, hide_userinfo


def keep(
    report: Report,
    database: Database,
    limits: RunLimits,
    inputs: Mapping[str, JSON],
    looked_at: LookedAt,
    unsettled: Sequence[Finding] = (),
) -> Report:
    """Record a run. Returns the report with the ages of its findings.

    A history that cannot be written is a problem of the run: a run that is missing from the
    evidence would look like a night without a check.
    """
    run = run_of_report(report, inputs, driftcheck.__version__, limits)
    try:
        with open_history(database, create=True) as opened:
            left = {finding.fingerprint for finding in unsettled}
            recorded = record_run(opened, run, looked_at, left)
    except DriftcheckError as error:
        return report._replace(problems=(*report.problems, *error.problems), unrecorded=True)
    findings = tuple(_with_age(finding, recorded, report) for finding in report.findings)
    return report._replace(findings=findings, history=_history_of(recorded, database))


def keep_failed(
    report: Report, database: Database, settings: Settings, select: Sequence[str]
) -> Report:
    """Record a run that failed before any account was read: it found nothing, and nothing fixed.

    What its selectors look for is not recorded: without a schema, nobody knows what is secret.
    """
    with hiding(settings.sensitive):
        inputs = {"configuration": _configuration(settings)}
    paths = (hide_userinfo(text.partition("=")[0]) for text in select)
    limits = limits_of(settings, [f"{path}={SENSITIVE}" for path in paths])
    return keep(report, database, limits, inputs, lambda _former: False)


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


def _with_age(finding: Finding, recorded: Recorded, report: Report) -> Finding:
    name = finding.fingerprint
    aged = recorded.ages[name]
    is_new = recorded.previous is not None and aged.first_run == recorded.run
    worse = why_worse(finding, recorded.before.get(name), report)
    return finding._replace(age=Age(aged.since, aged.nights, is_new, worse))


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
