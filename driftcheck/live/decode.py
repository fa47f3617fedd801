"""Decodes the bytes of a list. Anything but a complete JSON array is an error."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import Any, cast

import orjson

from driftcheck.document import parse_json, unique_keys, why_not_json
from driftcheck.model import JSON, LiveError, Problem
from driftcheck.validation import type_name
from driftcheck.words import hide_userinfo

MAX_DEPTH = 64  # the same as for declarations
PART = 1 << 20
"""Roughly how many bytes are parsed at a time."""
_BLANKS = b" \t\r\n"
_GAP = rb"[ \t\r\n]*"
_OPENING = re.compile(rb'%b(\{%b"[^"\\]*")' % (_GAP, _GAP))
_COLON = re.compile(rb"\\u003[aA]")
# How many gaps to try: a string, or a list in an entry, may look like a gap between entries.
_TRIES = 3
_LONG = float(1 << 63)
"""From here on, orjson may round an integer."""
_MAX_NAME = 40
_PLAIN = frozenset({str, int, bool, type(None)})
_WORDS = {
    "null": "null",
    "boolean": "true or false",
    "integer": "a number",
    "number": "a number",
    "string": "text",
}
CUT_SHORT = "The answer may have been cut short; try again."


def decode(
    data: bytes, source: str, hint: str = CUT_SHORT, hide: Callable[[str], str] = str
) -> tuple[JSON, ...]:
    """Return the entries of the list. Raises LiveError, which quotes no value from the bytes.

    `hint` is what to do if the bytes are not JSON or not a list; `hide` removes secrets from the
    names of fields that are quoted.
    """
    return entries(parse(data, source, hint, hide), source, hint, hide)


def parse(data: bytes, source: str, hint: str, hide: Callable[[str], str] = str) -> JSON:
    """Return the JSON value of the bytes, a list or not. Raises LiveError, as `decode` does."""
    try:
        found = _in_parts(data)
        return _value(data) if found is None else found
    except UnicodeDecodeError as error:
        raise _malformed(source, f"not UTF-8 text (byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise _malformed(source, _syntax(data, error), _hint(data, hint)) from error
    except (ValueError, RecursionError) as error:
        raise _malformed(source, why_not_json(error, hide)) from error


def entries(
    value: JSON, source: str, hint: str, hide: Callable[[str], str] = str
) -> tuple[JSON, ...]:
    """Return the entries of a JSON value. Raises LiveError if it is not a list."""
    if not isinstance(value, list):
        what, why = _not_a_list(value, hide)
        # Whatever parses was not cut short, so the default hint would be wrong.
        raise _malformed(source, what, why if hint is CUT_SHORT else hint)
    return tuple(value)


def _in_parts(data: bytes) -> list[JSON] | None:
    """Parse the list with orjson, one part at a time to save memory; None if orjson cannot.

    If every part is a non-empty list by itself, together they are the whole list, because JSON has
    only one reading. So it does not matter where a part ends.
    """
    begin, end = data.find(b"["), data.rfind(b"]")
    if data[:begin].strip(_BLANKS) or data[end + 1 :].strip(_BLANKS) or begin < 0:
        return None
    found: list[JSON] = []
    begin += 1
    between = _between(data, begin)
    while begin < end:
        part, begin = _part(data, begin, end, between)
        if not part:
            return None
        found += part
    return found if begin == end + 1 else None


def _between(data: bytes, begin: int) -> re.Pattern[bytes] | None:
    """Return a pattern for the gap between two entries that begin like the one at `begin`."""
    opening = _OPENING.match(data, begin)
    return re.compile(rb"\}%b,%b(?=%b)" % (_GAP, _GAP, re.escape(opening[1]))) if opening else None


def _part(
    data: bytes, begin: int, end: int, between: re.Pattern[bytes] | None
) -> tuple[list[JSON], int]:
    """Return some entries and where the next ones begin; no entries if orjson cannot read them.

    orjson keeps the last of two equal keys and reads long numbers as floats, so doubtful parts are
    left to json.
    """
    ends = between.finditer(data, begin + PART, end) if between else ()
    cuts = [(gap.start() + 1, gap.end()) for gap in islice(ends, _TRIES)]
    for cut, after in (*cuts, (end, end + 1)):
        part = b"[%b]" % data[begin:cut]
        with suppress(orjson.JSONDecodeError):
            value = cast("list[JSON]", orjson.loads(part))
            return value if _is_exact(part, value) else _parse_strictly(part), after
    return [], end


def _is_exact(data: bytes, value: JSON) -> bool:
    """Whether a value holds everything in the bytes, and is no deeper than a number may be.

    Every key is followed by a colon, and orjson never escapes one. So if the value, written again,
    has as many colons as the bytes, no key occurred twice.
    """
    floats: list[float] = []
    if _is_deep(value, floats) or any(abs(number) >= _LONG for number in floats):
        return False
    return not _COLON.search(data) and data.count(b":") == orjson.dumps(value).count(b":")


def _value(data: bytes) -> JSON:
    """Parse any value, such as a saved list."""
    with suppress(orjson.JSONDecodeError):
        value = orjson.loads(data)
        if _is_exact(data, value):
            return value
    return _parse_strictly(data)


def _parse_strictly(data: bytes) -> Any:
    value = parse_json(data.decode("utf-8-sig"))
    if _is_deep(value, []):
        # The same error as json's, but at the same depth on all Python versions.
        raise RecursionError
    return _without_surrogates(value) if b"\\ud" in data.lower() else value


def _is_deep(value: JSON, floats: list[float]) -> bool:
    """Whether a value is nested deeper than a number may be; collects its floats."""
    # Level by level, because the recursion limit depends on the Python version.
    level: list[JSON] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        parts = (part.values() if type(part) is dict else part for part in level)
        # Most items are scalars, so `inner` is short and a second pass over it is cheap.
        inner = [item for part in parts for item in part if type(item) not in _PLAIN]
        level = [item for item in inner if type(item) is not float]
        if len(level) < len(inner):
            floats += [item for item in inner if type(item) is float]
        if not level:
            return False
    return True


def _malformed(source: str, what: str, hint: str | None = None) -> LiveError:
    return LiveError(Problem(f"{source} did not return a list of numbers: {what}", None, hint))


def _name(name: str, hide: Callable[[str], str]) -> str:
    """Return a field name as it may be quoted; it is cut only after secrets are hidden."""
    return hide(hide_userinfo(name))[:_MAX_NAME]


def _syntax(data: bytes, error: json.JSONDecodeError) -> str:
    if not data.strip():
        return "it is empty"
    if data.lstrip()[:1] == b"<":
        return "it looks like HTML"
    return f"not valid JSON at line {error.lineno}, column {error.colno}: {error.msg}"


def _hint(data: bytes, hint: str) -> str:
    if data.lstrip()[:1] == b"<":
        return "Something in front of the API answered, such as a proxy or a login page."
    return hint


def _not_a_list(value: JSON, hide: Callable[[str], str]) -> tuple[str, str | None]:
    if not isinstance(value, dict):
        return f"it is {_WORDS[type_name(value)]}", None
    names = ", ".join(_name(name, hide) for name in sorted(value)[:8])
    what = f"an object with {names or 'nothing in it'} instead of an array"
    if {"data", "has_more"} & value.keys():
        hint = "This looks like the paginated per-project API; set `url` to .../v2/phone-numbers."
        return what, hint
    return what, "If the API has changed, this version of driftcheck cannot read it."


def _without_surrogates(value: JSON) -> JSON:
    """Replace unpaired surrogates, which are not text and would break later stages."""
    if isinstance(value, str):
        # Encoding as UTF-16 first turns whole pairs into characters.
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        # Names that differed only in their surrogates are now equal.
        return unique_keys(
            [(_without_surrogates(name), _without_surrogates(item)) for name, item in value.items()]
        )
    return value
