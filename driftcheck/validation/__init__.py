"""JSON Schema, whole: shapes, deciding, saying why, and what each field means."""

from driftcheck.validation.engine import Compiled, is_pattern, matches
from driftcheck.validation.fault import Fault, dotted
from driftcheck.validation.keywords import KEYWORDS, misuses, parts_by, subschemas, type_name
from driftcheck.validation.outline import said_of, shape_of
from driftcheck.validation.redaction import hide_in_path, hiding, is_hidden, redact
from driftcheck.validation.references import move, resolve, target
from driftcheck.validation.shape import (
    ANY,
    METADATA,
    NEVER,
    Shape,
    UnknownPathError,
    allows,
    closed,
    configured,
    find,
    lookup,
    read,
    unknown,
)
from driftcheck.validation.validator import Validator

__all__ = [
    "ANY",
    "KEYWORDS",
    "METADATA",
    "NEVER",
    "Compiled",
    "Fault",
    "Shape",
    "UnknownPathError",
    "Validator",
    "allows",
    "closed",
    "configured",
    "dotted",
    "find",
    "hide_in_path",
    "hiding",
    "is_hidden",
    "is_pattern",
    "lookup",
    "matches",
    "misuses",
    "move",
    "parts_by",
    "read",
    "redact",
    "resolve",
    "said_of",
    "shape_of",
    "subschemas",
    "target",
    "type_name",
    "unknown",
]
