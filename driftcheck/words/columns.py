"""Measures text in terminal columns; characters of some scripts take two."""

import re
from collections.abc import Sequence

from driftcheck.words.lookalike import shorten

_MARKS = 6
_NARROW = "[\x20-\u02ff\u0370-\u0482\u048a-\u052f\u2014\u2026\u2192]*"
"""Latin, Greek, Cyrillic, dash, ellipsis and arrow: one column each, without a look-up."""


def _is_narrow(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or re.fullmatch(_NARROW, text) is not None


def width_of(text: str) -> int:
    """Return the number of columns of a printable text."""
    if _is_narrow(text):
        return len(text)
    from wcwidth import wcswidth

    return max(0, wcswidth(text))


def pad(text: str, columns: int) -> str:
    """Pad text with spaces to a number of columns."""
    return text + " " * (columns - width_of(text))


def align(texts: Sequence[str], *, right: bool = False) -> list[str]:
    """Pad texts to the width of the widest, with spaces after them or before (`right`)."""
    widest = max(map(width_of, texts), default=0)
    blanks = [" " * (widest - width_of(text)) for text in texts]
    return [b + t if right else t + b for t, b in zip(texts, blanks, strict=True)]


def clip(text: str, columns: int) -> str:
    """Cut text to a number of columns; the cut is marked."""
    if columns < 1:
        return ""
    text = shorten(text, _MARKS * columns)  # combining marks take no column
    if _is_narrow(text):
        return text if len(text) <= columns else text[: columns - 1] + "…"
    if width_of(text) <= columns:
        return text
    from wcwidth import iter_graphemes

    kept, taken = "", 0
    for sign in iter_graphemes(text):
        taken += width_of(sign)
        if taken > columns - 1:
            break
        kept += sign
    return kept + "…"


def fold(text: str, columns: int, *, whole: bool = False) -> list[str]:
    """Wrap text into lines of a number of columns, between words if these are short enough.

    A longer word is broken too, unless words stay `whole`, because a broken URL is useless.
    """
    if _is_narrow(text):
        if len(text) <= columns and text[-1:].strip():
            return [text]
        from textwrap import wrap  # rarely needed
    else:
        from wcwidth import wrap
    lines = wrap(text, columns, break_on_hyphens=False, break_long_words=not whole)
    return [line.rstrip() for line in lines]  # both keep the space before a word that is broken
