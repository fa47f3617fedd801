"""The URL of the list: where credentials may be sent, and how it is shown."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from driftcheck.errors import InputError, Problem
from driftcheck.redact import hide_credentials


def checked(text: str) -> httpx.URL:
    """The URL, if credentials may be sent to it: https, or plain http on loopback.

    Raises InputError where they may not, or where it is no URL.
    """
    name = f'"{shown(text)}"'
    try:
        url = httpx.URL(text)
        url.host.encode("idna")
    except (httpx.InvalidURL, UnicodeError) as error:
        hint = "Write it whole, such as https://api.agora.io/...; or leave `url` out."
        raise InputError(Problem(f"{name} is not a URL", None, hint)) from error
    port_exists = url.port is None or 0 < url.port < 1 << 16
    if url.scheme not in ("http", "https") or not url.host or not port_exists:
        hint = "Write it whole, such as https://api.agora.io/...; or leave `url` out."
        raise InputError(Problem(f"{name} is not an http or https URL", None, hint))
    if url.userinfo:
        hint = "Set customer_id and customer_secret instead."
        raise InputError(Problem(f"credentials in the URL {name} are refused", None, hint))
    if url.scheme == "http" and not is_loopback(url.host):
        hint = "Use https; plain http is for an emulator on this machine."
        raise InputError(Problem(f"{name} would send credentials in the clear", None, hint))
    return url


def shown(text: str) -> str:
    """A URL as reports and messages show it: without credentials and query."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return hide_credentials(text)
    if not parts.netloc:
        return hide_credentials(text.split("?", maxsplit=1)[0])
    return parts._replace(netloc=hide_credentials(parts.netloc), query="", fragment="").geturl()


def is_loopback(host: str) -> bool:
    """Whether a host name means this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
