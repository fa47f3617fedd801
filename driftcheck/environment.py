"""`${NAME}`, `${NAME:-default}` and `$$` in configuration values."""

import re
from collections.abc import Mapping

from driftcheck.document import Scalar
from driftcheck.errors import Collector, Place

_VARIABLE = re.compile(
    r"\$(?:(?P<dollar>\$)|\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^}]*))?\}|(?P<bad>))"
)


class Filler:
    """Fills variables in; what cannot be is left as it is, and noted in `problems`."""

    def __init__(self, file: str, environ: Mapping[str, str], problems: Collector) -> None:
        self.file = file
        self.environ = environ
        self.problems = problems

    def __call__(self, node: Scalar) -> str:
        """The text of a scalar with its variables filled in."""
        return _VARIABLE.sub(lambda found: self._value(found, node), node.text)

    def _value(self, found: re.Match[str], node: Scalar) -> str:
        place = Place(self.file, node.line, node.column)
        if found["dollar"]:
            return "$"
        if found["bad"] is not None:
            hint = "Write ${NAME} or ${NAME:-default} for a variable, $$ for a dollar sign."
            self.problems.add("a lone dollar sign", place, hint)
            return found[0]
        name, default = found["name"], found["default"]
        value = self.environ.get(name)
        if value or (value is not None and default is None):
            return value
        if default is not None:
            return default
        hint = f"Set it (export {name}=...), or give a default: ${{{name}:-value}}."
        self.problems.add(f"the environment variable {name} is not set", place, hint)
        return found[0]
