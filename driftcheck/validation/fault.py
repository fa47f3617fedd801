"""A violation of a JSON Schema, in words.

The words never quote the value, because it may be a secret.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from driftcheck.validation.keywords import type_name
from driftcheck.validation.redaction import hide_in_path, redact
from driftcheck.words import (
    BOUNDS,
    JSON,
    SIZES,
    TYPES,
    Steps,
    alternatives,
    choice_meant,
    hide_userinfo,
    limit,
    word,
)

FORBIDDEN = "is not allowed"
_TYPE_HINTS = {
    ("boolean", "string"): "Write true or false, in lower case and without quotes.",
    ("string", "null"): "Give it a value, or leave the field out.",
    ("array", "string"): "Write a list: [one, two].",
    ("array", "object"): "Write a list: [one, two].",
}
_EMPTY = frozenset({"minLength", "minItems", "minProperties"})
_HARMLESS = frozenset({"format", "maxLength", "minLength", "required", "type", "unknown"})
_QUOTING = frozenset({"const", "enum", "pattern"})  # their messages quote the schema


class Fault(NamedTuple):
    """A violation of a schema.

    `path` leads to the offending value (or to where a missing one belongs), `expected` is what the
    schema requires, and `message` follows the name of the field. `advice` is the hint, or a
    function that finds it, because searching for similar words is slow and findings need no hint.
    """

    path: Steps
    keyword: str
    message: str
    expected: JSON
    advice: str | Callable[[], str | None] | None = None

    @property
    def hint(self) -> str | None:
        """What to do about it; None if unknown."""
        return self.advice() if callable(self.advice) else self.advice

    def below(self, path: Steps) -> "Fault":
        """Return the same fault for a part of a value, whose path is `path`."""
        return self._replace(path=(*path, *self.path))

    def redacted(self, within: tuple[str, ...] = ()) -> "Fault":
        """Return the fault as it may be shown: the schema of a secret field may reveal the secret.

        `within` is the path in the number of the value that has the fault.
        """
        if self.keyword in _HARMLESS:
            return self
        expected = redact(self.expected, (*within, *map(str, self.path)))
        if expected == self.expected or self.keyword not in _QUOTING:
            return self._replace(expected=expected)
        return self._replace(expected=expected, message="is not as required", advice=None)


def dotted(path: Steps) -> str:
    """Return a path as users write it: `numbers[2].label`."""
    text = ""
    for step in hide_in_path(path):
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return hide_userinfo(text.removeprefix("."))


def path_order(path: Steps) -> list[str]:
    """Return the sort key of a path; items of lists are sorted by index."""
    return [f"{step:>9}" if isinstance(step, int) else step for step in path]


def message(keyword: str, expected: JSON) -> str:
    """Return what a keyword requires, in words that follow the name of a field."""
    if keyword in _EMPTY and expected == 1:
        return "must not be empty"
    if keyword in SIZES:
        return f"must have {limit(keyword, expected)}"
    if keyword in BOUNDS:
        return f"must be {limit(keyword, expected)}"
    match keyword:
        case "pattern":
            return f"does not match the pattern `{expected}`"
        case "format":
            return f"is not in the format `{expected}`"
        case "const":
            return f"must be {word(expected)}"
        case "uniqueItems":
            return "must not repeat an item"
    return f"does not satisfy `{keyword}` of the schema"


def wrong_type(path: Steps, wanted: JSON, value: JSON) -> Fault:
    """Return the fault of a value that has the wrong type."""
    names, actual = [wanted] if isinstance(wanted, str) else list(wanted), type_name(value)
    found = "true or false (a boolean)" if actual == "boolean" else TYPES[actual]
    hints = [_TYPE_HINTS[pair] for name in names if (pair := (name, actual)) in _TYPE_HINTS]
    clause = f"must be {alternatives(names)}, not {found}"
    return Fault(path, "type", clause, wanted, hints[0] if hints else None)


def not_listed(path: Steps, options: Sequence[JSON], value: JSON) -> Fault:
    """Return the fault of a value that is not in a list of choices."""
    words = list(dict.fromkeys(map(word, options)))
    if not words:
        return Fault(path, "enum", FORBIDDEN, options)
    choice = f"must be one of {', '.join(words)}" if words[1:] else f"must be {words[0]}"
    return Fault(path, "enum", choice, options, lambda: _suggestion(value, words))


def _suggestion(value: JSON, words: Sequence[str]) -> str | None:
    close = choice_meant(value, words) if isinstance(value, str) else None
    return f'Did you mean "{close}"?' if close else None
