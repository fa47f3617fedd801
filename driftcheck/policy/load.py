"""Policy packs: YAML files to compiled rules. A rule that could pass by mistake is refused."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from driftcheck import document, reading, resources
from driftcheck.document import Document, Mapping, Node
from driftcheck.errors import Collector
from driftcheck.inputs import InputFile
from driftcheck.model import JSON, Severity
from driftcheck.policy.condition import Condition
from driftcheck.policy.parse import Parser
from driftcheck.policy.rule import Rule, RuleTest
from driftcheck.policy.subject import subject
from driftcheck.shape import Shape, read
from driftcheck.validator import Validator

_KEYS = resources.schema("policy")["$defs"]["rule"]["properties"].keys()


def load(
    files: Iterable[InputFile],
    entry: Shape,
    taken: Collection[str],
    accounts: Iterable[str] = (),
) -> tuple[Rule, ...]:
    """The rules of all files, for live entries of a shape; no id may be one of `taken`.

    `accounts` are the names that an account can have; any, where none is given.

    Raises InputError with everything that is wrong with them.
    """
    problems = Collector()
    rules: dict[str, Rule] = {}
    known = subject(entry, accounts)
    for file in files:
        with problems.step():
            for rule in _load(document.load(file.path, file.name), known):
                _register(rule, rules, taken, problems)
    problems.finish()
    return tuple(rules.values())


def ids(files: Iterable[InputFile]) -> frozenset[str]:
    """The ids of the rules of all files, of those that are not valid as well."""
    known = set()
    for file in files:
        with Collector().step():
            for node in _rules(document.load(file.path, file.name)):
                rule_id = node.fields.get("id")
                if isinstance(rule_id, document.Scalar):
                    known.add(rule_id.text)
    return frozenset(known)


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


def _load(source: Document, known: Shape) -> list[Rule]:
    parser = Parser(source, known)
    values, faults = reading.load(source, "policy", parser)
    rules: list[Rule] = []
    for node in _rules(source):
        with parser.step():
            parts = _Parts.parse(parser, node)
            if not faults:
                rules.append(_rule(parts, node, source, values["rules"][len(rules)]))
    parser.finish()
    return rules


def _rules(source: Document) -> list[Mapping]:
    """The nodes of the rules, as far as they are mappings."""
    rules = source.root.fields.get("rules") if isinstance(source.root, Mapping) else None
    items = rules.items if isinstance(rules, document.Sequence) else []
    return [node for node in items if isinstance(node, Mapping)]


@dataclass(frozen=True)
class _Parts:
    """The parts of a rule that the schema of packs cannot judge."""

    when: Condition | None
    require: Condition | None
    schema: Validator | None
    tests: tuple[RuleTest, ...]

    @classmethod
    def parse(cls, parser: Parser, node: Mapping) -> "_Parts":
        fields = node.fields
        if len(fields.keys() & {"require", "schema"}) != 1 and fields.keys() <= _KEYS:
            named = fields.get("id")
            name = named.text if isinstance(named, document.Scalar) else ""
            message = f'the rule "{name}" must have exactly one of require and schema'
            hint = "Such as `require: {inbound: true}`."
            parser.add(message, parser.source.place(node), hint)
        return cls(
            when=parser.condition(fields["when"]) if "when" in fields else None,
            require=parser.condition(fields["require"]) if "require" in fields else None,
            schema=parser.schema(fields["schema"]) if "schema" in fields else None,
            tests=tuple(_tests(parser, fields.get("tests"))),
        )


def _rule(parts: _Parts, node: Mapping, source: Document, entry: JSON) -> Rule:
    return Rule(
        id=entry["id"],
        title=entry["title"],
        severity=Severity.of(entry["severity"]),
        when=parts.when,
        require=parts.require,
        schema=parts.schema,
        place=source.place(node),
        description=entry.get("description", ""),
        remedy=entry.get("remedy"),
        tags=tuple(entry.get("tags", ())),
        tests=parts.tests,
    )


def _tests(parser: Parser, node: Node | None) -> Iterator[RuleTest]:
    """The tests of a rule, the fields of their entries typed like those of live entries."""
    for item in node.items if isinstance(node, document.Sequence) else ():
        for expect, entry in item.fields.items() if isinstance(item, Mapping) else ():
            parser.check_entry(entry)
            yield RuleTest(expect, read(entry, parser.known), parser.source.place(item))
