"""The frozen types that cross from one stage to the next."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum, StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from driftcheck.errors import Place
from driftcheck.words import pointers

_INDEXED = r"\[([0-9]+)\](?:\.|$)"

JSON = pointers.JSON
DEFAULT_ACCOUNT = "default"
"""The name of the account of a configuration that names none."""


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
    `place` is that of the entry, or of the number in a list of them, `above` lines further down.
    """

    fields: Mapping[str, JSON]
    metadata: Mapping[str, JSON]
    ignore: frozenset[str]
    absent: bool
    place: Place
    marks: Marks
    defaults: Marks = MappingProxyType({})
    above: int = 0

    def at(self, place: Place) -> "Declaration":
        """The same for one number of the entry, which stands at a place of its own."""
        return self._replace(place=place, above=place.line - self.place.line)

    def place_of(self, path: str | None) -> Place:
        """Where the field at a dotted path is declared; the place of the number if it is not."""
        file, line, _ = self.place
        first = line - self.above
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


class _Listed(NamedTuple):
    """The fields of a LiveList, which has room for what is found out once."""

    source: str
    entries: tuple[JSON, ...]
    fetched_at: str | None = None
    totals_ignored: bool = False
    origin: "Origin | None" = None
    kept: tuple[int, ...] | None = None
    withheld: frozenset[str] = frozenset()


class LiveList(_Listed):
    """What an account has live: the entries as they came, and where they came from.

    `fetched_at` is when the API began to answer, UTC, such as `2026-01-01T00:00:00Z`; None where
    nobody knows. `totals_ignored` says that totals in the headers of the answer were not looked at.
    `origin` is what `driftcheck fetch` noted of a list that it saved; None for any other.
    `kept` says of a list that was cut down where each entry stood in the list as it came, from 0.
    `withheld` are the objects, such as `outbound_config`, of which the list shows no details.
    """

    @property
    def saved(self) -> bool:
        """Whether `driftcheck fetch` saved it, so that `(sensitive)` in it stands for a secret."""
        return self.origin is not None

    @cached_property
    def numbers(self) -> tuple[str | None, ...]:
        """The phone number of each entry; None where it has none that can be used as a key."""
        return tuple(map(number_of, self.entries))

    @property
    def indexes(self) -> Sequence[int]:
        """Where each entry stands in the list as it came, from 0."""
        return range(len(self.entries)) if self.kept is None else self.kept

    def only(self, positions: Iterable[int]) -> "LiveList":
        """The list cut down to the entries at these positions of it; their indexes stay."""
        chosen, indexes = tuple(positions), self.indexes
        entries = tuple(self.entries[position] for position in chosen)
        return self._replace(entries=entries, kept=tuple(indexes[at] for at in chosen))


class Origin(NamedTuple):
    """Whose list was saved: the account, and the URL or file that it came from, if noted."""

    account: str | None
    source: str | None


def number_of(entry: JSON) -> str | None:
    """The phone number of a live entry, or None where it has none that can be used as a key."""
    number = entry.get("phone_number") if isinstance(entry, dict) else None
    return number if isinstance(number, str) and number else None


def path_of(entry: JSON, index: int, path: str | None) -> str | None:
    """A path in a live entry; it begins with the entry's index where no phone number names it."""
    if number_of(entry) is not None:
        return path
    return f"[{index}].{path}" if path else f"[{index}]"


def index_of(path: str | None) -> int | None:
    """The index with which a path begins that is in an entry without a usable phone number."""
    found = re.match(_INDEXED, path or "")
    return int(found[1]) if found else None


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
