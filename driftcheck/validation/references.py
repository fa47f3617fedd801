"""Resolves the references of a schema to pointers from its root, and refuses circular ones.

A `$ref` may name any schema of the same document by a pointer, an `$anchor` or an `$id`. A resolved
schema has only pointers, and can be moved into another one.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from driftcheck.system import is_published
from driftcheck.validation.keywords import IN_PLACE, Flaw, remembered, subschemas
from driftcheck.words.pointers import JSON, Steps, reference_to, steps

_NAMES = ("$id", "$anchor")
_NAMED = frozenset({"$ref", *_NAMES})
_COPY = "Copy what it refers to into $defs."


class Resolved(NamedTuple):
    """A schema whose references are pointers from its root, and the errors in the others."""

    schema: JSON
    flaws: tuple[Flaw, ...]


@remembered
def resolve(schema: JSON) -> Resolved:
    """Replace every reference by a pointer; `$id` and `$anchor` are then not needed any more."""
    if is_published(schema):  # these have only pointers
        return Resolved(schema, ())
    parts = dict(subschemas(schema))
    named = [path for path, part in parts.items() if isinstance(part, dict) and _is_named(part)]
    if not named:
        return Resolved(schema, ())
    names = _Names(parts)
    targets = {path: names.target(path) for path in named if "$ref" in parts[path]}
    flaws = [
        _reference_flaw(path, parts[path]["$ref"]) for path, to in targets.items() if to is None
    ]
    found = {path: to for path, to in targets.items() if to is not None}
    flaws = flaws or list(_loops(parts, found))
    if all(set(_NAMES).isdisjoint(parts[path]) for path in named) and all(
        parts[path]["$ref"] == reference_to(to) for path, to in found.items()
    ):
        return Resolved(schema, tuple(flaws))
    return Resolved(_rewrite(schema, (), set(named), found), tuple(flaws))


def move(schema: JSON, to: Steps) -> JSON:
    """Return a resolved schema with its pointers adjusted to a new place."""
    parts = dict(subschemas(schema))
    named = {path for path, part in parts.items() if isinstance(part, dict) and "$ref" in part}
    found = {path: (*to, *steps(parts[path]["$ref"][1:])) for path in named}
    return _rewrite(schema, (), named, found) if named else schema


def target(reference: str, root: JSON) -> JSON:
    """Return the schema at a pointer in a resolved schema."""
    for step in steps(reference[1:]):
        root = root[int(step)] if isinstance(root, list) else root[step]
    return root


def _is_named(part: Mapping[str, JSON]) -> bool:
    return not _NAMED.isdisjoint(part)


class _Names:
    """The schemas of a document by the names that a reference may use."""

    def __init__(self, parts: Mapping[Steps, JSON]) -> None:
        self.parts = parts
        self.places: dict[Steps, Steps] = {tuple(map(str, path)): path for path in parts}
        self.roots = {(): "", **{path: self._id(path) for path in self._with("$id")}}
        self.anchors = {
            (self._root(path), parts[path]["$anchor"]): path for path in self._with("$anchor")
        }

    def _with(self, keyword: str) -> Iterator[Steps]:
        """Yield the paths of the schemas with a keyword, parents first."""
        found = (p for p, part in self.parts.items() if isinstance(part, dict) and keyword in part)
        return iter(sorted((path for path in found), key=len))

    def _id(self, path: Steps) -> str:
        from urllib.parse import urljoin  # few schemas have an id

        above = [self.parts[path[:n]] for n in range(len(path) + 1) if path[:n] in self.parts]
        name = ""
        for part in above:
            name = urljoin(name, str(part.get("$id", ""))) if isinstance(part, dict) else name
        return name.rstrip("#")

    def _root(self, path: Steps) -> Steps:
        """Return the path of the schema that references at a path are relative to."""
        return next(path[:n] for n in range(len(path), -1, -1) if path[:n] in self.roots)

    def target(self, path: Steps) -> Steps | None:
        """Return the path of the schema that the `$ref` at a path names; None if there is none."""
        reference = self.parts[path]["$ref"]
        if not isinstance(reference, str) or not reference:
            return None
        name, _, fragment = reference.partition("#")
        root: Steps | None = self._root(path)
        if name and root is not None:
            root = self._find_root(name, self.roots[root])
        if root is None:
            return None
        if fragment and not fragment.startswith("/"):
            return self.anchors.get((root, fragment))
        return self.places.get((*map(str, root), *steps(fragment)))

    def _find_root(self, name: str, base: str) -> Steps | None:
        from urllib.parse import urljoin

        wanted = {name, urljoin(base, name)}
        return next((path for path, known in self.roots.items() if known and known in wanted), None)


def _reference_flaw(path: Steps, reference: JSON) -> Flaw:
    where = (*path, "$ref")
    if isinstance(reference, str) and reference.startswith("#"):
        hint = "For example: #/$defs/NAME, or #/properties/NAME."
        return Flaw(where, "this $ref does not point to a schema", hint)
    return Flaw(where, "a $ref must stay within the schema", _COPY)


def _loops(parts: Mapping[Steps, JSON], targets: Mapping[Steps, Steps]) -> Iterator[Flaw]:
    """Yield references that point back to themselves, which would accept any value."""
    from graphlib import CycleError, TopologicalSorter  # few schemas have references

    # Only through keywords for the same value: a tree may refer to itself for its items.
    edges: dict[Steps, set[Steps]] = {path: {to} for path, to in targets.items()}
    for path in parts:
        if IN_PLACE.isdisjoint(path):
            continue
        above = next((path[:n] for n in range(len(path) - 1, -1, -1) if path[:n] in parts), None)
        if above is not None and path[len(above)] in IN_PLACE:
            edges.setdefault(above, set()).add(path)
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        first = min(path for path in error.args[1] if path in targets)
        hint = "Refer to the schema of a field or an item instead."
        yield Flaw((*first, "$ref"), "this $ref points back to itself", hint)


def _rewrite(part: JSON, path: Steps, named: set[Steps], targets: Mapping[Steps, Steps]) -> JSON:
    """Copy a schema with its references as pointers and without names."""
    if isinstance(part, list):
        return [_rewrite(inner, (*path, i), named, targets) for i, inner in enumerate(part)]
    if not isinstance(part, dict):
        return part
    fields = {key: _rewrite(inner, (*path, key), named, targets) for key, inner in part.items()}
    if path in named:
        fields = {key: inner for key, inner in fields.items() if key not in _NAMES}
    if path in targets:
        fields["$ref"] = reference_to(targets[path])
    return fields
