"""A run over all accounts: settings in, one report out."""

import time
from collections.abc import Callable, Mapping, Sequence

from driftcheck import live
from driftcheck.checks import BUILTIN
from driftcheck.compare import details
from driftcheck.config import DEFAULT, Account, LiveFile, Settings
from driftcheck.errors import DriftcheckError, Problem
from driftcheck.model import JSON, Check, Kind, Severity, order
from driftcheck.pipeline import applied
from driftcheck.pipeline.accounts import looks
from driftcheck.pipeline.confirm import Confirmed, confirm
from driftcheck.pipeline.expected import Inputs, Options
from driftcheck.pipeline.judge import Judge
from driftcheck.pipeline.look import Look
from driftcheck.pipeline.summary import Checked, headings, total
from driftcheck.result import AccountResult, Comparison, Former, Report, Summary, Terms
from driftcheck.system.watch import Watch
from driftcheck.validation import meaning
from driftcheck.validation.redaction import hiding
from driftcheck.words import times


def check(settings: Settings, inputs: Inputs, options: Options, watch: Watch) -> Report:
    """Check every account. What could not be read is an account's `error`, never an exception."""
    hidden = {*settings.sensitive, *inputs.filled}
    with hiding(hidden), meaning.by(inputs.validator.schema):
        return _check(settings, inputs, options, watch)


def _check(settings: Settings, inputs: Inputs, options: Options, watch: Watch) -> Report:
    began, started_at = time.monotonic(), times.now()
    judge = Judge.of(settings, inputs, options)
    first = _nothing_selected(looks(settings.accounts, settings, inputs, options, watch), options)
    second = confirm(first, judge, watch)
    checked = second.checked
    for part in checked:
        name = f"{part.result.name}: " if len(settings.accounts) > 1 else ""
        watch(f"{name}{applied.told(part.result)}")
    findings = tuple(sorted((f for part in checked for f in part.findings), key=order))
    report = Report(
        started_at=started_at,
        duration_seconds=round(time.monotonic() - began, 3),
        fail_on=settings.fail_on,
        accounts=_results(first, second, judge),
        summary=total(*(part.result.summary for part in checked if part.result.summary)),
        findings=findings,
        headings=headings(checked, findings),
        baseline=_compare(settings, inputs, options, second),
        checks=_held_to(settings, inputs, options),
        terms=_terms(settings, options),
        confirmation=second.confirmation,
    )
    if settings.history is None:
        return report
    if strange := [look.account for look in first if not look.is_own]:
        return report._replace(passed_over=_passed_over(strange[0]))
    from driftcheck.pipeline import record  # brings in a database

    watch("recording the run in the history")
    looked_at = _looked_at(settings, inputs, options, checked)
    read = record.inputs_of(settings, inputs, first)
    return record.keep(report, settings.history, read, looked_at, second.unconfirmed)


def _nothing_selected(found: list[Look], options: Options) -> list[Look]:
    """The looks; where nothing is selected in any account, each says so."""
    read = [one for one in found if not one.problems]
    if not options.select or not all(one.is_empty for one in read):
        return found
    from driftcheck.triage import select

    reasons = (reason for one in read for reason in one.reasons)
    problems = (select.nothing(options.select, reasons),)
    return [one if one.problems else one._replace(problems=problems) for one in found]


def _results(first: Sequence[Look], second: Confirmed, judge: Judge) -> tuple[AccountResult, ...]:
    """How reading each account went, in the order of the configuration."""
    known = {part.result.name: part.result for part in second.checked}
    known |= {
        one.account.name: judge.failed(one.account, one.problems) for one in first if one.problems
    }
    known |= {result.name: result for result in second.failed}
    for account in judge.settings.accounts:
        if problems := judge.inputs.failed.get(account.name):
            known[account.name] = judge.failed(account, problems)
    return tuple(known[account.name] for account in judge.settings.accounts)


def _terms(settings: Settings, options: Options) -> Terms:
    used = tuple(file.name for file in settings.waivers) if options.use_waivers else None
    packs = tuple(file.name for file in settings.policies)
    return Terms(settings.file, packs, used, _shown(options.select))


