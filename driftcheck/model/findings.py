"""Findings, their severities and their fingerprints."""

import json.encoder
import re
from enum import IntEnum, StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from driftcheck.model.errors import Place
from driftcheck.words.pointers import JSON

if TYPE_CHECKING:
    import hashlib
    from collections.abc import Callable

REST = "*"
"""The last step of a path that stands for fields that are counted but not listed."""
_string = json.encoder.encode_basestring_ascii
_LAST = "\U0010ffff"
_INDEXED = r"\[([0-9]+)\](?:\.|$)"


class Severity(IntEnum):
    """How bad a finding is. Severities compare; the worst is the greatest."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """The name as users write it, such as `high`."""
        return _LABELS[self]

    @classmethod
    def of(cls, label: str) -> "Severity":
        """Return the severity with this label; raises KeyError if there is none."""
        return cls[label.upper()]


_LABELS = tuple(level.name.lower() for level in Severity)


class Kind(StrEnum):
    """The kind of check that made a finding."""

    DRIFT = "drift"
    SCHEMA = "schema"
    POLICY = "policy"
    WAIVER = "waiver"


class AppliedWaiver(NamedTuple):
    """The waiver that covers a finding. `expires` is the last day it applies, an ISO date, UTC."""

    reason: str
    owner: str
    expires: str
    location: Place


class Age(NamedTuple):
    """How long a finding has been open, according to the history.

    `since` is the start of the first run that had it, UTC. `nights` counts the days on which it was
    found. `is_new` is true if there are earlier runs and none of them had it open. `worse` says why
    it is worse than before, such as "its waiver ran out on 2026-11-30"; empty if it is not.
    """

    since: str
    nights: int
    is_new: bool
    worse: str = ""

    @property
    def shown(self) -> dict[str, JSON]:
        """The age as all reports for programs have it, by name."""
        return {"since": self.since, "nights": self.nights, "new": self.is_new}


class Finding(NamedTuple):
    """One thing that is not as it should be. Sensitive values are already redacted.

    `path` is the dotted path of the offending field, or None if the finding is about the whole
    number. A finding about a group of numbers has no phone number: `path` names the group (None for
    all numbers of the account), and `members` names the numbers in it. `age` is None without a
    history; `owner` is None if the declaration of the number names none.
    """

    check: str
    kind: Kind
    severity: Severity
    phone_number: str | None
    path: str | None
    message: str
    expected: JSON = None
    actual: JSON = None
    remedy: str | None = None
    location: Place | None = None
    account: str = "default"
    status: str = "new"
    waiver: AppliedWaiver | None = None
    members: tuple[str, ...] = ()
    age: Age | None = None
    owner: str | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The key that identifies the finding from one run to the next."""
        return self.account, self.check, self.phone_number or "", self.path or ""

    @property
    def subject(self) -> str | int | None:
        """The phone number, or the index of an entry without one; None for groups and waivers."""
        if self.phone_number is not None or self.members or self.kind is Kind.WAIVER:
            return self.phone_number
        return index_of(self.path)

    @property
    def is_rest(self) -> bool:
        """Whether it stands for fields that are not listed; `actual` is how many."""
        return type(self.actual) is int and (self.path or "").split(".")[-1] == REST

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits that depend on account, check, phone number and path only."""
        return fingerprint(self.account, self.check, self.phone_number, self.path)

    def fails(self, fail_on: Severity | None) -> bool:
        """Whether this finding alone makes the outcome of a run `findings`.

        If `fail_on` is None (`never`), every finding that is neither waived nor existing does:
        the outcome reports findings, and only the exit code stays 0.
        """
        if self.waiver is not None or self.status != "new":
            return False
        return fail_on is None or self.severity >= fail_on


def index_of(path: str | None) -> int | None:
    """Return the index in a path that `path_of` wrote for an entry without a phone number."""
    found = re.match(_INDEXED, path or "")
    return int(found[1]) if found else None


def fingerprint(account: str, check: str, number: str | None, path: str | None) -> str:
    """Return 32 hexadecimal digits that identify a finding from one run to the next."""
    # This is `json.dumps` of a list, but faster, as a run may have very many findings.
    about = "null" if number is None else _string(number)
    where = "null" if path is None else _string(path)
    text = f"[{_string(account)}, {_string(check)}, {about}, {where}]"
    return _sha256()(text.encode()).hexdigest()[:32]


@cache
def _sha256() -> "Callable[[bytes], hashlib._Hash]":
    import hashlib  # loads OpenSSL, which only findings need

    return hashlib.sha256


def order(finding: Finding) -> tuple[int, str, str, str, str]:
    """Return the sort key of a finding: severity (worst first), phone number, check, path.

    A finding that stands for fields that are not listed comes last.
    """
    return (
        -finding.severity,
        finding.phone_number or "",
        finding.check,
        _LAST if finding.is_rest else finding.path or "",
        finding.account,
    )
