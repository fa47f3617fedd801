"""The database of the history: a URL of an SQLite file or a PostgreSQL database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, urlsplit

from driftcheck.model import InputError, Place, Problem
from driftcheck.system import display_path
from driftcheck.words import nearest

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_SCHEMES = {
    "sqlite": SQLITE,
    "postgresql": POSTGRESQL,
    "postgres": POSTGRESQL,
    "postgresql+psycopg": POSTGRESQL,
}
_HINT = "Write sqlite:///var/driftcheck.db, or postgresql://HOST/DATABASE."


@dataclass(frozen=True, slots=True)
class Server:
    """The parts of a PostgreSQL URL. `options` are those of libpq, such as `sslmode`."""

    host: str | None
    port: int | None
    user: str | None
    password: str | None = field(repr=False)
    name: str
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)


@dataclass(frozen=True, slots=True)
class Database:
    """The database of a history: an SQLite file at `path`, or a `server`.

    Messages show `name`, which has no credentials. `place` is where it is configured.
    """

    name: str
    path: Path | None = None
    server: Server | None = None
    place: Place | None = field(default=None, compare=False)


def parse_database(url: str, folder: Path, place: Place | None = None) -> Database:
    """Return the database of a URL. File paths are relative to `folder`.

    Raises InputError for an invalid URL. No message quotes it, as it may hold a password.
    """
    scheme, separator, rest = url.strip().partition("://")
    kind = _SCHEMES.get(scheme.lower())
    if not separator or kind is None:
        raise InputError(_unknown(scheme if separator else "", place))
    return _file(rest, folder, place) if kind == SQLITE else _server(rest, place)


def _unknown(scheme: str, place: Place | None) -> Problem:
    if not scheme:
        return Problem("the history must be a URL", place, _HINT)
    close = nearest(scheme.split("+", maxsplit=1)[0], _SCHEMES)
    hint = f'Did you mean "{close}://"?' if close and close != scheme else _HINT
    return Problem(f'the history cannot be kept in "{scheme}://"', place, hint)


def _file(rest: str, folder: Path, place: Place | None) -> Database:
    if not rest.startswith("/"):
        message = (
            "the URL of an SQLite file must have three slashes, or four before an absolute path"
        )
        raise InputError(Problem(message, place, "Write sqlite:///var/driftcheck.db."))
    name = rest.removeprefix("/")
    if "?" in name or "#" in name:
        message = "the URL of an SQLite file must not have parameters"
        raise InputError(Problem(message, place, "Remove everything after the file name."))
    if not name or name == ":memory:" or name.endswith("/"):
        message = "the URL of the history has no file"
        raise InputError(Problem(message, place, "Write sqlite:///var/driftcheck.db."))
    path = folder / name
    return Database(display_path(path), path=path, place=place)


def _server(rest: str, place: Place | None) -> Database:
    try:
        parts = urlsplit(f"postgresql://{rest}")
        port = parts.port
    except ValueError as error:
        raise InputError(Problem("the URL of the history is malformed", place, _HINT)) from error
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise InputError(Problem("the URL of the history has no database", place, _HINT))
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    password = None if parts.password is None else unquote(parts.password)
    user = None if parts.username is None else unquote(parts.username)
    host = _host(parts.netloc.rpartition("@")[2]) or None
    where = host or options.get("host") or "localhost"
    shown_port = f":{port}" if port else ""
    server = Server(host, port, user, password, name, MappingProxyType(options))
    return Database(f"postgresql://{where}{shown_port}/{name}", server=server, place=place)


def _host(text: str) -> str:
    """Return the host of `host:port` unchanged; it may be the folder of a socket."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return unquote(text.partition(":")[0])
