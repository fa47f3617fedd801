"""Where the stages meet: settings in, one report out."""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from driftcheck import declared, diff, entries, live, policy, schema, select, waivers
from driftcheck.checks import BUILTIN
from driftcheck.config import Account, Settings
from driftcheck.errors import Collector, DriftcheckError, LiveError, Problem
from driftcheck.live import Notify
from driftcheck.model import (
    JSON,
    AccountResult,
    Declaration,
    Declared,
    Finding,
    Heading,
    Kind,
    LiveList,
    Report,
    Severity,
    Summary,
    number_of,
    order,
)
from driftcheck.suggest import did_you_mean
from driftcheck.validator import Validator


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that the user wrote, loaded and found valid. `declared` is by account name."""

    validator: Validator
    declared: Mapping[str, Declared]
    rules: tuple[policy.Rule, ...]
    waivers: tuple[waivers.Waiver, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """What one run asks for beside the configuration."""

    select: tuple[str, ...] = ()
    allow_empty: bool = False
    use_waivers: bool = True


@dataclass(frozen=True, slots=True)
class _Checked:
    """What one account came to."""

    result: AccountResult
    findings: tuple[Finding, ...]
    declared: Declared
    live: LiveList


def load(settings: Settings, problems: Collector) -> Inputs:
    """Read all that the settings name. What is wrong is added to `problems`; raises if anything."""
    validator = Validator({})
    with problems.step():
        validator = entries.load(settings.schema)
    by_account: dict[str, Declared] = {}
    for account in settings.accounts:
        with problems.step():
            if account.live is not None:
                live.check(account.live)
        with problems.step():
            by_account[account.name] = declared.load(account.declared, validator.schema)
    rules: tuple[policy.Rule, ...] = ()
    with problems.step():
        names = [account.name for account in settings.accounts]
        rules = policy.load(settings.policies, entries.shape(validator.schema), BUILTIN, names)
    ids = {rule.id for rule in rules} or policy.ids(settings.policies)
    known = ids | BUILTIN.keys()
    _check_severity_ids(settings, known, problems)
    waived: tuple[waivers.Waiver, ...] = ()
    with problems.step():
        waived = waivers.load(settings.waivers, known)
    problems.finish()
    return Inputs(validator, by_account, rules, waived)


def _check_severity_ids(settings: Settings, known: Collection[str], problems: Collector) -> None:
    for check in settings.severity:
        if check not in known:
            place = settings.severity_places[check]
            problems.add(f'there is no check "{check}"', place, did_you_mean(check, known))


def check(settings: Settings, inputs: Inputs, options: Options, notify: Notify) -> Report:
    """Check every account. What could not be read is an account's `error`, never an exception."""
    began, started_at = time.monotonic(), _now()
    checked, failed = [], []
    for account in settings.accounts:
        try:
            checked.append(_check_account(account, settings, inputs, options, notify))
        except DriftcheckError as error:
            failed.append(_failed(account, inputs.declared.get(account.name), error))
    findings = tuple(sorted((f for part in checked for f in part.findings), key=order))
    return Report(
        started_at=started_at,
        duration_seconds=round(time.monotonic() - began, 3),
        fail_on=settings.fail_on,
        accounts=(*(part.result for part in checked), *failed),
        summary=_summary(checked, findings),
        findings=findings,
        headings=_headings(checked, findings),
    )


def error_report(error: DriftcheckError, fail_on: Severity = Severity.LOW) -> Report:
    """The report of a run that came to nothing before any account was read."""
    result = AccountResult("default", None, None, None, error.problems)
    return Report(_now(), 0.0, fail_on, (result,), Summary(), ())


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _failed(account: Account, known: Declared | None, error: DriftcheckError) -> AccountResult:
    source = live.name_of(account.live) if account.live else None
    declared_count = None if known is None else len(known)
    return AccountResult(account.name, source, declared_count, None, error.problems)


def _check_account(
    account: Account, settings: Settings, inputs: Inputs, options: Options, notify: Notify
) -> _Checked:
    selectors = select.parse(options.select, entries.shape(inputs.validator.schema))
    whole = inputs.declared[account.name]
    fetched = _fetch(account, whole, options, notify)
    wanted, found = select.keep(selectors, whole, fetched)
    findings = _unique(
        [
            *diff.diff(wanted, found),
            *schema.validate(found, inputs.validator),
            *policy.evaluate(inputs.rules, found, wanted, account.name),
        ]
    )
    if options.use_waivers:
        findings = waivers.apply(findings, inputs.waivers, _today(), not selectors)
    settled = _settle(findings, account.name, wanted, settings.severity)
    result = AccountResult(account.name, found.source, len(wanted), len(found.entries))
    return _Checked(result, tuple(settled), wanted, found)


