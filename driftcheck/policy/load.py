"""Policy packs: YAML files to compiled rules. A rule that could pass by mistake is refused."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from driftcheck import document
from driftcheck.document import Document, Node
from driftcheck.errors import Collector, InputError
from driftcheck.inputs import InputFile
from driftcheck.model import JSON
from driftcheck.policy import build, params
from driftcheck.policy.params import Parameters, Values
from driftcheck.policy.rule import Rule
from driftcheck.policy.subject import subject
from driftcheck.reading import text_of
from driftcheck.redact import SENSITIVE
from driftcheck.shape import Shape


@dataclass(frozen=True, slots=True)
class Pack:
    """A policy pack: its rules, compiled with the values of its parameters.

    `source` is the file as it is written, `tested` the rules with the parameters' defaults; `entry`
    is the shape of live entries, `accounts` the names that an account can have.
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
        """The value of a parameter as it may be shown."""
        return SENSITIVE if name in params.secrets(self.source) else self.values[name]

    def built(self, given: Document | None) -> tuple[Rule, ...]:
        """The rules with given parameters. Raises InputError, at the place of these, if any."""
        values = params.bind(self.parameters, given)
        try:
            filled = params.fill(self.source, self.parameters, values)
            named = _names_region(filled.root)
            known = subject(self.entry, self.accounts, with_regions=named)
            return tuple(build.rules(filled, known))
        except InputError as error:
            raise params.relocated(error, given) if given else error from error


def load(
    files: Iterable[InputFile],
    entry: Shape,
    taken: Collection[str],
    accounts: Iterable[str] = (),
) -> tuple[Pack, ...]:
    """The packs in files, their rules for live entries of a shape; no id may be one of `taken`.

    `accounts` are the names that an account can have; any, where none is given.

    Raises InputError with everything that is wrong with them.
    """
    problems = Collector()
    packs: list[Pack] = []
    rules: dict[str, Rule] = {}
    for file in files:
        with problems.step():
            pack = _pack(file, entry, tuple(accounts))
            packs.append(pack)
            for rule in pack.rules:
                _register(rule, rules, taken, problems)
    problems.finish()
    return tuple(packs)


def rules_of(packs: Iterable[Pack]) -> tuple[Rule, ...]:
    """The rules of all packs."""
    return tuple(rule for pack in packs for rule in pack.rules)


def ids(files: Iterable[InputFile]) -> frozenset[str]:
    """The ids of the rules of all files, of those that are not valid as well."""
    known = set()
    for file in files:
        with Collector().step():
            for node in build.nodes(document.load(file.path, file.name)):
                known.add(text_of(node, "id"))
    return frozenset(known - {""})


def _register(
    rule: Rule, rules: dict[str, Rule], taken: Collection[str], problems: Collector
) -> None:
    if rule.id in rules:
        hint = f"It is first used at {rules[rule.id].place}; rename one of them."
        problems.add(f'the id "{rule.id}" is used twice', rule.place, hint)
    elif rule.id in taken:
        hint = "Give the rule another id."
        problems.add(f'"{rule.id}" is the id of a built-in check', rule.place, hint)
    else:
        rules[rule.id] = rule


def _pack(file: InputFile, entry: Shape, accounts: tuple[str, ...]) -> Pack:
    source = document.load(file.path, file.name)
    parameters = params.declared(source)
    description = text_of(source.root, "description")
    values = params.bind(parameters, file.given)
    bare = Pack(file, description, source, entry, accounts, parameters, values)
    tested = bare.built(None)
    _check_tests(tested, parameters)
    rules = bare.built(file.given) if file.given else tested
    return replace(bare, rules=rules, tested=tested)


def _names_region(node: Node) -> bool:
    """Whether a rule may read the region of a phone number."""
    if isinstance(node, document.Scalar):
        return False
    if isinstance(node, document.Sequence):
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
