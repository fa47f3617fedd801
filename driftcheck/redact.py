"""What may never be shown, found by field, never by value.

`password` and everything named like a secret is hidden whole; credentials inside an address
(`user:pass@host`) are hidden, which is everything up to the last @, and the host is kept.
"""

import re
from collections.abc import Sequence

from driftcheck.model import JSON

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


def is_secret(name: str) -> bool:
    """Whether a field of this name is never shown."""
    return _SECRET_NAME.search(name) is not None


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


def _hide_parameter(found: re.Match[str]) -> str:
    sign, name = found.groups()
    return f"{sign}{name}={SENSITIVE}" if is_secret(name) else found[0]


def redact(value: JSON, path: Sequence[str] = ()) -> JSON:
    """A value as it may be shown; `path` is where in a number it stands."""
    if value is not None and any(map(is_secret, path)):
        return SENSITIVE
    if isinstance(value, dict):
        return {name: redact(child, (*path, name)) for name, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [redact(child, path) for child in value]
    if isinstance(value, str) and _holds_address(path):
        return hide_credentials(value)
    return value


def _holds_address(path: Sequence[str]) -> bool:
    return any(step in _TRUNKS or _ADDRESS_NAME.search(step) for step in path)
