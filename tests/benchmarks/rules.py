"""What rules cost: `python tests/benchmarks/rules.py [NUMBERS]`.

Prints the microseconds per rule and number, and how many times as long jsonschema takes for the
same JSON Schemas in the same run. Figures are medians of five.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from jsonschema import Draft202012Validator

from driftcheck import policy
from driftcheck.document.source import builtin
from driftcheck.model import Declaration, LiveList, Place
from driftcheck.policy import Rule
from driftcheck.system import published
from driftcheck.validation import entry_shape

ENTRY = entry_shape(published("number"))
RUNS = 5
SAMPLE = 1000  # of the numbers, for jsonschema, which is slow


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if sys.argv[1:] else 100_000
    live = LiveList("benchmark", tuple(entry(index) for index in range(count)))
    place = Place("numbers.yaml", 1, 1)
    metadata = {"env": "production", "owner": "support"}
    declared = {
        number["phone_number"]: Declaration({}, metadata, frozenset(), False, place, {})
        for number in live.entries
    }
    cases = {
        "eight rules": (*rules("baseline"), rules("security")[0]),
        "baseline and security": (*rules("baseline"), *rules("security")),
        "ownership (declared.*)": rules("ownership"),
        "resilience (count)": rules("resilience"),
        "unique-label": tuple(rule for rule in rules("naming") if rule.grouped),
        "telephony (phone.*)": rules("telephony"),
    }
    line("case", "rules", "µs per rule")
    costs = {}
    for name, case in cases.items():
        costs[name] = median(partial(run, case, live, declared)) / count / len(case)
        line(name, str(len(case)), f"{costs[name] * 1e6:.2f}")
    schemas = [rule.decision for rule in cases["eight rules"]]
    plain = [schema for schema in schemas if r"\\p" not in json.dumps(schema)]  # re lacks \p
    slow = median(partial(by_jsonschema, plain, live.entries[:SAMPLE])) / SAMPLE / len(plain)
    line("of these, by jsonschema", str(len(plain)), f"{slow * 1e6:.2f}")
    line("how many times slower", "", f"{slow / costs['eight rules']:.0f}")


def entry(index: int) -> dict[str, Any]:
    """A number without faults; every second one is byo."""
    byo = {
        "inbound_config": {"allowed_addresses": ["112.126.15.64/27"]},
        "outbound_config": {"address": "sip.example.com", "transport": "tls"},
    }
    return {
        "provider": "byo" if index % 2 else "twilio",
        "phone_number": f"+1202{2_000_000 + index:07d}",
        "label": f"Line {index}",
        "inbound": True,
        "outbound": True,
        "associated_pipeline": {"pipeline_id": f"p{index // 10}", "pipeline_name": "Support"},
        **(byo if index % 2 else {}),
    }


def rules(name: str) -> tuple[Rule, ...]:
    """The rules of a pack that comes with driftcheck."""
    file = builtin(f"builtin:{name}")
    return policy.rules_of(policy.load([file], ENTRY, ())) if file else ()


def run(case: Sequence[Rule], live: LiveList, declared: dict[str, Declaration]) -> None:
    """Evaluate rules on all numbers, none of which has a fault."""
    found = policy.evaluate_rules(case, live, declared, "default")
    found += policy.evaluate_groups(case, live, declared, "default")
    if found:
        raise SystemExit(f"unexpected finding: {found[0].message}")


def by_jsonschema(schemas: Sequence[Any], entries: Sequence[Any]) -> None:
    """Evaluate the same rules with jsonschema."""
    validators = [Draft202012Validator(schema) for schema in schemas]
    for number in entries:
        for validator in validators:
            validator.is_valid(number)


def median(work: Callable[[], None]) -> float:
    """The seconds that a piece of work takes."""
    return statistics.median(timed(work) for _ in range(RUNS))


def timed(work: Callable[[], None]) -> float:
    """The seconds that one run takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def line(*cells: str) -> None:
    """Print a line of the table."""
    sys.stdout.write("{:26} {:>6} {:>10}\n".format(*cells))


if __name__ == "__main__":
    main()
