"""The hosts that a setting connects to, read in the same way as by the client."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from driftcheck.net import asked_host

if TYPE_CHECKING:
    from driftcheck.config.database import Database

_HERE = "localhost"
_HARMLESS = frozenset(
    """
    application_name channel_binding client_encoding connect_timeout keepalives keepalives_count
    keepalives_idle keepalives_interval password require_auth sslmode sslnegotiation
    target_session_attrs tcp_user_timeout user
    """.split()
)
"""The options of libpq that name no host and no file."""


def host_of_url(url: str) -> str:
    """Return the host of a URL or of an address without a scheme; empty if it has none."""
    try:
        return asked_host(url if "://" in url else f"//{url}").strip("[]")
    except ValueError:
        return ""


def hosts_of_database(database: "Database") -> Iterator[str]:
    """Yield the hosts of the history's server; `localhost` if the URL names none."""
    server = database.server
    if server is None:
        return
    options = server.options
    # libpq prefers the host in the URL to the option, and an address to both.
    named = [server.host or options.get("host"), options.get("hostaddr")]
    for text in filter(None, named):
        yield from text.split(",")
    if not any(named):
        yield _HERE


def redirecting_options(database: "Database") -> list[str]:
    """Return the libpq options in a URL that may name another server or a file."""
    options = database.server.options if database.server else {}
    return sorted(options.keys() - _HARMLESS - {"host", "hostaddr", "port"})
