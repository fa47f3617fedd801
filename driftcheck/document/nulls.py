"""Null as it is written: `null`, `~` or nothing; other spellings are null for some readers only."""

from collections.abc import Callable
from itertools import product

from driftcheck.document.nodes import Node, Scalar
from driftcheck.model.errors import Collector, Place

NULLS = frozenset({"", "~", "null"})
ODD_NULLS = frozenset(map("".join, product("nN", "uU", "lL", "lL"))) - NULLS
"""`NULL` is null in YAML 1.2, and text where a field is always text."""
Note = Callable[[Scalar, frozenset[str]], None]
"""Is given an odd null, and the types of JSON Schema that it may have (none: any)."""


def is_odd_null(node: Node, types: frozenset[str]) -> bool:
    """Whether a value of some types may be null, and is spelt as only some readers spell it."""
    odd = isinstance(node, Scalar) and node.plain and node.text in ODD_NULLS
    return odd and ("null" in types or not types)


def refusing(file: str, problems: Collector) -> Note:
    """Notes each odd null of a file as a problem."""

    def note(node: Scalar, types: frozenset[str]) -> None:
        place, text = Place(file, node.line, node.column), node.text
        if types and "string" not in types:
            problems.add(f"{text} is not null", place, "Write null, in lower case.")
        else:
            hint = f'Write null, or quote it: "{text}".'
            problems.add(f"{text} could be null or text", place, hint)

    return note
