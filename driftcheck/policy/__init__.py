"""Policies: rules that live numbers must satisfy, compiled to JSON Schema."""

from driftcheck.policy import groups
from driftcheck.policy.blind import Reach
from driftcheck.policy.evaluate import evaluate
from driftcheck.policy.load import Namespace, Pack, ids, load, read, rules_of
from driftcheck.policy.rule import Rule, RuleTest
from driftcheck.policy.subject import subject

evaluate_groups = groups.evaluate

__all__ = [
    "Namespace",
    "Pack",
    "Reach",
    "Rule",
    "RuleTest",
    "evaluate",
    "evaluate_groups",
    "ids",
    "load",
    "read",
    "rules_of",
    "subject",
]
