"""JSON Schema, whole: shapes, deciding, saying why, and what each field means."""

from driftcheck.validation.engine import (
    Compiled,
    gives_up,
    is_linear,
    is_pattern,
    matches,
    patterns,
    texts_in,
)
from driftcheck.validation.entries import entry_shape, entry_validator, number_shape
from driftcheck.validation.fault import Fault, dotted
from driftcheck.validation.keywords import KEYWORDS, misuses, parts_by, subschemas, type_name
from driftcheck.validation.meaning import MEANING_KEYWORD, field_at, meaning_by, meaning_in_use
from driftcheck.validation.outline import said_of, shape_of
from driftcheck.validation.reading import problem_at, read_document, text_at
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
    "MEANING_KEYWORD",
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
    "entry_shape",
    "entry_validator",
    "field_at",
    "find",
    "gives_up",
    "hide_in_path",
    "hiding",
    "is_hidden",
    "is_linear",
    "is_pattern",
    "lookup",
    "matches",
    "meaning_by",
    "meaning_in_use",
    "misuses",
    "move",
    "number_shape",
    "parts_by",
    "patterns",
    "problem_at",
    "read",
    "read_document",
    "redact",
    "resolve",
    "said_of",
    "shape_of",
    "subschemas",
    "target",
    "text_at",
    "texts_in",
    "type_name",
    "unknown",
]
