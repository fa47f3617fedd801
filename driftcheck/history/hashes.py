"""The hashes of what a run read: SHA-256 of canonical JSON, with secrets hidden.

They cover the content and not its form: a comment or the order of the numbers makes no difference.
Secrets are hidden first, as `redact` does in reports. Otherwise somebody who knows the rest of a
list could find out a password by trying. So a changed secret changes no hash.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from driftcheck import document
from driftcheck.document import InputFile, Node
from driftcheck.model import JSON, Declared, LiveList
from driftcheck.validation import is_hidden, redact
from driftcheck.words import SENSITIVE, hide_known

_TELLING = re.compile("[:@%;?&]")
"""A text with credentials has one of these."""
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode
_MARK = "\1"
"""What follows a name in JSON that is not canonical yet. JSON has no raw control characters."""
_marked = json.JSONEncoder(sort_keys=True, separators=(",", _MARK), ensure_ascii=True).encode
_TEXT = re.compile(rf'({_MARK}"[^"\\]*(?:\\.[^"\\]*)*")')
_HIDDEN = f'{_MARK}"{SENSITIVE}"'
_MOST_SHAPES = 10_000
Path = tuple[str, ...]


def hash_of_live(listed: LiveList) -> str:
    """The hash of a live list; the order of its entries does not matter."""
    text = _Hiding().text
    return _of_lines(sorted(hide_known(text(entry)) for entry in listed.entries))


def hash_of_declared(known: Declared) -> str:
    """The hash of all declarations of an account, in whichever files they are."""
    text = _Hiding().text
    texts: dict[int, str] = {}
    nothing, lines = text({}, ("metadata",)), []
    for number, entry in sorted(known.items()):
        key = id(entry.fields)  # all numbers of a range share their fields
        if key not in texts:
            texts[key] = text(dict(entry.fields))
        metadata = text(dict(entry.metadata), ("metadata",)) if entry.metadata else nothing
        ignore = _canonical(sorted(entry.ignore)) if entry.ignore else "[]"
        absent = "true" if entry.absent else "false"
        lines.append(f"[{_canonical(number)},{metadata},{ignore},{absent}] {texts[key]}")
    return _of_lines(lines)


def hash_of_files(files: Iterable[InputFile]) -> str:
    """The hash of YAML files, in their order, with the parameters that are given to each."""
    lines = []
    for file in files:
        given = None if file.given is None else _plain(file.given.root)
        lines.append(_canonical(redact([_plain(document.load(file.path, file.name).root), given])))
    return _of_lines(lines)


def hash_of_json(value: JSON) -> str:
    """The hash of a JSON value."""
    return _of_lines([_canonical(redact(value))])


def _plain(node: Node) -> Any:
    """A node as plain data, scalars as they are written: variables are not filled in."""
    if isinstance(node, document.Scalar):
        return node.text
    if isinstance(node, document.SequenceNode):
        return list(map(_plain, node.items))
    return {name: _plain(child) for name, child in node.fields.items()}


class _Hiding:
    """Hides secrets in JSON objects as `redact` does, but faster, as lists are long.

    Most objects have one of a few shapes. A shape is the text of an object without the texts in its
    fields. What to hide is found out once for each shape.
    """

    def __init__(self) -> None:
        self.shapes: dict[tuple[Path | str, ...], _Slots | None] = {}
        self.redacted: dict[tuple[Path, str], str] = {}

    def text(self, given: dict[str, JSON], path: Path = ()) -> str:
        """A JSON object as canonical text with secrets hidden; `path` is its place in a number."""
        marked = _marked(given)
        parts = _TEXT.split(marked)  # every second one is a text
        shape = path, *parts[::2]
        if shape in self.shapes:
            slots = self.shapes[shape]
        else:
            slots = _slots(given, path, "".join(parts[::2]))
            if len(self.shapes) < _MOST_SHAPES:
                self.shapes[shape] = slots
        if slots is None:
            return _canonical(self.value(given, path))
        if slots.hidden or _TELLING.search(marked):
            if _TELLING.search(marked):
                parts[1::2] = map(self.shown, slots.paths, parts[1::2])
            for index in slots.hidden:
                parts[2 * index + 1] = _HIDDEN
            marked = "".join(parts)
        return marked.replace(_MARK, ":")

    def value(self, given: JSON, path: Path) -> JSON:
        """A JSON value of any shape with secrets hidden."""
        if given is None:
            return None
        if is_hidden(path):
            return SENSITIVE
        if isinstance(given, dict):
            if any(map(_TELLING.search, given)):
                return redact(given, path)
            return {name: self.value(child, (*path, name)) for name, child in given.items()}
        if isinstance(given, (list, tuple)):
            return [self.value(child, path) for child in given]
        return redact(given, path) if isinstance(given, str) and _TELLING.search(given) else given

    def shown(self, path: Path, text: str) -> str:
        """A marked text with credentials hidden."""
        if not _TELLING.search(text):
            return text
        key = path, text
        if key not in self.redacted:
            self.redacted[key] = _MARK + _canonical(redact(json.loads(text[1:]), path))
        return self.redacted[key]


class _Slots(NamedTuple):
    """The paths of the texts in a shape, in their order, and the indexes of those to hide."""

    paths: tuple[Path, ...]
    hidden: tuple[int, ...]


def _slots(given: JSON, path: Path, shape: str) -> _Slots | None:
    """The texts in a shape; None if something else in it may have to be hidden."""
    paths = tuple(_paths(given, path))
    if _TELLING.search(shape) or None in paths:
        return None
    known = tuple(filter(None, paths))
    return _Slots(known, tuple(i for i, path in enumerate(known) if is_hidden(path)))


def _paths(given: JSON, path: Path) -> Iterator[Path | None]:
    """The paths of all texts in the fields of a value, in canonical order.

    None stands for anything else that is hidden.
    """
    if isinstance(given, dict):
        for name, child in sorted(given.items()):
            below = (*path, name)
            if isinstance(child, str):
                yield below
            else:
                yield from _paths(child, below)
    elif isinstance(given, (list, tuple)):
        for child in given:
            yield from _paths(child, path)
    if given is not None and is_hidden(path):
        yield None


def _of_lines(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
