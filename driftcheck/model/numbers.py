"""Declared and live phone numbers."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from driftcheck.model.errors import Place
from driftcheck.words.pointers import JSON

DEFAULT_ACCOUNT = "default"
"""The name of the account if the configuration has no `accounts`."""


Marks = Mapping[str, tuple[int, int]]
"""Positions of fields: dotted path to (line, column)."""


class Declaration(NamedTuple):
    """What an entry of a declarations file declares for each number that it covers.

    `fields` holds the declared live fields with the defaults merged in; `metadata` is free-form.
    `ignore` lists dotted paths that are not compared. `marks` has positions whose lines count from
    the line of the entry, so that identical entries can share it; `defaults` has positions of the
    fields in the defaults of the file, counted from its start. `place` is the place of the entry,
    or of one number in its list, `above` lines further down.
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
        """Return the declaration for one number in the entry, which has its own place."""
        return self._replace(place=place, above=place.line - self.place.line)

    def place_of(self, path: str | None) -> Place:
        """Return where a dotted path is declared, or the place of the number if it is not."""
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
    """The fields of a LiveList, which needs a `__dict__` for its cached properties."""

    source: str
    entries: tuple[JSON, ...]
    fetched_at: str | None = None
    totals_ignored: bool = False
    origin: "Origin | None" = None
    kept: tuple[int, ...] | None = None
    withheld: frozenset[str] = frozenset()


class LiveList(_Listed):
    """The live list of an account: its entries as received, and where they came from.

    `fetched_at` is when the API began to answer, UTC, such as `2026-01-01T00:00:00Z`; None if
    unknown. `totals_ignored` is true if totals in the headers of the answer were not checked.
    `origin` is what `driftcheck fetch` recorded in a list that it saved; None for any other list.
    `kept` has the original index, from 0, of each entry of a list that was cut down.
    `withheld` names the objects, such as `outbound_config`, whose details the list does not show.
    """

    @property
    def saved(self) -> bool:
        """Whether `driftcheck fetch` saved it, so that `(sensitive)` in it is a hidden secret."""
        return self.origin is not None

    @property
    def quoting(self) -> bool:
        """Whether `(sensitive)` may replace parts of texts in which the API quoted the request."""
        return self.origin is not None and self.origin.quoting

    @cached_property
    def numbers(self) -> tuple[str | None, ...]:
        """The phone number of each entry; None if it has no usable one."""
        return tuple(map(number_of, self.entries))

    @property
    def indexes(self) -> Sequence[int]:
        """The index of each entry in the list as received, from 0."""
        return range(len(self.entries)) if self.kept is None else self.kept

    def only(self, positions: Iterable[int]) -> "LiveList":
        """Return the list cut down to the entries at these positions; they keep their indexes."""
        chosen, indexes = tuple(positions), self.indexes
        entries = tuple(self.entries[position] for position in chosen)
        return self._replace(entries=entries, kept=tuple(indexes[at] for at in chosen))


class Origin(NamedTuple):
    """The account of a saved list, and the URL or file it came from; None if not recorded.

    `quoting` is true if the API quoted the request in the list, and a marker replaces the quotes.
    """

    account: str | None
    source: str | None
    quoting: bool = False


def number_of(entry: JSON) -> str | None:
    """Return the phone number of a live entry, or None if it has no usable one."""
    number = entry.get("phone_number") if isinstance(entry, dict) else None
    return number if isinstance(number, str) and number else None


def path_of(entry: JSON, index: int, path: str | None) -> str | None:
    """Return a path in a live entry; it starts with the index if the entry has no phone number."""
    if number_of(entry) is not None:
        return path
    return f"[{index}].{path}" if path else f"[{index}]"
