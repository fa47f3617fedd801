"""Turns looks into results: overlaps, waivers, severities and the baseline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from driftcheck.config import Account
from driftcheck.model import (
    AccountResult,
    AppliedWaiver,
    Declaration,
    Declared,
    Finding,
    Kind,
    Problem,
    Severity,
)
from driftcheck.pipeline.applied import Applied
from driftcheck.pipeline.summary import Checked, Facts, with_counts
from driftcheck.pipeline.task import Expected, Look, Task
from driftcheck.validation import hide_quoted, meaning_by, redact
from driftcheck.words import hide_userinfo

if TYPE_CHECKING:
    from driftcheck.triage import Waiver


class Judge(NamedTuple):
    """Makes results from looks."""

    task: Task
    today: date

    @classmethod
    def of(cls, task: Task) -> "Judge":
        """Return a judge with today's date, UTC."""
        return cls(task, datetime.now(UTC).date())

    def checked(self, looks: Sequence[Look]) -> list[Checked]:
        """Return the results of the accounts that were read in full."""
        whole = [look for look in looks if not look.problems]
        overlapping = self._overlaps(looks) if len(looks) > 1 else {}
        marked: dict[str, list[Finding]] = {}
        used: frozenset[int] = frozenset()
        for look in whole:
            name = look.account.name
            more = overlapping.get(name)
            found = [*look.findings, *(_keep_selected(more, look) if more else ())]
            # By identity from here on, because two waivers may be equal.
            known = self._waivers(look.account)
            marked[name], matching = self._mark_waived(found, known)
            used |= matching | {id(waiver) for waiver in known if waiver.may_cover(look.unseen)}
        for name, findings in self._overdue(looks, used):
            marked[name] += findings
        several = len(looks) > 1
        checked = []
        for look in whole:
            expected = self.task.accounts[look.account.name]
            with meaning_by(expected.validator.schema):
                findings = marked[look.account.name]
                checked.append(self._checked(look, findings, expected, several=several))
        return checked

    def _mark_waived(
        self, findings: list[Finding], known: "Sequence[Waiver]"
    ) -> tuple[list[Finding], frozenset[int]]:
        """Return the findings with waived ones marked, and the ids of waivers that match any."""
        if not known:
            return findings, frozenset()
        from driftcheck.triage import mark_waived  # only needed with waivers

        return mark_waived(findings, known, self.today)

    def failure(self, account: Account, problems: tuple[Problem, ...]) -> AccountResult:
        """Return the result of an account that could not be read in full."""
        source = account.live.name if account.live else None
        expected = self.task.accounts.get(account.name)
        count = len(expected.declared) if expected else None
        return AccountResult(account.name, source, count, None, problems, _files(account))

    def _overlaps(self, looks: Sequence[Look]) -> Mapping[str, list[Finding]]:
        """Return the findings on numbers in several accounts; unread accounts count as declared."""
        from driftcheck.compare import Side, find_overlaps  # only for several accounts

        sides = {
            look.account.name: Side(
                self.task.accounts[look.account.name].declared,
                frozenset(filter(None, look.fetched.numbers)) if look.fetched else frozenset(),
            )
            for look in looks
        }
        return find_overlaps(sides)

    def _waivers(self, account: Account) -> "list[Waiver]":
        """Return the waivers of an account, except those for checks that are off."""
        if not self.task.options.use_waivers:
            return []
        level = account.severity
        known = self.task.accounts[account.name].waivers
        return [waiver for waiver in known if level.get(waiver.check, Severity.LOW) is not None]

    def _overdue(
        self, looks: Sequence[Look], used: frozenset[int]
    ) -> Iterator[tuple[str, list[Finding]]]:
        """Yield the findings on waivers, each in the first account that it applies to.

        Whether a waiver matches anything in an unread account is unknown.
        """
        users: dict[int, tuple[Waiver, list[Look]]] = {}
        for look in looks:
            for waiver in self._waivers(look.account):
                users.setdefault(id(waiver), (waiver, []))[1].append(look)
        if not users:
            return
        from driftcheck.triage import overdue_waivers, waiver_titles

        unseen = [a for a in self.task.settings.accounts if a.name in self.task.failed]
        unseen += self.task.settings.left_out
        elsewhere = {file.name for account in unseen for file in account.waivers}
        judged: dict[tuple[str, bool], list[Waiver]] = {}
        for waiver, holders in users.values():
            read = [look for look in holders if not look.problems]
            hidden = self.task.options.select or waiver.applied.location.file in elsewhere
            if read:
                key = read[0].account.name, not hidden and len(read) == len(holders)
                judged.setdefault(key, []).append(waiver)
        titled = {look.account.name: waiver_titles(self._waivers(look.account)) for look in looks}
        notice = self.task.settings.waiver_notice
        for (name, whole), batch in judged.items():
            yield (
                name,
                overdue_waivers(batch, used, self.today, whole, notice=notice, titled=titled[name]),
            )

    def _checked(
        self, look: Look, findings: Sequence[Finding], expected: Expected, *, several: bool
    ) -> Checked:
        account, wanted, found = look.account, look.declared or {}, look.live
        if found is None:
            raise TypeError("an account that was read has a live list")
        settled = _settle(findings, account, wanted)
        if self.task.options.baseline:
            from driftcheck.triage import mark_existing  # only needed with a baseline

            settled = mark_existing(settled, self.task.options.baseline)
        result = AccountResult(
            account.name,
            found.source,
            len(wanted),
            len(found.entries),
            files=_files(account),
            fetched_at=found.fetched_at,
            totals_ignored=found.totals_ignored,
        )
        facts = Facts.of(look.findings, wanted)
        part = Checked(result, tuple(settled), wanted, found, facts, look.unseen)
        whole = not self.task.options.select
        made = Applied(account, expected, look.applied, whole, several).results(part)
        return with_counts(part._replace(result=result._replace(checks=made)))


