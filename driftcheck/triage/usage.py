"""Whether waivers are used, according to the findings of a run."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from driftcheck.model import BUILTIN_CHECKS, Finding, State, state_of
from driftcheck.triage.register import Register, Registered, Use

_WITHHELD, _UNUSED = "live-withheld", "waiver-unused"
_GROUP = "the history does not record which numbers are in a group"
_UNSEEN = "the run did not check everything that it covers"


class Seen(NamedTuple):
    """What a run has seen: its findings, the accounts that were read, and the checks that were on.

    `source` names the run or the list. `is_part` means that not all numbers were checked;
    `has_members`, that findings on groups have the numbers in them.
    """

    source: str
    findings: Sequence[Finding]
    accounts: Collection[str]
    checks: Collection[str]
    is_part: bool = False
    has_members: bool = True


def with_use(register: Register, seen: Seen) -> Register:
    """Return the register with how many findings of a run each waiver covers."""
    entries = tuple(one._replace(use=_use(one, seen)) for one in register.entries)
    return register._replace(entries=entries, source=seen.source)


def _use(one: Registered, seen: Seen) -> Use:
    waiver = one.waiver
    mine = [finding for finding in seen.findings if finding.account in one.accounts]
    alike = [finding for finding in mine if finding.check == waiver.check]
    known = [finding for finding in alike if seen.has_members or not _is_group(finding)]
    if count := sum(map(waiver.covers, known)):
        return Use(count)
    if any(finding.check == _UNUSED and finding.path == waiver.identity for finding in mine):
        return Use(0)
    if len(known) < len(alike):
        return Use(None, _GROUP)
    return Use(None, _UNSEEN) if any(_gaps(one, seen, mine)) else Use(0)


def _is_group(finding: Finding) -> bool:
    return finding.phone_number is None and not (finding.path or "").startswith("[")


def _gaps(one: Registered, seen: Seen, mine: Sequence[Finding]) -> Iterator[bool]:
    """Yield, for each possible reason, whether a run may have missed what a waiver covers."""
    check = one.waiver.check
    yield seen.is_part or check not in seen.checks or not {*one.accounts} <= {*seen.accounts}
    # If the list withholds details, neither drift nor rules checked them.
    on_details = state_of(check) is State.CHANGED or check not in BUILTIN_CHECKS
    withheld = _WITHHELD not in seen.checks or any(f.check == _WITHHELD for f in mine)
    yield on_details and withheld
