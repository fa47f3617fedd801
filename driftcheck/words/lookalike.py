r"""Shows different texts that look alike so that they can be told apart.

The differing characters are shown as code points: `Sales\u00a0EU` beside `Sales EU`. Unicode
(UTS #39) defines which characters look alike; `lookalikes.txt` is its list.
"""

import os.path
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
"""The categories of invisible characters."""
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0").union(
    map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
"""Letters and marks that are invisible."""
_ALPHABETS = frozenset("ARMENIAN CHEROKEE COPTIC CYRILLIC GEORGIAN GREEK LATIN LISU".split())
_SPACES = r"\s+"
_BEFORE = 20


def shorten(text: str, limit: int) -> str:
    """Cut text to `limit` characters; the cut is marked."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def tell_apart(one: str, other: str, limit: int) -> tuple[str, str]:
    """Return two texts of up to `limit` characters that look different where they differ.

    Of long texts, the differing part is shown.
    """
    cut = shorten(one, limit), shorten(other, limit)
    if one == other or not _are_alike(*cut):
        return cut
    if cut[0] == cut[1]:
        start = max(0, _common([one, other]) - _BEFORE)
        cut = shorten(f"…{one[start:]}", limit), shorten(f"…{other[start:]}", limit)
    for stays in (str.isascii, _never):
        if _are_alike(*cut):
            cut = _tell_apart(*cut, stays)
    return shorten(cut[0], limit), shorten(cut[1], limit)


def beside(said: str, text: str) -> tuple[str, str]:
    """Return a message and a quoted text for display side by side, visibly distinct."""
    if _passes(text.strip('"'), said):
        return _spell_out(said), _spell_out(text)
    return plain(said), plain(text)


def plain(text: str) -> str:
    """Return a text in which no word looks like an ASCII word that it is not."""
    if text.isascii():
        return text
    words = text.split(" ")
    stay = (str.isascii if looks_of(word).isascii() else _shows for word in words)
    return " ".join(map(_spell_out, words, stay))


def looks_of(text: str) -> str:
    """Return a key of a text's looks; texts with the same key can hardly be told apart."""
    return unicodedata.normalize("NFC", _visible_text(text).translate(_lookalikes()))


def _visible_text(text: str) -> str:
    """Return the visible part of a text, with each character in its plainest form."""
    return re.sub(_SPACES, " ", "".join(_visible(unicodedata.normalize("NFKD", text))))


def _visible(text: str) -> Iterator[str]:
    for sign in text:
        if sign.isspace():
            yield " "
        elif unicodedata.category(sign) not in INVISIBLE and sign not in BLANK:
            yield sign


@cache
def _lookalikes() -> dict[int, str]:
    """Return what characters look like, by code point."""
    from pathlib import Path  # not needed for `--version`

    data = Path(__file__).with_name("lookalikes.txt")
    lines = data.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ") for line in lines if not line.startswith("#"))
    return {ord(sign): prototype for prototype, signs in pairs for sign in signs}


def _are_alike(one: str, other: str) -> bool:
    """Whether two texts look the same, or one looks like a part of the other."""
    if one.isascii() and other.isascii():  # these differ visibly, except for spaces
        return re.sub(_SPACES, " ", one) == re.sub(_SPACES, " ", other)
    return _are_one(one, other) or _passes(one, other) or _passes(other, one)


def _are_one(one: str, other: str) -> bool:
    """Whether two texts look the same, except for a few letters of another alphabet."""
    if looks_of(one) == looks_of(other):
        return True
    one, other = _visible_text(one), _visible_text(other)
    pairs = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    is_close = len(one) == len(other) and 2 * len(pairs) < len(one)
    return is_close and all(
        looks_of(pair[0]) == looks_of(pair[1]) or _are_of_two_alphabets(*pair) for pair in pairs
    )


def _are_of_two_alphabets(one: str, other: str) -> bool:
    scripts = [unicodedata.name(sign, "").split(" ")[0] for sign in (one, other)]
    return scripts[0] != scripts[1] and _ALPHABETS.issuperset(scripts)


def _passes(text: str, within: str) -> bool:
    """Whether a text looks like a part of another text that does not contain it."""
    if text in within or (text.isascii() and within.isascii()):
        return False
    return looks_of(text) in looks_of(within)


def _tell_apart(one: str, other: str, stays: Callable[[str], bool]) -> tuple[str, str]:
    """Return two texts with differing characters as code points, except those that stay."""
    start = _common([one, other])
    end = _common([one[start:][::-1], other[start:][::-1]])
    if not _are_one(one, other):  # one looks like a part of the other
        start = end = 0
    return _with_middle(one, start, end, stays), _with_middle(other, start, end, stays)


def _common(texts: list[str]) -> int:
    """Return the length of the common prefix of texts."""
    return len(os.path.commonprefix(texts))  # noqa: RUF071 - of characters


def _with_middle(text: str, start: int, end: int, stays: Callable[[str], bool]) -> str:
    stop = len(text) - end
    return text[:start] + _spell_out(text[start:stop], stays) + text[stop:]


def _spell_out(text: str, stays: Callable[[str], bool] = str.isascii) -> str:
    """Return a text with code points for all characters except those that stay."""
    return "".join(sign if stays(sign) else _code(sign) for sign in text)


def _code(sign: str) -> str:
    point = ord(sign)
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _shows(sign: str) -> bool:
    return sign == " " or not sign.isspace()


def _never(_sign: str) -> bool:
    return False
