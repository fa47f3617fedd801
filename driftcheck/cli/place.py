"""The history that a command works on: the configured one, or `--database`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.cli.options import Decorator, config_option, gathered, option
from driftcheck.model import InputError, Problem, UsageError
from driftcheck.system import display_path

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from driftcheck.config import Database
    from driftcheck.history import Store, StoredRun

_HINT = "Add `history: sqlite:///var/driftcheck.db` to it, or use --database URL."


@dataclass(frozen=True, slots=True)
class Where:
    """Where the history is, according to the command line."""

    config: Path
    database: str | None = None


def where_option() -> Decorator:
    """Return the options of `config_option` and `--database URL`, as one argument `where`."""
    database = option(
        "database",
        "--database",
        metavar="URL",
        help="The database of the history; overrides the configured history.",
    )
    return gathered(Where, "where", config_option(), database)


def database_of(where: Where) -> "Database":
    """Return the database of the history. Raises InputError if none is configured."""
    from driftcheck import config
    from driftcheck.config import parse_database
    from driftcheck.model import Collector

    problems = Collector()
    if where.database:
        database = parse_database(where.database, Path())
        if lock := config.lock_in_force():
            problems.forbid(config.database_violations(lock, database))
        problems.finish()
        return database
    if configured := configured_database(where.config):
        return configured
    message = f'no history is configured in "{display_path(where.config)}"'
    raise InputError(Problem(message, None, _HINT))


def configured_database(path: Path) -> "Database | None":
    """Return the database that a configuration names, if any. Raises InputError."""
    from driftcheck import config
    from driftcheck.model import Collector

    problems = Collector()
    settings = config.load(path, os.environ, problems, config.Part.HISTORY)
    problems.finish()
    return settings.history


@contextmanager
def opened(where: Where) -> Iterator["Store"]:
    """Open the history. Raises HistoryError if it does not exist or cannot be opened."""
    from driftcheck.history import open_history

    with open_history(database_of(where)) as found:
        yield found


def chosen_run(connection: "Connection", number: int | None) -> "StoredRun":
    """Return the run with a number, the latest for None. Raises UsageError if there is none."""
    from driftcheck.history import latest_run, pruned_anchor, run_of_number

    latest = latest_run(connection)
    run = run_of_number(connection, number) if number else latest
    if run is not None:
        return run
    anchor = pruned_anchor(connection)
    if number and anchor and number <= anchor.run:
        hint = f"Runs up to {anchor.run} were pruned on {anchor.pruned_at[:10]}."
    else:
        hint = f"The latest is run {latest.id}." if latest else "Nothing has been recorded yet."
    what = f"there is no run {number}" if number else "there is no run yet"
    raise UsageError(Problem(what, None, hint))
