"""Bytes to text: UTF-8, whatever a file holds."""

import codecs

from driftcheck.model.errors import InputError, Place, Problem


def decode(data: bytes, name: str) -> str:
    """The text of a file, a byte-order mark left out. Raises InputError where it is no UTF-8."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        lines = data[: error.start].decode().split("\n")
        place = Place(name, len(lines), len(lines[-1]) + 1)
        problem = Problem("not UTF-8 text", place, "Save the file as UTF-8.")
        raise InputError(problem) from error
