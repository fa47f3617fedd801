"""Entries of a list that are written alike: one of them is read, of the others only the values.

Thousands of declarations are written in one handwriting. What YAML makes of an entry does not
depend on its values, as long as each is some plain words behind its key, up to the end of the line.
So every entry is cut into its values and the text around them, its form. libyaml reads one entry of
each form; once that turned out as expected, the others need not be read by it (3 µs an entry in
place of 60 and more). Whatever is in doubt is left to libyaml, in its place in the document.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

import yaml

from driftcheck.document.build import root
from driftcheck.document.nodes import Mapping, Node, Path_, Scalar, find
from driftcheck.document.nodes import Sequence as List
from driftcheck.document.strict import Text
from driftcheck.errors import Collector, InputError

MAX_FORMS = 256
WORTHWHILE = 1 << 15
"""How many signs a text must have at least, for this to be quicker."""
_WORDS = r"([\w+/(][\w+/(). ;=@%!*~^&-]*+)(?<! )"
_VALUE = re.compile(rf""": (['"]?+){_WORDS}(?=\1[,}}\n])""")
_QUOTES = "'\""
_CLOSERS = "'\"]}, "
_BEGINS = r"(?: *(?:#.*)?\n)*+(?P<indent> *)- "
_HEAD = "list:\n"  # so that an entry that is read alone is as deep as it would be in the document

Pieces = tuple[str, ...]
"""The text around the values of an entry; a piece begins with the quote of the value before it."""


@dataclass(frozen=True, eq=False, slots=True)
class Form:
    """What entries that are written alike have in common.

    `node` is one of the entries, as if its file began with it. `slots` are the paths of its values,
    which differ from entry to entry; `plain` says which of them are without quotes. `moving` are
    the indexes of values with something behind them on their line: it stands where they let it.
    `pattern` matches an entry of the form, its groups are the values; `ends` are its line ends.
    """

    pieces: Pieces
    node: Mapping
    slots: tuple[Path_, ...]
    plain: tuple[bool, ...]
    moving: tuple[int, ...]
    pattern: re.Pattern[str]
    ends: str


class Alike(NamedTuple):
    """An entry of a form: its values, in their order, and the line where it begins."""

    form: Form
    values: Sequence[str]
    line: int

    @property
    def column(self) -> int:
        """The column where it begins."""
        return self.form.node.column

    def node(self) -> Mapping:
        """The entry as it would have been read like any other."""
        return cast("Mapping", _alone(self.form.pieces, self.values, self.line))


Entry = Node | Alike
"""An entry of a list: read like any other, or known by the values in which it differs."""


@dataclass(slots=True)
class Cut:
    """A document without the entries that are of a known form.

    `runs` are those that stood together, by the line where they begin; there `text`, which has as
    many lines as the document, has one plain 0 in their stead.
    """

    text: str
    runs: dict[int, list[Alike]]

    def entries(self, listed: Node | None) -> Iterator[Entry] | None:
        """All entries of the list that was read of `text`; None where it is not what was cut.

        Each is forgotten once it is given, so that memory never holds twice what they say.
        """
        items = listed.items if isinstance(listed, List) else []
        if self.runs.keys() != {item.line for item in items if _stands_in(item)}:
            return None
        return self._entries(items)

    def _entries(self, items: Sequence[Node]) -> Iterator[Entry]:
        for item in items:
            run = self.runs.pop(item.line, None)
            if run is None:
                yield item
                continue
            run.reverse()
            while run:
                yield run.pop()


def cut(text: str, key: str) -> Cut | None:
    """A document whose root has a list below `key`, or is one; None where nothing can be cut.

    Whether the list is where it seems to be shows when what is left has been read: see `entries`.
    """
    text = text.replace("\r\n", "\n")
    if len(text) < WORTHWHILE:
        return None
    begins = re.search(rf"^{re.escape(key)}: *\n{_BEGINS}", text, re.MULTILINE)
    begins = begins or re.match(_BEGINS, text)
    if begins is None:
        return None
    made = _Cutter(text, begins["indent"]).cut(begins.start("indent"))
    return made if made.runs else None


def _stands_in(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text == "0"


class _Cutter:
    """Cuts the entries of one list, which are indented by `indent`, out of a text."""

    def __init__(self, text: str, indent: str) -> None:
        self.text = text
        self.begin = f"{indent}- "
        self.forms: dict[Pieces, Form | None] = {}
        self.met: set[int] = set()

    def cut(self, start: int) -> Cut:
        """Go through the entries from the first one on: the hot loop, an entry a round."""
        text, kept = self.text, [self.text[:start]]
        runs: dict[int, list[Alike]] = {}
        form: Form | None = None
        run: list[Alike] | None = None
        line = text.count("\n", 0, start) + 1
        while start < len(text):
            found = form.pattern.match(text, start) if form else None
            if found is None:  # it is not written like the one before
                end = text.find(f"\n{self.begin}", start) + 1 or len(text)
                form = self.form(text[start:end])
                found = form.pattern.match(text, start) if form else None
            if form is None or found is None:
                run = None
                kept.append(text[start:end])
                line += kept[-1].count("\n")
                start = end
                continue
            if run is None:
                run = runs[line] = []
                kept.append(f"{self.begin}0")
            run.append(Alike(form, found.groups(), line))
            kept.append(form.ends)
            line += len(form.ends)
            start = found.end()
        return Cut("".join(kept), runs)

    def form(self, entry: str) -> Form | None:
        """The form of an entry; None where it is not known to be one.

        It is learnt when it is met for the second time: many are met only once. Thus the first
        entry of each form stays in the text, and whatever is wrong with the form is found there.
        """
        parts = _VALUE.split(entry)
        pieces = tuple(parts[::3])
        if pieces not in self.forms:
            if hash(pieces) not in self.met or len(self.forms) >= MAX_FORMS:
                self.met.add(hash(pieces))
                return None
            self.forms[pieces] = _form(pieces, parts[2::3], self.begin)
        return self.forms[pieces]


def _form(pieces: Pieces, values: Sequence[str], begin: str) -> Form | None:
    """The form of an entry, if libyaml finds in it what was taken for its values."""
    node = _alone(pieces, values, 1)
    if node is None or any("&" in piece for piece in pieces):
        return None  # an anchor is for other entries too
    paths = dict(_scalars(node, ()))
    slots = []
    for place, value in zip(_places(pieces, values), values, strict=True):
        path, text = paths.get(place, ((), ""))
        if text != value or any(isinstance(step, int) for step in path):
            return None
        slots.append(path)
    plain = tuple(piece[0] not in _QUOTES for piece in pieces[1:])
    behind = (piece.partition("\n")[0].strip(_CLOSERS) for piece in pieces[1:])
    moving = tuple(index for index, rest in enumerate(behind) if rest)
    pattern = "".join(_texts(tuple(map(re.escape, pieces)), [_WORDS] * len(values)))
    compiled = re.compile(rf"{pattern}(?={begin}|\Z)")
    ends = "\n" * sum(piece.count("\n") for piece in pieces)
    return Form(pieces, node, tuple(slots), plain, moving, compiled, ends)


def _texts(pieces: Pieces, values: Sequence[str]) -> Iterator[str]:
    """The text of an entry: what is around the values, and the values as they are written."""
    for piece, behind, value in zip(pieces, pieces[1:], values, strict=False):
        yield f"{piece}: "
        yield f"{behind[0]}{value}" if behind[0] in _QUOTES else value
    yield pieces[-1]


def _alone(pieces: Pieces, values: Sequence[str], line: int) -> Mapping | None:
    """An entry that is read by itself, its line being `line`; None where it is no mapping."""
    try:
        found = root(Text(_HEAD + "".join(_texts(pieces, values)), ""), "", Collector())
    except (yaml.YAMLError, InputError):
        return None
    item = find(found, ("list", 0))
    return _moved(item, line - 2) if isinstance(item, Mapping) else None


def _moved(node: Mapping, lines: int) -> Mapping:
    """A mapping and all that is in it, so many lines further down."""
    keys = {name: (line + lines, column) for name, (line, column) in node.keys.items()}
    fields = {name: _part(child, lines) for name, child in node.fields.items()}
    return Mapping(fields, keys, node.line + lines, node.column)


def _part(node: Node, lines: int) -> Node:
    if isinstance(node, Mapping):
        return _moved(node, lines)
    if isinstance(node, List):
        items = [_part(item, lines) for item in node.items]
        return List(items, node.line + lines, node.column)
    return node._replace(line=node.line + lines)


def _scalars(node: Node, path: Path_) -> Iterator[tuple[tuple[int, int], tuple[Path_, str]]]:
    """Every value below a node by its place."""
    if isinstance(node, Scalar):
        yield (node.line, node.column), (path, node.text)
    for name, child in node.fields.items() if isinstance(node, Mapping) else ():
        yield from _scalars(child, (*path, name))
    for index, child in enumerate(node.items) if isinstance(node, List) else ():
        yield from _scalars(child, (*path, index))


def _places(pieces: Pieces, values: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the values of an entry stand, as if its file began with it."""
    line, column = 1, 1
    for index, text in enumerate(_texts(pieces, values)):
        if index % 2:
            yield line, column
        lines = text.count("\n")
        line += lines
        column = len(text) - text.rindex("\n") if lines else column + len(text)
