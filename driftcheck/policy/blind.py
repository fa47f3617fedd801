"""Rules about details that the live list withholds: the part that is certain without them.

A rule skips a number if its `when` reads a withheld detail, or if it fails only on one. What fails
whatever the details are is still found.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from driftcheck.compare.details import reads
from driftcheck.model import JSON
from driftcheck.policy.condition import AnyOf, Condition, Every, fields
from driftcheck.policy.rule import Rule
from driftcheck.validation import Validator

_KEPT = frozenset({"allOf", "properties", "required"})
"""The keywords that still hold without a part of their value."""
# Matched against the output of json.dumps, hence the spaces.
_NAMELESS = re.compile(r'"patternProperties": |"(additional|unevaluated)Properties": \{')
"""Keywords that may apply to a field without naming it."""
_CASES = frozenset({"if", "then", "else"})


class Blind:
    """A rule, evaluated without the details of some objects.

    `sure` is the part that can still be evaluated; None if there is none.
    """

    def __init__(self, rule: Rule, names: frozenset[str]) -> None:
        self.rule = rule
        self.names = names

    @cached_property
    def reads_when(self) -> bool:
        """Whether the rule's `when` reads details."""
        return self.rule.when is not None and _reads(self.rule.when, self.names)

    @cached_property
    def reads_groups(self) -> bool:
        """Whether the rule groups numbers by details."""
        paths = (*self.rule.unique, *self.rule.group_by)
        return any(reads(path.split("."), self.names) for path in paths)

    @cached_property
    def perhaps(self) -> Validator:
        """The validator of numbers that the rule may apply to."""
        return replace(self.rule, when=_sure(self.rule.when, self.names)).selector

    @cached_property
    def sure(self) -> Rule | None:
        """The rule itself if it reads no detail, otherwise what is left of it."""
        rule, names = self.rule, self.names
        if self.reads_when:
            return None
        require = _sure(rule.require, names)
        schema = _sure_schema(rule.schema.schema, (), names) if rule.schema else None
        # The identity of the rule tells `evaluate` that nothing was left out.
        if require is rule.require and (not rule.schema or schema == rule.schema.schema):
            return rule
        validator = Validator(schema) if rule.schema else None
        return replace(rule, require=require, schema=validator) if require or validator else None


def _reads(condition: Condition, names: Collection[str]) -> bool:
    return any(reads(field.path.split("."), names) for field in fields(condition))


def _sure(condition: Condition | None, names: Collection[str]) -> Condition | None:
    """Return the part of a condition that fails whatever the details are; None if there is none."""
    if condition is None or not _reads(condition, names):
        return condition
    match condition:
        case Every(parts):
            left = tuple(part for part in (_sure(part, names) for part in parts) if part)
            return Every(left) if left else None
        case AnyOf(parts):
            left = tuple(part for part in (_sure(part, names) for part in parts) if part)
            # If a part is uncertain, it may hold, and then the whole holds.
            return AnyOf(left) if len(left) == len(parts) else None
    return None


def _sure_schema(schema: JSON, path: tuple[str, ...], names: Collection[str]) -> JSON:
    """Return the part of a JSON Schema for a number that fails whatever the details are."""
    if not isinstance(schema, dict) or (path and path[0] not in names):
        return schema
    if len(path) > 1:
        return True if reads(path, names) else schema
    read = {keyword for keyword, part in schema.items() if path or _names(keyword, part, names)}
    # One of these keywords without the others would mean something else.
    read |= _CASES if read & _CASES else frozenset()
    return {
        keyword: _sure_keyword(keyword, part, path, names)
        for keyword, part in schema.items()
        if keyword in _KEPT or keyword == "type" or keyword not in read
    }


def _sure_keyword(keyword: str, part: JSON, path: tuple[str, ...], names: Collection[str]) -> JSON:
    if keyword == "properties":
        return {name: _sure_schema(inner, (*path, name), names) for name, inner in part.items()}
    if keyword == "required":
        # The list does show whether the object itself exists.
        return [name for name in part if len(path) == 0 or not reads((*path, name), names)]
    if keyword == "allOf":
        return [_sure_schema(inner, path, names) for inner in part]
    return part


def _names(keyword: str, part: JSON, names: Collection[str]) -> bool:
    """Whether a keyword about the whole number may be about details."""
    text = json.dumps({keyword: part})
    return bool(_NAMELESS.search(text)) or any(json.dumps(name) in text for name in names)


class Reach:
    """How far rules reached: what they applied to, and what they skipped.

    `applied` has how many numbers each rule applied to, by id. `rules` has the names of the numbers
    that a rule skipped because their details were withheld, by id.
    """

    def __init__(self) -> None:
        self.applied: dict[str, int] = {}
        self.rules: dict[str, set[str]] = {}
        self._known: dict[tuple[str, frozenset[str]], Blind] = {}

    def blind(self, rule: Rule, names: frozenset[str]) -> Blind:
        """Return a rule that does not read the details of these objects."""
        key = rule.id, names
        if key not in self._known:
            self._known[key] = Blind(rule, names)
        return self._known[key]

    def note(
        self, rules: Iterable[Rule], subject: JSON, names: frozenset[str], number: str
    ) -> None:
        """Record the rules that would need details to decide whether they apply to a number."""
        for rule in rules:
            blind = self.blind(rule, names)
            if blind.reads_when and blind.perhaps.is_valid(subject):
                self.add(rule, number)

    def add(self, rule: Rule, number: str) -> None:
        """Record that a rule skipped a number."""
        self.rules.setdefault(rule.id, set()).add(number)

    def of(self, numbers: Collection[str] | None) -> Mapping[str, frozenset[str]]:
        """Return the skipped numbers by rule, restricted to `numbers`; None means all."""
        found = {
            rule: frozenset(met if numbers is None else met.intersection(numbers))
            for rule, met in sorted(self.rules.items())
        }
        return {rule: met for rule, met in found.items() if met}
