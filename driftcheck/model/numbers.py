"""Phone numbers on both sides, as they cross from one stage to the next: declared, and live."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from driftcheck.model.errors import Place
from driftcheck.words.pointers import JSON

DEFAULT_ACCOUNT = "default"
"""The name of the account of a configuration that names none."""


Marks = Mapping[str, tuple[int, int]]
"""Where fields stand: dotted path to (line, column)."""


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

    @property
    def quoting(self) -> bool:
        """Whether `(sensitive)` stands in any text for what the API quoted of what was sent."""
        return self.origin is not None and self.origin.quoting

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
    """Whose list was saved: the account, and the URL or file that it came from, if noted.

    `quoting` says that the API quoted in it what was sent, in whose place a marker stands.
    """

    account: str | None
    source: str | None
    quoting: bool = False


def number_of(entry: JSON) -> str | None:
    """The phone number of a live entry, or None where it has none that can be used as a key."""
    number = entry.get("phone_number") if isinstance(entry, dict) else None
    return number if isinstance(number, str) and number else None


def path_of(entry: JSON, index: int, path: str | None) -> str | None:
    """A path in a live entry; it begins with the entry's index where no phone number names it."""
    if number_of(entry) is not None:
        return path
    return f"[{index}].{path}" if path else f"[{index}]"
