"""Fleets to measure with: what is live, and the same declared, but for one number in a hundred.

Every file is written entry by entry, so that a million numbers need no memory here.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

DRIFT = 100  # one number in so many is not as declared
BLOCK = 100  # numbers in a range
_PLANS = 10  # pipelines serve so many numbers each
_CONFIG = """version: 1
live: {file: live.json}
declared: [numbers.yaml]
policies: ["builtin:baseline", "builtin:security"]
"""


def write(folder: Path, count: int, drift: int = DRIFT) -> None:
    """A configuration, `live.json`, and `numbers.yaml` with every number declared by itself.

    One number in `drift` is not as declared; 0: none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "driftcheck.yaml").write_text(_CONFIG)
    with (folder / "numbers.yaml").open("w") as file:
        file.write("version: 1\nnumbers:\n")
        for index in range(count):
            file.write(_declaration(number(index)))
    _write_live(folder, (_changed(index, number(index), drift) for index in range(count)))


def write_defaults(folder: Path, count: int) -> None:
    """The same fleet, what the numbers have in common declared once, under `defaults`."""
    write(folder, count)
    with (folder / "numbers.yaml").open("w") as file:
        file.write("version: 1\ndefaults: {provider: twilio, inbound: true, outbound: true}\n")
        file.write("numbers:\n")
        for index in range(count):
            entry = number(index)
            file.write(f'  - phone_number: "{entry["phone_number"]}"\n')
            file.write(f"    label: {entry['label']}\n{_pipeline(entry)}")


def write_ranges(folder: Path, count: int) -> None:
    """A fleet of as many numbers, declared in blocks of a hundred."""
    write(folder, count)
    with (folder / "numbers.yaml").open("w") as file:
        file.write("version: 1\nnumbers:\n")
        for start in range(0, count, BLOCK):
            first, last = number(start), number(min(start + BLOCK, count) - 1)
            file.write(f"  - range: {first['phone_number']}..{last['phone_number']}\n")
            file.write(_fields(first))
    _write_live(folder, map(_drifted_in_block, range(count)))


def number(index: int) -> dict[str, Any]:
    """A number that is in order, with the six fields that people set."""
    pipeline = f"pipeline_{index // _PLANS:08d}"
    return {
        "provider": "twilio",
        "phone_number": f"+1{2_000_000_000 + index}",
        "label": f"Support line {index}",
        "inbound": True,
        "outbound": True,
        "associated_pipeline": {"pipeline_id": pipeline, "pipeline_name": f"Support {index}"},
    }


def _drifted_in_block(index: int) -> dict[str, Any]:
    of_block = number(index - index % BLOCK)
    return _changed(index, {**of_block, "phone_number": number(index)["phone_number"]}, DRIFT)


def _changed(index: int, entry: dict[str, Any], drift: int) -> dict[str, Any]:
    """Of those that drift, a third each lost their pipeline, were relabelled, were switched off."""
    if not drift or index % drift:
        return entry
    match index // drift % 3:
        case 0:
            return {**entry, "associated_pipeline": None}
        case 1:
            return {**entry, "label": "changed by hand"}
    return {**entry, "outbound": False}


def _declaration(entry: dict[str, Any]) -> str:
    return f'  - phone_number: "{entry["phone_number"]}"\n{_fields(entry)}'


def _fields(entry: dict[str, Any]) -> str:
    return (
        f"    provider: {entry['provider']}\n"
        f"    label: {entry['label']}\n"
        f"    inbound: true\n"
        f"    outbound: true\n{_pipeline(entry)}"
    )


def _pipeline(entry: dict[str, Any]) -> str:
    pipeline = entry["associated_pipeline"]
    return (
        f"    associated_pipeline:\n"
        f"      pipeline_id: {pipeline['pipeline_id']}\n"
        f"      pipeline_name: {pipeline['pipeline_name']}\n"
    )


def _write_live(folder: Path, entries: Iterator[dict[str, Any]]) -> None:
    with (folder / "live.json").open("w") as file:
        _write_list(file, entries)


def _write_list(file: TextIO, entries: Iterator[dict[str, Any]]) -> None:
    separator = "["
    for entry in entries:
        file.write(f"{separator}{json.dumps(entry)}")
        separator = ",\n"
    file.write("]\n")
