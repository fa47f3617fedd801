"""A list as `driftcheck fetch` saves it: an object that says how many entries there must be."""

from driftcheck import resources
from driftcheck.errors import LiveError, Problem
from driftcheck.model import JSON
from driftcheck.reading import dotted
from driftcheck.validator import Validator

FORMAT = "driftcheck-live"
VERSION = 1
_AGAIN = "The file was changed, or cut short; fetch the list again."


def is_saved(value: JSON) -> bool:
    """Whether a JSON value says that it is a saved list."""
    return isinstance(value, dict) and value.get("format") == FORMAT


def is_object(data: bytes) -> bool:
    """Whether the bytes of a list, which were read as one, are a saved list and no bare array."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def entries(value: JSON, source: str) -> list[JSON]:
    """The entries of a saved list. Raises LiveError where it is not whole, or of another version.

    `source` is what messages call it.
    """
    version = value.get("version")
    if version != VERSION and type(version) is int:
        hint = "Use the driftcheck that saved it, or a newer one."
        message = f"{source} is a saved list of version {version}; this driftcheck reads {VERSION}"
        raise LiveError(Problem(message, None, hint))
    faults = list(Validator(resources.schema("live")).faults(value))
    if faults:
        told = (f"{source} is no saved list: {dotted(f.path) or 'it'} {f.message}" for f in faults)
        raise LiveError(*(Problem(text, None, _AGAIN) for text in told))
    numbers: list[JSON] = value["numbers"]
    if len(numbers) != value["count"]:
        message = f"{source} is to hold {value['count']} entries, and holds {len(numbers)}"
        raise LiveError(Problem(message, None, _AGAIN))
    return numbers
