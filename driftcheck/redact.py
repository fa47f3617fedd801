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
from typing import Any

SENSITIVE = "(sensitive)"
_SECRET_NAME = re.compile(
    r"pass|pwd|secret|token|credential|bearer|jwt|keys?$|auth(?!or($|s|ity|_))"
    r"|(^|[_-])(pin|psk|ha1|hmac|sig|signature|digest)$",
    re.I,
)
_ADDRESS_NAME = re.compile("address|ur[il]s?$", re.I)
_TRUNKS = ("inbound_config", "outbound_config")
_SCHEMES = "sips?|tel|https?|wss?|tls|tcp|udp"
_USERINFO = re.compile(rf"(?P<scheme>^(?:{_SCHEMES}):(?://)?)?(?P<userinfo>.*)(@|%40)", re.I | re.S)
_PARAMETER = re.compile(r"([;?&])([\w.-]+)=[^;?&]*")
_IN_TEXT = re.compile(
    r"(?P<scheme>\bsips?:(?!//))[^\s\"<>]*@"
    # a URL; where its port is no number, a password holds a slash
    r"|(?P<url>[a-z][a-z0-9+.-]*://)(?:[^\s/?#]*@|[^\s/?#@]*:(?![0-9]*(?:[/?#\s\"]|$))\S*@)",
    re.I,
)
_PARAMETER_IN_TEXT = re.compile(r"([;?&])([\w.-]+)=[^;?&\s\"]*")
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


def is_secret(name: str) -> bool:
    """Whether a field of this name is never shown."""
    return _SECRET_NAME.search(name) is not None


def is_hidden(path: Sequence[str]) -> bool:
    """Whether a value at this path is never shown, be it for its name or for the configuration."""
    return any(map(is_secret, path)) or any(_leads(path, wanted) for wanted in _sensitive.get())


def _leads(path: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a path leads into another one, wherever that begins, indexes of lists left out."""
    steps = [step for step in path if not step.isdecimal()]
    starts = range(len(steps) - len(wanted) + 1)
    return any(
        all(want in ("*", step) for want, step in zip(wanted, steps[start:], strict=False))
        for start in starts
    )


def split_address(address: str) -> tuple[str, str]:
    """An address as (credentials, the rest); the credentials are empty where there are none."""
    found = _USERINFO.match(address)
    if not found or not found["userinfo"]:
        return "", address
    return found["userinfo"], (found["scheme"] or "") + address[found.end() :]


def hide_credentials(address: str) -> str:
    """An address with its credentials replaced: `sip:(sensitive)@sip.example.com`."""
    address = _PARAMETER.sub(_hide_parameter, address)
    found = _USERINFO.match(address)
    if not found or not found["userinfo"]:
        return address
    return f"{found['scheme'] or ''}{SENSITIVE}@{address[found.end() :]}"


def hide_userinfo(text: str) -> str:
    """A text of any kind, the credentials of URLs and SIP addresses in it replaced."""
    if ":" not in text:
        return text
    if "://" in text or "sip" in text.lower():
        text = _PARAMETER_IN_TEXT.sub(_hide_parameter, text)
    return _IN_TEXT.sub(lambda found: f"{found['scheme'] or found['url']}{SENSITIVE}@", text)


def _hide_parameter(found: re.Match[str]) -> str:
    sign, name = found.groups()
    return f"{sign}{name}={SENSITIVE}" if is_secret(name) else found[0]


def redact(value: Any, path: Sequence[str] = ()) -> Any:
    """A JSON value as it may be shown; `path` is where in a number it stands."""
    if value is not None and is_hidden(path):
        return SENSITIVE
    if isinstance(value, dict):
        return _redacted(value, path)
    if isinstance(value, (list, tuple)):
        return [redact(child, path) for child in value]
    if isinstance(value, str):
        return hide_credentials(value) if _holds_address(path) else hide_userinfo(value)
    return value


def _redacted(fields: dict[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """Fields as they may be shown; names that hide credentials are told apart by a number."""
    shown: dict[str, Any] = {}
    for name, child in fields.items():
        known = alike = hide_userinfo(name)
        while known in shown:
            known = f"{alike}~{len(shown) + 1}"
        shown[known] = redact(child, (*path, name))
    return shown


def _holds_address(path: Sequence[str]) -> bool:
    return any(step in _TRUNKS or _ADDRESS_NAME.search(step) for step in path)
