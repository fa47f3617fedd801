"""Changes to the declaration of a number, and the YAML of a live value at a path."""

from collections.abc import Mapping
from typing import NamedTuple

from driftcheck.draft.scalars import key
from driftcheck.draft.secrets import UndeclarableError
from driftcheck.draft.stated import Stated, Tree
from driftcheck.model import JSON, Declaration, Problem

Steps = tuple[str, ...]


class Change(NamedTuple):
    """A declared value, the live value that replaces it, and the YAML of that."""

    old: JSON
    new: JSON
    tree: Tree


class Changes(NamedTuple):
    """The changes of a number by path.

    A mapping that is no longer configured is best written as one null. `leaves` has the alternative
    for its path: a null for each field in it. `secret` has the paths that are never written.
    """

    number: str
    said: Declaration
    changes: Mapping[Steps, Change]
    leaves: Mapping[Steps, Mapping[Steps, Change]]
    secret: frozenset[Steps] = frozenset()

    def refused(self, steps: Steps, why: str, hint: str | None = None, others: int = 0) -> Problem:
        """Return the problem of a change that cannot be made, for this and `others` numbers."""
        path, more = ".".join(steps), f" and {others} more" if others else ""
        return Problem(f"{path} of {self.number}{more} {why}", self.said.place_of(path), hint)


def part_of(tree: Mapping[str, Tree], name: str) -> Tree:
    """Return the YAML of a field, or None if it is not written."""
    try:
        return tree.get(key(name))
    except UndeclarableError:  # YAML cannot hold the name
        return None


def tree_at(one: Stated, path: Steps, live: JSON) -> Tree:
    """Return the shortest YAML of a live value at a path, or None if it is not written."""
    tree: Tree = one.fields
    for step in path:
        tree = part_of(tree, step) if isinstance(tree, dict) else None
    return _pruned(tree, live) if isinstance(tree, dict) and isinstance(live, dict) else tree


def _pruned(tree: Mapping[str, Tree], live: Mapping[str, JSON]) -> Tree:
    """Return the YAML of a live mapping: only configured fields that are not ignored."""
    found: dict[str, Tree] = {}
    for name, value in live.items():
        part = part_of(tree, name) if value is not None else None
        if isinstance(part, dict) and isinstance(value, dict):
            part = _pruned(part, value)
        if part not in (None, "null"):
            found[key(name)] = part
    return found or None
