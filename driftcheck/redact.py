"""What may never be shown, found by field, never by value.

Hidden whole are `password`, everything named like a secret, and the paths that the configuration
lists under `sensitive`. Of an address with credentials (`user:pass@host`) what comes before the
last @ is hidden and the host kept: in fields for addresses however it is written, and in any other
text where it begins like a URL or a SIP address.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from driftcheck import meaning
from driftcheck.meaning import OF_SCHEMAS, Meaning, is_secret

SENSITIVE = "(sensitive)"
_SCHEMES = "sips?|tel|https?|wss?|tls|tcp|udp"
_USERINFO = re.compile(rf"(?P<scheme>^(?:{_SCHEMES}):(?://)?)?(?P<userinfo>.*)(@|%40)", re.I | re.S)
_PARAMETER = re.compile(r"([;?&])([\w.-]+)=[^;?&]*")
_START = re.compile(r"(?P<url>://|\bhttps?:/(?!/))|sips?:(?!//)", re.I)
_AUTHORITY = re.compile(r"[^/?#]*")
_PORT = re.compile(r":[0-9]*$")
_MOST_NESTED = 4
_MASK = frozenset("*•")
_BLANKS = re.compile(r"(\s+)")
_PARAMETER_IN_TEXT = re.compile(r"([;?&#])([\w.\[\]-]+)=(?:\\?\"[^\"]*\"|[^;?&#\s\"])*")
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
    return meaning.field(path).secret or _is_listed(tuple(path), _sensitive.get())


@lru_cache(maxsize=4096)
def _is_listed(path: tuple[str, ...], paths: frozenset[tuple[str, ...]]) -> bool:
    """Whether a path leads into one of those that the configuration lists."""
    return any(_leads(path, wanted) for wanted in paths)


def _leads(path: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a path leads into another one, wherever that begins, be it in a JSON Schema."""
    steps = [step for step in path if step not in OF_SCHEMAS]
    without_indexes = [step for step in steps if not step.isdecimal()]
    return _holds(steps, wanted) or _holds(without_indexes, wanted)


def _holds(steps: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(
        all(want in ("*", step) for want, step in zip(wanted, steps[start:], strict=False))
        for start in range(len(steps) - len(wanted) + 1)
    )


def shown_path(path: Sequence[str | int]) -> list[str | int]:
    """A path as it may be shown: names below a hidden field are hidden too."""
    names = list(map(str, path))
    for length in range(1, len(path)):
        if is_hidden(names[:length]) and any(isinstance(step, str) for step in path[length:]):
            return [*path[:length], SENSITIVE]
    return list(path)


def is_mask(text: object) -> bool:
    """Whether a text stands in place of a secret that the live side keeps back, such as ****."""
    return isinstance(text, str) and text != "" and set(text) <= _MASK


def split_address(address: str) -> tuple[str, str]:
    """An address as (credentials, the rest); the credentials are empty where there are none."""
    scheme, credentials, _, rest = address_parts(address)
    return credentials, scheme + rest


def address_parts(address: str) -> tuple[str, str, str, str]:
    """An address as (scheme, credentials, the sign behind them, the rest), as it is written."""
    found = _USERINFO.match(address)
    if not found or not found["userinfo"]:
        return "", "", "", address
    return found["scheme"] or "", found["userinfo"], found[3], address[found.end() :]


def hide_credentials(address: str) -> str:
    """An address with its credentials replaced: `sip:(sensitive)@sip.example.com`."""
    address = _PARAMETER.sub(_hide_parameter, address)
    found = _USERINFO.match(address)
    if not found or not found["userinfo"]:
        return address
    return f"{found['scheme'] or ''}{SENSITIVE}@{address[found.end() :]}"


def hide_userinfo(text: str) -> str:
    """A text of any kind, the credentials of URLs and SIP addresses in it replaced."""
    if ":" not in text or not _has_start(text):
        return text
    text = _PARAMETER_IN_TEXT.sub(_hide_parameter, text)
    for _ in range(_MOST_NESTED):
        before, text = text, "".join(map(_hide_in_word, _BLANKS.split(text)))
        if text == before:
            break
    return text


def _has_start(text: str) -> bool:
    """Whether `_START` matches; to say that it does not, it takes ten times as long as this."""
    folded = text.casefold()
    may = "://" in text or "p:" in folded or "ps:" in folded
    return may and _START.search(text) is not None


def _hide_in_word(word: str) -> str:
    """A word without credentials; in time that grows with its length, whatever it holds."""
    last, shown, done = max(word.rfind("@"), word.rfind("%40")), "", 0
    for begin in _START.finditer(word):
        start = begin.end()
        if start < done or start > last:
            continue
        end = _end_of_userinfo(word, start, last) if begin["url"] else last
        if end > start:
            shown += f"{word[done:start]}{SENSITIVE}@"
            done = end + (3 if word.startswith("%40", end) else 1)
    return shown + word[done:]


def _end_of_userinfo(word: str, start: int, last: int) -> int:
    """Where the credentials of a URL end: at the last @ before the host; -1 without any."""
    found = _AUTHORITY.match(word, start)
    authority = found[0] if found else ""
    if "@" in authority:
        return start + authority.rindex("@")
    holds_slash = ":" in authority and not _PORT.search(authority)
    return last if holds_slash else -1  # where the port is no number, a password holds a slash


def _hide_parameter(found: re.Match[str]) -> str:
    sign, name = found.groups()
    return f"{sign}{name}={SENSITIVE}" if is_secret(name) else found[0]


def redact(value: Any, path: Sequence[str] = ()) -> Any:
    """A JSON value as it may be shown; `path` is where in a number it stands."""
    return _shown(value, tuple(path), meaning.in_use())


def _shown(value: Any, path: tuple[str, ...], meant: Meaning) -> Any:
    if value is None:
        return None
    field, hidden = meant.field(path), _sensitive.get()
    if field.secret or (hidden and _is_listed(path, hidden)):
        return SENSITIVE
    if isinstance(value, str):
        return hide_credentials(value) if field.credentials else hide_userinfo(value)
    if isinstance(value, dict):
        return _shown_fields(value, path, meant)
    if isinstance(value, (list, tuple)):
        return [_shown(child, path, meant) for child in value]
    return value


def _shown_fields(fields: dict[str, Any], path: tuple[str, ...], meant: Meaning) -> dict[str, Any]:
    """Fields as they may be shown; names that hide credentials are told apart by a number."""
    shown: dict[str, Any] = {}
    for name, child in fields.items():
        known = alike = hide_userinfo(name)
        while known in shown:
            known = f"{alike}~{len(shown) + 1}"
        shown[known] = _shown(child, (*path, name), meant)
    return shown
