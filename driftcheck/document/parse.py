"""Parse YAML text into a document. Every error has a place."""

from pathlib import Path

import yaml

from driftcheck.document.build import TOO_DEEP, Listing, root
from driftcheck.document.encoding import decode
from driftcheck.document.nodes import Document
from driftcheck.document.strict import Text
from driftcheck.model.errors import Collector, InputError, Place, Problem
from driftcheck.system import MAX_BYTES, read_file


def load(
    path: Path,
    name: str | None = None,
    limit: int = MAX_BYTES,
    listing: Listing | None = None,
) -> Document:
    """Read a YAML file of at most `limit` bytes. A `listing` reads the entries of its list.

    Raises InputError with the place of each error.
    """
    name = name or str(path)
    return parse(_text(path, name, limit), name, listing)


def _text(path: Path, name: str, limit: int) -> str:
    try:
        return decode(read_file(path, limit), name)
    except OSError as error:
        raise InputError(Problem(f'cannot read "{name}": {error.strerror}')) from error


def parse(text: str, name: str, listing: Listing | None = None) -> Document:
    """Parse YAML text, as `load` does.

    Raises InputError with the place of each error.
    """
    repeated = Collector()
    try:
        found = root(Text(text, name), name, repeated, listing)
    except yaml.MarkedYAMLError as error:
        raise InputError(*repeated.problems, _syntax_problem(error, text, name)) from error
    # Text is passed to libyaml as UTF-8, which cannot encode a lone surrogate.
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        raise InputError(_character_problem(text, name)) from error
    repeated.finish()
    return Document(name, found)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    if "nesting depth" in str(error.problem):  # libyaml has its own limit, and reads ahead
        mark = error.problem_mark or error.context_mark
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1, 1)
        return Problem(TOO_DEEP, place)
    from driftcheck.document.syntax import syntax_problem  # only needed for errors

    return syntax_problem(error, text, name)


def _character_problem(text: str, name: str) -> Problem:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    before = text[: found.start() if found else 0].split("\n")
    place = Place(name, len(before), len(before[-1]) + 1)
    sign = f": {found[0]!a}" if found else ""
    return Problem(f"a character that YAML does not allow{sign}", place)
