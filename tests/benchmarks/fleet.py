"""The fleet that is measured: what its owners want, and the live list as the API sends it.

A tenth of the labels contains a colon, so YAML needs quotes; another tenth is not ASCII. Numbers
come in blocks of ten, which differ in provider, directions and trunks.
"""

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import indent
from typing import Any

DRIFT = 100  # one number in DRIFT is not as declared
BLOCK = 10  # consecutive numbers that differ only in their labels
Entry = dict[str, Any]
_LABELS = (
    "Support line",
    "Sales EMEA",
    "Order hotline",
    "Billing: queue",
    "Customer care",
    "Zürich office",
    "VIP desk (gold)",
    "Night shift 22:00-06:00",
    "Returns & refunds",
    "Front desk",
)
_CONFIGS: tuple[Entry, ...] = (
    {},
    {"inbound_config": {}, "outbound_config": {"address": "sip.example.com", "transport": "tls"}},
    {
        "inbound_config": {"allowed_addresses": ["192.0.2.0/27", "198.51.100.7"]},
        "outbound_config": {"address": "trunk.example.com", "transport": "tls", "prefix": "6036"},
    },
    {},
    {"inbound_config": {}, "outbound_config": {}},
    {"inbound_config": None, "outbound_config": None},
)
"""The configurations of a block; two of the six belong to numbers that only place calls."""
_PLACES_CALLS_ONLY = (1, 5)
_IS_BYO = (1, 2)


def entry(index: int) -> Entry:
    """A number as its owners want it, with its fields in the order of the API."""
    block = index // BLOCK
    kind = block % len(_CONFIGS)
    answers = kind not in _PLACES_CALLS_ONLY
    pipeline = {"pipeline_id": f"pipeline_{block:08d}", "pipeline_name": f"Team {block}"}
    return {
        "provider": "byo" if kind in _IS_BYO else "twilio",
        "phone_number": f"+1{2_000_000_000 + index}",
        "label": f"{_LABELS[index % len(_LABELS)]} {index}",
        "inbound": answers,
        "outbound": kind != 4,
        "associated_pipeline": pipeline if answers else None,
        **_CONFIGS[kind],
    }


def wanted(count: int) -> Iterator[Entry]:
    """All numbers as their owners want them."""
    return map(entry, range(count))


def live(count: int, drift: int = DRIFT) -> Iterator[Entry]:
    """The live numbers in random order; one in `drift` is not as declared (0: none)."""
    order = list(range(count))
    random.Random(1).shuffle(order)
    return (changed(index, drift) for index in order)


def changed(index: int, drift: int = DRIFT) -> Entry:
    """A live number, which drifts if `drift` divides its index.

    One third of these lost their pipeline, one third have another label, and one third no longer
    accept calls. A number that only places calls can only get another label.
    """
    number = entry(index)
    if drift and not index % drift:
        kind = index // drift % 3 if number["inbound"] else 1
        number |= (
            {"associated_pipeline": None},
            {"label": f"changed by hand {index}"},
            {"inbound": False},
        )[kind]
    return number


def write_list(path: Path, entries: Iterable[Entry], *, indented: bool = False) -> None:
    """Write a list on one line, as the API sends it, or indented."""
    separator = "["
    with path.open("w", encoding="utf-8") as file:
        for number in entries:
            file.write(separator + (_indented(number) if indented else _compact(number)))
            separator = ","
        file.write("\n]\n" if indented else "]")


def _compact(number: Entry) -> str:
    return json.dumps(number, separators=(",", ":"), ensure_ascii=False)


def _indented(number: Entry) -> str:
    return "\n" + indent(json.dumps(number, indent=2, ensure_ascii=False), "  ")
