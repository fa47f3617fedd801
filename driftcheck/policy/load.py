"""Loads policy packs: YAML files to compiled rules. A rule that can never fail is refused."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from driftcheck import document
from driftcheck.document import Document, InputFile, Node
from driftcheck.model import JSON, Collector, InputError
from driftcheck.policy import builder, params
from driftcheck.policy.params import Parameters, Values
from driftcheck.policy.rule import Rule
from driftcheck.policy.subject import subject
from driftcheck.validation import Shape, text_at
from driftcheck.words import SENSITIVE


class Pack(NamedTuple):
    """A policy pack: its rules, compiled with the values of its parameters.

    `source` is the file as written, and `tested` has the rules with default parameters. `entry` is
    the shape of live entries; `accounts` has the possible account names.
    """

    file: InputFile
    description: str
    source: Document
    entry: Shape
    accounts: tuple[str, ...]
    parameters: Parameters
    values: Values
    rules: tuple[Rule, ...] = ()
    tested: tuple[Rule, ...] = ()

    def shown(self, name: str) -> JSON:
        """Return the value of a parameter as it may be shown."""
        return SENSITIVE if name in params.secrets(self.source) else self.values[name]

    def shown_text(self, name: str) -> str:
        """Return the value of a parameter as it may be shown, as one would write it in YAML."""
        return _written(self.shown(name))

    def built(self, given: Document | None) -> tuple[Rule, ...]:
        """Return the rules with these parameters. Raises InputError if these are invalid."""
        values = params.bind(self.parameters, given)
        try:
            filled = params.fill(self.source, self.parameters, values)
            named = _names_region(filled.root)
            known = subject(self.entry, self.accounts, with_regions=named)
            return tuple(builder.rules(filled, known))
        except InputError as error:
            raise params.relocate(error, given) if given else error from error


def load(
    files: Iterable[InputFile],
    entry: Shape,
    taken: Collection[str],
    accounts: Iterable[str] = (),
) -> tuple[Pack, ...]:
    """Load the packs in files for live entries of a shape; no rule id may be in `taken`.

    `accounts` has the possible account names; if empty, any name is possible.

    Raises InputError with all problems.
    """
    problems = Collector()
    packs, namespace = [], Namespace(taken)
    for file in files:
        with problems.step():
            packs.append(namespace.add(read(file, entry, accounts)))
    problems.finish()
    return tuple(packs)


class Namespace:
    """The ids of rules, which must be unique and not in `taken`.

    Several accounts may use the same pack with different parameters.
    """

    def __init__(self, taken: Collection[str]) -> None:
        self.taken = taken
        self.rules: dict[str, tuple[Path, Rule]] = {}

    def add(self, pack: Pack) -> Pack:
        """Add a pack and return it. Raises InputError if an id is already used."""
        problems, file, own = Collector(), pack.file.path.resolve(), set()
        for rule in pack.rules:
            source, first = self.rules.setdefault(rule.id, (file, rule))
            if rule.id in self.taken:
                hint = "Give the rule another id."
                problems.add(f'"{rule.id}" is the id of a built-in check', rule.place, hint)
            elif source != file or rule.id in own:
                hint = f"The first is at {first.place}; rename one of them."
                problems.add(f'the id "{rule.id}" is used twice', rule.place, hint)
            own.add(rule.id)
        problems.finish()
        return pack


def rules_of(packs: Iterable[Pack]) -> tuple[Rule, ...]:
    """Return the rules of all packs."""
    return tuple(rule for pack in packs for rule in pack.rules)


def ids(files: Iterable[InputFile]) -> frozenset[str]:
    """Return the ids of all rules in these files, including invalid rules."""
    known = set()
    for file in files:
        # A file that cannot be parsed has no ids; loading it reports its problems.
        with Collector().step():
            for node in builder.nodes(document.load(file.path, file.name)):
                known.add(text_at(node, "id"))
    return frozenset(known - {""})


def read(file: InputFile, entry: Shape, accounts: Iterable[str] = ()) -> Pack:
    """Load one pack, as `load` does. Raises InputError with all problems."""
    source = document.load(file.path, file.name)
    parameters = params.declared(source)
    description = text_at(source.root, "description")
    values = params.bind(parameters, file.given)
    bare = Pack(file, description, source, entry, tuple(accounts), parameters, values)
    tested = bare.built(None)
    _check_tests(tested, parameters)
    rules = bare.built(file.given) if file.given else tested
    return bare._replace(rules=rules, tested=tested)


def _names_region(node: Node) -> bool:
    """Whether a rule may read the region of a phone number; loading all regions takes 39 ms."""
    if isinstance(node, document.Scalar):
        return False
    if isinstance(node, document.SequenceNode):
        return any(map(_names_region, node.items))
    return any(
        name in ("phone.region", "region") or _names_region(child)
        for name, child in node.fields.items()
    )


def _check_tests(rules: Iterable[Rule], parameters: Parameters) -> None:
    problems = Collector()
    for rule in rules:
        for test in rule.tests:
            with problems.step():
                params.bind(parameters, test.given)
    problems.finish()


def _written(value: JSON) -> str:
    """Return a value on one line of YAML: as JSON, or in single quotes to avoid escapes."""
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    text = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.isprintable() and text[1:-1] != value:
        return "'" + value.replace("'", "''") + "'"
    return text
