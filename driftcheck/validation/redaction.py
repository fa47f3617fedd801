"""Redacts JSON values. Secrets are recognised by their field, not by their value.

Completely hidden are `password`, all fields named like a secret, and the paths that the
configuration lists under `sensitive`. In the texts of other fields, credentials in addresses and
known secrets are hidden.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple

from driftcheck.validation.meaning import OF_SCHEMAS, Meaning, field_at, meaning_in_use
from driftcheck.words import SENSITIVE, hide_credentials, hide_known, hide_userinfo

_PATTERNS = "patternProperties"
_sensitive: ContextVar[frozenset[tuple[str, ...]]] = ContextVar("sensitive", default=frozenset())


@contextmanager
def hiding(paths: Iterable[str]) -> Iterator[None]:
    """Hide values at these dotted paths too within this context; `*` matches any one step.

    A context rather than an argument, so that no caller of `redact` can forget it.
    """
    token = _sensitive.set(_sensitive.get() | {tuple(path.split(".")) for path in paths})
    try:
        yield
    finally:
        _sensitive.reset(token)


def is_hidden(path: Sequence[str]) -> bool:
    """Whether a value at this path is never shown, by the schema, its name or the configuration."""
    return field_at(path).secret or _is_listed(tuple(path), _sensitive.get())


def may_hold_hidden(path: Sequence[str]) -> bool:
    """Whether a value at a path is never shown, or may belong to a hidden field below it."""
    names = {path[-1], "*"}
    return is_hidden(path) or any(not names.isdisjoint(listed) for listed in _sensitive.get())


@lru_cache(maxsize=4096)
def _is_listed(path: tuple[str, ...], paths: frozenset[tuple[str, ...]]) -> bool:
    """Whether a path leads into one that the configuration lists."""
    return any(_leads(path, wanted) for wanted in paths)


def _leads(path: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a path leads into another one, wherever that starts, also in a JSON Schema."""
    before = ("", *path)
    steps = [
        _Step(step, is_pattern=above == _PATTERNS)
        for above, step in zip(before, path, strict=False)
        if step not in OF_SCHEMAS
    ]
    without_indexes = [step for step in steps if not step.name.isdecimal()]
    return _holds(steps, wanted) or _holds(without_indexes, wanted)


class _Step(NamedTuple):
    """A name in a path, or a pattern of names in a path of a JSON Schema."""

    name: str
    is_pattern: bool

    def may_be(self, want: str) -> bool:
        """Whether it may be a listed name; * matches any."""
        if not self.is_pattern or want == "*":
            return want in ("*", self.name)
        try:
            return re.search(self.name, want) is not None
        except re.error:  # a pattern of another dialect may match
            return True


def _holds(steps: Sequence[_Step], wanted: Sequence[str]) -> bool:
    return any(
        all(step.may_be(want) for want, step in zip(wanted, steps[start:], strict=False))
        for start in range(len(steps) - len(wanted) + 1)
    )


def hide_in_path(path: Sequence[str | int]) -> list[str | int]:
    """Return a path as it may be shown: names below a hidden field are hidden too."""
    names = list(map(str, path))
    for length in range(1, len(path)):
        # Indexes reveal nothing about a secret.
        if is_hidden(names[:length]) and any(isinstance(step, str) for step in path[length:]):
            return [*path[:length], SENSITIVE]
    return list(path)


def redact(value: Any, path: Sequence[str] = ()) -> Any:
    """Return a JSON value as it may be shown; `path` is its path in a number."""
    return _redact(value, tuple(path), meaning_in_use())


def _redact(value: Any, path: tuple[str, ...], meant: Meaning) -> Any:
    if value is None:
        return None
    # Most configurations list no paths, which saves a call per value.
    field, hidden = meant.field(path), _sensitive.get()
    if field.secret or (hidden and _is_listed(path, hidden)):
        return SENSITIVE
    if isinstance(value, str):
        return hide_credentials(value) if field.credentials else hide_userinfo(value)
    if isinstance(value, dict):
        return _redact_fields(value, path, meant)
    if isinstance(value, (list, tuple)):
        return [_redact(child, path, meant) for child in value]
    return value if isinstance(value, bool) else _redact_number(value)


def _redact_number(value: Any) -> Any:
    """Hide a number whose digits are a known secret."""
    text = str(value)
    return value if hide_known(text) == text else SENSITIVE


def hide_quoted(value: Any) -> Any:
    """Return a JSON value with known secrets hidden wherever they are quoted."""
    if isinstance(value, dict):
        return {hide_known(name): hide_quoted(child) for name, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [hide_quoted(child) for child in value]
    if isinstance(value, str):
        return hide_known(value)
    return value if value is None or isinstance(value, bool) else _redact_number(value)


def _redact_fields(fields: dict[str, Any], path: tuple[str, ...], meant: Meaning) -> dict[str, Any]:
    """Return fields as they may be shown; a number tells apart names that become equal."""
    shown: dict[str, Any] = {}
    for name, child in fields.items():
        known = alike = hide_userinfo(name)
        while known in shown:
            known = f"{alike}~{len(shown) + 1}"
        shown[known] = _redact(child, (*path, name), meant)
    return shown
