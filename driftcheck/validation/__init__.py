"""JSON Schema: validation, error messages, shapes, and the meaning of fields."""

from typing import TYPE_CHECKING

from driftcheck.validation.engine import Compiled, gives_up, is_linear, is_pattern, matches
from driftcheck.validation.entries import entry_shape, entry_validator, number_shape
from driftcheck.validation.fault import Fault, dotted
from driftcheck.validation.keywords import KEYWORDS, misuses, parts_by, subschemas, type_name
from driftcheck.validation.listed import MOST_LISTED, Listed, first_of
from driftcheck.validation.meaning import MEANING_KEYWORD, field_at, meaning_by, meaning_in_use
from driftcheck.validation.outline import field_shape, shape_of
from driftcheck.validation.perils import Perils
from driftcheck.validation.reading import problem_at, read_document, text_at
from driftcheck.validation.redaction import hide_in_path, hide_quoted, hiding, is_hidden, redact
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

if TYPE_CHECKING:
    from driftcheck.validation.misplaced import advice_on_name
    from driftcheck.validation.networks import is_network
else:
    from driftcheck.system import late

    __getattr__ = late(__name__, {"misplaced": "advice_on_name", "networks": "is_network"})
