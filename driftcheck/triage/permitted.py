"""Checks waivers against the lock: too long, or too broad."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from driftcheck.config.lock import Lock
from driftcheck.model import Problem
from driftcheck.triage.waivers import Waiver

_CLASS = re.compile(r"\[!?\]?[^]]*\]")


def beyond_of_waivers(lock: Lock, waivers: Iterable[Waiver]) -> Iterator[Problem]:
    """Yield the waivers that exceed a lock today, in UTC."""
    today = datetime.now(UTC).date()
    for waiver in waivers:
        yield from _beyond(lock, waiver, today)


def _beyond(lock: Lock, waiver: Waiver, today: date) -> Iterator[Problem]:
    place, most = waiver.applied.location, lock.values["waiver_days"]
    if (waiver.expires - today).days > most:
        message = f"the waiver runs until {waiver.expires}, longer than the lock allows"
        yield lock.problem("waiver_days", message, place)
    for glob in () if lock.allows("waive_all") else waiver.globs:
        if not narrows(glob):
            message = f'the lock does not allow the glob "{glob}": it has no digit'
            yield lock.problem("waive_all", message, place)


def narrows(glob: str) -> bool:
    """Whether a glob contains a digit; digits inside brackets do not count."""
    return re.search("[0-9]", _CLASS.sub("", glob)) is not None
