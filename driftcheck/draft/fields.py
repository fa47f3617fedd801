"""Turn a live entry into the YAML of its fields, and note which fields are left out and why."""

from collections import defaultdict
from collections.abc import Iterator

from driftcheck.compare.details import is_kept_back, kept_back
from driftcheck.declared.variables import may_hold
from driftcheck.document import Path_, holds_variable
from driftcheck.draft import scalars
from driftcheck.draft.secrets import Secrets, UndeclarableError
from driftcheck.draft.stated import Tree
from driftcheck.model import JSON, LiveList
from driftcheck.validation import ANY, Shape, configured, field_at, is_hidden, is_network, redact
from driftcheck.words import SENSITIVE, address_parts, hide_userinfo, is_mask, shorten

_UNKNOWN = "it is not in the entry schema"
_LONGEST = 80
_MASKED = "the live list hides its value"
_WITHHELD = "the live list does not show its details"
_CREDENTIALS = "it contains credentials, but variables are not allowed there"


class _Out:
    """The type of OUT, which marks a value that is not written."""


OUT = _Out()


class FieldWriter:
    """Writes the fields of a list's entries.

    `left` has the fields that were left out: numbers by (path, reason). With `asks_for_networks`,
    lists with anything but IP addresses and CIDRs are left out where networks are expected.
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
        """Return the fields of an entry without its number.

        Raises UndeclarableError, whose message starts with the path of the field.
        """
        self.number = entry["phone_number"]
        self.withheld = kept_back(self.live, entry)
        given = {name: value for name, value in entry.items() if name != "phone_number"}
        return dict(self._fields(given, self.shape, ()))

    def _fields(
        self, given: dict[str, JSON], shape: Shape, path: Path_
    ) -> Iterator[tuple[str, Tree]]:
        """Yield the fields of a mapping in the order of the schema.

        A missing field that may be null is written as null, as it is known not to be configured.
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
        except UndeclarableError as error:
            raise UndeclarableError(f"{_dotted(path[:-1])} {error}") from error

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
        except UndeclarableError as error:
            raise UndeclarableError(f"{_dotted(path)} {error}") from error

    def _withheld(self, value: dict[str, JSON], shape: Shape, path: Path_) -> Tree:
        """Return the visible part of an object whose details the list withholds."""
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
        """Return the first invalid item in a list of IP addresses and CIDRs, without secrets."""
        if not self.asks_for_networks or field_at(_names(path)).compare != "networks":
            return None
        odd = (item for item in value if isinstance(item, str) and not is_network(item))
        found = next(odd, None)
        return None if found is None else shorten(str(redact(found, _names(path))), _LONGEST)

    def _item(self, value: JSON, shape: Shape, path: Path_) -> Tree:
        if isinstance(value, (dict, list)):
            raise UndeclarableError("is a list of lists or mappings, which import cannot write")
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
        """Return a variable for a secret value. It is unquoted if the schema types it."""
        if self._is_kept_back(value):
            return self._leave(path, _MASKED)
        if not isinstance(value, str):
            return self.secrets.variable(path, scalars.other(value, shape))
        variable = self.secrets.variable(path, value)
        return variable if "string" in shape.types else f'"{variable}"'

    def _address(self, value: str, path: Path_) -> Tree:
        """Return an address with a variable for its credentials, or for the whole address."""
        scheme, credentials, sign, rest = address_parts(value)
        steps = _names(path)
        if not credentials or redact(scheme + rest, steps) != scheme + rest or holds_variable(rest):
            return self.secrets.variable(path, value)
        if self._is_kept_back(credentials.replace(":", "")):
            return self._leave(path, _MASKED)
        variable = self.secrets.variable(path, credentials)
        written = scalars.text(f"{scheme}\0{sign}{rest}")  # NUL is always quoted and escaped
        return written.replace(r"\0", variable, 1)

    def _is_kept_back(self, value: JSON) -> bool:
        """Return whether a value is a mask in place of a secret."""
        return is_mask(value) or (self.live.saved and bool(value == SENSITIVE))

    def _leave(self, path: Path_, why: str) -> _Out:
        self.left[_dotted(path), why].append(self.number)
        return OUT


_OURS = frozenset({"phone_numbers", "range", "state", "metadata", "ignore"})
"""Names with a special meaning in declarations."""


def _may_be_null(shape: Shape, given: bool) -> bool:
    return "null" in shape.types or (given and not shape.types)


def _is_secret(path: Path_) -> bool:
    return field_at(_names(path)).secret


def _names(path: Path_) -> list[str]:
    return [str(step) for step in path]


def _dotted(path: Path_) -> str:
    return hide_userinfo(".".join(map(str, path)))
