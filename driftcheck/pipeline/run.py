"""A run over all accounts: settings in, one report out."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from driftcheck import baseline, select
from driftcheck.checks import BUILTIN
from driftcheck.config import Settings
from driftcheck.errors import DriftcheckError
from driftcheck.model import Check, Kind, Severity, order
from driftcheck.pipeline.account import check_account, failed_account
from driftcheck.pipeline.confirm import Confirmed, confirm
from driftcheck.pipeline.inputs import Inputs, Options
from driftcheck.redact import hiding
from driftcheck.result import AccountResult, Comparison, Fixed, Report, Summary, Terms
from driftcheck.summary import Checked, headings, total
from driftcheck.watch import Watch


def check(settings: Settings, inputs: Inputs, options: Options, watch: Watch) -> Report:
    """Check every account. What could not be read is an account's `error`, never an exception."""
    with hiding(settings.sensitive):
        return _check(settings, inputs, options, watch)


def _check(settings: Settings, inputs: Inputs, options: Options, watch: Watch) -> Report:
    began, started_at = time.monotonic(), _now()
    checked, failed = [], []
    for account in settings.accounts:
        try:
            checked.append(check_account(account, settings, inputs, options, watch))
        except DriftcheckError as error:
            failed.append(failed_account(account, inputs, error))
    second = confirm(checked, settings, inputs, options, watch)
    checked, failed = second.checked, [*failed, *second.failed]
    findings = tuple(sorted((f for part in checked for f in part.findings), key=order))
    return Report(
        started_at=started_at,
        duration_seconds=round(time.monotonic() - began, 3),
        fail_on=settings.fail_on,
        accounts=(*(part.result for part in checked), *failed),
        summary=total(*(part.result.summary for part in checked if part.result.summary)),
        findings=findings,
        headings=headings(checked, findings),
        baseline=_compare(settings, inputs, options, second),
        checks=_held_to(settings, inputs, options),
        terms=_terms(settings, options),
        confirmation=second.confirmation,
    )


def _terms(settings: Settings, options: Options) -> Terms:
    used = tuple(file.name for file in settings.waivers) if options.use_waivers else None
    packs = tuple(file.name for file in settings.policies)
    return Terms(settings.file, packs, used, tuple(map(select.shown, options.select)))


def _held_to(settings: Settings, inputs: Inputs, options: Options) -> dict[str, Check]:
    """The checks that a run makes, each with the severity it is given; by id."""
    known = [*BUILTIN.values(), *(rule.check for rule in inputs.rules)]
    held = {}
    for found in known:
        severity = settings.severity.get(found.id, found.severity)
        if severity is not None and (options.use_waivers or found.kind is not Kind.WAIVER):
            held[found.id] = replace(found, severity=severity)
    return held


def error_report(error: DriftcheckError, config: str, fail_on: Severity = Severity.LOW) -> Report:
    """The report of a run that came to nothing before any account was read."""
    result = AccountResult("default", None, None, None, error.problems)
    return Report(_now(), 0.0, fail_on, (result,), Summary(), (), terms=Terms(config))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _compare(
    settings: Settings, inputs: Inputs, options: Options, looked: Confirmed
) -> Comparison | None:
    if options.baseline is None:
        return None
    looked_at = _looked_at(settings, inputs, options, looked.checked)
    findings = [finding for part in looked.checked for finding in part.findings]
    return baseline.compare((*findings, *looked.unconfirmed), options.baseline, looked_at)


def _looked_at(
    settings: Settings, inputs: Inputs, options: Options, checked: Sequence[Checked]
) -> Callable[[Fixed], bool]:
    """Whether a run would have found again what a former one did, were it still there."""
    parts = {part.result.name: part for part in checked}
    known = {rule.id for rule in inputs.rules} | BUILTIN.keys()
    active = {check for check in known if settings.severity.get(check, Severity.LOW) is not None}
    if not options.use_waivers:
        active -= {check for check in active if check in BUILTIN and _of_waivers(check)}
    if options.select:
        active -= {"waiver-unused"}

    def looked_at(former: Fixed) -> bool:
        part = parts.get(former.account)
        if part is None or former.check not in active:
            return False
        return not options.select or part.shows(former.phone_number)

    return looked_at


def _of_waivers(check: str) -> bool:
    return BUILTIN[check].kind is Kind.WAIVER
