r"""Write values as YAML that all parsers read the same.

Text is unquoted only if every parser reads it as text. All other text is in double quotes on one
line, with invisible characters escaped (`\u202e`).
"""

import json
import re
import unicodedata

from driftcheck.document import Scalar
from driftcheck.draft.secrets import UndeclarableError
from driftcheck.model import JSON
from driftcheck.validation import Shape, read
from driftcheck.words import printable

_PLAIN = re.compile(r"[^\W\d_](?:[\w ./@()+-]*[\w/)+])?")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?")
_NUMBER = re.compile(r"\+[1-9][0-9]{1,14}")
_WORDS = frozenset("y n yes no on off true false null none nan inf".split())
"""Words that some YAML parser does not read as text, in any case."""
_PLAIN_KINDS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo"})
_ESCAPES = {'"': r"\"", "\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r", "\0": r"\0"}
_MAX_KEY = 1000
"""The maximum length of a key; libyaml's limit is a little higher."""


def text(value: str) -> str:
    """Return a text as a one-line YAML scalar. Raises UndeclarableError if YAML cannot hold it."""
    if _is_plain(value):
        return value
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise UndeclarableError("contains half of a surrogate pair, which is not valid text")
    return f'"{"".join(map(_sign, value))}"'


def is_e164(value: str) -> bool:
    """Return whether a text is a phone number in E.164 form."""
    return _NUMBER.fullmatch(value) is not None


def number(value: str) -> str:
    """Return a phone number, unquoted if it is in E.164 form."""
    return value if is_e164(value) else text(value)


def key(name: str) -> str:
    """Return the name of a field as YAML. Raises UndeclarableError if YAML cannot hold it."""
    if len(name) > _MAX_KEY:
        raise UndeclarableError("has a name that is too long")
    return text(name)


def other(value: JSON, shape: Shape) -> str:
    """Return a boolean, a number or null as YAML.

    Raises UndeclarableError if a field of this shape would read it as another value.
    """
    written = json.dumps(value)
    found = read(Scalar(written, True, 1, 1), shape)
    if type(found) is not type(value) or found != value:
        raise UndeclarableError("contains a value that would be read as text")
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
