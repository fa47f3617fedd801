"""What rules read: the live entry and, where they name it, what else is known of the number."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from driftcheck.model import JSON, Declared, number_of
from driftcheck.policy import facts
from driftcheck.validation.shape import METADATA, Shape


class Known(NamedTuple):
    """What is known of a phone number by itself, worked out only where a rule reads it.

    `shape` is given whether regions are to be known by name; `of` the number, or None where an
    entry has none, and what it gives has every field of the shape.
    """

    shape: Callable[[bool], Shape]
    of: Callable[[str | None], JSON]


KNOWN: Mapping[str, Known] = {"phone": Known(facts.shape, facts.of)}
"""What is known of a number, by the name that rules give it."""
CONTEXT = ("declared", "account", *KNOWN)
"""What a rule may read beside the live fields."""


def subject(entry: Shape, accounts: Iterable[str] = (), with_regions: bool = False) -> Shape:
    """The shape of what rules read; `accounts` are the names an account can have (none: any).

    `with_regions`, the regions of phone numbers are known by name.
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
    """Makes of live entries what rules read, for one account."""

    declared: Declared
    account: str

    def of(self, entry: JSON, names: Sequence[str]) -> JSON:
        """A live entry with the named context; the declaration of an unmanaged one is null."""
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
