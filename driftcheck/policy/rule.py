"""Rules, compiled once: a JSON Schema decides, and the condition names the field that failed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from driftcheck.document import BUILTIN, Document
from driftcheck.model import JSON, Check, InputError, Kind, Place, Problem, Severity, number_of
from driftcheck.policy.condition import Condition, FieldCondition, fields, to_schema
from driftcheck.policy.subject import CONTEXT
from driftcheck.validation import Perils, Validator


class RuleTest(NamedTuple):
    """Live entries that a rule must `pass`, `fail` or `skip` (not apply to).

    A rule about single numbers has one entry; a rule about groups may have any number. `given` has
    the parameters of the test.
    """

    expect: str
    entries: tuple[JSON, ...]
    place: Place
    given: Document | None = None


@dataclass(frozen=True, eq=False)
class Rule:
    """A policy rule with exactly one of `require`, `schema`, `unique` and `count`.

    Without `when` it applies to all numbers. `unique` and `group_by` are dotted paths. A rule
    equals only itself, like its validators.
    """

    id: str
    title: str
    severity: Severity
    when: Condition | None
    require: Condition | None
    schema: Validator | None
    place: Place
    unique: tuple[str, ...] = ()
    count: Validator | None = None
    group_by: tuple[str, ...] = ()
    description: str = ""
    remedy: str | None = None
    tags: tuple[str, ...] = ()
    tests: tuple[RuleTest, ...] = ()

    @property
    def check(self) -> Check:
        """The rule as a check, for reports."""
        about = self.title, self.description, self.remedy, self.tags, self.place
        return Check(self.id, Kind.POLICY, self.severity, *about)

    @property
    def is_builtin(self) -> bool:
        """Whether its pack comes with the program."""
        return self.place.file.startswith(BUILTIN)

    @property
    def grouped(self) -> bool:
        """Whether the rule is about groups of numbers."""
        return bool(self.unique or self.count)

    @cached_property
    def selector(self) -> Validator:
        """The validator of the numbers that the rule applies to."""
        return Validator(to_schema(self.when) if self.when else {})

    @cached_property
    def decision(self) -> JSON:
        """The JSON Schema of the numbers that pass, or that the rule does not apply to."""
        if self.when is None:
            return self.required
        return {"if": to_schema(self.when), "then": self.required}

    @property
    def required(self) -> JSON:
        """The JSON Schema that the numbers must satisfy to which the rule applies."""
        if self.schema:
            return self.schema.schema
        return to_schema(self.require) if self.require else {}

    @cached_property
    def decider(self) -> Validator:
        """The validator that decides in one call whether a number passes."""
        return Validator(self.decision)

    @cached_property
    def context(self) -> tuple[str, ...]:
        """The context that the rule reads in addition to the live entry."""
        read = {field.path for field in self._fields()}
        heads = {path.split(".")[0] for path in read.union(self.unique, self.group_by)}
        named = json.dumps(self.schema.schema) if self.schema else ""
        # A quoted name may be just a value; then unneeded context is added.
        return tuple(name for name in CONTEXT if name in heads or f'"{name}"' in named)

    def _fields(self) -> Iterator[FieldCondition]:
        for condition in (self.when, self.require):
            if condition:
                yield from fields(condition)

    @cached_property
    def perils(self) -> Perils:
        """The patterns that need backtracking."""
        return Perils(self.decision)

    def check_patterns(self, subject: JSON) -> None:
        """Raise InputError if a pattern cannot be decided on a number, which must not pass then."""
        peril = self.perils.first(subject, number_of(subject))
        if peril:
            message = f'the rule "{self.id}" cannot be evaluated: its {peril.clause}'
            raise InputError(Problem(message, self.place, peril.hint))
