"""Bytes to text: UTF-8, whatever a file holds."""

import codecs

from driftcheck.model.errors import InputError, Place, Problem

_SAVE = "Save the file as UTF-8"
_BEYOND_ASCII = 0x80


def decode(data: bytes, name: str) -> str:
    """The text of a file, a byte-order mark left out. Raises InputError where it is no UTF-8."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        lines = data[: error.start].decode().split("\n")
        place = Place(name, len(lines), len(lines[-1]) + 1)
        problem = Problem("not UTF-8 text", place, _hint(data, error.start))
        raise InputError(problem) from error


def _hint(data: bytes, start: int) -> str:
    """What to do about a byte that is no UTF-8, with the encoding that the text is probably in."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return f"{_SAVE}; it is UTF-32 now."
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return f"{_SAVE}; it is UTF-16 now."
    # UTF-8 has no single byte beyond ASCII, and Windows-1252 mostly has.
    alone = start + 1 == len(data) or data[start + 1] < _BEYOND_ASCII
    return f"{_SAVE}; it looks like Windows-1252 (ANSI)." if alone else f"{_SAVE}."
