"""JSON that says one thing only, and the files of it that the user names."""

import json
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import NoReturn

from driftcheck.document.encoding import decode
from driftcheck.model.errors import InputError, Place, Problem
from driftcheck.system import MAX_BYTES, read_file
from driftcheck.words import JSON, hide_userinfo

_MAX_NAME = 40


def load_json(path: Path, name: str, limit: int = MAX_BYTES) -> JSON:
    """The value in a JSON file of at most `limit` bytes.

    Raises InputError where it cannot be read, or is no JSON.
    """
    try:
        text = decode(read_file(path, limit), name)
        value = parse_json(text)
        if "\\ud" in text.lower():
            json.dumps(value, ensure_ascii=False).encode()  # raises where it is half of a pair
        return value
    except OSError as error:
        raise InputError(Problem(f'cannot read "{name}": {error.strerror}')) from error
    except json.JSONDecodeError as error:
        place = Place(name, error.lineno, error.colno)
        raise InputError(Problem(f"not valid JSON: {error.msg}", place)) from error
    except (ValueError, RecursionError) as error:
        message = f"not valid JSON: {why_not_json(error)}"
        raise InputError(Problem(message, Place(name, 1, 1))) from error


def parse_json(text: str) -> JSON:
    """The value of a JSON text. Raises ValueError or RecursionError, of which `reason` says why.

    Refuses what Python's reader lets pass, or would guess at: NaN, and keys given twice.
    """
    return json.loads(
        text, object_pairs_hook=unique_keys, parse_constant=_refuse, parse_float=_finite
    )


def why_not_json(error: Exception, hide: Callable[[str], str] = str) -> str:
    """Why a text is no JSON; it quotes no value. `hide` takes secrets out of the name of a key."""
    match error:
        case UnicodeEncodeError():
            return "half of a surrogate pair is not valid text"
        case RecursionError():
            return "nested too deeply"
        case _RepeatedKeyError():
            name = hide(hide_userinfo(str(error)))[:_MAX_NAME]
            return f'duplicate key "{name}" in one object'
        case _UnfitError():
            return str(error)
    # What is left is int(), which refuses thousands of digits.
    return "a number has too many digits"


class _UnfitError(ValueError):
    """What is no JSON; the argument says what."""


class _RepeatedKeyError(ValueError):
    """A key is given twice in one object; the argument is the key."""


def unique_keys(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    """The object of some pairs. Raises ValueError where a key is given twice."""
    fields: dict[str, JSON] = {}
    for key, value in pairs:
        if key in fields:
            raise _RepeatedKeyError(key)
        fields[key] = value
    return fields


def _refuse(constant: str) -> NoReturn:
    raise _UnfitError(f"{constant} is not a JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise _UnfitError("a number is too large")
    return number
