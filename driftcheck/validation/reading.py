"""Holding a document to its schema: every fault becomes a problem with its place."""

from functools import cache

from driftcheck.document import Document, MappingNode, Node, Scalar, find_node, locate
from driftcheck.model import JSON, Collector, Place, Problem
from driftcheck.system import published
from driftcheck.validation.fault import Fault, dotted
from driftcheck.validation.outline import shape_of
from driftcheck.validation.redaction import is_hidden
from driftcheck.validation.shape import read
from driftcheck.validation.validator import Validator
from driftcheck.words import SENSITIVE, Steps, hide_value_in_name


def read_document(
    source: Document, schema_name: str, problems: Collector
) -> tuple[JSON, list[Fault]]:
    """The values of a document, typed by a published schema, and their faults by it.

    The faults are added to `problems`. Raises InputError where the document as a whole is none of
    its kind, so that nothing in it can be looked at.
    """
    values = read(source.root, shape_of(published(schema_name)))
    faults = list(_validator(schema_name).faults(values))
    problems.problems.extend(problem_at(source.name, source.root, fault) for fault in faults)
    if not isinstance(values, dict):
        problems.finish()
    return values, faults


@cache
def _validator(schema_name: str) -> Validator:
    return Validator(published(schema_name))


def problem_at(name: str, node: Node, fault: Fault) -> Problem:
    """A fault found below a node, as a problem with the place in the file `name`.

    A phone number or an address is quoted, and its place is its own; any other fault is at its key.
    """
    from driftcheck.validation import advice  # what is valid needs none

    fault, found = fault.redacted(), find_node(node, fault.path)
    place, field = locate(name, node, fault.path), dotted(fault.path)
    text = advice.written_at(fault.path, found)
    if text is not None and found and advice.is_quoted(fault):
        message, hint = advice.of_quoted(fault, field, text)
        return Problem(message, Place(name, found.line, found.column), hint, shown=text)
    if fault.keyword == "unknown":
        shown = _shown(node, fault.path)
        message = f'unknown key "{dotted(shown)}"'
        if shown[-1] == SENSITIVE:
            return Problem(message, place, "Put the value before it in quotes.")
    elif field:
        message = f'"{field}" {fault.message}'
    else:
        message = f"this {fault.message}"
    return Problem(message, place, advice.hint_of(fault, found, text), shown=text)


def _shown(node: Node, path: Steps) -> Steps:
    """The path of a key that nobody knows: it may be a part of the secret before it.

    `{password: a,b}` has a key `b`, and `{password:a}` one that holds a secret.
    """
    *above, name = path

    def hides(field: str) -> bool:
        return is_hidden([*map(str, above), field])

    around = find_node(node, tuple(above))
    fields = around.fields if isinstance(around, MappingNode) else {}
    names = list(fields)
    index = names.index(str(name)) if name in fields else 0
    while index and _is_bare(fields[names[index]]):
        index -= 1
        if hides(names[index]):
            return *above, SENSITIVE
    return *above, hide_value_in_name(str(name), hides)


def _is_bare(node: Node) -> bool:
    """Whether a key has no value, as has a word behind a comma between braces."""
    return isinstance(node, Scalar) and node.plain and node.text == ""


def text_at(node: Node, key: str) -> str:
    """The text under a key of a mapping; empty where there is none."""
    found = find_node(node, (key,))
    return found.text if isinstance(found, Scalar) else ""
