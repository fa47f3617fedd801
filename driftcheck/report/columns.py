"""Text measured in columns of a terminal, where a character of some scripts takes two."""

import textwrap


def width_of(text: str) -> int:
    """How many columns a printable text takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(0, wcswidth(text))


def pad(text: str, columns: int) -> str:
    """Text with spaces after it, up to a number of columns."""
    return text + " " * (columns - width_of(text))


def clip(text: str, columns: int) -> str:
    """Text of at most so many columns; what is cut off is marked."""
    if text.isascii() or width_of(text) <= columns:
        return text if len(text) <= columns or not text.isascii() else text[: columns - 1] + "…"
    from wcwidth import iter_graphemes

    kept, taken = "", 0
    for sign in iter_graphemes(text):
        taken += width_of(sign)
        if taken > columns - 1:
            break
        kept += sign
    return kept + "…"


def fold(text: str, columns: int) -> list[str]:
    """Lines of at most so many columns, broken between words where words are short enough."""
    if text.isascii():
        return textwrap.wrap(text, columns, break_on_hyphens=False)
    from wcwidth import wrap

    return wrap(text, columns, break_on_hyphens=False)
