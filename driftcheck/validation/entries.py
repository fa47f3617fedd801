"""The schema of live entries: the built-in one or the user's replacement."""

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
    """Return the validator of live entries. Raises InputError if the file is not a JSON Schema."""
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
    """Return the place of a part of a schema; JSON is YAML too, except for a few odd texts."""
    try:
        return document.load(file.path, file.name).locate(path)
    except InputError:
        return Place(file.name, 1, 1)


@remembered
def entry_shape(schema: JSON) -> Shape:
    """Return the shape of live entries: the built-in fields, overridden by `schema`.

    A user's schema may define only some fields; the others stay known.
    """
    return over(shape_of(published("number")), shape_of(schema))


def number_shape(schema: JSON) -> Shape:
    """Return the shape of a number: its live fields and the fields of its declaration."""
    known = entry_shape(schema)
    return known._replace(fields={**known.fields, "metadata": ANY}, open=False)
