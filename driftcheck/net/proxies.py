"""The proxy for a request, according to the environment.

The standard library reads the variables (and the system's settings on Windows and macOS), because
httpx rejects all of them if it cannot use one. Networks in NO_PROXY are handled here, because
container runtimes write them there.
"""

import os
import ssl
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import ip_address, ip_network
from urllib.request import getproxies, proxy_bypass

import httpx

from driftcheck.model.errors import LiveError, Problem
from driftcheck.net.url import asked_host, is_loopback

_HINT = "Set {variable}=http://HOST:PORT; put user and password before the host, followed by @."
_SOCKS = "Set HTTPS_PROXY to an HTTP proxy, or add the host to NO_PROXY."
_SYSTEM = "the system's settings"
_PORTS = {"http": 80, "https": 443}


def proxy_for(url: httpx.URL, name: str, trusted: ssl.SSLContext) -> tuple[httpx.Proxy | None, str]:
    """Return the proxy for a URL and the variable that sets it; (None, "") if there is none.

    `name` is the name of the URL in messages; `trusted` also verifies the certificate of a proxy.
    Raises LiveError if the proxy cannot be used.
    """
    host, port = asked_host(str(url)), url.port or _PORTS[url.scheme]
    # This machine is never behind a proxy.
    if is_loopback(host.strip("[]")):
        return None, ""
    known: Mapping[str, str] = getproxies()
    kind = url.scheme if known.get(url.scheme) else "all"
    proxy = known.get(kind, "").strip()
    if not proxy or _is_exempt(host, port, known.get("no", "")):
        return None, ""
    variable = _variable(kind)
    usable = _usable(proxy if "://" in proxy else f"http://{proxy}", variable, name)
    secure = usable.startswith("https")
    return httpx.Proxy(usable, ssl_context=trusted if secure else None), variable


def _variable(kind: str) -> str:
    """Return the variable that sets a proxy; the standard library prefers lower case."""
    small = f"{kind}_proxy"
    names = (small, *(name for name in os.environ if name.lower() == small))
    return next((name for name in names if os.environ.get(name)), _SYSTEM)


def _usable(proxy: str, variable: str, name: str) -> str:
    scheme = proxy.partition("://")[0].lower()
    if scheme.startswith("socks"):
        message = f"{variable} sets a SOCKS proxy for {name}, which is not supported"
        raise LiveError(Problem(message, None, _SOCKS))
    with suppress(ValueError):
        asked_host(proxy)
        if scheme in _PORTS:
            return proxy
    message = f"{variable} does not set a valid proxy for {name}"
    hint = _HINT.format(variable=variable if variable != _SYSTEM else "HTTPS_PROXY")
    raise LiveError(Problem(message, None, hint))


def _is_exempt(host: str, port: int, no_proxy: str) -> bool:
    """Whether NO_PROXY covers a host: by its name, a domain, its address or a network.

    As in curl, spaces separate entries like commas do, and a trailing dot in a name is ignored.
    """
    host = host.removesuffix(".")
    place = f"{host}:{port}"
    entries = no_proxy.replace(",", " ").split()
    return bool(proxy_bypass(place)) or any(_covers(entry, host, place) for entry in entries)


def _covers(entry: str, host: str, place: str) -> bool:
    """Whether an entry of NO_PROXY covers a host; never looks up a name."""
    domain = entry.removeprefix("*").strip(".").lower()
    if entry == "*" or any(f".{name}".endswith(f".{domain}") for name in (host, place)):
        return True
    try:
        address, network = ip_address(host.strip("[]")), ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        return False
    return address in network
