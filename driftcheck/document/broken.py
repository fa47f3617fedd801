"""A text that is not YAML, and how far libyaml could read it."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import yaml

_LINE_END = re.compile(r"\r\n|\r|\n")
_DASHES = re.compile(r"\s*+(?:- ++)*+")


class Broken:
    """A text that is not YAML, and libyaml's error. Lines and columns count from 0."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str) -> None:
        mark: Any = error.problem_mark or error.context_mark
        start: Any = error.context_mark or mark
        self.text = text
        self.lines: Sequence[str] = _LINE_END.split(text)
        self.line: int = mark.line if mark else 0
        self.column: int = mark.column if mark else 0
        self.start = (start.line, start.column) if start else (0, 0)
        self.problem, self.context = str(error.problem), str(error.context)

    def at(self, line: int) -> str:
        """Return a line, or "" outside the text."""
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    @property
    def character(self) -> str:
        """The character at which libyaml failed."""
        return self.at(self.line)[self.column : self.column + 1]

    @property
    def opening(self) -> str:
        """The first character of the construct that libyaml was reading."""
        line, column = self.start
        return self.at(line)[column : column + 1]

    @cached_property
    def read(self) -> tuple[Any, list[Any]]:
        """The last event that libyaml could read, and the start events of its parents."""
        last: Any = None
        around: list[Any] = []
        try:
            for last in yaml.parse(self.text, getattr(yaml, "CLoader", yaml.Loader)):
                if isinstance(last, yaml.CollectionStartEvent):
                    around.append(last)
                elif isinstance(last, yaml.CollectionEndEvent):
                    around.pop()
        except yaml.YAMLError:
            pass
        return last, around

    @property
    def line_indent(self) -> int:
        """The indentation of the line at which libyaml failed."""
        return self.indent_of(self.line)

    def indent_of(self, line: int, *, within: bool = False) -> int:
        """Return the indentation of a line, or with `within`, of the text after its dashes."""
        text = self.at(line)
        found = _DASHES.match(text)
        return found.end() if within and found else len(text) - len(text.lstrip())

    @property
    def above(self) -> int:
        """The last line before it that is not blank or a comment; -1 if there is none."""
        before = range(self.line - 1, -1, -1)
        return next((n for n in before if self.at(n).strip() and not _is_comment(self.at(n))), -1)


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")
