"""A run over all accounts: a task in, one report out."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from driftcheck.compare.details import may_be_hidden
from driftcheck.config import Account, LiveFile, Settings
from driftcheck.live import is_own
from driftcheck.model import (
    BUILTIN_CHECKS,
    DEFAULT_ACCOUNT,
    JSON,
    AccountResult,
    Check,
    Comparison,
    DriftcheckError,
    Former,
    Need,
    Problem,
    Report,
    Severity,
    Summary,
    Terms,
    Watch,
    order,
)
from driftcheck.pipeline.accounts import looks
from driftcheck.pipeline.applied import applied_line
from driftcheck.pipeline.confirm import Confirmed, confirm
from driftcheck.pipeline.judge import Judge
from driftcheck.pipeline.summary import Checked, headings, total
from driftcheck.pipeline.task import Look, Task
from driftcheck.validation import hiding, meaning_by
from driftcheck.words import know, knowing, utc_now

if TYPE_CHECKING:
    from driftcheck.pipeline.record import Record


def check_task(task: Task, watch: Watch) -> Report:
    """Check every account, and record the run if there is a history.

    An account that cannot be read has an `error`; nothing is raised.
    """
    report, record = run_task(task, watch)
    return record.keep() if record else report


def run_task(task: Task, watch: Watch) -> "tuple[Report, Record | None]":
    """Check every account. Return the report, and the run's record if it is to be recorded."""
    with hiding(task.hidden), meaning_by(task.schema), knowing():
        return _check(task, watch)


def _check(task: Task, watch: Watch) -> "tuple[Report, Record | None]":
    began, started_at = time.monotonic(), utc_now()
    settings, judge = task.settings, Judge.of(task)
    first = _nothing_selected(_looks(task, watch), task)
    second = confirm(first, judge, watch, partial(_looks, task, watch))
    checked = second.checked
    for part in checked:
        name = f"{part.result.name}: " if len(settings.accounts) > 1 else ""
        watch(f"{name}{applied_line(part.result)}")
    findings = tuple(sorted((f for part in checked for f in part.findings), key=order))
    report = Report(
        started_at=started_at,
        duration_seconds=round(time.monotonic() - began, 3),
        fail_on=settings.fail_on,
        accounts=_results(first, second, judge),
        summary=total(*(part.result.summary for part in checked if part.result.summary)),
        findings=findings,
        headings=headings(checked, findings),
        baseline=_compare(task, second),
        checks=_checks_on(task),
        terms=_terms(task),
        confirmation=second.confirmation,
        **task.provenance._asdict(),
    )
    return _record(report, task, first, second, watch)


def _looks(task: Task, watch: Watch, names: Collection[str] | None = None) -> list[Look]:
    """Return the looks; the secrets of each are hidden in the results of all."""
    found = looks(task, watch, names)
    for one in found:
        know(one.known)
    # A problem hides the secrets known when it was made, which excludes those of other accounts.
    return [one._replace(problems=tuple(map(replace, one.problems))) for one in found]


def _record(
    report: Report, task: Task, first: Sequence[Look], second: Confirmed, watch: Watch
) -> "tuple[Report, Record | None]":
    """Return the report, and the run's record if there is a history."""
    history = task.settings.history
    if history is None:
        return report, None
    if strange := [look.account for look in first if not look.is_own]:
        return report._replace(passed_over=_why_unrecorded(strange[0])), None
    from driftcheck.pipeline import record  # loads a database driver

    watch("recording the run in the history")
    looked_at = _would_find(task, second.checked)
    with knowing():  # only runs that fetch from the API know the secrets that were sent
        read = record.inputs_of(task, first)
    limits = record.limits_of(task.settings, report.selectors, task.options.use_waivers)
    kept = record.Record(report, history, limits, read, looked_at, second.unconfirmed)
    return report, kept


def _nothing_selected(found: list[Look], task: Task) -> list[Look]:
    """Return the looks; if the selection is empty in every account, each look has that problem."""
    read = [look for look in found if not look.problems]
    selected = task.options.select
    if not selected or not all(look.is_empty for look in read):
        return found
    from driftcheck.triage import nothing_selected  # only needed with a selection

    reasons = (reason for look in read for reason in look.reasons)
    problems = (nothing_selected(selected, reasons, task.shape),)
    return [look if look.problems else look._replace(problems=problems) for look in found]


def _results(first: Sequence[Look], second: Confirmed, judge: Judge) -> tuple[AccountResult, ...]:
    """Return the result of each account, in the order of the configuration."""
    known = {part.result.name: part.result for part in second.checked}
    known |= {
        look.account.name: judge.failure(look.account, look.problems)
        for look in first
        if look.problems
    }
    known |= {result.name: result for result in second.failed}
    for account in judge.task.settings.accounts:
        if problems := judge.task.failed.get(account.name):
            known[account.name] = judge.failure(account, problems)
    return tuple(known[account.name] for account in judge.task.settings.accounts)


