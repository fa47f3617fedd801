"""jsonschema-rs as it is used here: nothing is fetched, formats are held to, patterns end."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import jsonschema_rs

from driftcheck.model import JSON


def compiled(schema: JSON) -> Any:
    """A validator of jsonschema-rs. Raises ValueError where the schema cannot be used."""
    return jsonschema_rs.validator_for(
        schema,
        offline=True,
        validate_formats=True,
        ignore_unknown_formats=False,
        pattern_options=jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000),
    )


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern of a JSON Schema matches somewhere in a text."""
    return _matcher(pattern)(text)


@lru_cache(maxsize=256)
def _matcher(pattern: str) -> Callable[[JSON], bool]:
    is_valid: Callable[[JSON], bool] = compiled({"pattern": pattern}).is_valid
    return is_valid
