"""An open history: its engine, its transactions, and the version of its tables."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, insert, inspect, select
from sqlalchemy import delete as sql_delete

from driftcheck.config.database import Database, Server
from driftcheck.history.migrations import MIGRATIONS, Migration
from driftcheck.history.rows import DamagedError
from driftcheck.history.tables import METADATA, RUNS, VERSION
from driftcheck.history.troubles import translate_errors
from driftcheck.model import HistoryError, Problem

WAIT = 30.0
"""How long a run waits for another that is writing, in seconds."""
_LOCK = 0x64726966
"""The number of our lock in PostgreSQL, which all programs choose freely: `drif` in ASCII.

A second number is the schema, so that the histories of one database do not wait for each other.
"""
_SCHEMA = "SELECT oid::int4 FROM pg_namespace WHERE nspname = current_schema()"
_CONNECT = "10"
_NO_DRIVER = (
    "Install it: pip install 'driftcheck[postgresql]'. In the GitHub action: postgresql: true. "
    "The image has it unless it was built without it."
)
_MODE = "driftcheck_begin"


@dataclass(frozen=True, slots=True)
class Store:
    """An open history. `wait` is how long to wait for other writers, in seconds."""

    database: Database
    engine: Engine
    wait: float = WAIT

    @contextmanager
    def reading(self, any_bytes: bool = False) -> Iterator[Connection]:
        """A transaction that sees one state of the history, even while others write.

        With `any_bytes`, text in SQLite may be invalid UTF-8; then it has surrogates.
        """
        options = {"isolation_level": "REPEATABLE READ"} if self.database.server else {}
        with self._connect(**options) as connection, connection.begin():
            if any_bytes and self.database.path:
                driver: Any = connection.connection.driver_connection
                driver.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The only writing transaction. It writes everything, or nothing on an error."""
        with (
            self._connect(**{_MODE: "BEGIN IMMEDIATE"}) as connection,
            connection.begin(),
        ):
            if self.database.server:
                wait = f"SET LOCAL lock_timeout = {int(self.wait * 1000)}"
                connection.exec_driver_sql(wait)
                lock = f"SELECT pg_advisory_xact_lock({_LOCK}, coalesce(({_SCHEMA}), 0))"
                connection.exec_driver_sql(lock)
            yield connection

    def compact(self) -> None:
        """Remove deleted data from the file."""
        if self.database.path:
            with self._connect(**{_MODE: None}) as connection:
                connection.exec_driver_sql("VACUUM")

    @contextmanager
    def _connect(self, **options: Any) -> Iterator[Connection]:
        with translate_errors(self.database, self.wait), self.engine.connect() as connection:
            yield connection.execution_options(**options)


@contextmanager
def open_history(
    database: Database,
    *,
    create: bool = False,
    migrations: Sequence[Migration] = MIGRATIONS,
    wait: float = WAIT,
) -> Iterator[Store]:
    """Open a history. Raises HistoryError if that is not possible.

    With `create`, it is created if there is none, and its tables are upgraded to the latest
    version; without, an older history is read as it is, and nothing is written. A history of a
    newer driftcheck is refused, and not touched.
    """
    _prepare(database, create)
    engine = _engine(database, wait)
    try:
        store = Store(database, engine, wait)
        _bring_up(store, create, migrations)
        yield store
    finally:
        engine.dispose()


def _prepare(database: Database, create: bool) -> None:
    """Create the file of a history, for its owner only, if there is none."""
    path = database.path
    if path is None:
        return
    if os.path.lexists(path) and not os.path.isfile(path):
        what = "a folder" if os.path.isdir(path) else "no file"
        raise _refusal(database, f'the history "{database.name}" is {what}')
    if os.path.exists(path):
        return
    if not create:
        raise _no_history(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        why = error.strerror or str(error)
        if isinstance(error, (FileExistsError, NotADirectoryError)):
            why = f'"{os.path.dirname(database.name)}" is not a folder'
        message = f'cannot create the history "{database.name}": {why}'
        raise _refusal(database, message) from error


def _refusal(database: Database, message: str) -> HistoryError:
    how = "`history` in the configuration" if database.place else "--database"
    hint = f"Choose another database with {how}."
    return HistoryError(Problem(message, database.place, hint))


def _no_history(database: Database) -> HistoryError:
    message = f'there is no history in "{database.name}" yet'
    return HistoryError(Problem(message, database.place, "`driftcheck check` creates one."))


def _engine(database: Database, wait: float) -> Engine:
    """An engine without a pool: a run uses its history a few times, and ends."""
    if database.server:
        creator = _postgresql(database, database.server)
        return create_engine("postgresql+psycopg://", creator=creator, poolclass=NullPool)
    path = database.path

    def connect() -> Any:
        import sqlite3

        return sqlite3.connect(os.fspath(path or ""), timeout=wait, isolation_level=None)

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Begin a transaction, as the driver does not. To write, lock at once: so two never clash."""
    statement = connection.get_execution_options().get(_MODE, "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)


def _postgresql(database: Database, server: Server) -> Callable[[], Any]:
    try:
        import psycopg
    except ImportError as error:
        message = "a history in PostgreSQL needs the driver psycopg, which is not installed"
        raise HistoryError(Problem(message, database.place, _NO_DRIVER)) from error
    given: Mapping[str, Any] = {
        "host": server.host,
        "port": server.port,
        "user": server.user,
        "password": server.password,
        "dbname": server.name,
    }
    known = {name: value for name, value in given.items() if value is not None}
    defaults = {"connect_timeout": _CONNECT, "application_name": "driftcheck"}
    arguments: Any = {**defaults, **server.options, **known, "client_encoding": "utf8"}
    return lambda: psycopg.connect(**arguments)


def _bring_up(store: Store, create: bool, migrations: Sequence[Migration]) -> None:
    with store.reading() as connection:
        version = _version(connection, store.database, len(migrations))
    if version == 0 and not create:
        raise _no_history(store.database)
    if version == len(migrations) or not create:
        return
    with store.writing() as connection:
        version = _version(connection, store.database, len(migrations))
        for migration in migrations[version:]:
            migration(connection)
        connection.execute(sql_delete(VERSION))
        connection.execute(insert(VERSION).values(version=len(migrations)))


def _version(connection: Connection, database: Database, latest: int) -> int:
    """The version of the tables, 0 if there are none.

    Raises HistoryError if it is a newer one, DamagedError if a table is a view.
    """
    inspector = inspect(connection)
    # A view can show something else each time, or have no end.
    for name in sorted(METADATA.tables.keys() & set(inspector.get_view_names())):
        raise DamagedError(f"the table {name}", "it is a view")
    if not inspector.has_table(VERSION.name):
        if inspector.has_table(RUNS.name):
            raise DamagedError("the version of its tables", "it was removed")
        if database.path and inspector.get_table_names():
            message = f'"{database.name}" belongs to another program'
            raise _refusal(database, message)
        return 0
    versions = connection.scalars(select(VERSION.c.version)).all()
    if len(versions) != 1 or type(versions[0]) is not int or versions[0] < 1:
        raise DamagedError("the version of its tables", "it is not one number")
    version = versions[0]
    if version > latest:
        message = (
            f'the history "{database.name}" has version {version}, from a newer driftcheck; '
            f"this one supports version {latest}"
        )
        hint = "Use the newer driftcheck, or another database. Nothing was changed."
        raise HistoryError(Problem(message, database.place, hint))
    return version
