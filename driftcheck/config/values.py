"""The values of a configuration file, typed by its schema, with the environment filled in."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Flag, auto
from typing import NamedTuple

from driftcheck import document
from driftcheck.document import Document, Filled, FilledDocument, Filler, Node
from driftcheck.model import JSON, Collector, InputError, Place
from driftcheck.system import published
from driftcheck.validation import ANY, Shape, Validator, problem_at, read, shape_of
from driftcheck.words import Steps

CREDENTIALS = ("customer_id", "customer_secret")


class _Leaving(Filler):
    """Fills variables in, but for the scalars at some places."""

    def __init__(
        self,
        file: str,
        environ: Mapping[str, str],
        problems: Collector,
        filled: Filled,
        left: Container[tuple[int, int]],
        forbidden: Container[tuple[int, int]],
    ) -> None:
        super().__init__(file, environ, problems, filled=filled, forbidden=forbidden)
        self.left = left

    def __call__(self, node: document.Scalar) -> str:
        if (node.line, node.column) not in self.left:
            return super().__call__(node)
        self.check(node)
        return node.text


class Part(Flag):
    """Parts of a configuration that are left out where nobody needs them."""

    LIVE = auto()
    FILES = auto()
    NOTIFICATIONS = auto()
    HISTORY = auto()


EVERYTHING = Part.LIVE | Part.FILES | Part.NOTIFICATIONS | Part.HISTORY
_KEYS = {"live": Part.LIVE, "notifications": Part.NOTIFICATIONS, "history": Part.HISTORY}
"""Keys with fillers of their own: variables below them may be unset where they are left out."""


class Scope(NamedTuple):
    """A part of a configuration whose troubles are its own: the whole, or one account.

    `fills` fill in the variables below some keys, `fill` those below all others.
    """

    problems: Collector
    fill: Filler
    fills: Mapping[str, Filler]

    @classmethod
    def of(
        cls,
        source: FilledDocument,
        environ: Mapping[str, str] | None,
        problems: Collector,
        parts: Part,
        forbidden: Container[tuple[int, int]] = (),
    ) -> "Scope":
        """A scope of a file, of which these parts are needed; None reads no variable."""
        name, filled, known = source.name, source.filled, environ or {}
        needed = environ is not None
        fill = Filler(name, known, problems, needed=needed, filled=filled, forbidden=forbidden)
        lenient = Filler(name, known, problems, needed=False, filled=filled, forbidden=forbidden)
        fills = {key: fill if part in parts else lenient for key, part in _KEYS.items()}
        return cls(problems, fill, fills)

    def leaving(self, agora: Node | None) -> "Scope":
        """The scope, less the credentials of the API: they are filled in where it is asked."""
        found = agora.fields if isinstance(agora, document.MappingNode) else {}
        left = {(found[key].line, found[key].column) for key in CREDENTIALS if key in found}
        fill = self.fills["live"]
        leaving = _Leaving(
            fill.file, fill.environ, fill.problems, fill.filled, left, fill.forbidden
        )
        return self._replace(fills={**self.fills, "live": leaving})

    @property
    def unfilled(self) -> set[tuple[int, int]]:
        """Where variables were left in, which is noted."""
        return {place for fill in (self.fill, *self.fills.values()) for place in fill.unfilled}

    def fields(self, node: document.MappingNode, shape: Shape) -> dict[str, JSON]:
        """The values of the fields of a mapping; those of accounts are filled in on their own."""
        fills = {**self.fills, "accounts": None}
        return {
            key: read(child, shape.fields.get(key, ANY), fills.get(key, self.fill), self._odd_null)
            for key, child in node.fields.items()
        }

    def _odd_null(self, node: document.Scalar, types: frozenset[str]) -> None:
        """Refuse an odd null where text would pass; what a pack is given is typed by the pack."""
        if "string" in types:
            document.refusing(self.fill.file, self.problems)(node, types)


def scopes_of(
    source: FilledDocument,
    environ: Mapping[str, str] | None,
    problems: Collector,
    parts: Part,
    forbidden: Container[tuple[int, int]],
    elsewhere: bool,
) -> tuple[Scope, dict[str, Scope]]:
    """The scope of the whole file, and that of each account, which has troubles of its own."""

    def scope(noted: Collector, *within: str) -> Scope:
        made = Scope.of(source, environ, noted, parts, forbidden)
        if not elsewhere:
            return made
        return made.leaving(document.find_node(source.root, (*within, "live", "agora")))

    named = {name: scope(Collector(), "accounts", name) for name in account_nodes(source)}
    return scope(problems), named


def values(
    source: Document, whole: Scope, accounts: Mapping[str, Scope], problems: Collector
) -> dict[str, JSON]:
    """The values of the file, those at fault None, which is noted in `problems`.

    Values whose variables could not be filled in have been noted already, and stay. Raises
    InputError where the file is no mapping.
    """
    schema = published("config")
    shape = shape_of(schema)
    if not isinstance(source.root, document.MappingNode):
        (fault,) = Validator(schema).faults(read(source.root, shape))
        raise InputError(problem_at(source.name, source.root, fault))
    found = whole.fields(source.root, shape)
    if accounts:
        form = shape.fields["accounts"].rest or ANY
        found["accounts"] = {
            name: _account(node, form, accounts[name])
            for name, node in account_nodes(source).items()
        }
    left = {place for scope in (whole, *accounts.values()) for place in scope.unfilled}
    for fault in Validator(schema).faults(found):
        if _at(source, fault.path) in left:
            # A text in place of a list or a mapping; within one, whoever reads it leaves it out.
            if len(fault.path) == len(_held(fault.path)):
                _blank(found, fault.path)
        else:
            problem = problem_at(source.name, source.root, fault)
            # Its own place knows what was written there.
            problems.problems.append(replace(problem, place=source.locate(fault.path)))
            _blank(found, fault.path)
    return found


def unread(source: Document, scopes: Iterable[Scope]) -> Iterator[tuple[str, str, Place]]:
    """What was left out as its variables were not read: its key, what is written, and where.

    Where they must be set, that is an error. Credentials are left out of this: nobody asks the API.
    """
    left = {place for scope in scopes if not scope.fill.needed for place in scope.unfilled}
    for path, scalar in document.each_scalar(source.root) if left else ():
        if (scalar.line, scalar.column) in left and not {*path} & {*CREDENTIALS}:
            key = str(path[2] if path[0] == "accounts" else path[0])
            yield key, scalar.text, source.place(scalar)


def account_nodes(source: Document) -> Mapping[str, Node]:
    """The accounts as they are written, by name; none where the file does not name them."""
    listed = document.find_node(source.root, ("accounts",))
    return listed.fields if isinstance(listed, document.MappingNode) else {}


def _account(node: Node, shape: Shape, scope: Scope) -> JSON:
    return (
        scope.fields(node, shape) if isinstance(node, document.MappingNode) else read(node, shape)
    )


def _blank(found: dict[str, JSON], path: Steps) -> None:
    """Have the value that holds a fault be None: a key of the file, or of one of its accounts."""
    *above, last = _held(path) or ("",)
    part: JSON = found
    for step in above:
        part = part.get(step) if isinstance(part, dict) else None
    if isinstance(part, dict) and last in part:
        part[last] = None


def _held(path: Steps) -> Steps:
    """The path of the key of the file, or of one of its accounts, that a path leads into."""
    return path[: 3 if path[:1] == ("accounts",) else 1]


def _at(source: Document, path: document.Path_) -> tuple[int, int]:
    """Where the value at a path begins."""
    node = document.find_node(source.root, path) or source.root
    return node.line, node.column
