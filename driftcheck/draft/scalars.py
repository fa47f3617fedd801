r"""Values as YAML text that everybody reads as the same value.

Plain is only what no reader takes for anything but text; all else is in double quotes, on one line,
with whatever nobody would see as its code point (`\u202e`), so that it can break out of nothing.
"""

import json
import re
import unicodedata

from driftcheck.document import Scalar
from driftcheck.draft.secrets import UnsayableError
from driftcheck.model import JSON
from driftcheck.validation import Shape, read
from driftcheck.words import printable

_PLAIN = re.compile(r"[^\W\d_](?:[\w ./@()+-]*[\w/)+])?")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?")
_NUMBER = re.compile(r"\+[1-9][0-9]{1,14}")
_WORDS = frozenset("y n yes no on off true false null none nan inf".split())
"""What some reader of YAML takes for something else than text, in any case of letters."""
_PLAIN_KINDS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo"})
_ESCAPES = {'"': r"\"", "\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r", "\0": r"\0"}
_MAX_KEY = 1000
"""What libyaml takes for a key: a little more."""


def text(value: str) -> str:
    """A text as a YAML scalar on one line. Raises UnsayableError where YAML has no such text."""
    if _is_plain(value):
        return value
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise UnsayableError("contains half of a surrogate pair, which is not valid text")
    return f'"{"".join(map(_sign, value))}"'


def is_e164(value: str) -> bool:
    """Whether a text is a phone number in E.164 form."""
    return _NUMBER.fullmatch(value) is not None


def number(value: str) -> str:
    """A phone number; in E.164 form it is plain, as people write it."""
    return value if is_e164(value) else text(value)


def key(name: str) -> str:
    """The name of a field. Raises UnsayableError where YAML cannot have it."""
    if len(name) > _MAX_KEY:
        raise UnsayableError("has a name that is too long")
    return text(name)


def other(value: JSON, shape: Shape) -> str:
    """A boolean, a number or null. Raises UnsayableError where a field of a shape cannot be it."""
    written = json.dumps(value)
    found = read(Scalar(written, True, 1, 1), shape)
    if type(found) is not type(value) or found != value:
        raise UnsayableError("contains a value that would be read as text")
    return written


def _is_plain(value: str) -> bool:
    if _ADDRESS.fullmatch(value):
        return True
    if not _PLAIN.fullmatch(value) or value.lower() in _WORDS:
        return False
    return value.isascii() or all(
        sign.isascii() or unicodedata.category(sign) in _PLAIN_KINDS for sign in value
    )


def _sign(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if " " <= sign <= "~":
        return sign
    code = ord(sign)
    if unicodedata.category(sign) != "Zs" and printable(sign) == sign:
        return sign
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
