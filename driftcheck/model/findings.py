"""Findings, as they cross from one stage to the next."""

import json
import re
from enum import IntEnum, StrEnum
from typing import NamedTuple

from driftcheck.model.errors import Place
from driftcheck.words.pointers import JSON

REST = "*"
"""The last step of a path that stands for those fields of an entry which are only counted."""
_LAST = "\U0010ffff"
_INDEXED = r"\[([0-9]+)\](?:\.|$)"


class Severity(IntEnum):
    """How bad a finding is; comparable, the worst is the greatest."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """The name as users write it, such as `high`."""
        return self.name.lower()

    @classmethod
    def of(cls, label: str) -> "Severity":
        """The severity that users call `label`."""
        return cls[label.upper()]


class Kind(StrEnum):
    """What sort of check made a finding."""

    DRIFT = "drift"
    SCHEMA = "schema"
    POLICY = "policy"
    WAIVER = "waiver"


class AppliedWaiver(NamedTuple):
    """The waiver that covers a finding. `expires` is an ISO date, its day included, UTC."""

    reason: str
    owner: str
    expires: str
    location: Place


class Age(NamedTuple):
    """How long a finding is there, as far as the history knows.

    `since` is when the run began that first had it, UTC; `nights` counts the days on which it was
    found; `is_new` says that no run before had it open, where there was one.
    """

    since: str
    nights: int
    is_new: bool


class Finding(NamedTuple):
    """One thing that is not as it should be. Sensitive values are redacted already.

    `path` is the dotted path of the offending field, or None when the whole number is meant. A
    finding on a group of numbers has no phone number; `path` names the group (None: all numbers
    of the account), and `members` are the names of those in it. `age` is None without a history,
    `owner` where the declaration of the number names none.
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
        """What makes the finding the same finding from one run to the next."""
        return self.account, self.check, self.phone_number or "", self.path or ""

    @property
    def subject(self) -> str | int | None:
        """The phone number, or the index of an entry without one; None for groups and waivers."""
        if self.phone_number is not None or self.members or self.kind is Kind.WAIVER:
            return self.phone_number
        return index_of(self.path)

    @property
    def is_rest(self) -> bool:
        """Whether it stands for fields that are not listed: as many as `actual` says."""
        return type(self.actual) is int and (self.path or "").split(".")[-1] == REST

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits that depend on account, check, phone number and path only."""
        return fingerprint(self.account, self.check, self.phone_number, self.path)

    def fails(self, fail_on: Severity | None) -> bool:
        """Whether this finding alone makes the outcome of a run `findings`.

        Where nothing fails a run (`fail_on` is None), each finding does that is neither waived nor
        existing: the outcome says what there is, and only the exit code stays 0.
        """
        if self.waiver is not None or self.status != "new":
            return False
        return fail_on is None or self.severity >= fail_on


def index_of(path: str | None) -> int | None:
    """The index of an entry without a usable phone number, of a path as `path_of` writes it."""
    found = re.match(_INDEXED, path or "")
    return int(found[1]) if found else None


def fingerprint(account: str, check: str, number: str | None, path: str | None) -> str:
    """32 hexadecimal digits that stand for a finding from one run to the next."""
    import hashlib  # brings OpenSSL; only findings need it

    text = json.dumps([account, check, number, path])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def order(finding: Finding) -> tuple[int, str, str, str, str]:
    """The key by which findings are sorted: severity (worst first), phone number, check, path.

    What stands for fields that are not listed comes last.
    """
    return (
        -finding.severity,
        finding.phone_number or "",
        finding.check,
        _LAST if finding.is_rest else finding.path or "",
        finding.account,
    )
