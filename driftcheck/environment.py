"""`${NAME}`, `${NAME:-default}` and `$$` in configuration values."""

import re
from collections.abc import Mapping

from driftcheck.document import Scalar
from driftcheck.errors import Collector, Place

_NAMED = r"\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^}]*))?\}"
_VARIABLE = re.compile(rf"\$(?:(?P<dollar>\$)|{_NAMED}|(?P<bad>))")
_ONLY_NAMED = re.compile(rf"\$(?:{_NAMED})")


def holds_variable(text: str) -> bool:
    """Whether there is a variable in a text, `${NAME}` or `${NAME:-default}`."""
    return "${" in text and _ONLY_NAMED.search(text) is not None


class Filler:
    """Fills variables in; what cannot be is left as it is, and noted in `problems`.

    `unfilled` holds the (line, column) of the scalars that were left. Without `dollars`, a dollar
    sign that begins no variable is text, be it alone or twice.
    """

    def __init__(
        self, file: str, environ: Mapping[str, str], problems: Collector, *, dollars: bool = True
    ) -> None:
        self.pattern = _VARIABLE if dollars else _ONLY_NAMED
        self.file = file
        self.environ = environ
        self.problems = problems
        self.unfilled: set[tuple[int, int]] = set()

    def __call__(self, node: Scalar) -> str:
        """The text of a scalar with its variables filled in."""
        return self._fill(node.text, node)

    def _fill(self, text: str, node: Scalar) -> str:
        return self.pattern.sub(lambda found: self._value(found, node), text)

    def _value(self, found: re.Match[str], node: Scalar) -> str:
        if found[0] == "$$":
            return "$"
        if found["name"] is None:
            hint = "Write ${NAME} or ${NAME:-default} for a variable, $$ for a dollar sign."
            return self._leave(found, node, "a lone dollar sign", hint)
        name, default = found["name"], found["default"]
        value = self.environ.get(name)
        if value or (value is not None and default is None):
            return value
        if default is not None:
            return self._fill(default, node)
        hint = f"Set it (export {name}=...), or give a default: ${{{name}:-value}}."
        return self._leave(found, node, f"the environment variable {name} is not set", hint)

    def _leave(self, found: re.Match[str], node: Scalar, message: str, hint: str) -> str:
        self.unfilled.add((node.line, node.column))
        self.problems.add(message, Place(self.file, node.line, node.column), hint)
        return found[0]
