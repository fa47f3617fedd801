"""`${NAME}` in declarations: secrets come from the environment, everything else is what it says.

Filled in are texts where the entry schema says so, such as in `outbound_config`, and whatever is
never shown; there `${` begins a variable, or is an error. Elsewhere, and before anything but a
brace, a dollar sign is text: the API's own answer must stay what it is.
"""

import os
from collections.abc import Callable, Mapping

from driftcheck import document
from driftcheck.document import Filler, Node, Path_, Scalar, holds_variable, variables_in
from driftcheck.model import JSON, Collector, Place, Problem
from driftcheck.validation import ANY, Shape, field_at, is_hidden, read
from driftcheck.words import split_address

_OURS = frozenset({"phone_number", "phone_numbers", "range", "state", "ignore"})


class _Left:
    """Stands for a value that was not filled in."""


LEFT = _Left()


class Variables:
    """The variables that declarations may use, and the fields that were filled in with them.

    `filled` are the dotted paths of those that would be shown; they must be hidden from then on.
    Unless they are needed, fields whose variables are not set are left out, and no error; `left`
    says where, as (file, line, column). A `stand_in` takes the place of variables that are not set:
    their fields are there then, and need not be valid. `refuse` says why a variable may not be
    named at a place; fields that name such a one are left out, and `refused` says why.
    """

    def __init__(
        self,
        environ: Mapping[str, str] = os.environ,
        *,
        needed: bool = True,
        stand_in: str | None = None,
        refuse: Callable[[str, Place], Problem | None] | None = None,
    ) -> None:
        self.environ = environ
        self.needed = needed
        self.stand_in = stand_in
        self.refuse = refuse
        self.filled: set[str] = set()
        self.left: set[tuple[str, int, int]] = set()
        self.refused: list[Problem] = []

    def environ_of(self, text: str) -> Mapping[str, str]:
        """What the variables in a text are filled in with."""
        if self.stand_in is None:
            return self.environ
        names = variables_in(text, dollars=False)
        return {name: self.environ.get(name, self.stand_in) for name in names}

    def refuses(self, node: Scalar, file: str) -> bool:
        """Whether a scalar in a file names a variable that it may not name; that is noted."""
        if self.refuse is None:
            return False
        place = Place(file, node.line, node.column)
        names = variables_in(node.text, dollars=False)
        found = [problem for name in names if (problem := self.refuse(name, place))]
        self.refused.extend(found)
        return bool(found)


def may_hold(path: Path_, shape: Shape = ANY) -> bool:
    """Whether variables are filled in at a path of an entry, where there is a field of a shape."""
    names = [str(step) for step in path]
    if not names or names[0] in _OURS:
        return False
    is_text = not shape.types or "string" in shape.types
    return (field_at(names).variables and is_text) or is_hidden(names)


class ValueReader:
    """Reads the values of nodes of one file, variables filled in; the problems go to `problems`."""

    def __init__(self, name: str, variables: Variables, problems: Collector) -> None:
        self.name = name
        self.variables = variables
        self.problems = problems
        self.refuse = document.refusing(name, problems)
        self.odd: set[tuple[int, int]] = set()
        self.hidden: set[str] = set()

    def keep(self) -> None:
        """Note the fields that were filled in, now that the file turned out to be YAML."""
        # From now on, what is filled in is noted at once.
        self.variables.filled |= self.hidden
        self.hidden = self.variables.filled

    def read(self, node: Node, shape: Shape) -> JSON:
        """The value of an entry or of defaults; fields that cannot be filled in are left out."""
        found = self._part(node, shape, ())
        return {} if found is LEFT else found

    def is_odd(self, node: Node | None) -> bool:
        """Whether a node is a null that was refused; the schema may say the same of it."""
        return bool(self.odd) and node is not None and (node.line, node.column) in self.odd

    def is_stood_in_for(self, node: Node | None) -> bool:
        """Whether a node may hold a stand-in, whose text need not be valid."""
        if self.variables.stand_in is None or not isinstance(node, Scalar):
            return False
        return holds_variable(node.text)

    def _part(self, node: Node, shape: Shape, path: Path_) -> JSON:
        """The value of a node at a path of an entry; LEFT where it cannot be filled in."""
        if isinstance(node, Scalar):
            if document.is_odd_null(node, shape.types):
                self.odd.add((node.line, node.column))
                self.refuse(node, shape.types)
            return self._scalar(node, shape, path, self.problems)
        if isinstance(node, document.SequenceNode):
            items = [self._part(item, shape.items or ANY, path) for item in node.items]
            return LEFT if LEFT in items else items
        parts = {
            name: self._part(child, shape.inner(name) or ANY, (*path, name))
            for name, child in node.fields.items()
        }
        fields = {name: value for name, value in parts.items() if value is not LEFT}
        return fields if fields or not parts else LEFT  # {} would say: not configured

    def filled(self, node: Scalar, shape: Shape, path: Path_) -> JSON:
        """The value of a scalar; LEFT, and no problem yet, where it cannot be filled in."""
        # These problems are dropped: the nodes find them again, and note them.
        return self._scalar(node, shape, path, Collector())

    def _scalar(self, node: Scalar, shape: Shape, path: Path_, problems: Collector) -> JSON:
        if not (holds_variable(node.text) and may_hold(path, shape)):
            return read(node, shape)
        known = self.variables
        if known.refuses(node, self.name):
            return LEFT
        environ = known.environ_of(node.text)
        filler = Filler(self.name, environ, problems, dollars=False, needed=known.needed)
        value = read(node, shape, filler)
        if filler.unfilled:
            known.left.add((self.name, node.line, node.column))
            return LEFT
        self._hide(node.text, path)
        return value

    def _hide(self, text: str, path: Path_) -> None:
        """Note a field that would be shown; the credentials in an address never are."""
        names = [str(step) for step in path]
        is_address = field_at(names).compare == "address"
        rest = split_address(text)[1] if is_address else text
        if holds_variable(rest) and not is_hidden(names):
            # A dotted path cannot name a key with a dot in it, so any key there is hidden.
            steps = ("*" if "." in step else step for step in map(str, path))
            self.hidden.add(".".join(steps))
