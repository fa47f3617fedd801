"""One way in which a value breaks a JSON Schema."""

from dataclasses import dataclass, replace

from driftcheck.model import JSON
from driftcheck.redact import redact

Steps = tuple[str | int, ...]
"""A path into a JSON value: names of fields, and indexes of lists."""

_HARMLESS = frozenset({"format", "maxLength", "minLength", "required", "type", "unknown"})
_QUOTING = frozenset({"const", "enum", "pattern"})  # their messages repeat what the schema says


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a value breaks a schema.

    `path` leads to the offending value (or to where the missing one belongs), `expected` is what
    the schema asks for, `message` reads after the name of the field.
    """

    path: Steps
    keyword: str
    message: str
    expected: JSON
    hint: str | None = None

    def redacted(self, within: tuple[str, ...] = ()) -> "Fault":
        """The fault as it may be shown: what is asked of a secret field may be the secret.

        `within` is where in a number the value stands whose fault this is.
        """
        if self.keyword in _HARMLESS:
            return self
        expected = redact(self.expected, (*within, *map(str, self.path)))
        if expected == self.expected or self.keyword not in _QUOTING:
            return replace(self, expected=expected)
        return replace(self, expected=expected, message="is not what is asked for", hint=None)
