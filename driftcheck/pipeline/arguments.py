"""The types of the arguments of `check`, for callers that do not check them."""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from driftcheck.model import Problem, UsageError


def _is_path(given: object) -> bool:
    return isinstance(given, (str, os.PathLike)) and isinstance(os.fspath(given), str)


def _is_number(given: object) -> bool:
    return isinstance(given, (int, float)) and not isinstance(given, bool)


def _is_environ(given: object) -> bool:
    return isinstance(given, Mapping) and _are_texts((*given.keys(), *given.values()))


def _are_texts(given: Iterable[object]) -> bool:
    return all(isinstance(one, str) for one in given)


_TEXT = "a text", lambda given: isinstance(given, str)
_TEXTS = "a text or a list of texts", _are_texts
_FLAG = "True or False", lambda given: isinstance(given, bool)
_PATH = "a path", _is_path
_TYPES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "config": _PATH,
    "account": _TEXTS,
    "select": _TEXTS,
    "live": _PATH,
    "url": _TEXT,
    "max_age": _TEXT,
    "any_account": _FLAG,
    "baseline": _PATH,
    "fail_on": _TEXT,
    "waivers": _FLAG,
    "allow_empty": _FLAG,
    "confirm": ("a number of seconds", _is_number),
    "jobs": ("a whole number", lambda given: _is_number(given) and isinstance(given, int)),
    "environ": ("a mapping of texts to texts", _is_environ),
    "lock": _PATH,
    "record": _FLAG,
    "notify": _FLAG,
    "watch": (
        "callable, with a method `over`",
        lambda given: callable(given) and callable(getattr(given, "over", None)),
    ),
}
"""What each argument of `check` must be, in words, and whether a value is that."""
_OPTIONAL = frozenset(
    {"live", "url", "max_age", "baseline", "fail_on", "confirm", "environ", "lock", "watch"}
)
"""The arguments that may be None."""


def refuse_wrong_types(given: Mapping[str, Any]) -> None:
    """Raise UsageError that lists every argument of a wrong type."""
    wrong = [
        Problem(f"{name}: must be {what}, not {_type_of(given[name])}")
        for name, (what, is_right) in _TYPES.items()
        if not (given[name] is None and name in _OPTIONAL) and not is_right(given[name])
    ]
    if wrong:
        raise UsageError(*wrong)


def _type_of(value: object) -> str:
    """Return the name of the type; for several values, that of the first that is not a text."""
    parts = value if isinstance(value, tuple) else (value,)
    return next((type(part).__name__ for part in parts if not isinstance(part, str)), "str")
