"""`${NAME}`, `${NAME:-default}` and `$$`: environment variables in text."""

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
"""By (line, column): filled-in text, whole or in part, mapped to the text as written."""


def holds_variable(text: str) -> bool:
    """Return whether a text may hold a variable, valid or not."""
    return "${" in text


def variables_in(text: str, *, dollars: bool = True) -> list[str]:
    """Return the names of the variables in a text; `dollars` as in `Filler`."""
    pattern = _FORMS_AND_DOLLARS if dollars else _FORMS
    return [found["name"] for found in re.finditer(pattern, text) if found["name"]]


class Filler:
    """Fills in variables. Leaves text unchanged if that fails, and adds the error to `problems`.

    `unfilled` has the (line, column) of unchanged scalars. `filled` has the values of the others;
    several fillers of a file share it. Without `dollars`, a dollar sign is text unless a brace
    follows. Without `needed`, unset variables are not reported, but invalid forms still are.
    Scalars at a (line, column) in `forbidden` are left unchanged, and reported by the caller.
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
        """Return the text of a scalar with variables filled in."""
        if not self.check(node):
            return node.text
        text = self._fill(node.text, node)
        if text != node.text:
            self.filled.setdefault((node.line, node.column), {})[text] = node.text
        return text

    def check(self, node: Scalar) -> bool:
        """Return whether the variables in a scalar can be filled in. If not, report the error."""
        if (node.line, node.column) in self.forbidden:
            self._leave(node, None)
            return False
        fault = self._fault(node.text)
        if fault:
            self._leave(node, Problem(fault[0], self._place(node), fault[1]))
        return fault is None

    def _fault(self, text: str) -> tuple[str, str] | None:
        """Return message and hint for the first invalid form in a text.

        Quotes nothing, because the text may be a secret that only looks like a variable.
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
        # As in a shell, `:-` treats an empty variable as unset.
        if value or (value is not None and default is None):
            self.filled.setdefault((node.line, node.column), {})[value] = found[0]
            return value
        if default is not None:
            return self._fill(default, node)
        self._leave(node, self._unset(name, node) if self.needed else None)
        return found[0]

    def _unset(self, name: str, node: Scalar) -> Problem:
        from driftcheck.document.unset import unset_problem  # only needed for errors

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
