"""How the entries of one form become values: found out once, and done for all of them."""

from collections.abc import Mapping, Sequence

from driftcheck import document
from driftcheck.declared.variables import LEFT, ValueReader
from driftcheck.document import Alike, Node, Path_, Scalar
from driftcheck.document import Form as Written
from driftcheck.model import JSON, Marks
from driftcheck.shape import ANY, Shape, read

SPECIAL = frozenset({"phone_number", "phone_numbers", "range", "state", "metadata", "ignore"})
"""The fields of an entry that are not fields of a live number to be compared."""

_NULLS = document.NULLS | document.ODD_NULLS
MAX_LAYOUTS = 10_000
"""How many ways in which fields may stand are remembered."""


class _Typed(dict[str, JSON]):
    """Plain texts of a field, read by its shape, each once."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape

    def __missing__(self, text: str) -> JSON:
        value = read(Scalar(text, True, 1, 1), self.shape)
        if len(self) < 1000:
            self[text] = value
        return value


class Plan:
    """Makes values of the entries of a form, as `read` does of the node of each.

    `is_plain` says that an entry has live fields only, beside the number that it is about, and
    that it replaces those of the defaults, `base`, that it has.
    """

    def __init__(
        self, form: Written, shape: Shape, base: Mapping[str, JSON], reader: ValueReader
    ) -> None:
        self.form = form
        self.reader = reader
        self.slots = {path: index for index, path in enumerate(form.slots)}
        self.typed: list[tuple[int, _Typed]] = []
        self.others: list[JSON] = []
        self.mappings: list[tuple[int, _Made]] = []
        self.fixed = marks_of(form.node)
        self.known: dict[tuple[int, ...], Marks] = {}
        self.fields = _Made({})
        self.whole = self._index(form.node, (), shape)
        names = form.node.fields.keys() - {"phone_number"}
        merges = any(isinstance(base.get(name), dict) for name in names)
        self.is_plain = SPECIAL.isdisjoint(names) and not merges

    def _index(self, node: Node, path: Path_, shape: Shape) -> int:
        """Where among the values of an entry that of a node will be; how it is made is noted.

        It is negative where there is none, for want of a variable of the environment.
        """
        if path in self.slots:
            index = self.slots[path]
            if self.form.plain[index] and ("string" not in shape.types or shape.values):
                self.typed.append((index, _Typed(shape)))
            return index
        value = None
        if isinstance(node, document.Mapping) and node.fields:
            parts = {
                name: self._index(part, (*path, name), shape.inner(name) or ANY)
                for name, part in node.fields.items()
            }
            parts = {name: index for name, index in parts.items() if index >= 0}
            if not parts:
                return -1
            self.mappings.append((len(self.slots) + len(self.others), _Made(parts)))
            self.fields = _Made({name: parts[name] for name in parts if name not in SPECIAL})
        else:
            value = self.reader.part(node, shape, path)
            if value is LEFT:
                return -1
        self.others.append(value)
        return len(self.slots) + len(self.others) - 1

    def values(self, texts: Sequence[str]) -> tuple[dict[str, JSON], dict[str, JSON]] | None:
        """The values of an entry, all of them and the live fields. Hot: once an entry.

        None where one of them is a null, or spelt like one, that may be meant as text.
        """
        if not _NULLS.isdisjoint(texts):
            return None
        values = [*texts, *self.others]
        for index, known in self.typed:
            values[index] = known[values[index]]
        for index, made in self.mappings:
            values[index] = made.of(values)
        return values[self.whole], self.fields.of(values)

    def marks(self, entry: Alike) -> Marks:
        """Where the fields of an entry stand: as in those before whose values are as long."""
        lengths = tuple([len(entry.values[index]) for index in self.form.moving])
        marks = self.known.get(lengths)
        if marks is None:
            marks = marks_of(entry.node())
            if len(self.known) < MAX_LAYOUTS:
                self.known[lengths] = marks
        return marks


class _Made:
    """A mapping that is made of values: its names, and which value each is given."""

    def __init__(self, parts: Mapping[str, int]) -> None:
        self.parts = tuple(parts.items())
        self.empty: dict[str, JSON] = dict.fromkeys(parts)

    def of(self, values: Sequence[JSON]) -> dict[str, JSON]:
        """The mapping. Hot: a copy that is filled in takes half as long as a new one."""
        made = self.empty.copy()
        for name, index in self.parts:
            made[name] = values[index]
        return made


def marks_of(node: document.Mapping, first: int | None = None) -> Marks:
    """Where the fields of a mapping stand, in lines below its first one, or below `first`."""
    marks: dict[str, tuple[int, int]] = {}
    _mark(node, "", node.line if first is None else first, marks)
    return marks


def _mark(
    node: document.Mapping, prefix: str, first: int, marks: dict[str, tuple[int, int]]
) -> None:
    for name, child in node.fields.items():
        line, column = node.keys[name]
        marks[prefix + name] = line - first, column
        if isinstance(child, document.Mapping) and name != "metadata":
            _mark(child, f"{prefix}{name}.", first, marks)