def _shown(selected: Sequence[str]) -> tuple[str, ...]:
    if not selected:
        return ()
    from driftcheck.triage import select

    return tuple(map(select.shown, selected))


def _held_to(settings: Settings, inputs: Inputs, options: Options) -> dict[str, Check]:
    """The checks that a run makes of one account at least, each with its severity; by id."""
    known = [*BUILTIN.values(), *(rule.check for rule in inputs.rules)]
    held = {}
    for found in known:
        levels = [one.severity.get(found.id, found.severity) for one in settings.accounts]
        on = [level for level in levels if level is not None]
        if on and _is_made(found, settings, options):
            common = settings.severity.get(found.id, found.severity)
            held[found.id] = found._replace(severity=max(on) if common is None else common)
    return held


def _is_made(check: Check, settings: Settings, options: Options) -> bool:
    """Whether a run makes a check at all, its severity aside."""
    if check.id == "cross-account-duplicate":
        return len(settings.accounts) > 1
    return options.use_waivers or check.kind is not Kind.WAIVER


def error_report(
    error: DriftcheckError,
    config: str,
    fail_on: Severity | None = Severity.LOW,
    accounts: Sequence[str] = (DEFAULT,),
) -> Report:
    """The report of a run that came to nothing before any account was read."""
    results = (AccountResult(name, None, None, None, error.problems) for name in accounts)
    return Report(times.now(), 0.0, fail_on, tuple(results), Summary(), (), terms=Terms(config))


def keep_failed(report: Report, settings: Settings) -> Report:
    """Record in the history, if there is one, that a run came to nothing."""
    if settings.history is None:
        return report
    if strange := [account for account in settings.accounts if not live.is_own(account)]:
        return report._replace(passed_over=_passed_over(strange[0]))
    from driftcheck.pipeline import record

    return record.keep_failed(report, settings.history, settings)


def _passed_over(account: Account) -> Problem:
    """Why a run is not recorded that was on a list which is not known to be the account's own."""
    source = live.name_of(account.live) if account.live else "the list"
    whose = f"what `driftcheck fetch` saved of account {account.name}"
    hint = "Save it with `driftcheck fetch -o FILE`, or leave the history aside with --no-history."
    message = f"the run is not recorded in the history: {source} is not known to be {whose}"
    return Problem(message, None, hint)


def inputs_of(
    settings: Settings, inputs: Inputs, saved: Mapping[str, LiveFile], watch: Watch
) -> dict[str, JSON]:
    """The hashes of what a run would read, with live lists that were `saved`, by account."""
    from driftcheck.pipeline import record

    return record.inputs_here(settings, inputs, saved, watch)


def _compare(
    settings: Settings, inputs: Inputs, options: Options, looked: Confirmed
) -> Comparison | None:
    if options.baseline is None:
        return None
    from driftcheck.triage import baseline

    looked_at = _looked_at(settings, inputs, options, looked.checked)
    findings = [finding for part in looked.checked for finding in part.findings]
    return baseline.compare((*findings, *looked.unconfirmed), options.baseline, looked_at)


def _looked_at(
    settings: Settings, inputs: Inputs, options: Options, checked: Sequence[Checked]
) -> Callable[[Former], bool]:
    """Whether a run would have found again what a former one did, were it still there."""
    parts = {part.result.name: part for part in checked}
    known = {rule.id: rule.check for rule in inputs.rules} | BUILTIN
    made = {name for name, check in known.items() if _is_made(check, settings, options)}
    if options.select:
        made -= {"waiver-unused"}
    if settings.left_out or len(parts) < len(settings.accounts):
        made -= {"waiver-unused", "cross-account-duplicate"}
    off = {
        account.name: {name for name, level in account.severity.items() if level is None}
        for account in settings.accounts
    }

    subjects = {name: part.subjects for name, part in parts.items() if options.select}

    def looked_at(former: Former) -> bool:
        part = parts.get(former.account)
        if part is None or former.check not in made or former.check in off[former.account]:
            return False
        if details.hides(part.unseen, former.phone_number, former.check, former.path):
            return False
        return not options.select or former.subject in subjects[former.account]

    return looked_at
