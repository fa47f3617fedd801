"""Changes of what is declared of a number, and what is written of a live value at a path."""

from collections.abc import Mapping
from typing import NamedTuple

from driftcheck.draft.scalars import key
from driftcheck.draft.secrets import UnsayableError
from driftcheck.draft.stated import Stated, Tree
from driftcheck.model import JSON, Declaration, Problem

Steps = tuple[str, ...]


class Change(NamedTuple):
    """A declared value, the live one in its place, and that as it is written."""

    old: JSON
    new: JSON
    tree: Tree


class Changes(NamedTuple):
    """The changes of a number, by the path of each; `leaves` are those that may take its place.

    A mapping that is not configured any more is best written as one null; `leaves` writes each
    field in it as null instead. `secret` are the paths of what is never written.
    """

    number: str
    said: Declaration
    changes: Mapping[Steps, Change]
    leaves: Mapping[Steps, Mapping[Steps, Change]]
    secret: frozenset[Steps] = frozenset()

    def refused(self, steps: Steps, why: str, hint: str | None = None, others: int = 0) -> Problem:
        """The problem of a change that is not made, of this number and so many others."""
        path, more = ".".join(steps), f" and {others} more" if others else ""
        return Problem(f"{path} of {self.number}{more} {why}", self.said.place_of(path), hint)


def part_of(tree: Mapping[str, Tree], name: str) -> Tree:
    """What is written of a field; None where nothing is."""
    try:
        return tree.get(key(name))
    except UnsayableError:  # YAML cannot have the name, so nothing is
        return None


def tree_at(one: Stated, path: Steps, live: JSON) -> Tree:
    """What is written of a live value at a path, as little as that takes; None where nothing is."""
    tree: Tree = one.fields
    for step in path:
        tree = part_of(tree, step) if isinstance(tree, dict) else None
    return _pruned(tree, live) if isinstance(tree, dict) and isinstance(live, dict) else tree


def _pruned(tree: Mapping[str, Tree], live: Mapping[str, JSON]) -> Tree:
    """What is written of a live mapping: what is configured in it, and not ignored."""
    found: dict[str, Tree] = {}
    for name, value in live.items():
        part = part_of(tree, name) if value is not None else None
        if isinstance(part, dict) and isinstance(value, dict):
            part = _pruned(part, value)
        if part not in (None, "null"):
            found[key(name)] = part
    return found or None
