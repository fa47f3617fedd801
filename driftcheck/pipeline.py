"""Where the stages meet: settings in, one report out."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from driftcheck import baseline, declared, diff, entries, live, policy, schema, select, waivers
from driftcheck.baseline import Baseline
from driftcheck.checks import BUILTIN, TAKEN
from driftcheck.config import Account, Settings
from driftcheck.errors import Collector, DriftcheckError, LiveError, Problem
from driftcheck.model import Check, Declared, Finding, Kind, LiveList, Severity, number_of, order
from driftcheck.redact import hide_userinfo, hiding
from driftcheck.result import AccountResult, Comparison, Fixed, Report, Summary, Terms
from driftcheck.shape import UnknownPathError, find
from driftcheck.suggest import did_you_mean
from driftcheck.summary import Checked, headings, summarize, total
from driftcheck.validator import Validator
from driftcheck.watch import Watch


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that the user wrote, loaded and found valid. `declared` is by account name."""

    validator: Validator
    declared: Mapping[str, Declared]
    packs: tuple[policy.Pack, ...]
    waivers: tuple[waivers.Waiver, ...]

    @property
    def rules(self) -> tuple[policy.Rule, ...]:
        """The rules of all packs."""
        return policy.rules_of(self.packs)


@dataclass(frozen=True, slots=True)
class Options:
    """What one run asks for beside the configuration."""

    select: tuple[str, ...] = ()
    allow_empty: bool = False
    use_waivers: bool = True
    baseline: Baseline | None = None


def load(settings: Settings, problems: Collector) -> Inputs:
    """Read all that the settings name. What is wrong is added to `problems`; raises if anything."""
    with hiding(settings.sensitive):
        return _load(settings, problems)


def _load(settings: Settings, problems: Collector) -> Inputs:
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
    packs: tuple[policy.Pack, ...] = ()
    with problems.step():
        packs = load_packs(settings, validator)
    ids = {rule.id for rule in policy.rules_of(packs)} or policy.ids(settings.policies)
    known = ids | BUILTIN.keys()
    _check_severity_ids(settings, known, problems)
    _check_sensitive_paths(settings, validator, problems)
    waived: tuple[waivers.Waiver, ...] = ()
    with problems.step():
        waived = waivers.load(settings.waivers, known)
    problems.finish()
    return Inputs(validator, by_account, packs, waived)


def load_packs(settings: Settings, validator: Validator) -> tuple[policy.Pack, ...]:
    """The policy packs that the settings name. Raises InputError with all that is wrong."""
    names = [account.name for account in settings.accounts]
    return policy.load(settings.policies, entries.shape(validator.schema), TAKEN, names)


def _check_severity_ids(settings: Settings, known: Collection[str], problems: Collector) -> None:
    for check in settings.severity:
        if check not in known:
            place = settings.severity_places[check]
            problems.add(f'there is no check "{check}"', place, did_you_mean(check, known))


def _check_sensitive_paths(settings: Settings, validator: Validator, problems: Collector) -> None:
    """A path that is mistyped would show what it was to hide."""
    known = entries.with_metadata(validator.schema)
    for path, place in settings.sensitive.items():
        try:
            find(known, path.partition(".*")[0] if path != "*" else "label")
        except UnknownPathError as error:
            problems.add(f'"sensitive" names nothing that there is: {error}', place, error.hint)


def check(settings: Settings, inputs: Inputs, options: Options, watch: Watch) -> Report:
    """Check every account. What could not be read is an account's `error`, never an exception."""
    with hiding(settings.sensitive):
        return _check(settings, inputs, options, watch)


