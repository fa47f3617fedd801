"""Declarations of live numbers, as YAML text by field."""

from dataclasses import dataclass
from typing import Any

from driftcheck.model import JSON, Problem

Tree = Any
"""The YAML of a value: text on one line, a list of texts, or a mapping of Trees."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A number and the YAML of its fields. `entry` is its live entry."""

    number: str
    fields: dict[str, Tree]
    entry: dict[str, JSON]


@dataclass(frozen=True, slots=True)
class Draft:
    """The declarations of a live list.

    `numbers` are sorted. `problems` has one problem for each entry that cannot be declared, `notes`
    the fields that are left out of the other entries.
    """

    numbers: tuple[Stated, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
