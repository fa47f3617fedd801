"""Which history the commands on it are about: that of the configuration, or another."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck.cli.options import Decorator, config_option, gathered, option
from driftcheck.model import InputError, Problem
from driftcheck.system import display_path

if TYPE_CHECKING:
    from driftcheck.config import Database
    from driftcheck.history import Store

_HINT = "Add `history: sqlite:///var/driftcheck.db` to it, or use --database URL."


@dataclass(frozen=True, slots=True)
class Where:
    """What the command line says of where the history is."""

    config: Path
    database: str | None = None


def where_option() -> Decorator:
    """`-c/--config FILE` with what belongs to it, and `--database URL`, as one argument `where`."""
    database = option(
        "database",
        "--database",
        metavar="URL",
        help="The database of the history; overrides the configured history.",
    )
    return gathered(Where, "where", config_option(), database)


def database_of(where: Where) -> "Database":
    """The database that is meant. Raises InputError where none is."""
    from driftcheck import config
    from driftcheck.config import parse_database
    from driftcheck.model import Collector

    problems = Collector()
    if where.database:
        database = parse_database(where.database, Path())
        if lock := config.lock_in_force():
            problems.forbid(config.beyond_of_database(lock, database))
        problems.finish()
        return database
    if configured := configured_database(where.config):
        return configured
    message = f'no history is configured in "{display_path(where.config)}"'
    raise InputError(Problem(message, None, _HINT))


def configured_database(path: Path) -> "Database | None":
    """The database that a configuration names, if it does. Raises InputError."""
    from driftcheck import config
    from driftcheck.model import Collector

    problems = Collector()
    settings = config.load(path, os.environ, problems, config.Part.HISTORY)
    problems.finish()
    return settings.history


@contextmanager
def opened(where: Where) -> Iterator["Store"]:
    """The history, open. Raises HistoryError where there is none."""
    from driftcheck.history import open_history

    with open_history(database_of(where)) as found:
        yield found
