"""Policies: rules that live numbers must satisfy, compiled to JSON Schema."""

from driftcheck.policy.evaluate import evaluate
from driftcheck.policy.load import ids, load
from driftcheck.policy.rule import Rule, RuleTest

__all__ = ["Rule", "RuleTest", "evaluate", "ids", "load"]
