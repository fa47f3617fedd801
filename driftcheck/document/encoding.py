"""Decode UTF-8 files."""

import codecs

from driftcheck.model.errors import InputError, Place, Problem

_SAVE = "Save the file as UTF-8"
_BEYOND_ASCII = 0x80


def decode(data: bytes, name: str) -> str:
    """Return the text of a file without byte-order mark. Raises InputError if it is not UTF-8."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        lines = data[: error.start].decode().split("\n")
        place = Place(name, len(lines), len(lines[-1]) + 1)
        problem = Problem("not UTF-8 text", place, _hint(data, error.start))
        raise InputError(problem) from error


def _hint(data: bytes, start: int) -> str:
    """Return a hint for text that is not UTF-8, with its probable encoding."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return f"{_SAVE}; it is UTF-32 now."
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return f"{_SAVE}; it is UTF-16 now."
    # UTF-8 has no single bytes beyond ASCII; Windows-1252 usually does.
    alone = start + 1 == len(data) or data[start + 1] < _BEYOND_ASCII
    return f"{_SAVE}; it looks like Windows-1252 (ANSI)." if alone else f"{_SAVE}."
