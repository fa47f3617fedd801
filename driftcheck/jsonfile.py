"""JSON files that the user names: what is wrong is told with its place."""

import json
from pathlib import Path

from driftcheck.errors import InputError, Place, Problem
from driftcheck.model import JSON


def load(path: Path, name: str) -> JSON:
    """The value in a JSON file. Raises InputError where it cannot be read, or is no JSON."""
    try:
        return json.loads(path.read_bytes(), object_pairs_hook=_unique)
    except OSError as error:
        raise InputError(Problem(f'cannot read "{name}": {error.strerror}')) from error
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        raise InputError(Problem(f"not valid JSON: {error.msg}", place)) from error
    except (ValueError, RecursionError) as error:
        raise InputError(Problem(f"not valid JSON: {error}", Place(name, 1, 1))) from error


def _unique(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key is given twice in one object")
    return fields
