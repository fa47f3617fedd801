"""Text from outside as Markdown: words, or code. Nothing in it is markup, a mention or a link."""

import re
from html import escape
from typing import NamedTuple

from driftcheck.words import printable

_BACKTICKS = re.compile("`+")
_SPAN = re.compile(r"(?<!\S)`([^`]+)`(?=[,.;:?!)]*(?:\s|$))")
_COUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*[,.;:]?")
_WORD = re.compile(r"[—→·]|[,.;:?!)]{1,2}|\(?[^\W_]+(?:[-'][^\W_]+)*[,.;:?!)]{0,2}")
_TAKEN = re.compile(r"\bwww\.|\bgh-[0-9]|\b(?=[0-9a-f]*[0-9])[0-9a-f]{7,40}\b", re.IGNORECASE)
"""A link, or a reference to an issue or a commit."""
_ITEM = re.compile(r"[0-9]+[.)]")
"""What begins a list, at the start of a line."""


def code(text: str, *, table: bool = False) -> str:
    """Text as a code span. In a `table`, the escaping of bars is undone in code too."""
    text = printable(text).replace("|", "\\|") if table else printable(text)
    text = text or " "
    longest = max(map(len, _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    stripped = text[0] == text[-1] == " " and text.strip()  # as Markdown does with one of each
    pad = " " if stripped or "`" in text[0] + text[-1] else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def prose(text: str, *, table: bool = False) -> str:
    """Text in which plain words stay as they are, and everything else becomes code."""
    parts: list[_Part] = []
    for word in printable(text).split():
        before, core, after = _split(word)
        if _is_plain(word) and not (not parts and _ITEM.fullmatch(word)):
            parts.append(_Part("", word, "", True))
        elif parts and not (parts[-1].plain or parts[-1].after or before):
            parts[-1] = _Part(parts[-1].before, f"{parts[-1].core} {core}", after, False)
        else:
            parts.append(_Part(before, core, after, False))
    return " ".join(part.markdown(table) for part in parts)


def _split(word: str) -> tuple[str, str, str]:
    """A word without the punctuation around it; a bracket that was opened in it stays."""
    core = word.removeprefix("(") or word
    before = word[: len(word) - len(core)]
    signs = ",;:.?!" if "(" in core else ",;:.?!)"
    inner = core.rstrip(signs) or core
    return before, inner, core[len(inner) :]


class _Part(NamedTuple):
    """A plain word, or words that are code with the punctuation around them."""

    before: str
    core: str
    after: str
    plain: bool

    def markdown(self, table: bool) -> str:
        inner = self.core if self.plain else code(self.core, table=table)
        return f"{self.before}{inner}{self.after}"


def instruction(text: str) -> str:
    """Text of ours, such as a remedy, in which what stands in backticks is code already."""
    text = printable(text)
    if "`" in _SPAN.sub("", text):
        return prose(text)
    parts = _SPAN.split(text)
    shown = [code(part) if index % 2 else _around(part) for index, part in enumerate(parts)]
    return "".join(shown)


def _around(text: str) -> str:
    """What stands before, between or after code, with the spaces at its ends."""
    shown = prose(text)
    before = " " if text[:1].isspace() else ""
    after = " " if shown and text[-1:].isspace() else ""
    return f"{before}{shown}{after}"


def summary(text: str) -> str:
    """Text for the summary of folded details, where there is HTML only."""
    text = printable(text)
    plain = all(map(_is_plain, text.split()))
    return escape(text) if plain else f"<code>{escape(text)}</code>"


def _is_plain(word: str) -> bool:
    if _COUNT.fullmatch(word):
        return not _TAKEN.search(word)
    return _WORD.fullmatch(word) is not None and not _TAKEN.search(word)
