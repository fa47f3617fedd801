"""Text from outside, made harmless for where it is shown."""

import json
import unicodedata

from driftcheck.model import JSON

_JOINER = "\u200d"
_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def printable(text: str) -> str:
    r"""Text for a terminal or log: one line, no control, escape, or bidirectional characters.

    What is taken out is shown as `\x1b`, `\u202e` and so on, so that nothing is hidden.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(sign: str) -> str:
    if unicodedata.category(sign) not in _INVISIBLE or sign == _JOINER:  # joins parts of emoji
        return sign
    return sign.encode("unicode_escape", "surrogatepass").decode("ascii")


def value(given: JSON, limit: int = 200) -> str:
    """A JSON value on one line, as people read it; text is quoted."""
    text = json.dumps(given, ensure_ascii=False)
    return shorten(printable(text), limit)


def shorten(text: str, limit: int) -> str:
    """Text of at most `limit` characters; what is cut off is marked."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
