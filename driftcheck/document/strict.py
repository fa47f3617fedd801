r"""Checks for text that YAML 1.2 and PyYAML, which implements YAML 1.1, read differently.

Ambiguous text is refused, never guessed at. For example, a line that looks like a comment must not
declare anything. The public YAML test suite verifies this module.
"""

import re
from functools import cached_property
from typing import Any, cast

from driftcheck.model.errors import InputError, Place, Problem

_BREAKS = {"\x85": r"\N", "\u2028": r"\L", "\u2029": r"\P"}
_BREAK = re.compile("[\x85\u2028\u2029]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PAIR = re.compile(
    r"(?P<before>(?<!\\)(?:\\\\)*)"
    r"(?P<high>\\u[dD][89abAB][0-9a-fA-F]{2})(?P<low>\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_LONG = re.compile(r"\\U[0-9a-f]{8}")
_QUOTES = ("'", '"')
_GOES_ON = "a quote opens here, but the text continues on a line that is not indented"
_NAME = "the name of an anchor (&...) or alias (*...) may contain only letters and digits"
_ENDS_NAME = " \t\r\n,[]{}"


class Text:
    """The text of a document, prepared for PyYAML.

    JSON writes a character beyond U+FFFF as two escapes. YAML has no such pairs, so they are joined
    inside double quotes. Raises InputError for a character that only some parsers read as a line
    break.
    """

    def __init__(self, text: str, name: str) -> None:
        self._refuse_breaks(text, name)
        self._pairs: dict[str, str] = {}
        if "\\u" in text:
            text = _PAIR.sub(self._join, text)
        # Without a final newline, libyaml drops the line end of a literal at the end of a file.
        self.text = f"{text}\n" if text and not text.endswith("\n") else text
        self._asks = "?" in text
        # Complete pairs are already joined.
        self._has_halves = "\\ud" in text or "\\uD" in text
        self.is_odd = bool(self._asks or self._has_halves or self._pairs)

    def _refuse_breaks(self, text: str, name: str) -> None:
        # Nearly all texts have none, and `in` is faster than a pattern.
        if any(sign in text for sign in _BREAKS):
            found = cast("re.Match[str]", _BREAK.search(text))
            before = _LINE_END.split(text[: found.start()])
            place = Place(name, len(before), len(before[-1]) + 1)
            message = f"a character (U+{ord(found[0]):04X}) that some programs read as a line break"
            hint = f"Remove it; inside double quotes, write {_BREAKS[found[0]]}."
            raise InputError(Problem(message, place, hint))

    def _join(self, pair: re.Match[str]) -> str:
        high, low = int(pair["high"][2:], 16), int(pair["low"][2:], 16)
        escape = f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"
        self._pairs[escape] = pair["high"] + pair["low"]
        return pair["before"] + escape

    @cached_property
    def _lines(self) -> list[str]:
        return _LINE_END.split(self.text)

    def value(self, event: Any) -> str:
        """Return the value of a scalar. Outside double quotes, joined escapes are split again."""
        value = str(event.value)
        if self._pairs and event.style != '"':
            return _LONG.sub(lambda found: self._pairs.get(found[0], found[0]), value)
        return value

    def may_be_odd(self, event: Any) -> bool:
        """Return whether PyYAML's value of a key or scalar may be wrong.

        If the text `is_odd`, any value may be; otherwise only quotes over several lines. Hot: runs
        for every key and scalar.
        """
        quoted = event.style in _QUOTES
        if quoted and (self._has_halves or event.start_mark.line != event.end_mark.line):
            return True
        joined = self._pairs and event.style != '"' and "\\U" in event.value
        return bool(joined) or self.fault_of_key(event) is not None

    def fault_of_scalar(self, event: Any, indent: int) -> str | None:
        """Return what is wrong with a quoted scalar in a block of this indentation, if anything.

        A quote closed some lines too late would swallow the fields in between.
        """
        if event.style not in _QUOTES:
            return None
        first, last = event.start_mark.line, event.end_mark.line
        for line in self._lines[first + 1 : last + 1] if last > first else ():
            if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
                return f"not valid YAML: {_GOES_ON}"
        if self._has_halves and any("\ud800" <= sign <= "\udfff" for sign in event.value):
            return "half of a surrogate pair is not valid text"
        return None

    def fault_of_key(self, event: Any) -> str | None:
        """Return what is wrong with a key, if anything."""
        index = event.start_mark.index
        if self._asks and index and event.value and self.text[index - 1] == "?":
            return "no space after the question mark"
        return None

    def fault_of_name(self, event: Any) -> str | None:
        """Return what is wrong with the name of an anchor or an alias, if anything."""
        end = event.start_mark.index + 1 + len(event.anchor)
        if self.text[end : end + 1] not in _ENDS_NAME:
            return _NAME
        return None
