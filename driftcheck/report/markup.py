"""Outside text as Markdown: words or code, but never markup, a mention or a link."""

import re
from collections.abc import Iterable
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
"""What starts a list at the beginning of a line."""


def code(text: str, *, table: bool = False) -> str:
    """Return text as a code span. In a `table`, bars are escaped, as Markdown requires."""
    text = printable(text).replace("|", "\\|") if table else printable(text)
    text = text or " "
    fence = "`" * (_longest_run(text) + 1)
    stripped = text[0] == text[-1] == " " and text.strip()  # Markdown strips one space at each end
    pad = " " if stripped or "`" in text[0] + text[-1] else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def fenced(lines: Iterable[str], language: str) -> list[str]:
    """Return printable lines as a code block. No line ends the block, whatever it contains."""
    lines = list(lines)
    fence = "`" * max(3, 1 + max(map(_longest_run, lines), default=0))
    return [f"{fence}{language}", *lines, fence]


def _longest_run(text: str) -> int:
    """Return the length of the longest run of backticks."""
    return max(map(len, _BACKTICKS.findall(text)), default=0)


def prose(text: str, *, table: bool = False) -> str:
    """Return text with plain words unchanged and everything else as code."""
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
    """Split a word from the punctuation around it; keep a bracket that the word itself opens."""
    core = word.removeprefix("(") or word
    before = word[: len(word) - len(core)]
    signs = ",;:.?!" if "(" in core else ",;:.?!)"
    inner = core.rstrip(signs) or core
    return before, inner, core[len(inner) :]


class _Part(NamedTuple):
    """A plain word, or words that become code, with the punctuation around them."""

    before: str
    core: str
    after: str
    plain: bool

    def markdown(self, table: bool) -> str:
        inner = self.core if self.plain else code(self.core, table=table)
        return f"{self.before}{inner}{self.after}"


def instruction(text: str) -> str:
    """Return text of ours, such as a remedy, with words in backticks as code."""
    text = printable(text)
    if "`" in _SPAN.sub("", text):
        return prose(text)
    parts = _SPAN.split(text)
    shown = [code(part) if index % 2 else _around(part) for index, part in enumerate(parts)]
    return "".join(shown)


def _around(text: str) -> str:
    """Return the text before, between or after code, with the spaces at its ends."""
    shown = prose(text)
    before = " " if text[:1].isspace() else ""
    after = " " if shown and text[-1:].isspace() else ""
    return f"{before}{shown}{after}"


def summary(text: str) -> str:
    """Return text for the summary of a folded section, where only HTML works."""
    text = printable(text)
    plain = all(map(_is_plain, text.split()))
    return escape(text) if plain else f"<code>{escape(text)}</code>"


def _is_plain(word: str) -> bool:
    if _COUNT.fullmatch(word):
        return not _TAKEN.search(word)
    return _WORD.fullmatch(word) is not None and not _TAKEN.search(word)
