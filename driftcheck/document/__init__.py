"""YAML text to nodes that know their line and column.

Reads PyYAML's events (from libyaml where it is there), so that keys given twice, tags, aliases
without bound and second documents are refused rather than guessed at, and no scalar gets a type
before the schema has a say (see `shape`).
"""

from driftcheck.document.build import MAX_DEPTH, Events, Listing
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
from driftcheck.document.nulls import NULLS, ODD_NULLS, Note, is_odd_null, refusing
from driftcheck.document.parse import decoded, load, parse
from driftcheck.document.strict import Text

__all__ = [
    "MAX_DEPTH",
    "NULLS",
    "ODD_NULLS",
    "Document",
    "Events",
    "Listing",
    "Mapping",
    "Node",
    "Note",
    "Path_",
    "Scalar",
    "Sequence",
    "Text",
    "decoded",
    "find",
    "is_odd_null",
    "load",
    "locate",
    "parse",
    "refusing",
]
