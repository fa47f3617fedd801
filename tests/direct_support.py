"""Entries read straight from the events of a text; and by way of nodes, which is the oracle."""

from collections.abc import Mapping
from typing import Any

from driftcheck import document
from driftcheck.declared.direct import DirectReader, Entry
from driftcheck.declared.entry import Content, EntryReader, marks_of
from driftcheck.declared.variables import LEFT, Variables
from driftcheck.document import Listing, Node
from driftcheck.model import InputError, Problem
from driftcheck.validation.declarable import Form
from driftcheck.validation.shape import ANY, read


def entries(text: str, *, directly: bool) -> list[Entry] | tuple[Problem, ...]:
    """The entries that a text lists, with any fields; or what is wrong with it."""
    direct = DirectReader(ANY, lambda _: True, lambda *_: LEFT)
    listing = Listing("numbers", direct if directly else lambda _: None)
    try:
        found = document.parse(text, "f.yaml", listing).listed("numbers")
    except InputError as error:
        return error.problems
    return [entry if isinstance(entry, Entry) else of_node(entry) for entry in found]


def of_node(node: Node) -> Entry:
    """The entry that a node is."""
    marks = marks_of(node) if isinstance(node, document.MappingNode) else {}
    listed = document.find_node(node, ("phone_numbers",))
    items = listed.items if isinstance(listed, document.SequenceNode) else []
    places = [(item.line, item.column) for item in items if isinstance(item, document.Scalar)]
    return Entry(read(node), marks, node.line, node.column, places)


def declared(
    text: str, form: Form, environ: Mapping[str, str] | None, *, directly: bool
) -> tuple[Any, ...]:
    """What each entry declares, and where; what is wrong; which fields are secret from now on.

    Without an environment, variables that are not set are left out.
    """
    problems: list[Problem] = []
    variables = Variables(environ or {}, needed=environ is not None)
    reader = EntryReader("f.yaml", form, problems, variables)
    listing = Listing("numbers", reader.direct if directly else lambda _: None)
    try:
        source = document.parse(text, "f.yaml", listing)
    except InputError as error:
        return error.problems
    reader.begin(source.root)
    said = [_told(reader.read(entry)) for entry in source.listed("numbers")]
    return said, InputError(*problems).problems, variables.filled


def _told(said: Content | None) -> Any:
    if said is None:
        return None
    numbers, declaration, own = said
    places = {path: declaration.place_of(path) for path in declaration.marks}
    return list(numbers), declaration._replace(marks={}), places, own
