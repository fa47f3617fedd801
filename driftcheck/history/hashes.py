"""The hashes of what a run read: SHA-256 of canonical JSON, with secrets hidden.

They cover the content and not its form: a comment or the order of the numbers makes no difference.
Secrets are hidden first, as `redact` does in reports. Otherwise somebody who knows the rest of a
list could find out a password by trying. So a changed secret changes no hash.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from driftcheck import document
from driftcheck.document import InputFile, Node
from driftcheck.model import JSON, Declared, LiveList
from driftcheck.validation import is_hidden, redact
from driftcheck.words import SENSITIVE, hide_known

_TELLING = re.compile("[:@%;?&]")
"""A text with credentials has one of these."""
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode
Path = tuple[str, ...]


def hash_of_live(listed: LiveList) -> str:
    """The hash of a live list; the order of its entries does not matter."""
    shown = _Hiding().value
    return _of_lines(sorted(hide_known(_canonical(shown(entry))) for entry in listed.entries))


def hash_of_declared(known: Declared) -> str:
    """The hash of all declarations of an account, in whichever files they are."""
    shown = _Hiding().value
    texts: dict[int, str] = {}
    lines = []
    for number, entry in sorted(known.items()):
        key = id(entry.fields)  # all numbers of a range share their fields
        if key not in texts:
            texts[key] = _canonical(shown(dict(entry.fields)))
        rest = [shown(dict(entry.metadata), ("metadata",)), sorted(entry.ignore), entry.absent]
        lines.append(f"{_canonical([number, *rest])} {texts[key]}")
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
    """Hides secrets as `redact` does, and remembers which paths are hidden, as lists are long."""

    def __init__(self) -> None:
        self.known: dict[Path, bool] = {}

    def value(self, given: JSON, path: Path = ()) -> JSON:
        """A JSON value with secrets hidden; `path` is its place in a number."""
        if given is None:
            return None
        hidden = self.known.get(path)
        if hidden is None:
            hidden = self.known[path] = is_hidden(path)
        if hidden:
            return SENSITIVE
        if isinstance(given, dict):
            if any(map(_TELLING.search, given)):
                return redact(given, path)
            return {name: self.value(child, (*path, name)) for name, child in given.items()}
        if isinstance(given, (list, tuple)):
            return [self.value(child, path) for child in given]
        if isinstance(given, str) and _TELLING.search(given):
            return redact(given, path)
        return given


def _of_lines(lines: Iterable[str]) -> str:
    found = hashlib.sha256()
    for line in lines:
        found.update(f"{line}\n".encode())
    return found.hexdigest()
