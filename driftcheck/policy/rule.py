"""Rules, compiled once: a JSON Schema decides, the condition says which field failed."""

import json
from dataclasses import dataclass
from functools import cached_property

from driftcheck.errors import Place
from driftcheck.model import JSON, Severity
from driftcheck.policy.condition import Condition, paths, to_schema
from driftcheck.policy.subject import CONTEXT
from driftcheck.validator import Validator


@dataclass(frozen=True, slots=True)
class RuleTest:
    """A live entry that a rule must `pass`, `fail` or `skip` (not be concerned with)."""

    expect: str
    entry: JSON
    place: Place


@dataclass(frozen=True)
class Rule:
    """A policy rule. One of `require` and `schema` is there; without `when`, it is for all."""

    id: str
    title: str
    severity: Severity
    when: Condition | None
    require: Condition | None
    schema: Validator | None
    place: Place
    description: str = ""
    remedy: str | None = None
    tags: tuple[str, ...] = ()
    tests: tuple[RuleTest, ...] = ()

    @cached_property
    def selector(self) -> Validator:
        """Decides whether the rule is about a number."""
        return Validator(to_schema(self.when) if self.when else {})

    @cached_property
    def decider(self) -> Validator:
        """Decides in one call whether a number passes, those that are not concerned included."""
        required = self.schema.schema if self.schema else self._required()
        if self.when is None:
            return Validator(required)
        return Validator({"if": to_schema(self.when), "then": required})

    def _required(self) -> JSON:
        return to_schema(self.require) if self.require else {}

    @cached_property
    def context(self) -> tuple[str, ...]:
        """What the rule reads beside the live entry."""
        read = paths(self.when) | paths(self.require)
        heads = {path.split(".")[0] for path in read}
        named = json.dumps(self.schema.schema) if self.schema else ""
        return tuple(name for name in CONTEXT if name in heads or f'"{name}"' in named)
