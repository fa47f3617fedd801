"""The waiver register: each waiver once, with the days left and its usage."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from driftcheck.model import JSON, Problem, UsageError
from driftcheck.report import document_head
from driftcheck.triage.waivers import Waiver
from driftcheck.words import counted, did_you_mean, hide_userinfo, json_text


class WaiverState(StrEnum):
    """Whether a waiver still applies. `EXPIRING`: it expires within `waiver_notice` days."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


class Use(NamedTuple):
    """How many findings a waiver covers; None if unknown, and `why` it is unknown."""

    findings: int | None = None
    why: str = ""

    def __str__(self) -> str:
        if self.findings is None:
            return "unknown"
        return counted(self.findings, "finding") if self.findings else "unused"


class Registered(NamedTuple):
    """A waiver, the accounts that it applies to, and the days left (0: today)."""

    waiver: Waiver
    accounts: tuple[str, ...]
    days: int
    state: WaiverState
    use: Use = Use()

    @property
    def left(self) -> str:
        """How long it still applies, in words."""
        if not self.days:
            return "expires today"
        days = counted(abs(self.days), "day")
        return f"{days} left" if self.days > 0 else f"expired {days} ago"


class Register(NamedTuple):
    """All waivers on a day (UTC), the next to expire first, and the source of their usage.

    `notice` is how many days before its end a waiver counts as expiring. `source` is empty if the
    usage is unknown; `hint` then says what to do. `several` means that there are several accounts.
    `inputs` are the files that were read.
    """

    today: date
    entries: tuple[Registered, ...]
    notice: int = 0
    source: str = ""
    several: bool = False
    hint: str = "Use --live FILE, or keep a history."
    inputs: tuple[Path, ...] = ()


def register_of(
    waivers: Mapping[str, Iterable[Waiver]], today: date, notice: int, owner: str | None = None
) -> Register:
    """Return the register of the waivers of accounts; `notice` as configured.

    With an `owner`, it has only the waivers of that owner, ignoring case; raises UsageError if
    there are none.
    """
    holders: dict[int, tuple[Waiver, list[str]]] = {}
    for account, those in waivers.items():
        for waiver in those:
            holders.setdefault(id(waiver), (waiver, []))[1].append(account)
    owners = {waiver.applied.owner for waiver, _ in holders.values()}
    if owner is not None and owner.casefold() not in map(str.casefold, owners):
        hint = did_you_mean(owner, owners)
        raise UsageError(Problem(f'there is no waiver of the owner "{owner}"', None, hint))
    found = [
        _registered(waiver, accounts, today, notice)
        for waiver, accounts in holders.values()
        if owner is None or waiver.applied.owner.casefold() == owner.casefold()
    ]
    found.sort(key=lambda one: (one.days, one.waiver.applied.location))
    return Register(today, tuple(found), notice, several=len(waivers) > 1)


def _registered(waiver: Waiver, accounts: list[str], today: date, notice: int) -> Registered:
    days = (waiver.expires - today).days
    state = WaiverState.EXPIRING if notice and days <= notice else WaiverState.VALID
    state = WaiverState.EXPIRED if days < 0 else state
    return Registered(waiver, tuple(accounts), days, state)


def register_json(register: Register) -> str:
    """Return the register as ASCII-only JSON text."""
    document = {
        **document_head("waivers"),
        "today": str(register.today),
        "used_by": register.source or None,
        "waivers": list(map(_entry, register.entries)),
    }
    return json_text(document)


def _entry(one: Registered) -> JSON:
    waiver, applied = one.waiver, one.waiver.applied
    return {
        "check": waiver.check,
        "path": waiver.path,
        "numbers": list(map(hide_userinfo, sorted(waiver.numbers))),
        "match": list(map(hide_userinfo, sorted(waiver.globs))),
        "reason": hide_userinfo(applied.reason),
        "owner": hide_userinfo(applied.owner),
        "expires": applied.expires,
        "days_left": one.days,
        "state": one.state.value,
        "accounts": list(one.accounts),
        "findings": one.use.findings,
        "location": applied.location._asdict(),
    }
