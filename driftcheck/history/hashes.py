"""The hashes of what a run read: SHA-256 of canonical JSON, with secrets hidden.

They are of what is said and not of how it is written: a comment or the order of a list of numbers
makes no difference. A secret is hidden first, as `redact` does in reports: else whoever knows the
rest of a list could find out a password by trying. So a secret that changes changes no hash.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from driftcheck import document
from driftcheck.document import Node
from driftcheck.inputs import InputFile
from driftcheck.model import JSON, Declared, LiveList
from driftcheck.redact import redact


def of_live(listed: LiveList) -> str:
    """The hash of a live list, whatever the order of its entries."""
    return _of_lines(sorted(_canonical(redact(entry)) for entry in listed.entries))


def of_declared(known: Declared) -> str:
    """The hash of all declarations of an account, however they are spread over files."""
    texts: dict[int, str] = {}
    lines = []
    for number, said in sorted(known.items()):
        key = id(said.fields)  # a range has the same fields for all of its numbers
        if key not in texts:
            texts[key] = _canonical(redact(dict(said.fields)))
        rest = [redact(dict(said.metadata), ("metadata",)), sorted(said.ignore), said.absent]
        lines.append(f"{_canonical([number, *rest])} {texts[key]}")
    return _of_lines(lines)


def of_files(files: Iterable[InputFile]) -> str:
    """The hash of YAML files, in their order, with the parameters that are given to each."""
    lines = []
    for file in files:
        given = None if file.given is None else _plain(file.given.root)
        lines.append(_canonical(redact([_plain(document.load(file.path, file.name).root), given])))
    return _of_lines(lines)


def of_json(value: JSON) -> str:
    """The hash of a JSON value."""
    return _of_lines([_canonical(redact(value))])


def _plain(node: Node) -> Any:
    """What a node says, all scalars as the text that is written: variables are not filled in."""
    if isinstance(node, document.Scalar):
        return node.text
    if isinstance(node, document.Sequence):
        return list(map(_plain, node.items))
    return {name: _plain(child) for name, child in node.fields.items()}


def _canonical(value: JSON) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _of_lines(lines: Iterable[str]) -> str:
    found = hashlib.sha256()
    for line in lines:
        found.update(f"{line}\n".encode())
    return found.hexdigest()
