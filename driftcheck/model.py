"""The frozen types that cross from one stage to the next."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from driftcheck.errors import Place

JSON = Any
"""A JSON value: None, bool, int, float, str, or a list or dict (with str keys) of them."""


Marks = Mapping[str, tuple[int, int]]
"""Where fields stand: dotted path to (line, column)."""


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


NEVER = "never"
"""What users write for `fail_on` where no finding fails a run."""


class Kind(StrEnum):
    """What sort of check made a finding."""

    DRIFT = "drift"
    SCHEMA = "schema"
    POLICY = "policy"
    WAIVER = "waiver"


class Declaration(NamedTuple):
    """What one entry of a declarations file says of each number that it covers.

    `fields` holds the declared live fields with the defaults merged in, `metadata` the free part.
    `ignore` lists dotted paths that are not compared. `marks` maps dotted paths to (line, column),
    the line counted from the entry's own, so that entries that are written alike can share it;
    `defaults` does so for the fields that are declared once for the whole file, from its start.
    """

    fields: Mapping[str, JSON]
    metadata: Mapping[str, JSON]
    ignore: frozenset[str]
    absent: bool
    place: Place
    marks: Marks
    defaults: Marks = MappingProxyType({})

    def place_of(self, path: str | None) -> Place:
        """Where the field at a dotted path is declared; the entry's own place if it is not."""
        file, first, _ = self.place
        while path:
            if path in self.marks:
                line, column = self.marks[path]
                return Place(file, first + line, column)
            if path in self.defaults:
                return Place(file, *self.defaults[path])
            path = path.rpartition(".")[0]
        return self.place


Declared = Mapping[str, Declaration]
"""The declared state of an account: phone number to declaration."""


@dataclass(frozen=True)
class LiveList:
    """What an account has live: the entries as they came, and where they came from."""

    source: str
    entries: tuple[JSON, ...]

    @cached_property
    def numbers(self) -> tuple[str | None, ...]:
        """The phone number of each entry; None where it has none that can be used as a key."""
        return tuple(map(number_of, self.entries))


def number_of(entry: JSON) -> str | None:
    """The phone number of a live entry, or None where it has none that can be used as a key."""
    number = entry.get("phone_number") if isinstance(entry, dict) else None
    return number if isinstance(number, str) and number else None


def path_of(entry: JSON, index: int, path: str | None) -> str | None:
    """A path in a live entry; it begins with the entry's index where no phone number names it."""
    if number_of(entry) is not None:
        return path
    return f"[{index}].{path}" if path else f"[{index}]"


@dataclass(frozen=True, slots=True)
class AppliedWaiver:
    """The waiver that covers a finding. `expires` is an ISO date, its day included, UTC."""

    reason: str
    owner: str
    expires: str
    location: Place


@dataclass(frozen=True, slots=True)
class Age:
    """How long a finding is there, as far as the history knows.

    `since` is when the run began that first had it, UTC; `nights` counts the days on which it was
    found; `is_new` says that no run before had it open, where there was one.
    """

    since: str
    nights: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Finding:
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


def fingerprint(account: str, check: str, number: str | None, path: str | None) -> str:
    """32 hexadecimal digits that stand for a finding from one run to the next."""
    import hashlib  # brings OpenSSL; only findings need it

    text = json.dumps([account, check, number, path])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def order(finding: Finding) -> tuple[int, str, str, str, str]:
    """The key by which findings are sorted: severity (worst first), phone number, check, path."""
    return (
        -finding.severity,
        finding.phone_number or "",
        finding.check,
        finding.path or "",
        finding.account,
    )


@dataclass(frozen=True, slots=True)
class Check:
    """A check: what it finds (`title`), why it matters, and what to do about it.

    A built-in one, or a policy rule; `location` is that of the rule. `severity` is the default or
    what is configured; drift may be graver by its impact.
    """

    id: str
    kind: Kind
    severity: Severity
    title: str
    description: str
    remedy: str | None
    tags: tuple[str, ...] = ()
    location: Place | None = None

    def finding(
        self,
        phone_number: str | None,
        path: str | None,
        message: str,
        *,
        expected: JSON = None,
        actual: JSON = None,
        severity: Severity | None = None,
        location: Place | None = None,
    ) -> Finding:
        """A finding of this check; `expected` and `actual` must be redacted."""
        return Finding(
            check=self.id,
            kind=self.kind,
            severity=self.severity if severity is None else severity,
            phone_number=phone_number,
            path=path,
            message=message,
            expected=expected,
            actual=actual,
            remedy=self.remedy,
            location=location,
        )
