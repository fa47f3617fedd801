"""Phone numbers as people write them, and the E.164 form that they certainly mean."""

import re
import unicodedata

E164 = r"\+[1-9][0-9]{1,14}"
PATTERN = "^\\+[1-9][0-9]{1,14}$"
"""The pattern in the published schema."""
_EXAMPLE = "+12025550123"
_NO_NUMBER = f"Write + and 2 to 15 digits, such as {_EXAMPLE}."
_NO_COUNTRY = f"Write it with its country code, such as {_EXAMPLE}."
_SCHEME = re.compile(r"(?:tel|callto|phone):(?://)?", re.I)
_GAPS = re.compile(r"[\s().\-/\u2010-\u2015\u2212]")
_NORTH_AMERICAN = re.compile(r"1[2-9][0-9]{2}[2-9][0-9]{6}")
_WHOLE = re.compile(r"[1-9][0-9]{11,14}")
"""No country has national numbers of this many digits; E.164 allows 15."""
_ABROAD = re.compile(r"(?:00|011(?=[0-9]{10}))([1-9][0-9]{6,14})")
_BETWEEN = re.compile(r"\s*(?:\.{2,}|…|\bto\b|[\u2013\u2014]|-\s*(?=\+))\s*")
_LAST_DASH = re.compile(r"(\+[0-9]{7,})\s*-\s*([0-9]+)")
_LONGEST = 64
_AROUND = " \t\n,;\"'\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"
"""Characters around a number that was copied with its quotes or out of a list."""


def surely_meant(text: str) -> str | None:
    """Return the E.164 number that a text certainly means; None if it is ambiguous or none."""
    if len(text) > _LONGEST:
        return None
    text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    text = unicodedata.normalize("NFKC", text).strip(_AROUND)
    text = _SCHEME.sub("", text, count=1)
    text = text.replace("(0)", "") if text.startswith(("+", "00")) else text
    written = _GAPS.sub("", text)
    digits = written.removeprefix("+")
    if not (digits.isascii() and digits.isdecimal()):
        return None
    if written.startswith("+"):
        found = f"+{digits.removeprefix('00')}"
    elif abroad := _ABROAD.fullmatch(digits):
        found = f"+{abroad[1]}"
    else:
        is_whole = _NORTH_AMERICAN.fullmatch(digits) or _WHOLE.fullmatch(digits)
        found = f"+{digits}" if is_whole else ""
    return found if re.fullmatch(E164, found) else None


def advice_on_number(text: str) -> str:
    """Return a hint for a text that is not an E.164 number."""
    found = surely_meant(text)
    if found:
        return f"Did you mean {found}?"
    if ".." in text:
        return "Put a range in an entry of its own, under `range`."
    digits = sum(character.isdecimal() for character in text)
    is_national = not any(map(str.isalpha, text)) and 5 <= digits <= 11
    return _NO_COUNTRY if is_national and "+" not in text else _NO_NUMBER


def advice_on_range(text: str) -> str:
    """Return a hint for a text that is not a range of E.164 numbers."""
    dashed = _LAST_DASH.fullmatch(text.strip())
    first, *rest = dashed.groups() if dashed else _BETWEEN.split(text.strip())
    low = surely_meant(first)
    if low and len(rest) == 1:
        high = surely_meant(rest[0]) or _with_end(low, rest[0])
        if high and len(high) == len(low) and high >= low:
            return f"Did you mean {low}..{high}?"
    if low and not rest:
        return f"For one number, write `phone_number: {low}`; a range has two ends: {low}..+..."
    return "Write both ends, such as +12025550100..+12025550199."


def _with_end(low: str, end: str) -> str | None:
    """Return the upper end of a range that gives only its last digits."""
    is_end = end.isascii() and end.isdecimal() and len(end) < len(low) - 1
    return low[: -len(end)] + end if is_end else None
