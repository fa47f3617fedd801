"""JSON files that the user names: what is wrong is told with its place."""

import json
from math import isfinite
from pathlib import Path

from driftcheck import files
from driftcheck.document import decoded
from driftcheck.errors import InputError, Place, Problem
from driftcheck.model import JSON
from driftcheck.redact import hide_userinfo


def load(path: Path, name: str, limit: int = files.MAX_BYTES) -> JSON:
    """The value in a JSON file of at most `limit` bytes.

    Raises InputError where it cannot be read, or is no JSON.
    """
    try:
        text = decoded(files.read(path, limit), name)
        value = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_number, parse_float=_number
        )
        if "\\ud" in text.lower():
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except OSError as error:
        raise InputError(Problem(f'cannot read "{name}": {error.strerror}')) from error
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        raise InputError(Problem(f"not valid JSON: {error.msg}", place)) from error
    except (ValueError, RecursionError) as error:
        raise InputError(Problem(_reason(error), Place(name, 1, 1))) from error


def _reason(error: Exception) -> str:
    match error:
        case UnicodeEncodeError():
            return "not valid JSON: half of a surrogate pair, which is no text"
        case RecursionError():
            return "not valid JSON: nested too deeply"
        case _UnfitError():
            return f"not valid JSON: {error}"
    return "not valid JSON: a number has too many digits"


class _UnfitError(ValueError):
    """What Python's reader lets pass, or would guess at; the argument says what."""


def _unique(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    fields: dict[str, JSON] = {}
    for key, value in pairs:
        if key in fields:
            raise _UnfitError(f'the key "{hide_userinfo(key)}" is given twice in one object')
        fields[key] = value
    return fields


def _number(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise _UnfitError(f"{text} is no number that JSON has")
    return number