def _check(settings: Settings, inputs: Inputs, options: Options, watch: Watch) -> Report:
    began, started_at = time.monotonic(), _now()
    checked, failed = [], []
    for account in settings.accounts:
        try:
            checked.append(_check_account(account, settings, inputs, options, watch))
        except DriftcheckError as error:
            failed.append(_failed(account, inputs.declared.get(account.name), error))
    findings = tuple(sorted((f for part in checked for f in part.findings), key=order))
    return Report(
        started_at=started_at,
        duration_seconds=round(time.monotonic() - began, 3),
        fail_on=settings.fail_on,
        accounts=(*(part.result for part in checked), *failed),
        summary=total(*(part.result.summary for part in checked if part.result.summary)),
        findings=findings,
        headings=headings(checked, findings),
        baseline=_compare(settings, inputs, options, checked),
        checks=_held_to(settings, inputs, options),
        terms=_terms(settings, options),
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


def _failed(account: Account, known: Declared | None, error: DriftcheckError) -> AccountResult:
    source = live.name_of(account.live) if account.live else None
    declared_count = None if known is None else len(known)
    problems, files = error.problems, _files(account)
    return AccountResult(account.name, source, declared_count, None, problems, files)


def _check_account(
    account: Account, settings: Settings, inputs: Inputs, options: Options, watch: Watch
) -> Checked:
    selectors = select.parse(options.select, entries.with_metadata(inputs.validator.schema))
    whole = inputs.declared[account.name]
    fetched = _fetch(account, whole, options, watch)
    wanted, found = select.keep(selectors, whole, fetched)
    rules = [r for r in inputs.rules if settings.severity.get(r.id, r.severity) is not None]
    chosen = _names(fetched, found) if selectors else None
    findings = _unique(
        [
            *diff.diff(wanted, found),
            *schema.validate(found, inputs.validator, watch.over),
            *policy.evaluate(rules, found, wanted, account.name, watch.over),
            *policy.evaluate_groups(rules, fetched, whole, account.name, chosen),
        ]
    )
    if options.use_waivers:
        level = settings.severity
        meant = [w for w in inputs.waivers if level.get(w.check, Severity.LOW) is not None]
        findings = waivers.apply(findings, meant, _today(), not selectors)
    settled = _settle(findings, account.name, wanted, settings.severity)
    if options.baseline:
        settled = baseline.mark(settled, options.baseline)
    result = AccountResult(
        account.name, found.source, len(wanted), len(found.entries), files=_files(account)
    )
    part = Checked(result, tuple(settled), wanted, found)
    return replace(part, result=replace(result, summary=summarize(part)))


def _files(account: Account) -> tuple[str, ...]:
    return tuple(file.name for file in account.declared)


def _names(fetched: LiveList, found: LiveList) -> frozenset[str]:
    """What rules about groups call the numbers that a selection keeps."""
    kept = set(map(id, found.entries))
    listed = enumerate(fetched.entries)
    return frozenset(number_of(e) or f"[{index}]" for index, e in listed if id(e) in kept)


def _compare(
    settings: Settings, inputs: Inputs, options: Options, checked: Sequence[Checked]
) -> Comparison | None:
    if options.baseline is None:
        return None
    looked_at = _looked_at(settings, inputs, options, checked)
    findings = [finding for part in checked for finding in part.findings]
    return baseline.compare(findings, options.baseline, looked_at)


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


def _today() -> date:
    return datetime.now(UTC).date()


def _fetch(account: Account, known: Declared, options: Options, watch: Watch) -> LiveList:
    if account.live is None:
        raise LiveError(Problem(f'account "{account.name}" has no live side'))
    found = live.source_of(account.live, watch).fetch()
    noun = "number" if len(found.entries) == 1 else "numbers"
    watch(f"{found.source}: {len(found.entries):,} live {noun}")
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
            settled.append(
                replace(
                    finding,
                    account=account,
                    location=location,
                    severity=level,
                    **_harmless(finding),
                )
            )
    return settled


def _harmless(finding: Finding) -> dict[str, Any]:
    """The texts of a finding without credentials: any of them may be made from what is live."""
    number, path = finding.phone_number, finding.path
    return {
        "phone_number": number and hide_userinfo(number),
        "path": path and hide_userinfo(path),
        "message": hide_userinfo(finding.message),
        "members": tuple(map(hide_userinfo, finding.members)),
    }
