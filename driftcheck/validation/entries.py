"""The schema of live entries: the one that is built in, or the user's own in its place."""

from dataclasses import replace

from driftcheck import document
from driftcheck.document import InputFile
from driftcheck.model import JSON, Collector, InputError, Place, Problem
from driftcheck.system import published
from driftcheck.validation.keywords import remembered
from driftcheck.validation.outline import over, shape_of
from driftcheck.validation.shape import ANY, Shape, read
from driftcheck.validation.validator import Validator
from driftcheck.words import Steps


def entry_validator(file: InputFile | None) -> Validator:
    """The validator of live entries. Raises InputError where the file is not a JSON Schema."""
    if file is None:
        return Validator(published("number"))
    is_json = file.path.suffix == ".json"
    schema = document.load_json(file.path, file.name) if is_json else _yaml(file)
    place = Place(file.name, 1, 1)
    if not isinstance(schema, dict):
        raise InputError(Problem("a JSON Schema must be a mapping", place))
    validator = Validator(schema, lambda path: _locate(file, path))
    try:
        entry_shape(schema)
    except InputError as error:
        raise InputError(*(replace(found, place=place) for found in error.problems)) from error
    return validator


def _yaml(file: InputFile) -> JSON:
    source, problems = document.load(file.path, file.name), Collector()
    schema = read(source.root, note=document.refusing(source.name, problems))
    problems.finish()
    return schema


def _locate(file: InputFile, path: Steps) -> Place:
    """Where a part of a schema is written; JSON is YAML too, but for few odd texts."""
    try:
        return document.load(file.path, file.name).locate(path)
    except InputError:
        return Place(file.name, 1, 1)


@remembered
def entry_shape(schema: JSON) -> Shape:
    """The shape of live entries: the built-in fields, with what `schema` says in their place.

    A schema that replaces the built-in one may speak of some fields only; the others stay known.
    """
    return over(shape_of(published("number")), shape_of(schema))


def number_shape(schema: JSON) -> Shape:
    """The shape of what a number is known by: its live fields, and what its declaration says."""
    known = entry_shape(schema)
    return known._replace(fields={**known.fields, "metadata": ANY}, open=False)
