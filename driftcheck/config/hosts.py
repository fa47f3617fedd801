"""The hosts that a setting leads to, as whoever connects to them will read it."""

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
"""The options of libpq that lead nowhere else, and name no file."""


def host_of_url(url: str) -> str:
    """The host that a URL asks, or an address without a scheme; empty where it asks none."""
    try:
        return asked_host(url if "://" in url else f"//{url}").strip("[]")
    except ValueError:
        return ""


def hosts_of_database(database: "Database") -> Iterator[str]:
    """The hosts of the server of a history; `localhost` where the URL names none."""
    server = database.server
    if server is None:
        return
    options = server.options
    # What stands before the path goes before the option; an address goes before both.
    named = [server.host or options.get("host"), options.get("hostaddr")]
    for text in filter(None, named):
        yield from text.split(",")
    if not any(named):
        yield _HERE


def options_that_lead_on(database: "Database") -> list[str]:
    """The options of libpq in a URL that may lead to another server, or to a file."""
    options = database.server.options if database.server else {}
    return sorted(options.keys() - _HARMLESS - {"host", "hostaddr", "port"})
