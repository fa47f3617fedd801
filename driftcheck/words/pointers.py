"""Paths into JSON values, JSON pointers, and references in JSON Schemas."""

import re
from collections.abc import Iterable
from typing import Any

JSON = Any
"""A JSON value: None, bool, int, float, str, or a list or dict (with str keys) of them."""

Steps = tuple[str | int, ...]
"""A path into a JSON value: names of fields and indexes of lists."""

_OF_URLS = re.compile(r"[\w/~$.-]*", re.ASCII)


def pointer(path: Iterable[str | int]) -> str:
    """Return a path as a JSON pointer."""
    return "".join([f"/{step if type(step) is int else _escape(str(step))}" for step in path])


def _escape(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1") if "~" in step or "/" in step else step


def reference_to(path: Steps) -> str:
    """Return a path in a schema as a `$ref` within it."""
    found = pointer(path)
    if not _OF_URLS.fullmatch(found):
        from urllib.parse import quote  # few names need it

        found = quote(found, safe="/~")
    return f"#{found}"


def steps(pointer: str) -> Steps:
    """Return the steps of a JSON pointer, all as text."""
    if "%" in pointer:
        from urllib.parse import unquote  # few names need it

        pointer = unquote(pointer)
    return tuple(s.replace("~1", "/").replace("~0", "~") for s in pointer.split("/")[1:])
