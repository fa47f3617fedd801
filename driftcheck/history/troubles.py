"""Turns errors of databases into ours, without the statement and its values."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from sqlalchemy.exc import DBAPIError, NoSuchTableError, SQLAlchemyError

from driftcheck.config.database import Database, Server
from driftcheck.model import HistoryError, Problem
from driftcheck.words import SENSITIVE, hide_word, is_secret

_LOCK_TIMEOUT = "55P03"
_OF_SQLITE = {
    "file is not a database": (
        "it is not an SQLite database",
        "Choose another file with `history` or --database.",
    ),
    "attempt to write a readonly database": (
        "it is read-only",
        "Give this user write access to the file.",
    ),
    "database or disk is full": ("the disk is full", "Make room, or prune the history."),
    "database disk image is malformed": ("it is damaged", "Restore it from a backup."),
    "unable to open database file": (
        "it cannot be opened",
        "Give this user write access to the file and its folder.",
    ),
}
_BUSY = "database is locked"
_NAMED = re.compile(r"""(?P<name>\b\w*password\s*=\s*)('[^']*'|"[^"]*"|\S+)""", re.IGNORECASE)


@contextmanager
def translate_errors(database: Database, wait: float) -> Iterator[None]:
    """Raise errors of the database as HistoryError."""
    try:
        yield
    except SQLAlchemyError as error:
        reason, hint = _reason(error, wait)
        if database.server:
            reason = _without_password(reason, database.server)
        message = f'the history "{database.name}" cannot be used: {reason}'
        raise HistoryError(Problem(message, database.place, hint)) from None


def _without_password(text: str, server: Server) -> str:
    """A message of the driver without passwords, after `password=` and as words of their own.

    A short password is hidden after its name only: it may be a part of any other word.
    """
    text = _NAMED.sub(rf"\g<name>{SENSITIVE}", text)
    named = (value for name, value in server.options.items() if is_secret(name))
    for secret in filter(None, (server.password, *named)):
        for form in (secret, quote(secret, safe="")):
            text = hide_word(text, form)
    return text


def _reason(error: SQLAlchemyError, wait: float) -> tuple[str, str | None]:
    """What is wrong and what to do. Of an error of the driver, only the first line is shown."""
    if isinstance(error, NoSuchTableError):
        return f"no such table: {error}", None
    if not isinstance(error, DBAPIError) or error.orig is None:
        return type(error).__name__, None
    cause = error.orig
    primary = getattr(getattr(cause, "diag", None), "message_primary", None)
    text = str(primary or cause).strip().split("\n")[0]
    if text == _BUSY or getattr(cause, "sqlstate", None) == _LOCK_TIMEOUT:
        return f"another program has been writing to it for {wait:g} s", "Run driftcheck again."
    for known, reason in _OF_SQLITE.items():
        if text.startswith(known):
            return reason
    return text or type(cause).__name__, None
