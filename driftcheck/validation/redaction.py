"""JSON values as they may be shown: what is secret is found by field, never by value.

Hidden whole are `password`, everything named like a secret, and the paths that the configuration
lists under `sensitive`; in the texts of other fields, the credentials of addresses, and what is
known to be a secret.
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
    """Within this context values at these dotted paths are hidden too; `*` is any one step.

    Context rather than an argument: no caller of `redact` can forget it.
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
    """Whether a value at a path is never shown, or may be meant for a field below that never is."""
    names = {path[-1], "*"}
    return is_hidden(path) or any(not names.isdisjoint(listed) for listed in _sensitive.get())


@lru_cache(maxsize=4096)
def _is_listed(path: tuple[str, ...], paths: frozenset[tuple[str, ...]]) -> bool:
    """Whether a path leads into one of those that the configuration lists."""
    return any(_leads(path, wanted) for wanted in paths)


def _leads(path: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a path leads into another one, wherever that begins, be it in a JSON Schema."""
    before = ("", *path)
    steps = [
        _Step(step, is_pattern=above == _PATTERNS)
        for above, step in zip(before, path, strict=False)
        if step not in OF_SCHEMAS
    ]
    without_indexes = [step for step in steps if not step.name.isdecimal()]
    return _holds(steps, wanted) or _holds(without_indexes, wanted)


class _Step(NamedTuple):
    """A name in a path, or a pattern of names in that of a JSON Schema."""

    name: str
    is_pattern: bool

    def may_be(self, want: str) -> bool:
        """Whether it may be a name that is listed, or any for *."""
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
    """A path as it may be shown: names below a hidden field are hidden too."""
    names = list(map(str, path))
    for length in range(1, len(path)):
        # Indexes tell nothing of a secret.
        if is_hidden(names[:length]) and any(isinstance(step, str) for step in path[length:]):
            return [*path[:length], SENSITIVE]
    return list(path)


def redact(value: Any, path: Sequence[str] = ()) -> Any:
    """A JSON value as it may be shown; `path` is where in a number it stands."""
    return _redact(value, tuple(path), meaning_in_use())


def _redact(value: Any, path: tuple[str, ...], meant: Meaning) -> Any:
    if value is None:
        return None
    # Most configurations list no paths, which spares a call for each value.
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
    """A number as it may be shown, which is none of the digits that are a secret."""
    text = str(value)
    return value if hide_known(text) == text else SENSITIVE


def hide_quoted(value: Any) -> Any:
    """A JSON value without what is known to be a secret, wherever in it that is quoted."""
    if isinstance(value, dict):
        return {hide_known(name): hide_quoted(child) for name, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [hide_quoted(child) for child in value]
    if isinstance(value, str):
        return hide_known(value)
    return value if value is None or isinstance(value, bool) else _redact_number(value)


def _redact_fields(fields: dict[str, Any], path: tuple[str, ...], meant: Meaning) -> dict[str, Any]:
    """Fields as they may be shown; names that hide credentials are distinguished by a number."""
    shown: dict[str, Any] = {}
    for name, child in fields.items():
        known = alike = hide_userinfo(name)
        while known in shown:
            known = f"{alike}~{len(shown) + 1}"
        shown[known] = _redact(child, (*path, name), meant)
    return shown
