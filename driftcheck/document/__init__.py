"""Parse YAML and JSON into nodes with line and column.

Nodes are built from PyYAML's events (libyaml's if available). Duplicate keys, tags, unbounded
aliases and further documents are refused instead of guessed at. Scalars stay text until the schema
types them.
"""

from driftcheck.document.build import Events, Listing
from driftcheck.document.environment import Filled, Filler, holds_variable, variables_in
from driftcheck.document.jsonfile import load_json, parse_json, unique_keys, why_not_json
from driftcheck.document.nodes import (
    Document,
    MappingNode,
    Node,
    Path_,
    Scalar,
    SequenceNode,
    find_node,
    locate,
)
from driftcheck.document.nulls import NULLS, ODD_NULLS, is_odd_null, refusing
from driftcheck.document.parse import load, parse
from driftcheck.document.source import BUILTIN, InputFile, builtin
from driftcheck.document.strict import Text
from driftcheck.document.written import FilledDocument, each_scalar
