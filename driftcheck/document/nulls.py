"""Spellings of null: `null`, `~` or nothing. Only some parsers accept other spellings."""

from collections.abc import Callable
from itertools import product

from driftcheck.document.nodes import Node, Scalar
from driftcheck.model.errors import Collector, Place

NULLS = frozenset({"", "~", "null"})
ODD_NULLS = frozenset(map("".join, product("nN", "uU", "lL", "lL"))) - NULLS
"""Spellings such as `NULL`, which are null in YAML 1.2 but text in fields that are always text."""
Note = Callable[[Scalar, frozenset[str]], None]
"""Called with an odd null and its possible JSON Schema types; an empty set means any."""


def is_odd_null(node: Node, types: frozenset[str]) -> bool:
    """Return whether a value of some types may be null and has an odd spelling."""
    odd = isinstance(node, Scalar) and node.plain and node.text in ODD_NULLS
    return odd and ("null" in types or not types)


def refusing(file: str, problems: Collector) -> Note:
    """Return a function that reports odd nulls of a file as problems."""

    def note(node: Scalar, types: frozenset[str]) -> None:
        place, text = Place(file, node.line, node.column), node.text
        if types and "string" not in types:
            problems.add(f"{text} is not null", place, "Write null, in lower case.")
        else:
            hint = f'Write null, or quote it: "{text}".'
            problems.add(f"{text} could be null or text", place, hint)

    return note
