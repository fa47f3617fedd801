"""How many numbers each rule applies to, counted by the very calls that decide."""

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter

from driftcheck.model import JSON
from driftcheck.policy.condition import fields, to_schema
from driftcheck.policy.rule import Rule
from driftcheck.validation import Compiled

_OFTEN = 32
"""How often a kind is seen before it gets a schema of its own, which takes a while to compile."""
_MOST_KINDS = 64  # with more kinds, each is too rare to be worth a schema
_MOST_LIKELY = 4  # they are tried in turn; more would cost what they save
_MOST_HINTS = 256  # more than this are values of single numbers, not kinds
Applies = tuple[bool, ...]


class _Kind:
    """A kind of numbers: what decides whether one is of it, and how many were found so."""

    __slots__ = ("count", "is_valid")

    def __init__(self, is_valid: Callable[[JSON], bool]) -> None:
        self.is_valid = is_valid
        self.count = 0


class Kinds:
    """The kinds of numbers that rules tell apart: to those of a kind the same rules apply.

    To ask the engine once more for each `when` would take as long as to decide. A kind has one
    JSON Schema that says both at once: that its rules apply and no others, and that all of them
    are satisfied. Most numbers are of few kinds; of which, the values that conditions compare
    with others hint at. A hint that misleads costs time, and no more.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self._known: dict[Applies, _Kind] = {}
        self._likely: dict[Hashable, list[_Kind]] = {}
        self._others: Counter[Applies] = Counter()
        compared = sorted(set(self._compared()))
        # One call in C, which raises KeyError where a number lacks one of them.
        self._values: Callable[[JSON], Hashable] = itemgetter(*compared) if compared else _no_hint

    def has(self, subject: JSON) -> bool:
        """Whether a number is of a kind seen often and satisfies all rules; counts it then. Hot."""
        try:
            likely = self._likely.get(self._values(subject), ())
        except (KeyError, TypeError):
            likely = self._likely.get(None, ())
        for kind in likely:
            if kind.is_valid(subject):
                kind.count += 1
                return True
        return False

    def note(self, subject: JSON) -> None:
        """Count any other number."""
        # A tuple is made faster of a list than of a generator.
        applies = tuple([is_valid(subject) for is_valid in self._selectors])
        self._others[applies] += 1
        if self._others[applies] >= _OFTEN:
            self._learn(applies, self._hint(subject))

    @property
    def applied(self) -> dict[str, int]:
        """How many of the numbers that were counted each rule applies to, by its id."""
        seen = self._others.copy()
        for applies, kind in self._known.items():
            seen[applies] += kind.count
        found = {rule.id: seen.total() for rule in self.rules if not rule.when}
        for index, (_, rules) in enumerate(self._groups):
            count = sum(number for applies, number in seen.items() if applies[index])
            found |= {rule.id: count for rule in rules}
        return found

    def _hint(self, subject: JSON) -> Hashable:
        """The values that conditions compare with others; None where they are no help."""
        try:
            values = self._values(subject)
            hash(values)
        except (KeyError, TypeError):
            return None
        return values

    def _learn(self, applies: Applies, hint: Hashable) -> None:
        if applies not in self._known and len(self._known) < _MOST_KINDS:
            parts = {json.dumps(part): part for part in self._parts(applies)}  # many ask the same
            self._known[applies] = _Kind(Compiled({"allOf": [*parts.values()]}).is_valid)
        if len(self._likely) >= _MOST_HINTS:  # every other number has a value of its own
            self._values, hint, self._likely = _no_hint, None, {}
        kind, likely = self._known.get(applies), self._likely.setdefault(hint, [])
        if kind and kind not in likely and len(likely) < _MOST_LIKELY:
            likely.append(kind)

    def _parts(self, applies: Applies) -> Iterator[JSON]:
        """What makes a number one of a kind, and what its rules require."""
        for applied, (when, _) in zip(applies, self._groups, strict=True):
            yield when if applied else {"not": when}
        yield from (rule.required for rule in self.rules if not rule.when)
        for applied, (_, rules) in zip(applies, self._groups, strict=True):
            yield from (rule.required for rule in rules if applied)

    def _compared(self) -> Iterator[str]:
        for rule in self.rules:
            for read in fields(rule.when) if rule.when else ():
                # Itemgetter reads no paths, and only values that are named give a hint.
                if isinstance(read.expected, (bool, str, list)) and "." not in read.path:
                    yield read.path

    @cached_property
    def _groups(self) -> list[tuple[JSON, list[Rule]]]:
        """The distinct conditions, each with the rules that have it."""
        found: dict[str, tuple[JSON, list[Rule]]] = {}
        for rule in self.rules:
            if rule.when:
                when = to_schema(rule.when)
                found.setdefault(json.dumps(when), (when, []))[1].append(rule)
        return list(found.values())

    @cached_property
    def _selectors(self) -> list[Callable[[JSON], bool]]:
        return [Compiled(when).is_valid for when, _ in self._groups]


def _no_hint(_subject: JSON) -> None:
    """What hints at nothing."""
