"""The values of a configuration file, typed by its schema, with variables filled in."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Flag, auto
from typing import NamedTuple

from driftcheck import document
from driftcheck.document import Document, Filled, FilledDocument, Filler, Node
from driftcheck.model import JSON, Collector, InputError, Place
from driftcheck.system import published
from driftcheck.validation import ANY, Fault, Shape, Validator, problem_at, read, shape_of
from driftcheck.words import Steps

CREDENTIALS = ("customer_id", "customer_secret")


class _Leaving(Filler):
    """Fills in variables, except in the scalars at some places."""

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
    """The parts of a configuration that are loaded on demand."""

    LIVE = auto()
    FILES = auto()
    NOTIFICATIONS = auto()
    HISTORY = auto()


EVERYTHING = Part.LIVE | Part.FILES | Part.NOTIFICATIONS | Part.HISTORY
_KEYS = {"live": Part.LIVE, "notifications": Part.NOTIFICATIONS, "history": Part.HISTORY}
"""Keys with their own filler: variables below them may be unset if the part is not loaded."""


class Scope(NamedTuple):
    """A part of a configuration with its own problems: the whole file, or one account.

    `fills` has the fillers for variables below some keys. `fill` is for all other keys.
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
        """Return a scope that needs these parts of a file. `environ` None reads no variables."""
        name, filled, known = source.name, source.filled, environ or {}
        needed = environ is not None
        fill = Filler(name, known, problems, needed=needed, filled=filled, forbidden=forbidden)
        lenient = Filler(name, known, problems, needed=False, filled=filled, forbidden=forbidden)
        fills = {key: fill if part in parts else lenient for key, part in _KEYS.items()}
        return cls(problems, fill, fills)

    def leaving(self, agora: Node | None) -> "Scope":
        """Return the scope without API credentials, which are filled in where the API is called."""
        found = agora.fields if isinstance(agora, document.MappingNode) else {}
        left = {(found[key].line, found[key].column) for key in CREDENTIALS if key in found}
        fill = self.fills["live"]
        leaving = _Leaving(
            fill.file, fill.environ, fill.problems, fill.filled, left, fill.forbidden
        )
        return self._replace(fills={**self.fills, "live": leaving})

    @property
    def unfilled(self) -> set[tuple[int, int]]:
        """The lines and columns of values with unset variables, which are already reported."""
        return {place for fill in (self.fill, *self.fills.values()) for place in fill.unfilled}

    def fields(self, node: document.MappingNode, shape: Shape) -> dict[str, JSON]:
        """Return the values of a mapping's fields. Accounts are filled in separately."""
        fills = {**self.fills, "accounts": None}
        return {
            key: read(child, shape.fields.get(key, ANY), fills.get(key, self.fill), self._odd_null)
            for key, child in node.fields.items()
        }

    def _odd_null(self, node: document.Scalar, types: frozenset[str]) -> None:
        """Refuse spellings such as `NULL` for text. Packs type their own parameters."""
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
    """Return the scope of the whole file, and one for each account by name."""

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
    """Return the values of the file. Invalid values are None and reported in `problems`.

    What is invalid in an account is reported in its own scope. Values with unset variables are
    already reported and stay as they are. Raises InputError if the file is not a mapping.
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
    for fault in map(_by_name, Validator(schema).faults(found)):
        if _at(source, fault.path) in left:
            # Text instead of a list or a mapping. Readers skip such values inside one.
            if len(fault.path) == len(_held(fault.path)):
                _blank(found, fault.path)
        else:
            problem = problem_at(source.name, source.root, fault)
            # This place knows the text as written.
            problem = replace(problem, place=source.locate(fault.path))
            _noted(fault, accounts, problems).problems.append(problem)
            _blank(found, fault.path)
    return found


def unread(source: Document, scopes: Iterable[Scope]) -> Iterator[tuple[str, str, Place]]:
    """Yield key, text and place of each value left out because no variables were read.

    Skips values that are reported as errors, and credentials, because the API is not called.
    """
    left = {place for scope in scopes if not scope.fill.needed for place in scope.unfilled}
    for path, scalar in document.each_scalar(source.root) if left else ():
        if (scalar.line, scalar.column) in left and not {*path} & {*CREDENTIALS}:
            key = str(path[2] if path[0] == "accounts" else path[0])
            yield key, scalar.text, source.place(scalar)


def account_nodes(source: Document) -> Mapping[str, Node]:
    """Return the nodes of the accounts by name; empty if the file names no accounts."""
    listed = document.find_node(source.root, ("accounts",))
    return listed.fields if isinstance(listed, document.MappingNode) else {}


def _account(node: Node, shape: Shape, scope: Scope) -> JSON:
    return (
        scope.fields(node, shape) if isinstance(node, document.MappingNode) else read(node, shape)
    )


def _blank(found: dict[str, JSON], path: Steps) -> None:
    """Set the value that contains a fault to None: a key of the file or of an account."""
    *above, last = _held(path) or ("",)
    part: JSON = found
    for step in above:
        part = part.get(step) if isinstance(part, dict) else None
    if isinstance(part, dict) and last in part:
        part[last] = None


def _by_name(fault: Fault) -> Fault:
    """Return a fault with its account's name in the path; a name of digits came as an index."""
    part, name, within = fault.path[:1], fault.path[1:2], fault.path[2:]
    return (
        fault._replace(path=(*part, *map(str, name), *within)) if part == ("accounts",) else fault
    )


def _noted(fault: Fault, accounts: Mapping[str, Scope], problems: Collector) -> Collector:
    """Return where to report a fault: in its account, or in the file, such as an invalid name."""
    part, *within = fault.path or ("",)
    is_name = len(within) == 1 and fault.keyword == "pattern"
    if part != "accounts" or not within or is_name:
        return problems
    return accounts[str(within[0])].problems


def _held(path: Steps) -> Steps:
    """Return the start of a path up to the key of the file or of an account."""
    return path[: 3 if path[:1] == ("accounts",) else 1]


def _at(source: Document, path: document.Path_) -> tuple[int, int]:
    """Return line and column of the value at a path."""
    node = document.find_node(source.root, path) or source.root
    return node.line, node.column
