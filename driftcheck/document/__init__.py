"""YAML text to nodes that know their line and column.

Reads PyYAML's events (from libyaml where it is there), so that keys given twice, tags, aliases
without bound and second documents are refused rather than guessed at, and no scalar gets a type
before the schema has a say (see `shape`).
"""

from driftcheck.document.build import MAX_DEPTH
from driftcheck.document.nodes import (
    Document,
    Mapping,
    Node,
    Path_,
    Scalar,
    Sequence,
    find,
    locate,
)
from driftcheck.document.parse import decoded, load, parse

__all__ = [
    "MAX_DEPTH",
    "Document",
    "Mapping",
    "Node",
    "Path_",
    "Scalar",
    "Sequence",
    "decoded",
    "find",
    "load",
    "locate",
    "parse",
]
