"""`${NAME}` in declarations: secrets come from the environment.

Variables are filled in where the entry schema allows them, such as in `outbound_config`, and in
fields that are never shown. There, an invalid `${` is an error. Elsewhere, and before anything but
a brace, a dollar sign is text, so that values copied from the API stay the same.
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
    """The type of LEFT, which marks a value that was not filled in."""


LEFT = _Left()


class Variables:
    """The variables that declarations may use, and the fields they were filled into.

    `filled` has the dotted paths of fields that were filled in and must be hidden from then on.
    Without `needed`, fields with unset variables are left out, and `left` has their places as
    (file, line, column). With a `stand_in`, it replaces unset variables, and these fields need not
    be valid. `refuse` returns why a variable is not allowed at a place. Fields with such variables
    are left out, and `refused` has the problems.
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
        """Return the values of the variables in a text, with stand-ins for unset ones."""
        if self.stand_in is None:
            return self.environ
        names = variables_in(text, dollars=False)
        return {name: self.environ.get(name, self.stand_in) for name in names}

    def refuses(self, node: Scalar, file: str) -> bool:
        """Return whether a scalar names a variable that is not allowed, and note the problem."""
        if self.refuse is None:
            return False
        place = Place(file, node.line, node.column)
        names = variables_in(node.text, dollars=False)
        found = [problem for name in names if (problem := self.refuse(name, place))]
        self.refused.extend(found)
        return bool(found)


def may_hold(path: Path_, shape: Shape = ANY) -> bool:
    """Return whether variables are filled in at a path of an entry, in a field of a shape."""
    names = [str(step) for step in path]
    if not names or names[0] in _OURS:
        return False
    is_text = not shape.types or "string" in shape.types
    return (field_at(names).variables and is_text) or is_hidden(names)


class ValueReader:
    """Reads values from nodes of one file, fills in variables, and adds errors to `problems`."""

    def __init__(self, name: str, variables: Variables, problems: Collector) -> None:
        self.name = name
        self.variables = variables
        self.problems = problems
        self.refuse = document.refusing(name, problems)
        self.odd: set[tuple[int, int]] = set()
        self.hidden: set[str] = set()

    def keep(self) -> None:
        """Record the fields filled in so far, now that the file is known to be YAML."""
        # From now on, fields are recorded at once.
        self.variables.filled |= self.hidden
        self.hidden = self.variables.filled

    def read(self, node: Node, shape: Shape) -> JSON:
        """Return the value of an entry or of defaults, without fields that cannot be filled in."""
        found = self._part(node, shape, ())
        return {} if found is LEFT else found

    def is_odd(self, node: Node | None) -> bool:
        """Return whether a node is a null that was refused, as the schema may report it again."""
        return bool(self.odd) and node is not None and (node.line, node.column) in self.odd

    def may_be_stand_in(self, node: Node | None) -> bool:
        """Return whether a node may hold a stand-in, whose text need not be valid."""
        if self.variables.stand_in is None or not isinstance(node, Scalar):
            return False
        return holds_variable(node.text)

    def _part(self, node: Node, shape: Shape, path: Path_) -> JSON:
        """Return the value of a node at a path of an entry, or LEFT if it cannot be filled in."""
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
        return fields if fields or not parts else LEFT  # {} would mean not configured

    def filled(self, node: Scalar, shape: Shape, path: Path_) -> JSON:
        """Return the value of a scalar, or LEFT if it cannot be filled in. Reports no problem."""
        # Drop the problems here; reading into nodes reports them.
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
        """Record a filled-in field to hide. Credentials in an address are hidden anyway."""
        names = [str(step) for step in path]
        is_address = field_at(names).compare == "address"
        rest = split_address(text)[1] if is_address else text
        if holds_variable(rest) and not is_hidden(names):
            # A dotted path cannot name a key with a dot in it, so any key there is hidden.
            steps = ("*" if "." in step else step for step in map(str, path))
            self.hidden.add(".".join(steps))
