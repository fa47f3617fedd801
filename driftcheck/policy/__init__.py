"""Policies: rules that live numbers must satisfy, compiled to JSON Schema."""

from typing import TYPE_CHECKING

from driftcheck.policy.blind import Reach
from driftcheck.policy.evaluate import evaluate_rules
from driftcheck.policy.groups import evaluate_groups
from driftcheck.policy.load import Namespace, Pack, ids, load, read, rules_of
from driftcheck.policy.rule import Rule
from driftcheck.policy.subject import subject

if TYPE_CHECKING:
    from driftcheck.policy.hidden import hide_secrets
else:
    from driftcheck.system import late

    __getattr__ = late(__name__, {"hidden": "hide_secrets"})
