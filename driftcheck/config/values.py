"""The values of a configuration file, typed by its schema, with the environment filled in."""

from collections.abc import Container, Mapping
from typing import NamedTuple

from driftcheck import document
from driftcheck.document import Document, Filler, Node
from driftcheck.errors import Collector, InputError
from driftcheck.model import JSON
from driftcheck.system import resources
from driftcheck.validation import ANY, Shape, Validator, read, shape_of
from driftcheck.validation.reading import problem
from driftcheck.words.pointers import Steps

CREDENTIALS = ("customer_id", "customer_secret")


class _Leaving(Filler):
    """Fills variables in, but for the scalars at some places."""

    def __init__(
        self,
        file: str,
        environ: Mapping[str, str],
        problems: Collector,
        left: Container[tuple[int, int]],
    ) -> None:
        super().__init__(file, environ, problems)
        self.left = left

    def __call__(self, node: document.Scalar) -> str:
        if (node.line, node.column) not in self.left:
            return super().__call__(node)
        self.check(node)
        return node.text


class Scope(NamedTuple):
    """A part of a configuration whose troubles are its own: the whole, or one account.

    `fill` fills in the variables of it, `fill_live` those of its live side, `fill_told` those of
    who is told, `fill_history` those of the URL of the history.
    """

    problems: Collector
    fill: Filler
    fill_live: Filler
    fill_told: Filler
    fill_history: Filler

    @classmethod
    def of(
        cls,
        name: str,
        environ: Mapping[str, str],
        problems: Collector,
        need_live: bool,
        need_told: bool,
        need_history: bool,
    ) -> "Scope":
        """A scope of the file `name`; variables in what is not needed may be unset."""
        fill = Filler(name, environ, problems)
        lenient = Filler(name, environ, problems, needed=False)
        needed = (need_live, need_told, need_history)
        return cls(problems, fill, *(fill if need else lenient for need in needed))

    def leaving(self, agora: Node | None) -> "Scope":
        """The scope, less the credentials of the API: they are filled in where it is asked."""
        found = agora.fields if isinstance(agora, document.MappingNode) else {}
        left = {(found[key].line, found[key].column) for key in CREDENTIALS if key in found}
        fill = self.fill_live
        return self._replace(fill_live=_Leaving(fill.file, fill.environ, fill.problems, left))

    def fields(self, node: document.MappingNode, shape: Shape) -> dict[str, JSON]:
        """The values of the fields of a mapping; those of accounts are filled in on their own."""
        fills = {
            "live": self.fill_live,
            "notifications": self.fill_told,
            "history": self.fill_history,
            "accounts": None,
        }
        return {
            key: read(child, shape.fields.get(key, ANY), fills.get(key, self.fill), self._odd_null)
            for key, child in node.fields.items()
        }

    def _odd_null(self, node: document.Scalar, types: frozenset[str]) -> None:
        """Refuse an odd null where text would pass; what a pack is given is typed by the pack."""
        if "string" in types:
            document.refusing(self.fill.file, self.problems)(node, types)


def values(
    source: Document, whole: Scope, accounts: Mapping[str, Scope], problems: Collector
) -> dict[str, JSON]:
    """The values of the file, those at fault None, which is noted in `problems`.

    Values whose variables could not be filled in have been noted already, and stay. Raises
    InputError where the file is no mapping.
    """
    schema = resources.schema("config")
    shape = shape_of(schema)
    if not isinstance(source.root, document.MappingNode):
        (fault,) = Validator(schema).faults(read(source.root, shape))
        raise InputError(problem(source.name, source.root, fault))
    found = whole.fields(source.root, shape)
    if accounts:
        form = shape.fields["accounts"].rest or ANY
        found["accounts"] = {
            name: _account(node, form, accounts[name])
            for name, node in account_nodes(source).items()
        }
    scopes = (whole, *accounts.values())
    fills = (fill for s in scopes for fill in (s.fill, s.fill_live, s.fill_told, s.fill_history))
    left = {place for fill in fills for place in fill.unfilled}
    for fault in Validator(schema).faults(found):
        if _at(source, fault.path) not in left:
            problems.problems.append(problem(source.name, source.root, fault))
            _blank(found, fault.path)
    return found


def account_nodes(source: Document) -> Mapping[str, Node]:
    """The accounts as they are written, by name; none where the file does not name them."""
    listed = document.find(source.root, ("accounts",))
    return listed.fields if isinstance(listed, document.MappingNode) else {}


def _account(node: Node, shape: Shape, scope: Scope) -> JSON:
    return (
        scope.fields(node, shape) if isinstance(node, document.MappingNode) else read(node, shape)
    )


def _blank(found: dict[str, JSON], path: Steps) -> None:
    """Have the value that holds a fault be None: a key of the file, or of one of its accounts."""
    *above, last = path[: 3 if path[:1] == ("accounts",) else 1] or ("",)
    part: JSON = found
    for step in above:
        part = part.get(step) if isinstance(part, dict) else None
    if isinstance(part, dict) and last in part:
        part[last] = None


def _at(source: Document, path: document.Path_) -> tuple[int, int]:
    """Where the value at a path begins."""
    node = document.find(source.root, path) or source.root
    return node.line, node.column