def _today() -> date:
    return datetime.now(UTC).date()


def _fetch(account: Account, known: Declared, options: Options, notify: Notify) -> LiveList:
    if account.live is None:
        raise LiveError(Problem(f'account "{account.name}" has no live side'))
    found = live.source_of(account.live, notify).fetch()
    notify(f"{found.source}: {len(found.entries)} live numbers")
    if known and not found.entries and not options.allow_empty:
        count = "1 number is" if len(known) == 1 else f"{len(known)} numbers are"
        message = f"{found.source} gave an empty list, while {count} declared"
        hint = "If the account really has no number, use --allow-empty."
        raise LiveError(Problem(message, None, hint))
    return found


def _unique(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a key: a number that is twice in the live list is told of once."""
    first: dict[tuple[str, ...], Finding] = {}
    for finding in findings:
        first.setdefault(finding.key, finding)
    return list(first.values())


def _settle(
    findings: Iterable[Finding],
    account: str,
    known: Declared,
    severity: Mapping[str, Severity | None],
) -> list[Finding]:
    """Give findings their account, place and configured severity; leave out what is off."""
    settled = []
    for finding in findings:
        level = severity.get(finding.check, finding.severity)
        if level is not None:
            declaration = known.get(finding.phone_number or "")
            location = finding.location
            if declaration is not None and finding.kind is not Kind.WAIVER:
                location = declaration.place_of((finding.path or "").removeprefix("declared."))
            settled.append(replace(finding, account=account, location=location, severity=level))
    return settled


def _summary(checked: Sequence[_Checked], findings: Sequence[Finding]) -> Summary:
    def numbers(*checks: str) -> int:
        return len({(f.account, f.phone_number, _entry(f)) for f in findings if f.check in checks})

    total_declared = sum(len(part.declared) for part in checked)
    total_live = sum(len(part.live.entries) for part in checked)
    off = {(f.account, f.phone_number) for f in findings if f.kind is Kind.DRIFT}
    in_sync = sum((p.result.name, n) not in off for p in checked for n in p.declared)
    covered = sum(number_of(entry) in p.declared for p in checked for entry in p.live.entries)
    by_severity = Counter(f.severity for f in findings if f.waiver is None)
    return Summary(
        declared=total_declared,
        live=total_live,
        in_sync=in_sync,
        missing=numbers("drift-missing"),
        changed=numbers("drift-changed"),
        unmanaged=numbers("drift-unmanaged"),
        invalid=numbers("schema-invalid"),
        violations=sum(f.kind is Kind.POLICY for f in findings),
        waived=sum(f.waiver is not None for f in findings),
        coverage=covered * 10_000 // total_live / 10_000 if total_live else None,
        by_severity={level: by_severity[level] for level in reversed(Severity)},
    )


def _entry(finding: Finding) -> str | None:
    """The index that stands for a number in the path of an entry without one."""
    path = finding.path
    return path.split("]")[0] if path and finding.phone_number is None else None


def _headings(
    checked: Sequence[_Checked], findings: Sequence[Finding]
) -> dict[tuple[str, str], Heading]:
    """Label and place of the numbers that have findings."""
    wanted = {(f.account, f.phone_number) for f in findings}
    headings: dict[tuple[str, str], Heading] = {}
    for part in checked:
        account = part.result.name
        for entry in part.live.entries:
            number = number_of(entry) or ""
            if (account, number) in wanted:
                heading = _heading(part.declared.get(number), entry)
                headings.setdefault((account, number), heading)
        for number, declaration in part.declared.items():
            if (account, number) in wanted:
                headings.setdefault((account, number), _heading(declaration, None))
    return headings


def _heading(declaration: Declaration | None, entry: JSON) -> Heading:
    sides = [declaration.fields if declaration else {}, entry]
    labels = [side.get("label") for side in sides if isinstance(side, Mapping)]
    label = next((label for label in labels if isinstance(label, str)), "")
    return Heading(label, declaration.place if declaration else None)
