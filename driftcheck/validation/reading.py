"""Validates a document against its schema; every fault becomes a problem with a place."""

from collections.abc import Callable
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

_MANY = 1000
"""More keys than anybody writes; searching the keys before each one would take too long."""


def read_document(
    source: Document, schema_name: str, problems: Collector
) -> tuple[JSON, list[Fault]]:
    """Return the values of a document, typed by a published schema, and their faults.

    The faults are added to `problems`. Raises InputError if the whole document has the wrong type,
    so that nothing in it can be checked.
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
    """Return a fault below a node as a problem with its place in the file `name`.

    For an invalid phone number or address, the message quotes it and the place is that of the
    value; for any other fault, the place is that of the key.
    """
    from driftcheck.validation import advice  # only needed for faults

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
    """Return the path of an unknown key as it may be shown: it may be part of the secret before it.

    `{password: a,b}` has a key `b`, and `{password:a}` a key that contains a secret.
    """
    *above, name = path

    def hides(field: str) -> bool:
        return is_hidden([*map(str, above), field])

    around = find_node(node, tuple(above))
    if isinstance(around, MappingNode) and _follows(around.fields, str(name), hides):
        return *above, SENSITIVE
    return *above, hide_value_in_name(str(name), hides)


def _follows(fields: dict[str, Node], name: str, hides: Callable[[str], bool]) -> bool:
    """Whether a key follows a hidden one with only keys without values in between.

    This is what a word after a comma in braces looks like.
    """
    if not _is_bare(fields.get(name)):
        return False
    if len(fields) > _MANY:
        return True
    names = list(fields)
    before = reversed(names[: names.index(name)])
    return hides(next((one for one in before if not _is_bare(fields[one])), name))


def _is_bare(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text == ""


def text_at(node: Node, key: str) -> str:
    """Return the text under a key of a mapping; empty if there is none."""
    found = find_node(node, (key,))
    return found.text if isinstance(found, Scalar) else ""
