"""The input of rules: the live entry and, if a rule names it, other facts about the number."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from driftcheck.model import JSON, Declared, number_of
from driftcheck.policy import facts
from driftcheck.validation.shape import METADATA, Shape


class Known(NamedTuple):
    """Facts about a phone number, computed only if a rule reads them.

    `shape` takes whether region names are needed. `of` takes the number (None for an entry without
    one) and returns a value with every field of the shape.
    """

    shape: Callable[[bool], Shape]
    of: Callable[[str | None], JSON]


KNOWN: Mapping[str, Known] = {"phone": Known(facts.shape, facts.of)}
"""Facts about a number, by the name that rules use."""
CONTEXT = ("declared", "account", *KNOWN)
"""What a rule may read in addition to live fields."""


def subject(entry: Shape, accounts: Iterable[str] = (), with_regions: bool = False) -> Shape:
    """Return the shape of the input of rules; `accounts` has the possible names (empty: any).

    `with_regions` includes the names of the regions of phone numbers.
    """
    declaration = entry._replace(
        types=frozenset({"object", "null"}),
        fields={**entry.fields, "metadata": METADATA},
        open=False,
    )
    account = Shape(types=frozenset({"string"}), open=False, values=tuple(accounts))
    known = {name: fact.shape(with_regions) for name, fact in KNOWN.items()}
    context = {"declared": declaration, "account": account, **known}
    return entry._replace(fields={**entry.fields, **context}, open=False)


class Subjects(NamedTuple):
    """Builds the input of rules from live entries, for one account."""

    declared: Declared
    account: str

    def of(self, entry: JSON, names: Sequence[str]) -> JSON:
        """Return a live entry with the named context; `declared` is null if there is none."""
        if not names or not isinstance(entry, dict):
            return entry
        number = number_of(entry)
        return {**entry, **{name: self._context(name, number) for name in names}}

    def _context(self, name: str, number: str | None) -> JSON:
        if name in KNOWN:
            return KNOWN[name].of(number)
        return self._declared(number) if name == "declared" else self.account

    def _declared(self, number: str | None) -> JSON:
        declaration = self.declared.get(number or "")
        if declaration is None:
            return None
        return {**declaration.fields, "phone_number": number, "metadata": declaration.metadata}
