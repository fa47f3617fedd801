"""The bytes of a list to entries. Whatever is not wholly a JSON array is refused."""

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
"""About how many bytes are read at once."""
_BLANKS = b" \t\r\n"
_GAP = rb"[ \t\r\n]*"
_OPENING = re.compile(rb'%b(\{%b"[^"\\]*")' % (_GAP, _GAP))
_COLON = re.compile(rb"\\u003[aA]")
# How many gaps to try: a text, or a list in an entry, may look like one between entries.
_TRIES = 3
_LONG = float(1 << 63)
"""From here on, orjson may have rounded an integer."""
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
    """The entries of the list. Raises LiveError, which quotes no value that the bytes hold.

    `hint` is what to do where the bytes are no JSON, or no list; `hide` takes out of the names of
    fields what must not be quoted.
    """
    return entries(parse(data, source, hint, hide), source, hint, hide)


def parse(data: bytes, source: str, hint: str, hide: Callable[[str], str] = str) -> JSON:
    """The JSON value of the bytes, a list or not. Raises LiveError, as `decode` does."""
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
    """The entries of a JSON value that is a list. Raises LiveError where it is none."""
    if not isinstance(value, list):
        what, why = _not_a_list(value, hide)
        # What could be parsed was not cut short, so the default hint would be wrong.
        raise _malformed(source, what, why if hint is CUT_SHORT else hint)
    return tuple(value)


def _in_parts(data: bytes) -> list[JSON] | None:
    """The list, if orjson can read it, a part at a time: for the least memory.

    If each part is a list by itself, and not an empty one, they are the whole list: there is only
    one way to read JSON. So it does not matter where a part ends.
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
    """What stands between two entries, if they begin like the first one, at `begin`."""
    opening = _OPENING.match(data, begin)
    return re.compile(rb"\}%b,%b(?=%b)" % (_GAP, _GAP, re.escape(opening[1]))) if opening else None


def _part(
    data: bytes, begin: int, end: int, between: re.Pattern[bytes] | None
) -> tuple[list[JSON], int]:
    """Some entries and where the next ones begin; no entries where orjson cannot read them.

    orjson takes the last of two keys that are the same, and reads long numbers as floats: what is
    in doubt is read by json.
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
    """Whether a value holds all that is in the bytes, and is no deeper than a number may be.

    Every key has a colon behind it, and orjson writes none as an escape. So where the value, when
    it is written again, has as many colons as the bytes, no key was given twice.
    """
    floats: list[float] = []
    if _is_deep(value, floats) or any(abs(number) >= _LONG for number in floats):
        return False
    return not _COLON.search(data) and data.count(b":") == orjson.dumps(value).count(b":")


def _value(data: bytes) -> JSON:
    """Any value, a saved list for one."""
    with suppress(orjson.JSONDecodeError):
        value = orjson.loads(data)
        if _is_exact(data, value):
            return value
    return _parse_strictly(data)


def _parse_strictly(data: bytes) -> Any:
    value = parse_json(data.decode("utf-8-sig"))
    if _is_deep(value, []):
        # As json does, but at the same depth everywhere.
        raise RecursionError
    return _without_surrogates(value) if b"\\ud" in data.lower() else value


def _is_deep(value: JSON, floats: list[float]) -> bool:
    """Whether a value is nested deeper than anything that a number may be; notes its floats."""
    # Level by level: how deep Python recurses depends on its version.
    level: list[JSON] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        parts = (part.values() if type(part) is dict else part for part in level)
        # Most items are plain, so `inner` is short, and going through it again costs little.
        inner = [item for part in parts for item in part if type(item) not in _PLAIN]
        level = [item for item in inner if type(item) is not float]
        if len(level) < len(inner):
            floats += [item for item in inner if type(item) is float]
        if not level:
            return False
    return True


def _malformed(source: str, what: str, hint: str | None = None) -> LiveError:
    return LiveError(Problem(f"{source} did not give a list of numbers: {what}", None, hint))


def _name(name: str, hide: Callable[[str], str]) -> str:
    """The name of a field as it may be quoted; cut off only when nothing is left to hide."""
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
    return what, "If the API has changed its shape, this version of driftcheck cannot read it."


def _without_surrogates(value: JSON) -> JSON:
    """Replace halves of surrogate pairs, which are no text and break what reads them later."""
    if isinstance(value, str):
        # By way of UTF-16, whole pairs become characters first.
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        # Names that were different halves are the same now.
        return unique_keys(
            [(_without_surrogates(name), _without_surrogates(item)) for name, item in value.items()]
        )
    return value
