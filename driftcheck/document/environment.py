"""`${NAME}`, `${NAME:-default}` and `$$`: variables of the environment within a text."""

import re
from collections.abc import Container, Mapping

from driftcheck.document.nodes import Scalar
from driftcheck.model.errors import Collector, Place, Problem

_VARIABLE = r"\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^{}]*))?\}"
_FORMS = rf"{_VARIABLE}|(?P<bad>\$\{{)"
_FORMS_AND_DOLLARS = rf"\$(?P<dollar>\$)|{_VARIABLE}|(?P<bad>\$\{{?)"
_WRITE = "Write ${NAME}, or ${NAME:-default} if the default is not a secret."
_TEXT = "For a literal ${, put the text in a variable."
_DOLLAR = "Write ${NAME} for a variable, $$ for a dollar sign."


Filled = dict[tuple[int, int], dict[str, str]]
"""What became of texts, whole and in part, to what was written; by (line, column)."""


def holds_variable(text: str) -> bool:
    """Whether something in a text begins like a variable; it may be none that can be filled in."""
    return "${" in text


def variables_in(text: str, *, dollars: bool = True) -> list[str]:
    """The names of the variables in a text; `dollars` as in `Filler`."""
    pattern = _FORMS_AND_DOLLARS if dollars else _FORMS
    return [found["name"] for found in re.finditer(pattern, text) if found["name"]]


class Filler:
    """Fills variables in; what cannot be is left as it is, and noted in `problems`.

    `unfilled` holds the (line, column) of the scalars that were left, `filled` what became of the
    others, which is shared where a file has several fillers. Without `dollars`, a dollar
    sign before anything but a brace is text, be it alone or twice. Unless they are `needed`,
    variables that are not set are no problem; a form that is none always is. Scalars that begin
    at a (line, column) of `forbidden` are left in any case, and noted by whoever forbids them.
    """

    def __init__(
        self,
        file: str,
        environ: Mapping[str, str],
        problems: Collector,
        *,
        dollars: bool = True,
        needed: bool = True,
        forbidden: Container[tuple[int, int]] = (),
        filled: "Filled | None" = None,
    ) -> None:
        self.pattern = _FORMS_AND_DOLLARS if dollars else _FORMS
        self.hint = f"{_WRITE} {'$$ stands for a dollar sign.' if dollars else _TEXT}"
        self.file = file
        self.environ = environ
        self.problems = problems
        self.needed = needed
        self.forbidden = forbidden
        self.unfilled: set[tuple[int, int]] = set()
        self.filled: Filled = {} if filled is None else filled

    def __call__(self, node: Scalar) -> str:
        """The text of a scalar with its variables filled in."""
        if not self.check(node):
            return node.text
        text = self._fill(node.text, node)
        if text != node.text:
            self.filled.setdefault((node.line, node.column), {})[text] = node.text
        return text

    def check(self, node: Scalar) -> bool:
        """Whether the variables in a scalar may be filled in; else that is noted."""
        if (node.line, node.column) in self.forbidden:
            self._leave(node, None)
            return False
        fault = self._fault(node.text)
        if fault:
            self._leave(node, Problem(fault[0], self._place(node), fault[1]))
        return fault is None

    def _fault(self, text: str) -> tuple[str, str] | None:
        """What is wrong with the first form in a text that is none, and a hint.

        It quotes nothing: the text may be a secret, and looking like a variable by accident.
        """
        for found in re.finditer(self.pattern, text):
            if found["bad"]:
                return _misspelling(found, self.hint)
            if fault := self._fault(found["default"] or ""):
                return fault
        return None

    def _fill(self, text: str, node: Scalar) -> str:
        return re.sub(self.pattern, lambda found: self._value(found, node), text)

    def _value(self, found: re.Match[str], node: Scalar) -> str:
        if found[0] == "$$":
            return "$"
        name, default = found["name"], found["default"]
        value = self.environ.get(name)
        # As in a shell, `:-` takes an empty variable for one that is not set.
        if value or (value is not None and default is None):
            self.filled.setdefault((node.line, node.column), {})[value] = found[0]
            return value
        if default is not None:
            return self._fill(default, node)
        self._leave(node, self._unset(name, node) if self.needed else None)
        return found[0]

    def _unset(self, name: str, node: Scalar) -> Problem:
        from driftcheck.document.unset import unset_problem  # only errors need it

        return unset_problem(name, self._place(node))

    def _leave(self, node: Scalar, problem: Problem | None) -> None:
        self.unfilled.add((node.line, node.column))
        self.problems.problems.extend([problem] if problem else ())

    def _place(self, node: Scalar) -> Place:
        return Place(self.file, node.line, node.column)


def _misspelling(found: re.Match[str], hint: str) -> tuple[str, str]:
    if found["bad"] == "$":
        return "a lone dollar sign", _DOLLAR
    inside, brace, _ = found.string[found.end() :].partition("}")
    if "${" in inside:
        return "a variable must not contain another", hint
    if not brace:
        return "a variable has no closing brace", hint
    return "a variable must be ${NAME} or ${NAME:-default}", hint
