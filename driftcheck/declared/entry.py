"""Turn the entries of a declarations file into numbers and their declarations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from driftcheck import document
from driftcheck.declared.direct import DirectReader, Entry
from driftcheck.declared.ranges import RangeError, expand
from driftcheck.declared.variables import ValueReader, Variables
from driftcheck.document import Node
from driftcheck.model import JSON, Collector, Declaration, InputError, Marks, Place, Problem
from driftcheck.validation import (
    ANY,
    Fault,
    UnknownPathError,
    Validator,
    find,
    hide_in_path,
    problem_at,
    read,
    unknown,
)
from driftcheck.validation.declarable import Form

_NAMES = ("phone_number", "phone_numbers", "range")
_SPECIAL = frozenset({*_NAMES, "state", "metadata", "ignore"})
"""The fields of an entry that are not compared with a live number."""

# Shared by all declarations without metadata, to save memory.
_NONE: Mapping[str, JSON] = {}

Content = tuple[Iterable[str], Declaration, Sequence[Place]]
"""The numbers of an entry, their declaration, and the place of each number in a list."""


def twice(numbers: str, place: Place, first: Place) -> Problem:
    """Return the problem of numbers ("+1202... is") that are already declared at `first`."""
    hint = f"The first declaration is at {first}; keep only one."
    return Problem(f"{numbers} declared twice", place, hint)


class EntryReader(Collector):
    """Reads the entries of a file and collects errors in `problems`.

    `direct` reads entries while the document is parsed. Call `begin` after that, then `read` for
    each entry.
    """

    def __init__(
        self, name: str, form: Form, problems: list[Problem], variables: Variables | None = None
    ) -> None:
        super().__init__()
        self.problems = problems
        self.values = ValueReader(name, variables or Variables(), self)
        self.name = name
        self.form = form
        self.is_valid = form.entry_validator.is_valid
        self.direct = DirectReader(form.entry, self._is_sound, self.values.filled)
        self.base: Mapping[str, JSON] = {}
        self.base_marks: Marks = {}

    def begin(self, root: Node) -> None:
        """Check the rest of the file, and apply its defaults from now on."""
        # Not earlier: a file that is not YAML must not hide fields of other accounts.
        self.values.keep()
        node = self._envelope(root)
        self.base = self._defaults(root, node) if node else {}
        if self.base and isinstance(node, document.MappingNode):
            self.base_marks = marks_of(node, 0)

    def read(self, entry: Entry | Node) -> Content | None:
        """Return the content of an entry, or None if it is invalid. Hot: called for every entry.

        Errors are added to `problems`.
        """
        if not isinstance(entry, Entry):
            return self._entry(entry)
        values, marks, line, column, listed = entry
        declaration = self._declaration(values, Place(self.name, line, column), marks)
        places = [Place(self.name, *place) for place in listed] if listed else ()
        return _numbers(values), declaration, places

    def _is_sound(self, values: JSON) -> bool:
        """Return whether an entry is valid. Hot."""
        try:
            # `_numbers` raises for an invalid range or name.
            sound = self.is_valid(values) and bool(_numbers(values))
        except (InputError, RangeError, LookupError):
            return False
        return sound and all(map(self.form.is_compared, values.get("ignore", ())))

    def _envelope(self, root: Node) -> Node | None:
        """Check the file outside its entries, and return the node of its defaults, if any."""
        if isinstance(root, document.SequenceNode):
            return None
        self._check(root, _outline(root, self.form), self.form.envelope_validator)
        return root.fields.get("defaults") if isinstance(root, document.MappingNode) else None

    def _defaults(self, root: Node, node: Node) -> Mapping[str, JSON]:
        values = self.values.read(node, self.form.entry)
        found = self._faults(node, values, self.form.defaults_validator)
        for fault in found or ():
            if not self.values.is_odd(document.find_node(node, fault.path)):
                placed = fault._replace(path=("defaults", *fault.path))
                self.problems.append(problem_at(self.name, root, placed))
        if found != []:
            return {}
        self._check_ignored(node, values)
        return cast("dict[str, JSON]", values)

    def _entry(self, node: Node) -> Content | None:
        values = self.values.read(node, self.form.entry)
        faulty = self._check(node, values, self.form.entry_validator)
        if not isinstance(node, document.MappingNode):
            return None
        if not faulty:
            self._check_names(node, values)
        sound = {n: v for n, v in values.items() if n not in faulty} if faulty else values
        self._check_ignored(node, sound)
        # An unknown field may be a misspelt name of the number.
        is_named = not values.keys().isdisjoint(_NAMES) or self.form.entry.fields.keys() >= faulty
        if is_named and faulty.isdisjoint(_NAMES):
            with self.step():
                numbers = self._numbers(node, sound)
                declaration = self._declaration(sound, self._place(node), marks_of(node))
                places = self._places(node) if "phone_numbers" in sound else ()
                return numbers, declaration, places
        return None

    def _check(self, node: Node, values: JSON, validator: Validator) -> frozenset[str]:
        """Report the errors of a part of a file, and return the names of invalid fields."""
        faults = self._faults(node, values, validator)
        self.problems.extend(
            problem for fault in faults or () for problem in self._problems_of(node, fault)
        )
        if faults is None:
            return frozenset(_NAMES)
        return frozenset(str(fault.path[0]) for fault in faults if fault.path)

    def _faults(self, node: Node, values: JSON, validator: Validator) -> list[Fault] | None:
        """Return the faults of a part, or None, with a problem, if a pattern cannot decide it."""
        try:
            found = list(validator.faults(values))
        except InputError as error:
            place = self._place(node)
            self.problems.extend(Problem(p.message, place, p.hint) for p in error.problems)
            return None
        may_be_stand_in = self.values.may_be_stand_in
        return [one for one in found if not may_be_stand_in(document.find_node(node, one.path))]

    def _problems_of(self, node: Node, fault: Fault) -> Iterator[Problem]:
        """Yield the problems for a fault, without duplicates."""
        if fault.path == ("phone_numbers",) and fault.keyword == "uniqueItems":
            yield from self._repeated(node)
        elif self._is_of_entry(fault):
            hint = 'It belongs in an entry of "numbers".'
            yield problem_at(self.name, node, fault._replace(advice=hint))
        elif fault.keyword == "unknown" or not self.values.is_odd(
            document.find_node(node, fault.path)
        ):
            yield problem_at(self.name, node, fault)

    def _is_of_entry(self, fault: Fault) -> bool:
        """Return whether the fault is an entry's field placed outside the entries."""
        return fault.keyword == "unknown" and fault.path in {(n,) for n in self.form.entry.fields}

    def _check_names(self, node: Node, values: JSON) -> None:
        """Report unknown fields, which a schema combined from others cannot detect."""
        from driftcheck.validation import advice_on_name  # only needed for errors

        for path in unknown(values, self.form.entry):
            hint = advice_on_name(path, self.form.entry)
            fault = Fault(path, "unknown", "is not known", None, hint)
            self.problems.append(problem_at(self.name, node, fault))

    def _check_ignored(self, node: Node, values: JSON) -> None:
        for path in values.get("ignore", ()):
            try:
                find(self.form.compared, path)
            except UnknownPathError as error:
                place, steps = document.locate(self.name, node, ("ignore",)), path.split(".")
                hidden = hide_in_path(steps) != steps
                message = "this name is below a field that is never shown" if hidden else str(error)
                hint = None if hidden else error.hint
                self.add(f'"ignore" must name compared fields: {message}', place, hint)

    def _numbers(self, node: document.MappingNode, values: JSON) -> Iterable[str]:
        try:
            return _numbers(values)
        except RangeError as error:
            place = document.locate(self.name, node, ("range",))
            hint = "For example: +12025550100..+12025550199."
            raise InputError(Problem(f'"range" {error}', place, hint)) from error
        except LookupError as error:
            message = f"an entry must have exactly one of {', '.join(_NAMES)}"
            message += f"; this one has {error.args[0]}"
            hint = "For example: `phone_number: +12025550100`."
            raise InputError(Problem(message, self._place(node), hint)) from error

    def _places(self, node: Node) -> list[Place]:
        """Return the places of the numbers in a list."""
        listed = document.find_node(node, ("phone_numbers",))
        items = listed.items if isinstance(listed, document.SequenceNode) else ()
        return [self._place(item) for item in items]

    def _repeated(self, node: Node) -> Iterator[Problem]:
        """Yield a problem for each number that a list repeats."""
        known: dict[str, Place] = {}
        for index, place in enumerate(self._places(node)):
            item = document.find_node(node, ("phone_numbers", index))
            if isinstance(item, document.Scalar):
                first = known.setdefault(item.text, place)
                if first is not place:
                    yield twice(f"{item.text} is", place, first)

    def _declaration(self, own: Mapping[str, JSON], place: Place, marks: Marks) -> Declaration:
        values = _merge(self.base, own) if self.base else own
        return Declaration(
            {name: value for name, value in values.items() if name not in _SPECIAL},
            values.get("metadata", _NONE),
            frozenset(values.get("ignore", ())),
            values.get("state") == "absent",
            place,
            marks,
            self.base_marks,
        )

    def _place(self, node: Node) -> Place:
        return Place(self.name, node.line, node.column)


