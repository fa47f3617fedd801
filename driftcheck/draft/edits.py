"""Parts of a text, and what takes their place."""

from collections.abc import Sequence
from typing import NamedTuple


class Edit(NamedTuple):
    """A part of a text, from `start` up to `end`, and what takes its place."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """A text with parts of it changed; of two at one place, the first comes first."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def end_of_line(text: str, at: int) -> int:
    """Where the line of a place ends, before its line end."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end


def line_end(text: str, at: int) -> str:
    """The line end at a place; that of the file where there is none."""
    return "\r\n" if text[at : at + 2] == "\r\n" or (at >= len(text) and "\r\n" in text) else "\n"
