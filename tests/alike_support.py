"""Lists read by the forms of their entries, and one by one, which is the oracle."""

import pytest

from driftcheck import document
from driftcheck.document import Alike, Document, Entry, Node, alike
from driftcheck.errors import InputError, Problem


def parse(text: str, *, by_form: bool) -> tuple[Document, list[Entry]] | tuple[Problem, ...]:
    """A document and the entries that it lists; or what is wrong with it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(alike, "WORTHWHILE", 0 if by_form else len(text) + 1)
        try:
            source, found = document.parse_list(text, "f.yaml", "numbers")
        except InputError as error:
            return error.problems
        return source, list(found)


def entries(text: str, *, by_form: bool) -> list[Node] | tuple[Problem, ...]:
    """The entries that a text lists, each whole; or what is wrong with it."""
    match parse(text, by_form=by_form):
        case Document(), list(found):
            return [entry.node() if isinstance(entry, Alike) else entry for entry in found]
        case problems:
            return problems