def _terms(task: Task) -> Terms:
    settings = task.settings
    used = tuple(file.name for file in settings.waivers) if task.options.use_waivers else None
    packs = tuple(file.name for file in settings.policies)
    return Terms(settings.file, packs, used, _shown_selection(task))


def _shown_selection(task: Task) -> tuple[str, ...]:
    if not task.options.select:
        return ()
    from driftcheck.triage import display_selector

    known = task.shape
    return tuple(display_selector(text, known) for text in task.options.select)


def _checks_on(task: Task) -> dict[str, Check]:
    """Return the checks that the run makes of any account, with their severities, by id."""
    accounts, common, on = task.settings.accounts, task.settings.severity, {}
    for found in _checks(task).values():
        given = (account.severity.get(found.id, found.severity) for account in accounts)
        levels = [level for level in given if level is not None]
        if levels and found.is_made(task.has):
            level = common.get(found.id, found.severity)
            on[found.id] = found._replace(severity=max(levels) if level is None else level)
    return on


def _checks(task: Task) -> dict[str, Check]:
    """Return all checks and rules, by id."""
    return BUILTIN_CHECKS | {rule.id: rule.check for rule in task.rules}


def failed_report(
    error: DriftcheckError,
    config: str,
    fail_on: Severity | None = Severity.LOW,
    accounts: Sequence[str] = (DEFAULT_ACCOUNT,),
) -> Report:
    """Return the report of a run that failed before any account was read."""
    results = (AccountResult(name, None, None, None, error.problems) for name in accounts)
    return Report(utc_now(), 0.0, fail_on, tuple(results), Summary(), (), terms=Terms(config))


def record_failed(
    report: Report, settings: Settings, select: Sequence[str]
) -> "tuple[Report, Record | None]":
    """Return the report of a run that failed early, and its record if there is a history."""
    if settings.history is None:
        return report, None
    if strange := [account for account in settings.accounts if not is_own(account)]:
        return report._replace(passed_over=_why_unrecorded(strange[0])), None
    from driftcheck.pipeline import record

    return report, record.record_of_failed(report, settings.history, settings, select)


def _why_unrecorded(account: Account) -> Problem:
    """Return why a run is not recorded: its list is not known to be the account's own."""
    source = account.live.name if account.live else "the list"
    if not account.has_own_url:
        message = f"the run is not recorded in the history: --url replaced the URL by {source}"
        hint = "Set it as `url` under `live.agora`, or use --no-history."
        return Problem(message, None, hint)
    whose = f"a list that `driftcheck fetch` saved for account {account.name}"
    hint = "Save it with `driftcheck fetch -o FILE`, or use --no-history."
    message = f"the run is not recorded in the history: {source} is not known to be {whose}"
    return Problem(message, None, hint)


def inputs_of(task: Task, saved: Mapping[str, LiveFile], watch: Watch) -> dict[str, JSON]:
    """Return the hashes of a run's inputs, with `saved` live lists, by account."""
    from driftcheck.pipeline import record

    return record.inputs_here(task, saved, watch)


def _compare(task: Task, looked: Confirmed) -> Comparison | None:
    known = task.options.baseline
    if known is None:
        return None
    from driftcheck.triage import compare_with_baseline  # only needed with a baseline

    findings = [finding for part in looked.checked for finding in part.findings]
    found = (*findings, *looked.unconfirmed)
    return compare_with_baseline(found, known, _would_find(task, looked.checked))


def _would_find(task: Task, checked: Sequence[Checked]) -> Callable[[Former], bool]:
    """Return whether this run would have found an earlier finding again, as a predicate."""
    parts, accounts = {part.result.name: part for part in checked}, task.settings.accounts
    has = task.has if len(parts) == len(accounts) else task.has - {Need.ALL_ACCOUNTS}
    made = {name for name, check in _checks(task).items() if check.needs | check.proof <= has}
    off = {
        account.name: {name for name, level in account.severity.items() if level is None}
        for account in accounts
    }
    # Which fields of these entries are listed depends on their other faulty fields.
    counted = {
        (f.account, f.check, f.subject) for part in checked for f in part.findings if f.is_rest
    }
    selecting = bool(task.options.select)
    subjects = {name: part.subjects for name, part in parts.items() if selecting}

    def looked_at(former: Former) -> bool:
        part = parts.get(former.account)
        if part is None or former.check not in made or former.check in off[former.account]:
            return False
        if (former.account, former.check, former.subject) in counted:
            return False
        if may_be_hidden(part.unseen, former.phone_number, former.check, former.path):
            return False
        return not selecting or former.subject in subjects[former.account]

    return looked_at
