"""What declarations say of live numbers, as YAML text field by field."""

from dataclasses import dataclass
from typing import Any

from driftcheck.model import JSON, Problem

Tree = Any
"""What is written of a value: its text on one line, the items of a list, or a mapping of Trees."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A number, and the YAML text of each of its fields; `entry` is what is live."""

    number: str
    fields: dict[str, Tree]
    entry: dict[str, JSON]


@dataclass(frozen=True, slots=True)
class Draft:
    """What declarations say of a live list.

    `numbers` are in their order; `problems` say what cannot be declared, one for each entry, and
    `notes` what is left out of entries that can.
    """

    numbers: tuple[Stated, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
