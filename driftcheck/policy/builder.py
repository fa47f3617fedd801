"""Builds rules from the nodes of a pack, and checks what the schema of packs cannot."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from driftcheck import document
from driftcheck.document import Document, MappingNode, Node
from driftcheck.model import JSON, Severity
from driftcheck.policy.condition import Condition
from driftcheck.policy.parser import Parser
from driftcheck.policy.rule import Rule, RuleTest
from driftcheck.system import published
from driftcheck.validation import Shape, Validator, read, read_document
from driftcheck.words import hide_userinfo

_KEYS = published("policy")["$defs"]["rule"]["properties"].keys()
_DEMANDS = {"require", "schema", "unique", "count"}
_ANNOTATIONS = frozenset(
    """$comment default deprecated description errorMessage examples patternErrorMessage readOnly
    title writeOnly""".split()
)
_GROUPS = {"unique", "count"}


def rules(source: Document, known: Shape) -> list[Rule]:
    """Return the rules of a pack with parameters filled in. Raises InputError with all problems."""
    parser = Parser(source, known)
    values, faults = read_document(source, "policy", parser)
    found: list[Rule] = []
    for node in nodes(source):
        with parser.step():
            parts = _Parts.parse(parser, node)
            if not faults:
                # The index is wrong after a faulty rule, which is harmless because `finish` raises.
                found.append(_rule(parts, node, source, values["rules"][len(found)]))
    parser.finish()
    return found


def nodes(source: Document) -> list[MappingNode]:
    """Return the nodes of the rules that are mappings."""
    listed = document.find_node(source.root, ("rules",))
    items = listed.items if isinstance(listed, document.SequenceNode) else []
    return [node for node in items if isinstance(node, MappingNode)]


class _Parts(NamedTuple):
    """The parts of a rule that the schema of packs cannot check."""

    when: Condition | None
    require: Condition | None
    schema: Validator | None
    unique: tuple[str, ...]
    counted: Validator | None
    group_by: tuple[str, ...]
    tests: tuple[RuleTest, ...]

    @classmethod
    def parse(cls, parser: Parser, node: MappingNode) -> "_Parts":
        fields = node.fields
        _check_demands(parser, node)
        return cls(
            when=parser.condition(fields["when"]) if "when" in fields else None,
            require=parser.condition(fields["require"]) if "require" in fields else None,
            schema=_schema(parser, fields["schema"]) if "schema" in fields else None,
            unique=parser.paths(fields["unique"]) if "unique" in fields else (),
            counted=_count(parser, fields["count"], "group_by" in fields)
            if "count" in fields
            else None,
            group_by=parser.paths(fields["group_by"]) if "group_by" in fields else (),
            tests=tuple(_tests(parser, fields.get("tests"), not fields.keys().isdisjoint(_GROUPS))),
        )


def _check_demands(parser: Parser, node: MappingNode) -> None:
    """Report a rule without a requirement, or with more than one."""
    named = node.fields.get("id")
    name = named.text if isinstance(named, document.Scalar) else ""
    place = parser.source.place(node)
    if len(node.fields.keys() & _DEMANDS) != 1 and node.fields.keys() <= _KEYS:
        message = f'the rule "{name}" must have exactly one of require, schema, unique and count'
        parser.add(message, place, "For example: `require: {inbound: true}`.")
    elif "group_by" in node.fields and node.fields.keys().isdisjoint(_GROUPS):
        hint = "Use it in a rule with count or unique."
        parser.add("group_by has no effect here", parser.source.place(node), hint)


def _schema(parser: Parser, node: Node) -> Validator:
    """Parse a whole JSON Schema; one without requirements would accept anything."""
    validator = parser.schema(node)
    if not _demands(validator.schema):
        hint = "For example: {required: [label]}."
        parser.add("this schema requires nothing", parser.source.place(node), hint)
    return validator


def _demands(schema: JSON) -> bool:
    """Whether a JSON Schema holds more than annotations."""
    if not isinstance(schema, dict):
        return schema is False
    for keyword, part in schema.items():
        if keyword in ("properties", "patternProperties") and isinstance(part, dict):
            if any(map(_demands, part.values())):
                return True
        elif keyword not in _ANNOTATIONS:
            return True
    return False


def _count(parser: Parser, node: Node, grouped: bool) -> Validator | None:
    """Parse the JSON Schema of a count; one that every count satisfies would accept anything."""
    if not isinstance(node, MappingNode):
        return None  # the schema of packs reports it
    validator = parser.schema(node, Shape(types=frozenset({"integer"})))
    # A heuristic: a schema that allows all of these is unlikely to refuse another.
    counts = sorted({*range(1000), *_near(validator.schema)})
    if all(validator.is_valid(count) for count in counts if count or not grouped):
        hint = "A group has at least one number." if grouped else "For example: {minimum: 1}."
        message = "every count satisfies this, so the rule can never fail"
        parser.add(message, parser.source.place(node), hint)
    return validator


def _near(schema: JSON) -> Iterator[int]:
    """Yield the counts near the numbers in a schema."""
    if isinstance(schema, int):
        yield from (count for count in (schema - 1, schema, schema + 1) if count >= 0)
    parts = schema.values() if isinstance(schema, dict) else schema
    for part in parts if isinstance(parts, Iterable) and not isinstance(parts, str) else ():
        yield from _near(part)


def _rule(parts: _Parts, node: MappingNode, source: Document, entry: JSON) -> Rule:
    return Rule(
        id=entry["id"],
        title=hide_userinfo(entry["title"]),
        severity=Severity.of(entry["severity"]),
        when=parts.when,
        require=parts.require,
        schema=parts.schema,
        unique=parts.unique,
        count=parts.counted,
        group_by=parts.group_by,
        place=source.place(node),
        description=hide_userinfo(entry.get("description", "")),
        remedy=entry.get("remedy") and hide_userinfo(entry["remedy"]),
        tags=tuple(map(hide_userinfo, entry.get("tags", ()))),
        tests=parts.tests,
    )


def _tests(parser: Parser, node: Node | None, grouped: bool) -> Iterator[RuleTest]:
    """Yield the tests of a rule, with fields typed like those of live entries."""
    items = node.items if isinstance(node, document.SequenceNode) else []
    for item in items:
        for expect, entries in item.fields.items() if isinstance(item, MappingNode) else ():
            if expect != "with":
                values = tuple(_entries(parser, entries, grouped))
                given = document.find_node(item, ("with",))
                parameters = Document(parser.source.name, given) if given else None
                yield RuleTest(expect, values, parser.source.place(item), parameters)


def _entries(parser: Parser, node: Node, grouped: bool) -> Iterator[JSON]:
    """Yield the entries of one test; a rule about groups has a list of them."""
    listed = isinstance(node, document.SequenceNode)
    if listed and not grouped:
        hint = "Use a list of numbers only for rules with count or unique."
        parser.add("a test of this rule must be one number", parser.source.place(node), hint)
    for entry in node.items if isinstance(node, document.SequenceNode) else [node]:
        parser.check_entry(entry)
        yield read(entry, parser.known)
