"""One live entry to the YAML text of its fields: what is stated, what is left out, and why."""

from collections import defaultdict
from collections.abc import Iterator

from driftcheck.compare.details import is_kept_back, kept_back
from driftcheck.declared.variables import may_hold
from driftcheck.document import Path_, holds_variable
from driftcheck.draft import scalars
from driftcheck.draft.secrets import Secrets, UnsayableError
from driftcheck.draft.stated import Tree
from driftcheck.model import JSON, LiveList
from driftcheck.validation import ANY, Shape, configured, field_at, is_hidden, is_network, redact
from driftcheck.words import SENSITIVE, address_parts, hide_userinfo, is_mask, shorten

_UNKNOWN = "the entry schema does not know it"
_LONGEST = 80
_MASKED = "the live list hides its value"
_WITHHELD = "the live list does not show its details"
_CREDENTIALS = "it contains credentials, and no variable is allowed there"


class _Out:
    """Stands for a value that is not written."""


OUT = _Out()


class FieldWriter:
    """Writes the fields of the entries of a list.

    `left` holds what was left out: the numbers by (path, why). With `asks_for_networks`, addresses
    that are no IP addresses or CIDRs are.
    """

    def __init__(
        self, live: LiveList, shape: Shape, secrets: Secrets, *, asks_for_networks: bool = True
    ) -> None:
        self.live = live
        self.asks_for_networks = asks_for_networks
        self.shape = shape
        self.secrets = secrets
        self.withheld: frozenset[str] = frozenset()
        self.left: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.number = ""

    def fields(self, entry: dict[str, JSON]) -> dict[str, Tree]:
        """The fields of an entry, but for its number. Raises UnsayableError, the path before it."""
        self.number = entry["phone_number"]
        self.withheld = kept_back(self.live, entry)
        given = {name: value for name, value in entry.items() if name != "phone_number"}
        return dict(self._fields(given, self.shape, ()))

    def _fields(
        self, given: dict[str, JSON], shape: Shape, path: Path_
    ) -> Iterator[tuple[str, Tree]]:
        """The fields of a mapping, in the order of the schema.

        What may be null and is not there is stated too: that it is not configured is known.
        """
        others = sorted(given.keys() - shape.fields.keys())
        for name in (*shape.fields, *others):
            here = (*path, name)
            field = shape.inner(name) or ANY
            value = given.get(name)
            if is_kept_back(_names(here), self.withheld):
                continue
            if name in others and (shape.inner(name) is None or (not path and name in _OURS)):
                self._leave(here, _UNKNOWN)
            elif value is None and (_is_secret(here) or not _may_be_null(field, name in given)):
                continue
            elif hide_userinfo(name) != name:
                self._leave(path, _CREDENTIALS)
            else:
                tree = self._tree(value, field, here)
                if tree is not OUT:
                    yield self._key(name, here), tree

    def _key(self, name: str, path: Path_) -> str:
        try:
            return scalars.key(name)
        except UnsayableError as error:
            raise UnsayableError(f"{_dotted(path[:-1])} {error}") from error

    def _tree(self, value: JSON, shape: Shape, path: Path_) -> Tree:
        if len(path) == 1 and path[0] in self.withheld:
            return self._withheld(value, shape, path)
        if configured(value) is None and (not shape.types or "null" in shape.types):
            return "null"
        if isinstance(value, dict):
            stated = dict(self._fields(value, shape, path))
            return stated or ("{}" if not value else OUT)
        try:
            if isinstance(value, list):
                return self._items(value, shape, path)
            return self._leaf(value, shape, path)
        except UnsayableError as error:
            raise UnsayableError(f"{_dotted(path)} {error}") from error

    def _withheld(self, value: dict[str, JSON], shape: Shape, path: Path_) -> Tree:
        """What the list shows of an object whose details it withholds."""
        stated = dict(self._fields(value, shape, path))
        is_nothing = set(map(str, stated.values())) <= {"null"}
        name = _dotted(path)
        self.left[name if is_nothing else f"the rest of {name}", _WITHHELD].append(self.number)
        return OUT if is_nothing else stated

    def _items(self, value: list[JSON], shape: Shape, path: Path_) -> Tree:
        odd = self._odd_address(value, path)
        if odd is not None:
            return self._leave(path, f"{odd} is not an IP address or a CIDR")
        items = [self._item(item, shape.items or ANY, path) for item in value]
        if OUT in items:
            return OUT
        return items or "[]"

    def _odd_address(self, value: list[JSON], path: Path_) -> str | None:
        """What is none in a list of IP addresses and CIDRs, as it may be shown."""
        if not self.asks_for_networks or field_at(_names(path)).compare != "networks":
            return None
        odd = (item for item in value if isinstance(item, str) and not is_network(item))
        found = next(odd, None)
        return None if found is None else shorten(str(redact(found, _names(path))), _LONGEST)

    def _item(self, value: JSON, shape: Shape, path: Path_) -> Tree:
        if isinstance(value, (dict, list)):
            raise UnsayableError("is a list of lists or mappings, which import cannot write")
        return self._leaf(value, shape, path)

    def _leaf(self, value: JSON, shape: Shape, path: Path_) -> Tree:
        if value is None:
            return "null"
        if is_hidden(_names(path)):
            return self._secret(value, shape, path)
        if not isinstance(value, str):
            return scalars.other(value, shape)
        if self.live.saved and SENSITIVE in value:
            return self._leave(path, _MASKED)
        is_open = redact(value, _names(path)) == value
        fills = may_hold(path, shape)
        if is_open and not (fills and holds_variable(value)):
            return scalars.text(value)
        if not fills:
            return self._leave(path, _CREDENTIALS)
        if field_at(_names(path)).compare == "address":
            return self._address(value, path)
        return self._secret(value, shape, path)

    def _secret(self, value: JSON, shape: Shape, path: Path_) -> Tree:
        """A variable in place of a value; a bare one is typed by the schema."""
        if self._is_kept_back(value):
            return self._leave(path, _MASKED)
        if not isinstance(value, str):
            return self.secrets.variable(path, scalars.other(value, shape))
        variable = self.secrets.variable(path, value)
        return variable if "string" in shape.types else f'"{variable}"'

    def _address(self, value: str, path: Path_) -> Tree:
        """An address with a variable in place of its credentials, or of all of it."""
        scheme, credentials, sign, rest = address_parts(value)
        steps = _names(path)
        if not credentials or redact(scheme + rest, steps) != scheme + rest or holds_variable(rest):
            return self.secrets.variable(path, value)
        if self._is_kept_back(credentials.replace(":", "")):
            return self._leave(path, _MASKED)
        variable = self.secrets.variable(path, credentials)
        written = scalars.text(f"{scheme}\0{sign}{rest}")  # a stand-in that is never plain
        return written.replace(r"\0", variable, 1)

    def _is_kept_back(self, value: JSON) -> bool:
        """Whether a value stands in the place of a secret."""
        return is_mask(value) or (self.live.saved and bool(value == SENSITIVE))

    def _leave(self, path: Path_, why: str) -> _Out:
        self.left[_dotted(path), why].append(self.number)
        return OUT


_OURS = frozenset({"phone_numbers", "range", "state", "metadata", "ignore"})
"""Names that mean something of their own in a declaration."""


def _may_be_null(shape: Shape, given: bool) -> bool:
    return "null" in shape.types or (given and not shape.types)


def _is_secret(path: Path_) -> bool:
    return field_at(_names(path)).secret


def _names(path: Path_) -> list[str]:
    return [str(step) for step in path]


def _dotted(path: Path_) -> str:
    return hide_userinfo(".".join(map(str, path)))
