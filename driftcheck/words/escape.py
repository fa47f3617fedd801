"""Escapes text from outside for the place where it is shown."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from driftcheck.words.lookalike import BLANK, INVISIBLE, shorten

_JOINERS = "\u200d\ufe0f"
_PICTURES = ("So", "Sk")
"""Emoji and their skin tones, which joiners and selectors combine."""
_LEFT = ("R", "AL", "AN")  # Hebrew, Arabic and its digits
_FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")  # the last four are full-width
_NEXT_CELL = r"(;\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])"
_NOT_ASCII = "[^\x00-\x7e]+"
_COMMAND = r"(?m)^((?:\s|\x1b\[[0-9;]*m)*):(?=:)"


def printable(text: str) -> str:
    r"""Return text for a terminal or log: one line without control, escape or bidi characters.

    These are shown as `\x1b`, `\u202e` and so on, so that nothing is hidden. The second character
    of `##` is escaped too, because `##` starts a command to CI systems anywhere in a line.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(_visible(text))
    return text.replace("##", r"#\x23") if "##" in text else text


def _visible(text: str) -> Iterator[str]:
    """Yield the characters of a text, with invisible ones as code points."""
    before = ""
    for sign in text:
        joins = sign in _JOINERS and unicodedata.category(before or " ") in _PICTURES
        hidden = unicodedata.category(sign) in INVISIBLE or sign in BLANK
        if hidden and not joins:
            yield sign.encode("unicode_escape", "surrogatepass").decode("ascii")
        else:
            yield sign
        before = before if joins else sign


def runs_left(text: str) -> bool:
    """Whether text has characters of a right-to-left script.

    A terminal reverses what follows them, up to the next Latin letter: an arrow between two such
    texts would point the wrong way.
    """
    return not text.isascii() and any(
        unicodedata.bidirectional(s) in ("R", "AL", "AN") for s in text
    )


def defuse(lines: str) -> str:
    r"""Return lines of which none starts with `::`, which CI systems would take for a command."""
    return re.sub(_COMMAND, r"\1\\x3a", lines) if "::" in lines else lines


def value(given: Any, limit: int = 200) -> str:
    """Return a JSON value on one line for people; text is quoted."""
    import json  # not needed for `--version`

    text = json.dumps(given, ensure_ascii=False)
    return shorten(printable(text), limit)


def cell(text: str) -> str:
    """Return text for a cell of a spreadsheet; an apostrophe keeps it from being a formula.

    OWASP recommends this against CSV injection. A phone number starts with + and gets one too, as
    does text after a semicolon, which separates cells in many countries.
    """
    text = printable(text)
    if ";" in text:
        text = re.sub(_NEXT_CELL, r"\1'", text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def command_text(text: str) -> str:
    """Return text for the message of a GitHub workflow command: one line, never decoded."""
    return printable(text).replace("%", "%25")


def command_property(text: str) -> str:
    """Return text for a property of a GitHub workflow command."""
    return command_text(text).replace(":", "%3A").replace(",", "%2C")


def json_text(document: Any) -> str:
    r"""Return ASCII-only JSON text without `##`, which starts commands to CI systems.

    orjson is ten times as fast as json with indentation, but refuses long integers and unpaired
    surrogates.
    """
    import json

    import orjson  # only reports need it

    try:
        text = orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONEncodeError:
        text = json.dumps(document, indent=2)
    if not text.isascii() or "\x7f" in text:
        text = re.sub(_NOT_ASCII, lambda found: json.dumps(found[0])[1:-1], text)
    return text.replace("##", r"#\u0023") + "\n"
