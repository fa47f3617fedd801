"""Declaration files to one mapping of phone number to declaration."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from driftcheck import document, reading
from driftcheck.declared.form import Form, compose
from driftcheck.declared.ranges import RangeError, expand
from driftcheck.document import Document, Node
from driftcheck.errors import Collector, InputError, Place, Problem
from driftcheck.fault import Fault
from driftcheck.files import MAX_BULK_BYTES
from driftcheck.inputs import InputFile
from driftcheck.model import JSON, Declaration, Declared
from driftcheck.shape import ANY, UnknownPathError, find, read, unknown
from driftcheck.suggest import did_you_mean
from driftcheck.validator import Validator

MAX_NUMBERS = 5_000_000
"""How many numbers may be declared in all: some ranges in a row would fill any memory."""
_VARIABLE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\}")
_NAMES = ("phone_number", "phone_numbers", "range")
_SPECIAL = frozenset({*_NAMES, "state", "metadata", "ignore"})


def load(files: Iterable[InputFile], entry_schema: JSON) -> Declared:
    """The declared state from all files together; what may be declared follows `entry_schema`.

    Raises InputError with everything that is wrong with them, no declared number included.
    """
    files = tuple(files)
    loader = _Loader(Form(compose(entry_schema)))
    for file in files:
        with loader.step():
            if loader.is_full:
                break
            loader.file(document.load(file.path, file.name, MAX_BULK_BYTES))
    if not loader.declared and not loader.problems and files:
        where = Place(files[0].name, 1, 1)
        loader.add("no number is declared", where, "Declare at least one under `numbers`.")
    loader.finish()
    return loader.declared


class _Loader(Collector):
    """Gathers the declarations of several files, and what is wrong with them."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self.declared: dict[str, Declaration] = {}

    @property
    def is_full(self) -> bool:
        return len(self.declared) > MAX_NUMBERS

    def file(self, source: Document) -> None:
        root = source.root
        if isinstance(root, document.Sequence):
            entries, defaults = root.items, None
        else:
            entries, defaults = self.envelope(source)
        base = self.defaults(source, defaults)
        for entry in entries:
            self.entry(source, entry, base, defaults)
            if self.is_full:
                hint = "Check parts of the fleet by configurations of their own."
                message = f"more than {MAX_NUMBERS:,} numbers are declared"
                raise InputError(Problem(message, source.place(entry), hint))

    def envelope(self, source: Document) -> tuple[list[Node], Node | None]:
        root = source.root
        self.check(source, root, _outline(root, self.form), self.form.envelope_validator)
        if not isinstance(root, document.Mapping):
            return [], None
        numbers = root.fields.get("numbers")
        items = numbers.items if isinstance(numbers, document.Sequence) else []
        return items, root.fields.get("defaults")

    def defaults(self, source: Document, node: Node | None) -> Mapping[str, JSON]:
        if node is None:
            return {}
        values = read(node, self.form.entry)
        found = list(self.form.defaults_validator.faults(values))
        for fault in found:
            placed = replace(fault, path=("defaults", *fault.path))
            self.problems.append(reading.problem(source.name, source.root, placed))
        if found:
            return {}
        self.check_secrets(source, node, values)
        self.check_ignored(source, node, values)
        return cast("dict[str, JSON]", values)

    def entry(
        self, source: Document, node: Node, base: Mapping[str, JSON], defaults: Node | None
    ) -> None:
        values = read(node, self.form.entry)
        faulty = self.check(source, node, values, self.form.entry_validator)
        if not isinstance(node, document.Mapping):
            return
        if not faulty:
            self.check_names(source, node, values)
        sound = {n: v for n, v in values.items() if n not in faulty} if faulty else values
        self.check_secrets(source, node, sound)
        self.check_ignored(source, node, sound)
        if faulty.isdisjoint(_NAMES):
            with self.step():
                numbers = self.numbers(source, node, sound)
                declaration = self.declaration(source, node, _merge(base, sound), defaults)
                self.register(numbers, declaration)

    def check(
        self, source: Document, node: Node, values: JSON, validator: Validator
    ) -> frozenset[str]:
        """Note what is wrong with a part of a file; the names of the fields that are at fault."""
        if validator.is_valid(values):
            return frozenset()
        faults = list(validator.faults(values))
        self.problems.extend(reading.problem(source.name, node, fault) for fault in faults)
        return frozenset(str(fault.path[0]) for fault in faults if fault.path)

    def check_names(self, source: Document, node: Node, values: JSON) -> None:
        """Note the fields that nobody knows; a schema put together from others cannot tell."""
        for path in unknown(values, self.form.entry):
            known = find(self.form.entry, ".".join(path[:-1])) if path[1:] else self.form.entry
            hint = did_you_mean(path[-1], known.fields)
            fault = Fault(path, "unknown", "is not known", None, hint)
            self.problems.append(reading.problem(source.name, node, fault))

    def check_secrets(self, source: Document, node: Node, values: JSON) -> None:
        """A variable here would be taken for the secret itself."""
        trunk = values.get("outbound_config")
        for name, value in trunk.items() if isinstance(trunk, dict) else ():
            if isinstance(value, str) and _VARIABLE.search(value):
                place = document.locate(source.name, node, ("outbound_config", name))
                hint = "Leave the field out, or add it to `ignore`."
                message = f'"outbound_config.{name}": variables are not filled in here'
                self.add(message, place, hint)

    def numbers(self, source: Document, node: document.Mapping, values: JSON) -> Iterable[str]:
        given = [name for name in _NAMES if name in values]
        if len(given) != 1:
            what = " and ".join(given) if given else "none"
            message = f"an entry needs exactly one of {', '.join(_NAMES)}; here: {what}"
            hint = "Such as `phone_number: +12025550100`."
            raise InputError(Problem(message, source.place(node), hint))
        name = given[0]
        if name != "range":
            return [values[name]] if name == "phone_number" else list(values[name])
        try:
            return expand(values["range"])
        except RangeError as error:
            place = document.locate(source.name, node, ("range",))
            hint = "Such as +12025550100..+12025550199."
            raise InputError(Problem(f'"range" {error}', place, hint)) from error

    def declaration(
        self, source: Document, node: document.Mapping, values: JSON, defaults: Node | None
    ) -> Declaration:
        marks: dict[str, tuple[int, int]] = {}
        if isinstance(defaults, document.Mapping):
            _mark(defaults, "", marks)
        _mark(node, "", marks)
        return Declaration(
            fields={name: value for name, value in values.items() if name not in _SPECIAL},
            metadata=values.get("metadata", {}),
            ignore=frozenset(values.get("ignore", ())),
            absent=values.get("state") == "absent",
            place=source.place(node),
            marks=marks,
        )

    def check_ignored(self, source: Document, node: Node, values: JSON) -> None:
        for path in values.get("ignore", ()):
            try:
                find(self.form.compared, path)
            except UnknownPathError as error:
                place = document.locate(source.name, node, ("ignore",))
                message = f'"ignore" names nothing that is compared: {error}'
                self.add(message, place, error.hint)

    def register(self, numbers: Iterable[str], declaration: Declaration) -> None:
        """Declare numbers; of those declared before, name the first and count the rest."""
        known = self.declared
        taken = [n for n in numbers if known.setdefault(n, declaration) is not declaration]
        if taken:
            self.add_repeated(taken, declaration)

    def add_repeated(self, taken: list[str], declaration: Declaration) -> None:
        verb = f"and {len(taken) - 1} more are" if len(taken) > 1 else "is"
        first = self.declared[taken[0]].place
        place = declaration.place_of("phone_number")
        hint = f"It is first declared at {first}; keep one of them."
        self.add(f"{taken[0]} {verb} declared twice", place, hint)


def _outline(root: Node, form: Form) -> JSON:
    """The values of a file without its entries and defaults, which are read one by one."""
    if not isinstance(root, document.Mapping):
        return read(root, form.file)
    return {
        name: []
        if name == "numbers" and isinstance(node, document.Sequence)
        else read(node, form.file.fields.get(name, ANY))
        for name, node in root.fields.items()
        if name != "defaults"
    }


def _merge(base: Mapping[str, JSON], values: Mapping[str, JSON]) -> dict[str, JSON]:
    """`values` over the defaults, mappings field by field; a null or a list replaces."""
    merged = dict(base)
    for name, value in values.items():
        under = merged.get(name)
        nested = isinstance(value, dict) and value and isinstance(under, dict)
        merged[name] = _merge(under, value) if nested else value  # type: ignore[arg-type]
    return merged


def _mark(node: document.Mapping, prefix: str, marks: dict[str, tuple[int, int]]) -> None:
    for name, child in node.fields.items():
        marks[prefix + name] = node.keys[name]
        if isinstance(child, document.Mapping) and name != "metadata":
            _mark(child, f"{prefix}{name}.", marks)
