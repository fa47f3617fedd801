"""The line of a file that a problem refers to, with carets below the place.

A line may hold a secret, and in a file that is not valid YAML nothing is certain. So only what
cannot be secret is shown: the names of fields in the schemas and, at the place itself, what the
message says anyway. `…` replaces everything else, and comments are left out. A line that cannot be
parsed at all is not shown.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from driftcheck.model import Problem
from driftcheck.system import published, read_file
from driftcheck.words import clip, is_secret, printable, width_of

_ELSEWHERE = ("builtin:", "/dev/", "/proc/")
"""Folders of files that no user wrote, or that can be read only once."""
_JSON = re.compile(r"\s*(?:\[\s*)?\{\s*\"")
_LINE_END = re.compile(r"\r\n|\r|\n")
_SCHEMAS = ("config", "declared", "lock", "number", "policy", "waivers")
_HIDDEN = "…"
_AROUND = 2000  # characters of a long line that are read on each side of the place
_LEFT = 3  # a place far to the right is shown after a third of the width
_QUOTED = r"\"(?:[^\"\\]|\\.)*\"?|'(?:[^']|'')*'?"
_IN_BLOCK = re.compile(rf"{_QUOTED}|(?:(?!\s#|:(?:\s|$)).)+")
_IN_FLOW = re.compile(rf"{_QUOTED}|(?:(?!\s#|:(?:[\s,\[\]{{}}]|$)|[,\[\]{{}}]).)+")
_NUMBER = re.compile(r"\+?[0-9 ()./-]{6,}")
_COLON = re.compile(r"\s*:")
_FIRST_WORD = re.compile(r"[\w.-]+(?=[:\s]|$)")
_WORD_AND_COLON = re.compile(r"[\w.-]+(?=:)")


class Sources:
    """The lines of files; each file is read once."""

    def __init__(self) -> None:
        self._lines: dict[str, Sequence[str]] = {}

    def excerpt(self, problem: Problem, columns: int) -> tuple[str, str, str] | None:
        """Return the number of the line, the line, and carets; None if it must not be shown.

        With ` | ` between them, no line is longer than `columns`.
        """
        place = problem.place
        if place is None:
            return None
        if place.file not in self._lines:
            self._lines[place.file] = _lines_of(place.file)
        lines = self._lines[place.file]
        if not 1 <= place.line <= len(lines):
            return None
        margin = f"{place.line:>4}"
        drawn = _Line(problem, lines[place.line - 1], place.column).drawn(
            columns - len(margin) - len(" | ")
        )
        return drawn and (margin, *drawn)


def _lines_of(file: str) -> Sequence[str]:
    """Return the lines of a file; none if they must not be shown, as for generated files."""
    if file.startswith(_ELSEWHERE) or file.endswith(".json"):
        return ()
    try:
        data = read_file(Path(file))
    except OSError:  # it is gone, or too large
        return ()
    text = data.decode(errors="replace").removeprefix("\ufeff")
    return () if _JSON.match(text) else _LINE_END.split(text)


@cache
def _known_names() -> frozenset[str]:
    """Return the names of all fields in the schemas of the files that users write."""
    return frozenset(name for schema in _SCHEMAS for name in _names_in(published(schema)))


def _names_in(schema: object) -> Iterator[str]:
    if isinstance(schema, list):
        for part in schema:
            yield from _names_in(part)
    if isinstance(schema, dict):
        fields = schema.get("properties")
        yield from fields if isinstance(fields, dict) else ()
        for part in schema.values():
            yield from _names_in(part)


class _Part(NamedTuple):
    """A part of a line, by its start and end, and the text to show for it."""

    start: int
    end: int
    shown: str
    is_whole: bool = False


class _Line:
    """A line that a problem refers to, split into parts."""

    def __init__(self, problem: Problem, text: str, column: int) -> None:
        cut = max(0, column - 1 - _AROUND)
        self.text = text[cut : column + _AROUND]
        self.at = column - 1 - cut
        self.shown = problem.shown
        self.said = f"{problem.message}\n{problem.hint or ''}"
        self.depth = 1 if cut else 0  # inside brackets, because only those hold so much in one line
        self.is_readable = False
        self.key_is_meant = False
        self.parts = list(self._read())

    def drawn(self, room: int) -> tuple[str, str] | None:
        """Return the line and its carets within `room` columns; None if nothing may be shown."""
        if not self.is_readable or self.at > len(self.text):
            return None
        before = ""
        for part in self.parts:
            if self.at < part.end:
                start, length = self._carets(part)
                break
            before += part.shown
        else:
            if self.at < len(self.text.rstrip()):  # inside a comment
                return None
            start, length = 0, 1
        line = "".join(part.shown for part in self.parts)
        return _window(line.rstrip(), width_of(before) + start, length, room)

    def _carets(self, part: _Part) -> tuple[int, int]:
        """Return where in a part the carets start, and how many there are."""
        if _HIDDEN in part.shown:
            return 0, 1
        if not part.is_whole:
            return 0, max(1, width_of(part.shown))
        if self.at == part.start:
            return 0, max(1, width_of(part.shown))
        return width_of(printable(self.text[part.start : self.at])), 1

    def _read(self) -> Iterator[_Part]:
        """Yield the parts of the line in order; the last one may stand for the rest of the line."""
        index, begins = 0, True
        while index < len(self.text):
            character = self.text[index]
            if character == "#" and self.text[index - 1 : index].strip() == "":
                return
            if character.isspace() or self._is_structure(character, begins):
                self.depth += (character in "[{") - (character in "]}")
                yield _Part(index, index + 1, printable(character))
                index += 1
                continue
            found = list(self._scalar(index, begins))
            yield from found
            index, begins = found[-1].end, False

    def _is_structure(self, character: str, begins: bool) -> bool:
        if character in "[{":
            return True
        if self.depth:
            return character in "]},:"
        return character == "-" and begins

    def _scalar(self, start: int, begins: bool) -> Iterator[_Part]:
        """Yield a key with its colon, or a value, and what follows it if that must be hidden."""
        end, stop, is_key = self._extent(start, begins)
        text, is_meant = _unquoted(self.text[start:end]), start <= self.at < end
        if is_key and (self._is_known(text) or (is_meant and self._mentions(text))):
            self.is_readable, self.key_is_meant = True, is_meant
            yield _Part(start, end, printable(self.text[start:end]), True)
            yield _Part(end, stop, self.text[end:stop])
            yield from self._secret(stop) if is_secret(text) else ()
        elif not is_key and (is_meant or self.key_is_meant) and self._is_quoted(text):
            self.is_readable, self.key_is_meant = True, False
            yield _Part(start, end, printable(self.text[start:end]), True)
        else:
            self.key_is_meant = False
            # Only inside brackets can anything else follow it.
            yield self._hidden(start, end) if self.depth else self._rest(start)

    def _extent(self, start: int, begins: bool) -> tuple[int, int, bool]:
        """Return the end of a key or value, the end of its colon, and whether it is a key.

        A name from the schemas counts as a key even if its colon is missing or has no space.
        """
        found = (_IN_FLOW if self.depth else _IN_BLOCK).match(self.text, start)
        end = start + len(found[0].rstrip()) if found else len(self.text)
        colon = _COLON.match(self.text, end)
        first = (_FIRST_WORD if begins else _WORD_AND_COLON).match(self.text, start, end)
        is_word = first is not None and colon is None and self._is_known(first[0])
        if first and is_word:
            end = first.end()
            colon = _COLON.match(self.text, end)
        return end, colon.end() if colon else end, is_word or colon is not None

    def _secret(self, start: int) -> Iterator[_Part]:
        """Yield everything after a key whose name sounds like a secret."""
        rest = self.text[start:]
        if rest.strip():
            begin = start + len(rest) - len(rest.lstrip())
            self.is_readable = self.at <= begin
            yield _Part(start, begin, " " * (begin - start))
            yield self._rest(begin)

    def _rest(self, start: int) -> _Part:
        return self._hidden(start, len(self.text))

    def _hidden(self, start: int, end: int) -> _Part:
        """Return a part that is hidden, except for the quotes around it."""
        text = self.text[start:end].rstrip()
        before = text[:1] if text[:1] in ("'", '"') else ""
        after = before if text[1:].endswith(before) else ""
        return _Part(start, end, f"{before}{_HIDDEN}{after}", True)

    def _is_known(self, name: str) -> bool:
        return all(part in _known_names() for part in name.split("."))

    def _mentions(self, name: str) -> bool:
        """Whether the message contains this word."""
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self.said) is not None

    def _is_quoted(self, text: str) -> bool:
        """Whether the message quotes a value or allows it to be shown."""
        if text == self.shown or f'"{text}"' in self.said:
            return text != ""
        return _NUMBER.fullmatch(text) is not None and self._mentions(text)


def _unquoted(text: str) -> str:
    return text[1:-1] if text[:1] in ("'", '"') and text[-1:] == text[:1] else text


def _window(line: str, start: int, length: int, room: int) -> tuple[str, str]:
    """Return the part of a line that fits into `room` columns, and carets below the place."""
    if width_of(line) > room and start + length >= room:
        left, index, cut = max(0, start - room // _LEFT), 0, 0
        while cut < left:
            cut += width_of(line[index])
            index += 1
        line, start = f"{_HIDDEN}{line[index:]}", start - cut + 1
    return clip(line, room), " " * start + "^" * max(1, min(length, room - start))
