"""One account held to what is declared: a function of its settings and what was loaded."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from driftcheck import baseline, diff, entries, garbage, live, policy, schema, select, waivers
from driftcheck.config import Account, Settings
from driftcheck.errors import DriftcheckError, LiveError, Problem
from driftcheck.model import AppliedWaiver, Declared, Finding, Kind, LiveList, Severity
from driftcheck.pipeline.inputs import Inputs, Options
from driftcheck.redact import hide_userinfo
from driftcheck.result import AccountResult
from driftcheck.shape import lookup
from driftcheck.summary import Checked, summarize
from driftcheck.watch import Watch


def check_account(
    account: Account, settings: Settings, inputs: Inputs, options: Options, watch: Watch
) -> Checked:
    """What an account comes to. Raises DriftcheckError where it could not be read whole."""
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
    listed = enumerate(zip(fetched.numbers, fetched.entries, strict=True))
    return frozenset(number or f"[{index}]" for index, (number, e) in listed if id(e) in kept)


def failed_account(account: Account, inputs: Inputs, error: DriftcheckError) -> AccountResult:
    """What is said of an account that could not be read whole."""
    source = live.name_of(account.live) if account.live else None
    known = inputs.declared.get(account.name)
    declared_count = None if known is None else len(known)
    problems, files = error.problems, _files(account)
    return AccountResult(account.name, source, declared_count, None, problems, files)


def _today() -> date:
    return datetime.now(UTC).date()


def _fetch(account: Account, known: Declared, options: Options, watch: Watch) -> LiveList:
    if account.live is None:
        raise LiveError(Problem(f'account "{account.name}" has no live side'))
    with garbage.no_search():
        found = live.source_of(account.live, watch).fetch()
    noun = "number" if len(found.entries) == 1 else "numbers"
    if options.seen:
        options.seen(str(lookup(entry, ["phone_number"])) for entry in found.entries)
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
        "remedy": finding.remedy and hide_userinfo(finding.remedy),
        "waiver": finding.waiver and _harmless_waiver(finding.waiver),
    }


def _harmless_waiver(waiver: AppliedWaiver) -> AppliedWaiver:
    reason, owner = hide_userinfo(waiver.reason), hide_userinfo(waiver.owner)
    return replace(waiver, reason=reason, owner=owner)
