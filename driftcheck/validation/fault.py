"""One way in which a value breaks a JSON Schema."""

from collections.abc import Callable
from typing import NamedTuple

from driftcheck.model import JSON
from driftcheck.redact import hide_userinfo
from driftcheck.validation.redaction import redact, shown_path
from driftcheck.words.pointers import Steps

_HARMLESS = frozenset({"format", "maxLength", "minLength", "required", "type", "unknown"})
_QUOTING = frozenset({"const", "enum", "pattern"})  # their messages repeat what the schema says


class Fault(NamedTuple):
    """One way in which a value breaks a schema.

    `path` leads to the offending value (or to where the missing one belongs), `expected` is what
    the schema asks for, `message` reads after the name of the field. `advice` is the hint, or what
    finds it: to look for similar words takes longer than all the rest, and findings have no hint.
    """

    path: Steps
    keyword: str
    message: str
    expected: JSON
    advice: str | Callable[[], str | None] | None = None

    @property
    def hint(self) -> str | None:
        """What to do about it, if anything is known."""
        return self.advice() if callable(self.advice) else self.advice

    def below(self, path: Steps) -> "Fault":
        """The same fault of a part of a value, which stands at a path of the whole."""
        return self._replace(path=(*path, *self.path))

    def redacted(self, within: tuple[str, ...] = ()) -> "Fault":
        """The fault as it may be shown: what is asked of a secret field may be the secret.

        `within` is where in a number the value stands whose fault this is.
        """
        if self.keyword in _HARMLESS:
            return self
        expected = redact(self.expected, (*within, *map(str, self.path)))
        if expected == self.expected or self.keyword not in _QUOTING:
            return self._replace(expected=expected)
        return self._replace(expected=expected, message="is not what is asked for", advice=None)


def dotted(path: Steps) -> str:
    """A path as users write it: `numbers[2].label`."""
    text = ""
    for step in shown_path(path):
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return hide_userinfo(text.removeprefix("."))
