"""Numbers that are in more than one account: declared, live, or one of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from driftcheck.model import BUILTIN_CHECKS, Declared, Finding

_MOST = 3


@dataclass(frozen=True)
class Side:
    """The numbers of one account; `live` has only usable phone numbers."""

    declared: Declared
    live: frozenset[str]

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers that are live or declared to be live."""
        return self.live.union(
            n for n, declaration in self.declared.items() if not declaration.absent
        )

    def state(self, number: str) -> str:
        """Return whether a number is declared, live, or both in this account, in words."""
        declaration = self.declared.get(number)
        words = ["declared"] if declaration and not declaration.absent else []
        return " and ".join([*words, *(["live"] if number in self.live else [])])


def find_overlaps(accounts: Mapping[str, Side]) -> dict[str, list[Finding]]:
    """Return the findings on numbers that several accounts have: one finding in each account."""
    holders: dict[str, list[str]] = {}
    for name, side in accounts.items():
        for number in side.numbers:
            holders.setdefault(number, []).append(name)
    found: dict[str, list[Finding]] = {name: [] for name in accounts}
    for number, names in holders.items():
        for name in names if len(names) > 1 else ():
            others = [other for other in names if other != name]
            found[name].append(_finding(number, others, accounts))
    return found


def _finding(number: str, others: Sequence[str], accounts: Mapping[str, Side]) -> Finding:
    places = [f"{accounts[name].state(number)} in {name}" for name in others[:_MOST]]
    more = [f"in {len(others) - _MOST} more"] if len(others) > _MOST else []
    message = f"in {len(others) + 1} accounts: also {', '.join([*places, *more])}"
    return BUILTIN_CHECKS["cross-account-duplicate"].finding(number, None, message)
