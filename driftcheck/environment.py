"""`${NAME}`, `${NAME:-default}` and `$$` in configuration values."""

import re
from collections.abc import Mapping

from driftcheck.document import Scalar
from driftcheck.errors import Collector, Place

_VARIABLE = re.compile(
    r"\$(?:(?P<dollar>\$)|\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^}]*))?\}|(?P<bad>))"
)


class Filler:
    """Fills variables in; what cannot be is left as it is, and noted in `problems`.

    `unfilled` holds the (line, column) of the scalars that were left.
    """

    def __init__(self, file: str, environ: Mapping[str, str], problems: Collector) -> None:
        self.file = file
        self.environ = environ
        self.problems = problems
        self.unfilled: set[tuple[int, int]] = set()

    def __call__(self, node: Scalar) -> str:
        """The text of a scalar with its variables filled in."""
        return self._fill(node.text, node)

    def _fill(self, text: str, node: Scalar) -> str:
        return _VARIABLE.sub(lambda found: self._value(found, node), text)

    def _value(self, found: re.Match[str], node: Scalar) -> str:
        if found["dollar"]:
            return "$"
        if found["bad"] is not None:
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
