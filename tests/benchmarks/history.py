"""What a history costs: `python -m tests.benchmarks.history [NUMBERS] [ROUNDS]`.

Every number has a finding. Prints the seconds of CPU of a check without a history, and how much
more it takes with one, on the first night (every finding is new) and on the second (none is). The
three take turns; each figure is the least of all rounds, because other programs only add to it.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import Command, run

_CONFIG = """\
version: 1
live: {file: live.json}
declared: [numbers.yaml]
history: sqlite:///history.db
waivers: [waivers.yaml]
"""
_WAIVER = '{check: drift-changed, match: ["*"], reason: r, owner: o, expires: 2027-03-31}'
_BYO = {
    "provider": "byo",
    "inbound_config": {"allowed_addresses": ["192.0.2.0/27", "198.51.100.7"]},
    "outbound_config": {"address": "sip.example.com:5061", "transport": "tls", "user": "u"},
}
_METADATA = {"metadata": {"owner": "support", "env": "production"}}
Extra = Callable[[int], dict[str, Any]]
KINDS: dict[str, tuple[Extra, Extra]] = {
    "twilio": (lambda _: {}, lambda _: {}),
    "byo": (lambda _: _BYO, lambda _: _BYO),
    "metadata": (lambda _: {}, lambda index: {**_METADATA, "ignore": ["provider"][: index % 2]}),
    "waived": (lambda _: {}, lambda _: {}),
    "range": (lambda _: {}, lambda _: {}),
}
"""The additional fields of the live entries and of the declarations, by kind of fleet."""


def main() -> None:
    """Print the table."""
    given = [int(text) for text in sys.argv[1:3]]
    count, rounds = [*given, *(100_000, 3)[len(given) :]]
    sys.stdout.write("fleet     without    first night   second night\n")
    for name in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), name, count)
            without, first, second = measured(Path(folder), rounds)
        more = f"{first / without - 1:>+12.0%} {second / without - 1:>+14.0%}"
        sys.stdout.write(f"{name:9} {without:5.1f} s {more}\n")
        sys.stdout.flush()


def write(folder: Path, name: str, count: int) -> None:
    """Write a fleet in which each number has another label than it was declared with."""
    of_live, of_declared = KINDS[name]
    live = [{**number(index), **of_live(index)} for index in range(count)]
    known: list[dict[str, Any]] = [
        {**number(index), "label": "Other", **of_declared(index)} for index in range(count)
    ]
    if name == "range":
        first, last = known[0]["phone_number"], known[-1]["phone_number"]
        known = [{"range": f"{first}..{last}", "label": "Other", "inbound": True}]
    lines = "".join(f"  - {json.dumps(entry)}\n" for entry in known)
    waivers = f"[{_WAIVER}]" if name == "waived" else "[]"
    (folder / "driftcheck.yaml").write_text(_CONFIG, encoding="utf-8")
    (folder / "waivers.yaml").write_text(f"version: 1\nwaivers: {waivers}\n", encoding="utf-8")
    (folder / "numbers.yaml").write_text(f"version: 1\nnumbers:\n{lines}", encoding="utf-8")
    (folder / "live.json").write_text(json.dumps(live), encoding="utf-8")


def number(index: int) -> dict[str, Any]:
    """A number as both sides have it, apart from its label."""
    return {
        "phone_number": f"+1{2_000_000_000 + index}",
        "provider": "twilio",
        "label": f"Line {index}",
        "inbound": True,
        "outbound": True,
        "associated_pipeline": {"pipeline_id": f"p{index // 10}", "pipeline_name": "Support"},
    }


def measured(folder: Path, rounds: int) -> tuple[float, ...]:
    """The seconds of CPU without a history, on the first night and on the second."""
    code = 0 if "drift-changed" in (folder / "waivers.yaml").read_text(encoding="utf-8") else 2
    check = sys.executable, "-m", "driftcheck", "check", "-q", "-o", "json=report.json"
    with_history = Command(check, folder, code)
    without = Command((*check, "--no-history"), folder, code)
    turns: list[tuple[float, ...]] = []
    for _ in range(rounds):
        (folder / "history.db").unlink(missing_ok=True)
        turns.append(tuple(run(one).cpu for one in (without, with_history, with_history)))
    return tuple(map(min, zip(*turns, strict=True)))


if __name__ == "__main__":
    main()