def _numbers(values: JSON) -> Iterable[str]:
    """Return the numbers of an entry.

    Raises RangeError for an invalid range, and LookupError unless exactly one field names numbers.
    """
    given = [name for name in _NAMES if name in values]
    if len(given) != 1:
        raise LookupError(" and ".join(given) if given else "none")
    value = values[given[0]]
    if given[0] == "phone_number":
        return (value,)
    return expand(value) if given[0] == "range" else value


def _outline(root: Node, form: Form) -> JSON:
    """Return the values of a file without its entries and defaults, which are read separately."""
    if not isinstance(root, document.MappingNode):
        return read(root, form.file)
    return {
        name: []
        if name == "numbers" and isinstance(node, document.SequenceNode)
        else read(node, form.file.fields.get(name, ANY))
        for name, node in root.fields.items()
        if name != "defaults"
    }


def _merge(base: Mapping[str, JSON], values: Mapping[str, JSON]) -> dict[str, JSON]:
    """Merge `values` into the defaults. Mappings merge by field; nulls and lists replace."""
    merged = dict(base)
    for name, value in values.items():
        under = merged.get(name)
        # An empty mapping means not configured, so it replaces too.
        nested = isinstance(value, dict) and value and isinstance(under, dict)
        merged[name] = _merge(under, value) if nested else value  # type: ignore[arg-type]
    return merged


def marks_of(node: document.MappingNode, first: int | None = None) -> Marks:
    """Return the marks of a mapping's fields, in lines relative to its start or to `first`."""
    return dict(_marks(node, "", node.line if first is None else first))


def _marks(
    node: document.MappingNode, prefix: str, first: int
) -> Iterator[tuple[str, tuple[int, int]]]:
    for name, child in node.fields.items():
        line, column = node.keys[name]
        yield prefix + name, (line - first, column)
        if isinstance(child, document.MappingNode) and name != "metadata":
            yield from _marks(child, f"{prefix}{name}.", first)
