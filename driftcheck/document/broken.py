"""A text that is no YAML, and how far libyaml came."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import yaml

_LINE_END = re.compile(r"\r\n|\r|\n")
_DASHES = re.compile(r"\s*+(?:- ++)*+")


class Broken:
    """A text that is no YAML, and what libyaml says of it; lines and columns count from 0."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str) -> None:
        mark: Any = error.problem_mark or error.context_mark
        start: Any = error.context_mark or mark
        self.text = text
        self.lines: Sequence[str] = _LINE_END.split(text)
        self.line: int = mark.line if mark else 0
        self.column: int = mark.column if mark else 0
        self.start = (start.line, start.column) if start else (0, 0)
        self.said, self.doing = str(error.problem), str(error.context)

    def at(self, line: int) -> str:
        """A line; an empty one behind the end."""
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    @property
    def character(self) -> str:
        """The character where libyaml gave up."""
        return self.at(self.line)[self.column : self.column + 1]

    @property
    def opening(self) -> str:
        """The character where what libyaml was reading begins."""
        line, column = self.start
        return self.at(line)[column : column + 1]

    @cached_property
    def read(self) -> tuple[Any, list[Any]]:
        """The last event that libyaml could read, and those of the lists and mappings around it."""
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
        """By how many characters the line is indented where libyaml gave up."""
        return self.indent_of(self.line)

    def indent_of(self, line: int, *, within: bool = False) -> int:
        """By how many characters a line is indented, or what is behind its dashes (`within`)."""
        text = self.at(line)
        found = _DASHES.match(text)
        return found.end() if within and found else len(text) - len(text.lstrip())

    @property
    def above(self) -> int:
        """The last line before it that says anything; -1 where there is none."""
        before = range(self.line - 1, -1, -1)
        return next((n for n in before if self.at(n).strip() and not _is_comment(self.at(n))), -1)


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")
