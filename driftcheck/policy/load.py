"""Policy packs: YAML files to compiled rules. A rule that could pass by mistake is refused."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from driftcheck import document, reading
from driftcheck.config import InputFile
from driftcheck.document import Document, Mapping, Node
from driftcheck.errors import Collector, InputError, Problem
from driftcheck.model import JSON, Severity
from driftcheck.policy.parse import Parser
from driftcheck.policy.rule import Rule, RuleTest
from driftcheck.shape import ANY, Shape, read


def load(files: Iterable[InputFile], entry: Shape, taken: Collection[str]) -> tuple[Rule, ...]:
    """The rules of all files, for live entries of a shape; no id may be one of `taken`.

    Raises InputError with everything that is wrong with them.
    """
    problems = Collector()
    rules: dict[str, Rule] = {}
    for file in files:
        with problems.step():
            for rule in _load(document.load(file.path, file.name), subject(entry)):
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


def subject(entry: Shape) -> Shape:
    """The shape of what rules read: the live entry, its declaration, and the account."""
    declaration = replace(
        entry,
        types=frozenset({"object", "null"}),
        fields={**entry.fields, "metadata": ANY},
        open=False,
    )
    account = Shape(types=frozenset({"string"}), open=False)
    fields = {**entry.fields, "declared": declaration, "account": account}
    return replace(entry, fields=fields, open=False)


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
    values = reading.load(source, "policy")
    parser = Parser(source, known)
    rules = []
    for node, entry in zip(_rules(source), values["rules"], strict=True):
        with parser.step():
            rules.append(_rule(parser, node, entry))
    parser.finish()
    return rules


def _rules(source: Document) -> list[Mapping]:
    """The nodes of the rules, as far as they are mappings."""
    rules = source.root.fields.get("rules") if isinstance(source.root, Mapping) else None
    items = rules.items if isinstance(rules, document.Sequence) else []
    return [node for node in items if isinstance(node, Mapping)]


def _rule(parser: Parser, node: Mapping, entry: JSON) -> Rule:
    place = parser.source.place(node)
    kinds = [name for name in ("require", "schema") if name in node.fields]
    if len(kinds) != 1:
        message = f'the rule "{entry["id"]}" must have exactly one of require and schema'
        raise InputError(Problem(message, place))
    fields = node.fields
    return Rule(
        id=entry["id"],
        title=entry["title"],
        severity=Severity.of(entry["severity"]),
        when=parser.condition(fields["when"]) if "when" in fields else None,
        require=parser.condition(fields["require"]) if "require" in fields else None,
        schema=parser.schema(fields["schema"]) if "schema" in fields else None,
        place=place,
        description=entry.get("description", ""),
        remedy=entry.get("remedy"),
        tags=tuple(entry.get("tags", ())),
        tests=tuple(_tests(parser, fields.get("tests"))),
    )


def _tests(parser: Parser, node: Node | None) -> Iterator[RuleTest]:
    """The tests of a rule, the fields of their entries typed like those of live entries."""
    for item in node.items if isinstance(node, document.Sequence) else ():
        for expect, entry in item.fields.items() if isinstance(item, Mapping) else ():
            yield RuleTest(expect, read(entry, parser.known), parser.source.place(item))
