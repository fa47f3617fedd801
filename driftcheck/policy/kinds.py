"""Counts how many numbers each rule applies to, in the same calls that evaluate it."""

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
"""How often a kind must occur before it gets its own schema, which is slow to compile."""
_MOST_KINDS = 64  # beyond this, each kind is too rare for a schema
_MOST_LIKELY = 4  # tried in turn; more would cost more than they save
_MOST_HINTS = 256  # beyond this, hints are values of single numbers
Applies = tuple[bool, ...]


class _Kind:
    """A kind of numbers: its predicate, and how many numbers matched it."""

    __slots__ = ("count", "is_valid")

    def __init__(self, is_valid: Callable[[JSON], bool]) -> None:
        self.is_valid = is_valid
        self.count = 0


class Kinds:
    """Kinds of numbers: the same rules apply to all numbers of a kind.

    Evaluating each `when` separately would take as long as evaluating the rules. So each kind has
    one JSON Schema that checks both: that exactly its rules apply, and that all of them are
    satisfied. Most numbers are of a few kinds; the values that conditions compare serve as a hint
    at the kind. A wrong hint only costs time.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self._known: dict[Applies, _Kind] = {}
        self._likely: dict[Hashable, list[_Kind]] = {}
        self._others: Counter[Applies] = Counter()
        compared = sorted(set(self._compared()))
        # One call in C, which raises KeyError if a number lacks one of these fields.
        self._values: Callable[[JSON], Hashable] = itemgetter(*compared) if compared else _no_hint

    def has(self, subject: JSON) -> bool:
        """Whether a number is of a known kind and satisfies all rules; if so, counts it. Hot."""
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
        # A tuple is built faster from a list than from a generator.
        applies = tuple([is_valid(subject) for is_valid in self._selectors])
        self._others[applies] += 1
        if self._others[applies] >= _OFTEN:
            self._learn(applies, self._hint(subject))

    @property
    def applied(self) -> dict[str, int]:
        """Return how many of the counted numbers each rule applies to, by id."""
        seen = self._others.copy()
        for applies, kind in self._known.items():
            seen[applies] += kind.count
        found = {rule.id: seen.total() for rule in self.rules if not rule.when}
        for index, (_, rules) in enumerate(self._groups):
            count = sum(number for applies, number in seen.items() if applies[index])
            found |= {rule.id: count for rule in rules}
        return found

    def _hint(self, subject: JSON) -> Hashable:
        """Return the values that conditions compare; None if they do not help."""
        try:
            values = self._values(subject)
            hash(values)
        except (KeyError, TypeError):
            return None
        return values

    def _learn(self, applies: Applies, hint: Hashable) -> None:
        if applies not in self._known and len(self._known) < _MOST_KINDS:
            parts = {json.dumps(part): part for part in self._parts(applies)}  # many are the same
            self._known[applies] = _Kind(Compiled({"allOf": [*parts.values()]}).is_valid)
        if len(self._likely) >= _MOST_HINTS:  # almost every number has its own value
            self._values, hint, self._likely = _no_hint, None, {}
        kind, likely = self._known.get(applies), self._likely.setdefault(hint, [])
        if kind and kind not in likely and len(likely) < _MOST_LIKELY:
            likely.append(kind)

    def _parts(self, applies: Applies) -> Iterator[JSON]:
        """Yield the schemas of a kind: which rules apply, and what they require."""
        for applied, (when, _) in zip(applies, self._groups, strict=True):
            yield when if applied else {"not": when}
        yield from (rule.required for rule in self.rules if not rule.when)
        for applied, (_, rules) in zip(applies, self._groups, strict=True):
            yield from (rule.required for rule in rules if applied)

    def _compared(self) -> Iterator[str]:
        for rule in self.rules:
            for read in fields(rule.when) if rule.when else ():
                # Itemgetter reads no paths, and only listed values give a hint.
                if isinstance(read.expected, (bool, str, list)) and "." not in read.path:
                    yield read.path

    @cached_property
    def _groups(self) -> list[tuple[JSON, list[Rule]]]:
        """Return the distinct conditions, each with its rules."""
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
    """Return no hint."""
