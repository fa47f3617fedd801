"""The URL of the list: where credentials may be sent, and how it is shown."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from driftcheck.model.errors import InputError, Place, Problem
from driftcheck.words import hide_credentials

_WHOLE = "Write it whole, such as https://api.agora.io/...; or leave `url` out."


def check_url(text: str, place: Place | None = None) -> None:
    """Raise InputError where credentials may not be sent to a URL, or where it is none.

    They may over https, and over plain http to this machine.
    """
    name = f'"{display_url(text)}"'
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")  # raises where there can be no such host
    except ValueError as error:
        raise InputError(Problem(f"{name} is not a URL", place, _WHOLE)) from error
    if parts.scheme not in ("http", "https") or not host or port == 0 or re.search(r"\s", text):
        raise InputError(Problem(f"{name} is not an http or https URL", place, _WHOLE))
    if "@" in parts.netloc:
        hint = "Set customer_id and customer_secret instead."
        raise InputError(Problem(f"credentials in the URL {name} are refused", place, hint))
    if parts.scheme == "http" and not is_loopback(host):
        hint = "Use https; plain http is for an emulator on this machine."
        raise InputError(Problem(f"{name} would send credentials in the clear", place, hint))


def display_url(text: str) -> str:
    """A URL as reports and messages show it: without credentials and query."""
    return re.split("[?#]", hide_credentials(text))[0]


def is_loopback(host: str) -> bool:
    """Whether a host name means this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
