"""URLs: their host, whether credentials may be sent to them, and how they are shown."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from driftcheck.model.errors import InputError, Place, Problem
from driftcheck.words import hide_credentials, shorten

_WHOLE = "Write the whole URL, such as https://api.agora.io/..., or leave out `url`."
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,252})")
_FOUR_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+){3}")
_PUNYCODE = "xn--"
_LABEL = 63
"""The longest part of a host name (RFC 1035)."""
_LONGEST = 65_536
"""The longest URL that httpx accepts."""
_SHOWN = 200


def asked_host(url: str) -> str:
    """Return the host of a URL as DNS sees it: in punycode, or an IPv6 address in brackets.

    Raises ValueError if there is none, if it cannot be a host, or if httpx would reject it.
    """
    if len(url) > _LONGEST or not url.isprintable():
        raise ValueError("no URL that can be asked")
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.port == 0:  # reading it raises if it is not a port
        raise ValueError("no port")
    if "[" in parts.netloc.rpartition("@")[2]:
        return f"[{_without_zone(host)}]"
    if _FOUR_NUMBERS.fullmatch(host):
        return str(IPv4Address(host))
    if not host.isascii() or host.startswith(_PUNYCODE):
        host = _in_punycode(host)
    labels = host.removesuffix(".").split(".")
    if not _HOST.fullmatch(host) or not all(0 < len(label) <= _LABEL for label in labels):
        raise ValueError("no host name")
    return host


def _without_zone(address: str) -> IPv6Address:
    if "%" in address:
        raise ValueError("an address with a zone")
    return IPv6Address(address)


def _in_punycode(host: str) -> str:
    from idna import decode, encode  # loads large tables that few hosts need

    encoded = encode(host).decode("ascii")
    decode(encoded)  # as httpx does: raises if the punycode is invalid
    return encoded


def check_url(text: str, place: Place | None = None) -> None:
    """Raise InputError if the text is not a URL to which credentials may be sent.

    They may be sent over https, and over plain http to this machine.
    """
    name = f'"{shorten(display_url(text), _SHOWN)}"'
    if len(text) > _LONGEST or not text.isprintable():
        why = "is too long" if len(text) > _LONGEST else "contains an invisible character"
        raise InputError(Problem(f"the URL {name} {why}", place, _WHOLE))
    try:
        parts, host = urlsplit(text), _host_or_none(text)
    except ValueError as error:
        raise InputError(Problem(f"{name} is not a URL", place, _WHOLE)) from error
    if parts.scheme not in ("http", "https") or not host or re.search(r"\s", text):
        raise InputError(Problem(f"{name} is not an http or https URL", place, _WHOLE))
    if "@" in parts.netloc:
        hint = "Set customer_id and customer_secret instead."
        raise InputError(Problem(f"credentials in the URL {name} are refused", place, hint))
    if parts.scheme == "http" and not is_loopback(host.strip("[]")):
        hint = "Use https; plain http is for an emulator on this machine."
        raise InputError(Problem(f"{name} would send credentials in the clear", place, hint))


def _host_or_none(text: str) -> str | None:
    """Return the host of a URL, or None if it has none. Raises ValueError if it is invalid."""
    return asked_host(text) if urlsplit(text).hostname else None


def display_url(text: str) -> str:
    """Return a URL as reports and messages show it: without credentials and query."""
    try:
        parts, host = urlsplit(text), asked_host(text)
        port = "" if parts.port is None else f":{parts.port}"
    except ValueError:
        host = ""
    if not host or "@" in parts.netloc or parts.scheme not in ("http", "https"):
        return re.split("[?#]", hide_credentials(text))[0]
    # A slash or question mark in a password splits the URL there, so the path may hold the rest.
    path = hide_credentials(parts.path)
    return f"{parts.scheme}://{host}{port}{'/' if path[:1] not in ('', '/') else ''}{path}"


def is_loopback(host: str) -> bool:
    """Whether a host name refers to this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
