"""Edits: replacements of parts of a text."""

from collections.abc import Sequence
from typing import NamedTuple


class Edit(NamedTuple):
    """Replaces the text from `start` up to `end`."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with edits applied. Edits at the same position keep their order."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def end_of_line(text: str, at: int) -> int:
    """Return the index of the line end after an index."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end


def line_end(text: str, at: int) -> str:
    """Return the line end at an index, or at the end of the text, the one that the file uses."""
    return "\r\n" if text[at : at + 2] == "\r\n" or (at >= len(text) and "\r\n" in text) else "\n"