def _keep_selected(findings: Iterable[Finding], look: Look) -> Iterator[Finding]:
    """Yield the findings on selected numbers."""
    kept = {*(look.declared or ()), *(look.live.numbers if look.live else ())}
    return (finding for finding in findings if finding.phone_number in kept)


def _files(account: Account) -> tuple[str, ...]:
    return tuple(file.name for file in account.declared)


def _settle(findings: Iterable[Finding], account: Account, known: Declared) -> list[Finding]:
    """Set the account, place and configured severity of findings; drop checks that are off."""
    settled = []
    for finding in findings:
        level = account.severity.get(finding.check, finding.severity)
        if level is not None:
            declaration = known.get(finding.phone_number or "")
            location, owner = finding.location, _owner(declaration)
            if declaration is not None and finding.kind is not Kind.WAIVER:
                location = declaration.place_of((finding.path or "").removeprefix("declared."))
            settled.append(
                finding._replace(
                    account=account.name,
                    location=location,
                    severity=level,
                    owner=owner,
                    **_harmless(finding),
                )
            )
    return settled


def _owner(declaration: Declaration | None) -> str | None:
    """Return the owner in the `metadata` of a declaration; None if it is not text."""
    given = declaration.metadata.get("owner") if declaration else None
    return redact(given, ("metadata", "owner")) if given and isinstance(given, str) else None


def _harmless(finding: Finding) -> dict[str, Any]:
    """Return the texts of a finding without credentials; any of them may quote live values."""
    number, path = finding.phone_number, finding.path
    return {
        "phone_number": number and hide_userinfo(number),
        "path": path and hide_userinfo(path),
        "message": hide_userinfo(finding.message),
        # They are redacted already, except for secrets of other accounts.
        "expected": hide_quoted(finding.expected),
        "actual": hide_quoted(finding.actual),
        "members": tuple(map(hide_userinfo, finding.members)),
        "remedy": finding.remedy and hide_userinfo(finding.remedy),
        "waiver": finding.waiver and _harmless_waiver(finding.waiver),
    }


def _harmless_waiver(waiver: AppliedWaiver) -> AppliedWaiver:
    reason, owner = hide_userinfo(waiver.reason), hide_userinfo(waiver.owner)
    return waiver._replace(reason=reason, owner=owner)
