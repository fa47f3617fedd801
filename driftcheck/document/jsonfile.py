"""Read unambiguous JSON from texts and files."""

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
    """Return the value in a JSON file of at most `limit` bytes.

    Raises InputError if the file cannot be read or is not JSON.
    """
    try:
        text = decode(read_file(path, limit), name)
        value = parse_json(text)
        if "\\ud" in text.lower():
            json.dumps(value, ensure_ascii=False).encode()  # raises for a lone surrogate
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
    """Return the value of a JSON text. Refuses NaN and duplicate keys, unlike Python's parser.

    Raises ValueError or RecursionError, which `why_not_json` explains.
    """
    return json.loads(
        text, object_pairs_hook=unique_keys, parse_constant=_refuse, parse_float=_finite
    )


def why_not_json(error: Exception, hide: Callable[[str], str] = str) -> str:
    """Return why a text is not JSON, without quoting values. `hide` masks secrets in key names."""
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
    # The only other error is from int(), which refuses thousands of digits.
    return "a number has too many digits"


class _UnfitError(ValueError):
    """A value that is not valid JSON; the argument is the message."""


class _RepeatedKeyError(ValueError):
    """A duplicate key in an object; the argument is the key."""


def unique_keys(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    """Return pairs as a dict. Raises ValueError for a duplicate key."""
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
