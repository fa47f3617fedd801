r"""What YAML 1.2 says of a text, and PyYAML, which reads YAML 1.1, passes over or takes otherwise.

A text that could be read as two things is refused, never guessed at: a line that people take for a
comment must not declare anything. The public YAML test suite is what this was held to.
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
    """The text of a document as PyYAML is given it.

    JSON writes a character beyond U+FFFF as two escapes, which YAML does not know; they are made
    one, in double quotes. Raises InputError where a character ends a line for some readers only.
    """

    def __init__(self, text: str, name: str) -> None:
        self._refuse_breaks(text, name)
        self._pairs: dict[str, str] = {}
        if "\\u" in text:
            text = _PAIR.sub(self._join, text)
        # Without it, libyaml leaves the line end out of literal text at the end of a file.
        self.text = f"{text}\n" if text and not text.endswith("\n") else text
        self._asks = "?" in text
        # Whole pairs are joined by now.
        self._has_halves = "\\ud" in text or "\\uD" in text
        self.is_odd = bool(self._asks or self._has_halves or self._pairs)

    def _refuse_breaks(self, text: str, name: str) -> None:
        # Nearly all texts have none, and `in` is quicker than a pattern.
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
        """The value of a scalar; what was joined outside double quotes is no escape, but text."""
        value = str(event.value)
        if self._pairs and event.style != '"':
            return _LONG.sub(lambda found: self._pairs.get(found[0], found[0]), value)
        return value

    def may_be_odd(self, event: Any) -> bool:
        """Whether more must be looked at than the value that PyYAML gives a key or a scalar.

        Where the text `is_odd`, this may be so for any of them; otherwise for quotes over several
        lines only. Hot: once a key and scalar.
        """
        quoted = event.style in _QUOTES
        if quoted and (self._has_halves or event.start_mark.line != event.end_mark.line):
            return True
        joined = self._pairs and event.style != '"' and "\\U" in event.value
        return bool(joined) or self.fault_of_key(event) is not None

    def fault_of_scalar(self, event: Any, indent: int) -> str | None:
        """What is wrong with a quoted scalar that stands in a block indented so far, if anything.

        A quote that ends some lines too late would swallow the fields between.
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
        """What is wrong with a key, if anything."""
        index = event.start_mark.index
        if self._asks and index and event.value and self.text[index - 1] == "?":
            return "no space after the question mark"
        return None

    def fault_of_name(self, event: Any) -> str | None:
        """What is wrong with the name of an anchor or an alias, if anything."""
        end = event.start_mark.index + 1 + len(event.anchor)
        if self.text[end : end + 1] not in _ENDS_NAME:
            return _NAME
        return None
