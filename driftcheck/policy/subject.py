"""What rules read: the live entry and, where they name it, its declaration and the account."""

from collections.abc import Iterable
from dataclasses import replace

from driftcheck.shape import ANY, Shape

CONTEXT = ("declared", "account")
"""What a rule may read beside the live fields."""


def subject(entry: Shape, accounts: Iterable[str] = ()) -> Shape:
    """The shape of what rules read; `accounts` are the names an account can have (none: any)."""
    declaration = replace(
        entry,
        types=frozenset({"object", "null"}),
        fields={**entry.fields, "metadata": ANY},
        open=False,
    )
    account = Shape(types=frozenset({"string"}), open=False, values=tuple(accounts))
    fields = {**entry.fields, "declared": declaration, "account": account}
    return replace(entry, fields=fields, open=False)
